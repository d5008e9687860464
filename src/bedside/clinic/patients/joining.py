"""Many people becoming patients of a facility at once, such as a register kept elsewhere.

Nobody gets an account by it: whoever is brought in is asked for none, and the clinic gives access
to those who want it, one at a time.
"""

from collections.abc import Sequence
from uuid import UUID

from bedside import vault
from bedside.accounts.acts import under_way
from bedside.clinic.patients.demographics import write_profile
from bedside.clinic.patients.models import CareRelation, Patient, PatientState
from bedside.clinic.patients.profile import Profile
from bedside.clinic.search import indexing
from bedside.ids import new_id

BATCH = 200
"""Rows in one statement."""
BROUGHT_IN = "brought-in"
"""Why the facility cares for them, as a code."""


def join(profiles: Sequence[Profile], *, facility: UUID) -> list[Patient]:
    """Make patients of a facility, in the order of their checked profiles, within an act.

    Their profiles are stored within the transaction, as their keys are made in it; the store has
    acknowledged each of them before the commit all the same.
    """
    doing = under_way()
    patients = [
        Patient(id=new_id(), facility_id=facility, state=PatientState.REGISTERED) for _ in profiles
    ]
    named = {row.id: profile for row, profile in zip(patients, profiles, strict=True)}
    doing.mention(*named)
    vault.create_patient_keys(named, under=facility)
    for row in patients:
        write_profile(row, named[row.id], version=1).attach(row)
    Patient.objects.bulk_create(patients, batch_size=BATCH)
    CareRelation.objects.bulk_create(
        (CareRelation(patient=row, facility_id=facility, reason=BROUGHT_IN) for row in patients),
        batch_size=BATCH,
    )
    indexing.enter_each(named, facility)
    return patients
