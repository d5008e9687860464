"""Changing what is known about a patient: who they are, how to reach them, who answers for them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from bedside import documents
from bedside.accounts.acts import act, prepared_act
from bedside.audit import Actor
from bedside.clinic.facilities.reach import practising_at
from bedside.clinic.patients import rules
from bedside.clinic.patients.demographics import write_profile
from bedside.clinic.patients.models import Patient
from bedside.clinic.patients.profile import Profile
from bedside.clinic.patients.reading import (
    named_patient,
    number_of,
    open_patients,
    patient_view,
)
from bedside.clinic.patients.views import PatientView
from bedside.clinic.rules import must_be_current
from bedside.clinic.search import indexing
from bedside.errors import Invalid
from bedside.locking import held


def change_profile(
    patient: UUID, changes: Mapping[str, Any], *, version: int, by: Actor
) -> PatientView:
    """Replace some of the patient's own details, the others staying as they are.

    `version` is what the caller read. Fields that nobody else has changed since are merged; Stale
    names those that both changed. Without a difference nothing is written. Raises NotFound, Stale
    and Invalid.
    """
    return _change("patient.change", patient, changes, version, by)


def correct_profile(
    patient: UUID, changes: Mapping[str, Any], *, version: int, by: Actor
) -> PatientView:
    """Correct a patient's details for them, at the desk or on the phone; as `change_profile`."""
    return _change("patient.correct", patient, changes, version, by)


def set_responsible(patient: UUID, doctor: UUID | None, *, version: int, by: Actor) -> PatientView:
    """Say which doctor of the patient's facility answers for their care, or that none does.

    Raises NotFound, Stale, and Invalid for somebody who does not work there.
    """
    with act("patient.set_responsible", by=by) as doing:
        row = named_patient(patient, doing=doing)
        rules.must_be_this_one(row, patient)
        row = held(Patient.objects.all()).get(id=row.id)
        facility = rules.must_have_clinic(row)
        must_be_current(row, version)
        if doctor is not None and not practising_at(facility).filter(user=doctor).exists():
            raise Invalid(fields={"responsible": "Choose a doctor who works at this clinic."})
        doing.on(responsible=doctor or "")
        if row.responsible_id != doctor:
            row.responsible_id = doctor
            row.version += 1
            row.save(update_fields=["responsible", "version"])
        return open_patients([row], by=by)[0]


def _change(
    action: str, patient: UUID, changes: Mapping[str, Any], version: int, by: Actor
) -> PatientView:
    with prepared_act(action, by=by) as doing:
        row = named_patient(patient, doing=doing)
        rules.must_be_this_one(row, patient)
        rules.must_be_registered(row)
        rules.must_have_been_read(row, version)
        present, following = row.version, row.version + 1
        before = Profile.from_body(documents.read(row))
        profile = before.changed(changes, read_at=version, now=following)
        profile = profile.checked(rules.latest_birth_date())
        if profile == before:
            with doing.commit():
                doing.note(fields=0)
            return patient_view(row, before.to_body(), number_of(row))
        stored = write_profile(row, profile, version=following)
        with doing.commit():
            row = held(Patient.objects.all()).get(id=row.id)
            must_be_current(row, present)
            stored.attach(row)
            row.save()
            indexing.changed(row, before, profile)
            doing.note(fields=len(changes))
        return patient_view(row, profile.to_body(), number_of(row))
