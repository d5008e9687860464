"""Reading patients."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from bedside import documents
from bedside.accounts.acts import act
from bedside.audit import SYSTEM_CHAIN, Actor
from bedside.clinic.patients.ages import age_in_words, age_on
from bedside.clinic.patients.models import Patient
from bedside.clinic.patients.profile import Profile
from bedside.clinic.patients.reach import patients_visible_to, sees_health_data
from bedside.clinic.patients.views import PatientView
from bedside.errors import NotFound

PAGE = 100
"""Patients returned at once, at most."""


def read_patient(patient: UUID, *, by: Actor) -> PatientView:
    """Open one patient within reach. Raises NotFound."""
    with act("patient.read", by=by) as doing:
        row = find_patient(patient, by=by)
        doing.about(row.id)
        doing.chain = chain_of(row)
        return open_patients([row], by=by)[0]


def read_patients(*, by: Actor, after: UUID | None = None, limit: int = 50) -> list[PatientView]:
    """Return patients within reach in the order of their ids, from the one after `after`.

    Fewer than `limit` (at most PAGE) means that there are no more.
    """
    with act("patient.list", by=by) as doing:
        rows = patients_visible_to(by).order_by("id")
        if after:
            rows = rows.filter(id__gt=after)
        page = list(rows[: min(limit, PAGE)])
        doing.about(*(row.id for row in page))
        return open_patients(page, by=by)


def find_patient(patient: UUID, *, by: Actor) -> Patient:
    """Return the row of a patient within reach. Raises NotFound."""
    row = patients_visible_to(by).filter(id=patient).first()
    if row is None:
        raise NotFound
    return row


def open_patients(rows: Sequence[Patient], *, by: Actor) -> list[PatientView]:
    """Open profiles in bulk, for acts that recorded whom they read; ids only for administrators."""
    sealed = [row for row in rows if row.blob_id and sees_health_data(by)]
    bodies = dict(zip((row.id for row in sealed), documents.read_many(sealed), strict=True))
    return [patient_view(row, bodies.get(row.id)) for row in rows]


def patient_view(row: Patient, body: Mapping[str, Any] | None) -> PatientView:
    """Return the view of a patient; `body` is the opened profile for those who may see it."""
    profile = Profile.from_body(body) if body is not None else None
    return PatientView(
        id=row.id,
        state=row.state,
        facility_id=row.facility_id,
        responsible_id=row.responsible_id,
        profile=profile,
        age=max(0, age_on(_today(), profile.birth_date)) if profile else None,
        age_text=age_in_words(_today(), profile.birth_date) if profile else None,
        version=row.version,
        created_at=row.created_at,
    )


def write_profile(row: Patient, profile: Profile, *, version: int) -> documents.Stored:
    """Seal and store a profile; the caller attaches it to the row in its transaction."""
    return documents.write(
        patient=row.id,
        kind=Patient.KIND,
        document=row.id,
        version=version,
        body=profile.to_body(),
    )


def chain_of(row: Patient) -> UUID:
    """Return a patient's audit chain: the facility's, or the system's before there is one."""
    return row.facility_id or SYSTEM_CHAIN


def _today() -> date:
    return timezone.now().date()
