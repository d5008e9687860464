"""Reading patients."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from bedside import documents
from bedside.accounts.acts import Act, act
from bedside.audit import SYSTEM_CHAIN, Actor
from bedside.changed import changed_within
from bedside.clinic.patients.ages import age_in_words, age_on
from bedside.clinic.patients.models import Patient
from bedside.clinic.patients.profile import Profile
from bedside.clinic.patients.reach import patients_visible_to, sees_profiles
from bedside.clinic.patients.records import kept_record, kept_records
from bedside.clinic.patients.views import PatientView, Replaced
from bedside.clinic.search.models import RecordNumber
from bedside.clinic.search.numbers import written
from bedside.documents import Unreadable
from bedside.errors import NotFound
from bedside.paging import Page, read_page

PAGE = 100
"""Patients returned at once, at most."""


def read_patient(patient: UUID, *, by: Actor) -> PatientView:
    """Open one patient within reach. Raises NotFound, and Damaged when their profile is."""
    with act("patient.read", by=by) as doing:
        row = named_patient(patient, doing=doing)
        sealed = row.blob_id and sees_profiles(by)
        return patient_view(row, documents.read(row) if sealed else None, number_of(row))


def read_self(*, by: Actor) -> PatientView:
    """Open who the signed-in patient is, for the frame of their pages. Raises NotFound.

    A damaged profile is not readable, and everything else that is theirs stays open to them.
    """
    with act("patient.read", by=by) as doing:
        if by.patient is None:
            raise NotFound
        return open_patients([named_patient(by.patient, doing=doing)], by=by)[0]


def read_patients(
    *,
    by: Actor,
    among: Collection[UUID] | None = None,
    changed_since: datetime | None = None,
    changed_until: datetime | None = None,
    after: UUID | None = None,
    limit: int = 50,
) -> Page[PatientView]:
    """Return patients within reach in the order of their ids, those after `after`.

    With `among` only these (of a record that was merged into another one, that other one), and only
    those that were changed last from `changed_since` until before `changed_until`. At most `limit`
    (PAGE at most).
    """
    with act("patient.list", by=by) as doing:
        rows = patients_visible_to(by).filter(replaced_by=None).order_by("id")
        if among is not None:
            rows = rows.filter(id__in=kept_records(list(among)[:PAGE]))
        rows = changed_within(rows, changed_since, changed_until)
        if after:
            rows = rows.filter(id__gt=after)
        page = read_page(rows, min(limit, PAGE))
        doing.about(*(row.id for row in page))
        return page.shown_as(open_patients(page, by=by))


def records_replaced_by(patients: Collection[UUID], *, by: Actor) -> list[Replaced]:
    """Return the records within reach that were merged into these, the earliest first.

    It goes with an act that read these patients, and says nothing but that they had two records.
    """
    rows = list(patients_visible_to(by).filter(replaced_by__in=patients).order_by("id"))
    numbers = numbers_of(rows)
    return [
        Replaced(row.id, kept, row.version, row.changed_at, numbers.get(row.id, ""))
        for row in rows
        if (kept := row.replaced_by_id)
    ]


def named_patient(patient: UUID, *, doing: Act) -> Patient:
    """Return the row of a patient within reach and name them in the act. Raises NotFound.

    Of a record that was merged into another one, the row of that.
    """
    row = find_patient(patient, by=doing.by)
    doing.about(row.id)
    doing.chain = chain_of(row)
    return row


def find_patient(patient: UUID, *, by: Actor) -> Patient:
    """Return the row of a patient within reach. Raises NotFound.

    Of a record that was merged into another one, the row of that: old addresses lead there.
    """
    row = patients_visible_to(by).filter(id=kept_record(patient)).first()
    if row is None:
        raise NotFound
    return row


def open_patients(rows: Sequence[Patient], *, by: Actor) -> list[PatientView]:
    """Open profiles in bulk, for acts that recorded whom they read; ids only for administrators.

    One that does not open is a view that is not readable, in its place.
    """
    sealed = [row for row in rows if row.blob_id and sees_profiles(by)]
    bodies = dict(zip((row.id for row in sealed), documents.open_each(sealed), strict=True))
    numbers = numbers_of(rows)
    return [patient_view(row, bodies.get(row.id), numbers.get(row.id, "")) for row in rows]


def number_of(row: Patient) -> str:
    """Return a patient's record number at their facility, as it is written; empty if none."""
    return numbers_of([row]).get(row.id, "")


def patient_view(
    row: Patient, body: Mapping[str, Any] | Unreadable | None, number: str = ""
) -> PatientView:
    """Return the view of a patient; `body` is the opened profile for those who may see it."""
    readable = not isinstance(body, Unreadable)
    profile = None if body is None or isinstance(body, Unreadable) else Profile.from_body(body)
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
        changed_at=row.changed_at,
        readable=readable,
        record_number=number,
    )


def numbers_of(rows: Sequence[Patient]) -> dict[UUID, str]:
    """Return the record numbers of patients at their facilities, in one query."""
    held = RecordNumber.objects.filter(
        patient__in=[row.id for row in rows], facility=F("patient__facility")
    )
    return {patient: written(number) for patient, number in held.values_list("patient", "number")}


def chain_of(row: Patient) -> UUID:
    """Return a patient's audit chain: the facility's, or the system's before there is one."""
    return row.facility_id or SYSTEM_CHAIN


def _today() -> date:
    return timezone.now().date()
