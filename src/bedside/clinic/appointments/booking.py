"""Booking a time and moving it to another one.

A patient books for themselves, and only what is offered. Staff book any time of a doctor of their
facility; on top of somebody else only on purpose, with a reason, in a verb of its own.

`prepare` and `place` are the two halves of booking, for acts of a room above that book as part of
what they do.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from bedside import documents
from bedside.accounts import permissions
from bedside.accounts.acts import Act, prepared_act
from bedside.audit import Actor
from bedside.clinic.appointments import rules
from bedside.clinic.appointments.free import Free, free_times
from bedside.clinic.appointments.lifecycle import must_allow
from bedside.clinic.appointments.models import TAKE_TIME, Appointment, AppointmentStatus
from bedside.clinic.appointments.offering import offer_places, settle
from bedside.clinic.appointments.opening import openings
from bedside.clinic.appointments.reach import find, find_place
from bedside.clinic.appointments.saving import Taken, insert, save_if_unchanged, take_turns
from bedside.clinic.appointments.showing import show_one
from bedside.clinic.appointments.slots import bookable
from bedside.clinic.appointments.views import AppointmentView
from bedside.clinic.appointments.wall_clock import Interval
from bedside.clinic.appointments.writing import write_words
from bedside.clinic.facilities.models import Facility
from bedside.clinic.outbox import messages
from bedside.clinic.outbox.models import MessageKind
from bedside.clinic.patients.models import Patient
from bedside.clinic.patients.reading import find_patient
from bedside.clinic.patients.rules import must_be_registered
from bedside.clinic.rules import must_be_current
from bedside.errors import Conflict, Invalid
from bedside.ids import new_id

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Wish:
    """The time somebody wants: `start` is aware; `minutes` None is as long as is usual then.

    `reason` is why the patient comes, `overbook_because` why they come on top of somebody else.
    """

    patient: UUID
    facility: UUID
    practitioner: UUID
    start: datetime
    minutes: int | None = None
    reason: str = ""
    overbook_because: str = ""


@dataclass(frozen=True)
class Prepared:
    """A booking that was looked at and whose words are stored; `place` makes it."""

    row: Appointment
    wish: Wish
    stored: documents.Stored | None


def book(wish: Wish, *, by: Actor) -> AppointmentView:
    """Book a time.

    Raises NotFound for a patient or facility out of reach, Invalid, Forbidden for a patient who
    overbooks, and Conflict when the time is not free for doctor or patient, when the facility does
    not care for the patient, or when a patient has booked enough.
    """
    settle()
    with prepared_act(_verb(wish.overbook_because, "book"), by=by) as doing:
        prepared = prepare(wish, doing=doing)
        with doing.commit():
            row = place(prepared, doing=doing)
        return show_one(row, by=by)


def prepare(wish: Wish, *, doing: Act) -> Prepared:
    """Look at a wish and store its words, before the transaction. Raises as `book` does."""
    by = doing.by
    if wish.overbook_because.strip():
        permissions.require("appointment.overbook", by=by)
    patient = find_patient(wish.patient, by=by)
    doing.about(patient.id)
    facility = find_place(wish.facility, by=by)
    doing.chain = facility.id
    must_be_registered(patient)
    _must_be_bookable(wish, patient, facility)
    doing.once_held(lambda: find_place(wish.facility, by=by))
    doing.once_held(lambda: _must_be_bookable(wish, patient, facility))
    words = rules.checked_words(reason=wish.reason, overbook_because=wish.overbook_because)
    wish = replace(wish, reason=words["reason"], overbook_because=words["overbook_because"])
    row = Appointment(
        id=new_id(),
        patient=patient,
        facility=facility,
        practitioner_id=wish.practitioner,
        status=AppointmentStatus.BOOKED,
        booked_by_id=by.user,
    )
    doing.on(appointment=row.id)
    body = {"reason": wish.reason, "overbooked_because": wish.overbook_because}
    return Prepared(row, wish, write_words(row, body, version=1))


def place(prepared: Prepared, *, doing: Act) -> Appointment:
    """Make a prepared booking, inside the act's transaction. Raises as `book` does."""
    row, wish, by = prepared.row, prepared.wish, doing.by
    take_turns(row.patient_id, row.practitioner_id)
    row.booked_at = row.status_at = timezone.now()
    row.start, row.end = _time(row, wish, by)
    if by.role == "patient":
        rules.must_have_room_ahead(by)
    if prepared.stored is not None:
        prepared.stored.attach(row)
    row.overbooked = _on_top(row, wish)
    insert(row, "overbook" if row.overbooked else "book", by=by)
    messages.remind(row.id, row.patient_id, start=row.start, zone=row.facility.time_zone)
    doing.note(overbooked=row.overbooked)
    return row


def reschedule(
    appointment: UUID,
    *,
    start: datetime,
    practitioner: UUID | None = None,
    minutes: int | None = None,
    overbook_because: str = "",
    version: int,
    by: Actor,
) -> AppointmentView:
    """Move an appointment to another time, with the same doctor unless another one is named.

    It stays the same appointment, and its steps say where it was. The old time is free the moment
    the new one is won, never before. Raises as `book` does, and Stale.
    """
    settle()
    with prepared_act(_verb(overbook_because, "reschedule"), by=by) as doing:
        row = find(appointment, doing=doing)
        must_be_current(row, version)
        must_allow(row, "move", by=by, now=timezone.now())
        wish = Wish(
            patient=row.patient_id,
            facility=row.facility_id,
            practitioner=practitioner or row.practitioner_id,
            start=start,
            minutes=minutes or _length(row, by),
            overbook_because=rules.checked_words(overbook_because=overbook_because)[
                "overbook_because"
            ],
        )
        _must_be_bookable(wish, row.patient, row.facility)
        doing.once_held(lambda: _must_be_bookable(wish, row.patient, row.facility))
        words = {"overbooked_because": wish.overbook_because} if wish.overbook_because else {}
        stored = write_words(row, words, version=version + 1)
        with doing.commit():
            _move(row, wish, stored, version=version, doing=doing)
        shown = show_one(row, by=by)
    offer_places(row.facility_id)
    return shown


def _move(
    row: Appointment, wish: Wish, stored: documents.Stored | None, *, version: int, doing: Act
) -> None:
    by = doing.by
    take_turns(row.patient_id, row.practitioner_id, wish.practitioner)
    moved = replace_time(row, wish, by)
    overbooked = _on_top(moved, wish)
    save_if_unchanged(
        row,
        "move",
        version=version,
        by=by,
        stored=stored,
        start=moved.start,
        end=moved.end,
        practitioner_id=wish.practitioner,
        overbooked=overbooked,
    )
    messages.remind(row.id, row.patient_id, start=row.start, zone=row.facility.time_zone)
    if by.role == "doctor":
        messages.tell(MessageKind.MOVED, row.id, row.patient_id)
    doing.note(overbooked=overbooked)


def replace_time(row: Appointment, wish: Wish, by: Actor) -> Appointment:
    """Return the row as it would be at the wished time, without changing it."""
    start, end = _time(row, wish, by)
    return Appointment(
        id=row.id,
        patient_id=row.patient_id,
        facility=row.facility,
        practitioner_id=wish.practitioner,
        start=start,
        end=end,
    )


def _must_be_bookable(wish: Wish, patient: Patient, facility: Facility) -> None:
    rules.must_be_a_time(wish.start)
    rules.must_be_cared_for(patient, facility)
    rules.must_work_there(wish.practitioner, facility, wish.start)


def _verb(overbook_because: str, otherwise: str) -> str:
    return "appointment.overbook" if overbook_because.strip() else f"appointment.{otherwise}"


def _length(row: Appointment, by: Actor) -> int | None:
    """How long a moved appointment stays; for a patient what is offered decides."""
    return None if by.role == "patient" else (row.end - row.start) // _MINUTE


def _time(row: Appointment, wish: Wish, by: Actor) -> tuple[datetime, datetime]:
    now = timezone.now()
    if by.role == "patient":
        offered = _offered(row, wish, now)
        return offered.start, offered.end
    rules.must_be_near(wish.start, now)
    minutes = wish.minutes or _usual_minutes(row, wish)
    rules.must_be_good_length(minutes)
    return wish.start, wish.start + minutes * _MINUTE


def _offered(row: Appointment, wish: Wish, now: datetime) -> Free:
    """The free time that a patient wants. Raises Conflict when it is not offered (any more)."""
    if wish.minutes is not None:
        raise Invalid(fields={"minutes": "How long it takes is up to the clinic."})
    if not now <= wish.start <= now + rules.PATIENTS_BOOK_AHEAD:
        raise Conflict(rules.NOT_OFFERED)
    found = free_times(
        row.facility,
        Interval(wish.start, wish.start + _MINUTE),
        now=now,
        practitioner=wish.practitioner,
        patient=row.patient_id,
        besides=row.id,
    )
    for free in found:
        if free.start == wish.start:
            return free
    raise Conflict(rules.NOT_OFFERED)


def _usual_minutes(row: Appointment, wish: Wish) -> int:
    """How long appointments are that begin then, by the doctor's hours."""
    within = Interval(wish.start, wish.start + _MINUTE)
    for hours in openings(row.facility, within, practitioner=wish.practitioner).values():
        for slot in bookable(hours, within, now=wish.start):
            return (slot.end - slot.start) // _MINUTE
    return rules.MINUTES


def _on_top(row: Appointment, wish: Wish) -> bool:
    """Whether the doctor has somebody else at this time.

    Raises Taken when that was not meant. Two at once both see the one who was faster (`take_turns`)
    and what is written here is seen by the database too, which has the last word.
    """
    others = Appointment.objects.filter(
        practitioner=row.practitioner_id,
        status__in=TAKE_TIME,
        start__lt=row.end,
        end__gt=row.start,
    ).exclude(id=row.id)
    taken = others.exists()
    if taken and not wish.overbook_because:
        raise Taken
    return taken
