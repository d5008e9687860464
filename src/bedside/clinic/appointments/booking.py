"""Booking a time and moving it to another one.

A patient books for themselves, and only what is offered. Staff book any time of a doctor of their
facility; on top of somebody else, on a holiday or outside of the doctor's hours only on purpose,
with a reason, in a verb of its own.

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
from bedside.clinic import messages
from bedside.clinic.appointments import rules
from bedside.clinic.appointments.lifecycle import must_allow
from bedside.clinic.appointments.models import Appointment, AppointmentStatus, News
from bedside.clinic.appointments.offering import offer_places, settle
from bedside.clinic.appointments.reach import find, find_place
from bedside.clinic.appointments.saving import insert, save_if_unchanged, take_turns
from bedside.clinic.appointments.showing import show_one
from bedside.clinic.appointments.timing import (
    HOLIDAY,
    HOURS,
    REFUSALS,
    TAKEN,
    Wish,
    against,
    time_of,
)
from bedside.clinic.appointments.views import AppointmentView
from bedside.clinic.appointments.writing import write_words
from bedside.clinic.facilities.models import Facility
from bedside.clinic.messages import MessageKind
from bedside.clinic.patients.models import Patient
from bedside.clinic.patients.reading import find_patient
from bedside.clinic.patients.rules import must_be_registered
from bedside.clinic.rules import must_be_current
from bedside.ids import new_id

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Prepared:
    """A booking that was looked at and whose words are stored; `place` makes it."""

    row: Appointment
    wish: Wish
    stored: documents.Stored | None


def book(wish: Wish, *, by: Actor) -> AppointmentView:
    """Book a time.

    Raises NotFound for a patient or facility out of reach, Invalid, Forbidden for a patient who
    overbooks, and Conflict when the time is not free for doctor or patient or not offered and no
    reason is given, when the facility does not care for the patient, or when a patient has booked
    enough.
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
    patient = find_patient(rules.patient_meant(wish.patient, by), by=by)
    doing.about(patient.id)
    facility = find_place(wish.facility, by=by)
    doing.chain = facility.id
    must_be_registered(patient)
    _must_be_bookable(wish, patient, facility)
    doing.once_held(lambda: find_place(wish.facility, by=by))
    doing.once_held(lambda: _must_be_bookable(wish, patient, facility))
    rules.must_say_why_to_the_doctor(wish.reason, by)
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
    row.start, row.end = time_of(row, wish, by)
    if by.role == "patient":
        rules.must_have_room_ahead(by)
    if prepared.stored is not None:
        prepared.stored.attach(row)
    objections = _must_be_meant(row, wish)
    row.overbooked = TAKEN in objections
    row.outside_hours = not {HOLIDAY, HOURS}.isdisjoint(objections)
    insert(row, "overbook" if row.overbooked else "book", by=by)
    messages.tell(MessageKind.BOOKED, row.id, row.patient_id)
    messages.remind(row.id, row.patient_id, start=row.start, zone=row.facility.time_zone)
    doing.note(overbooked=row.overbooked, outside_hours=row.outside_hours)
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
    objections = _must_be_meant(moved, wish)
    save_if_unchanged(
        row,
        "move",
        version=version,
        by=by,
        stored=stored,
        start=moved.start,
        end=moved.end,
        practitioner_id=wish.practitioner,
        overbooked=TAKEN in objections,
        outside_hours=not {HOLIDAY, HOURS}.isdisjoint(objections),
        news=News.MOVED if by.works_at_a_facility else "",
    )
    messages.remind(row.id, row.patient_id, start=row.start, zone=row.facility.time_zone)
    _tell_of_the_new_time(row, by)
    doing.note(overbooked=row.overbooked, outside_hours=row.outside_hours)


def _tell_of_the_new_time(row: Appointment, by: Actor) -> None:
    """Confirm it to a patient who moved it, or say that the clinic did; one of the two."""
    kinds = [MessageKind.BOOKED, MessageKind.MOVED]
    said = kinds.pop(by.works_at_a_facility)
    messages.take_back(row.id, *kinds)
    messages.tell(said, row.id, row.patient_id)


def replace_time(row: Appointment, wish: Wish, by: Actor) -> Appointment:
    """Return the row as it would be at the wished time, without changing it."""
    start, end = time_of(row, wish, by)
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


def _must_be_meant(row: Appointment, wish: Wish) -> tuple[str, ...]:
    """Return what speaks against the time, codes of REFUSALS.

    Raises Taken, Closed or OutsideHours when that was not meant. Two at once both see the one who
    was faster (`take_turns`) and what is written here is seen by the database too, which has the
    last word.
    """
    objections = against(row)
    if objections and not wish.overbook_because:
        raise REFUSALS[objections[0]]
    return objections
