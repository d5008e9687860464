"""A patient who was registered twice, and their two records made one: for tests of the doors."""

from dataclasses import replace
from uuid import UUID

from bedside import clinic
from bedside.clinic.models import Patient
from tests.people import ASHA, Person


def enrolled_again(patient: Person, doctor: Person) -> UUID:
    """Register a patient at the desk once more, without an account."""
    seen = clinic.read_patient(patient.patient, by=doctor.actor)
    assert seen.facility_id is not None
    profile = replace(seen.profile or ASHA, email="")
    row = clinic.enrol_patient(profile=profile, facility=seen.facility_id, by=doctor.actor)
    return row.id


def merged(
    patient: Person, doctor: Person, *, again: UUID | None = None, reason: str = "They said so"
) -> UUID:
    """Let another record of a patient (`again`, or a new one) be a part of theirs; return the
    merge."""
    other = again or enrolled_again(patient, doctor)
    version = Patient.objects.get(id=patient.patient).version
    return clinic.merges.merge(
        patient.patient,
        other,
        choices={},
        reason=reason,
        version=version,
        replaced_version=1,
        by=doctor.actor,
    ).id
