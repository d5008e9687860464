"""From rows to what the caller sees: names and words of a whole page opened in two bulk reads."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from bedside import accounts, documents
from bedside.audit import Actor
from bedside.clinic.appointments.free import Free
from bedside.clinic.appointments.lifecycle import is_to_come, may
from bedside.clinic.appointments.models import Appointment, AppointmentStep, CancelReason
from bedside.clinic.appointments.reach import reads_words
from bedside.clinic.appointments.views import AppointmentView, SlotView, Step
from bedside.clinic.facilities.models import Facility
from bedside.clinic.patients.models import Patient
from bedside.clinic.patients.reading import patient_view
from bedside.clinic.patients.records import kept_of
from bedside.clinic.patients.views import PatientView
from bedside.documents import Body, Unreadable

Opened = Body | Unreadable | None
"""A document, or that it does not open, or that there is none."""


def show(rows: Sequence[Appointment], *, by: Actor) -> list[AppointmentView]:
    """Return the views of appointments in reach; they come with their patient and facility."""
    patients = kept_of(row.patient for row in rows) if by.works_at_a_facility else {}
    worded = [row for row in rows if row.blob_id and reads_words(by)]
    opened = documents.open_each([*worded, *patients.values()])
    words = dict(zip([row.id for row in worded], opened, strict=False))
    profiles = _profiles(patients, opened[len(worded) :])
    names = accounts.names_of({row.practitioner_id for row in rows})
    now = timezone.now()
    return [
        view(
            row,
            words.get(row.id),
            by=by,
            now=now,
            patient=profiles.get(row.patient_id),
            practitioner=names.get(row.practitioner_id),
        )
        for row in rows
    ]


def show_one(row: Appointment, *, by: Actor, steps: bool = False) -> AppointmentView:
    """Return the view of one appointment, with its `steps` if they are wanted."""
    (shown,) = show([row], by=by)
    if not steps:
        return shown
    known = accounts.has_account(row.patient_id) if by.works_at_a_facility else None
    return replace(_with_steps(shown), has_account=known)


def view(
    row: Appointment,
    body: Opened,
    *,
    by: Actor,
    now: datetime,
    patient: PatientView | None = None,
    practitioner: str | None = None,
) -> AppointmentView:
    """Return the view of a row whose document is opened; `row.facility` must be at hand."""
    words = body if isinstance(body, dict) else {}
    place = row.facility
    says_why = (row.overbooked or row.outside_hours) and by.role == "doctor"
    return AppointmentView(
        id=row.id,
        patient_id=row.patient_id,
        patient=patient,
        facility_id=row.facility_id,
        facility=place.name,
        address=address_of(place),
        phone=place.phone,
        zone=place.time_zone,
        practitioner_id=row.practitioner_id,
        practitioner=practitioner,
        start=row.start,
        end=row.end,
        status=row.status,
        overbooked=row.overbooked,
        outside_hours=row.outside_hours,
        held_until=row.held_until,
        cancel_reason=_why_cancelled(row, by),
        booked_at=row.booked_at,
        status_at=row.status_at,
        version=row.version,
        changed_at=row.changed_at,
        reason=words.get("reason", ""),
        overbooked_because=words.get("overbooked_because", "") if says_why else "",
        cancelled_because=words.get("cancelled_because", ""),
        readable=not isinstance(body, Unreadable),
        may=may(row, by=by, now=now),
        is_to_come=is_to_come(row, now),
        news=row.news,
    )


def _why_cancelled(row: Appointment, by: Actor) -> str:
    """Return the code of why it was cancelled; that somebody is better is not said at the desk."""
    hidden = row.cancel_reason == CancelReason.BETTER and not reads_words(by)
    return CancelReason.OTHER if hidden else row.cancel_reason


def open_patients_of(patients: Sequence[Patient], *, by: Actor) -> dict[UUID, PatientView]:
    """Return who these patients are, for staff; whoever does not open is left out."""
    if not by.works_at_a_facility:
        return {}
    kept = kept_of(patients)
    return _profiles(kept, documents.open_each(list(kept.values())))


def show_slots(found: Sequence[Free]) -> list[SlotView]:
    """Return free times with the names of the doctors, opened in bulk."""
    names = accounts.names_of({one.practitioner for one in found})
    return [
        SlotView(one.start, one.end, one.practitioner, names.get(one.practitioner)) for one in found
    ]


def address_of(place: Facility) -> str:
    """Return where a facility is, on one line."""
    return ", ".join(part for part in (place.address_line, place.city) if part)


def _profiles(
    patients: Mapping[UUID, Patient], opened: Sequence[Body | Unreadable]
) -> dict[UUID, PatientView]:
    return {
        record: patient_view(row, body)
        for (record, row), body in zip(patients.items(), opened, strict=True)
        if isinstance(body, dict)
    }


def _with_steps(shown: AppointmentView) -> AppointmentView:
    rows = list(AppointmentStep.objects.filter(appointment=shown.id).order_by("id"))
    names = accounts.names_of({row.by_id for row in rows if row.by_id})
    steps = tuple(
        Step(row.event, row.at, names.get(row.by_id) if row.by_id else "", row.start)
        for row in rows
    )
    return replace(shown, steps=steps)
