"""What can be booked at all, apart from who is in whose reach: small questions with a refusal each.

The numbers have no source; they keep one person from taking up a clinic's whole week by mistake.
"""

import unicodedata
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from bedside.audit import Actor
from bedside.clinic.appointments.models import TAKE_TIME, Appointment
from bedside.clinic.appointments.slots import HORIZON
from bedside.clinic.facilities.models import Facility
from bedside.clinic.facilities.reach import practising_at
from bedside.clinic.patients.models import Patient
from bedside.clinic.patients.reach import care_now
from bedside.errors import Conflict, Invalid
from bedside.limits import (
    LONGEST_APPOINTMENT,
    REASON,
    SHORTEST_APPOINTMENT,
    at_most,
    is_on_the_calendar,
    tidied,
)

AHEAD_AT_ONCE = 3
"""Appointments that a patient can have ahead by their own booking."""
PATIENTS_BOOK_AHEAD = timedelta(days=90)
LATE = timedelta(hours=1)
"""So long after it began, staff can still enter an appointment: somebody walked in."""
MINUTES = 20
"""Of an appointment that lies on no slot, when nobody says how long."""
NOT_OFFERED = "This time is not free, or not any more. Choose another one."


def checked_words(**said: str) -> dict[str, str]:
    """Return the texts without spaces around them. Raises Invalid naming each that is too long."""
    trimmed = {field: tidied(text) for field, text in said.items()}
    bad = {
        field: at_most(REASON)
        for field, text in trimmed.items()
        if len(text) > REASON or not _is_text(text)
    }
    if bad:
        raise Invalid(fields=bad)
    return trimmed


def _is_text(text: str) -> bool:
    return all(
        letter in "\n\t" or unicodedata.category(letter) not in {"Cc", "Cs"} for letter in text
    )


def practitioners_at(facility: UUID, *, until: datetime | None = None) -> QuerySet:
    """Return the accounts of the doctors who work at a facility now and can sign in.

    With `until`, of those who still work there then.
    """
    working = practising_at(facility).filter(user=OuterRef("pk"))
    if until is not None:
        working = working.filter(Q(until=None) | Q(until__gt=until))
    return get_user_model().objects.filter(Exists(working), role="doctor")


def must_work_there(practitioner: UUID, facility: Facility, start: datetime) -> None:
    """Raise Invalid unless the doctor works at the facility now and still at that time."""
    if not practitioners_at(facility.id, until=start).filter(id=practitioner).exists():
        raise Invalid(fields={"practitioner": "Choose a doctor who works at this facility."})


def patient_meant(patient: UUID | None, by: Actor) -> UUID:
    """Return whose appointment it is: that of a patient who names nobody is their own.

    Raises Invalid for staff who name nobody.
    """
    found = patient or by.patient
    if found is None:
        raise Invalid(fields={"patient": "Say which patient it is for."})
    return found


def must_be_cared_for(patient: Patient, facility: Facility) -> None:
    """Raise Conflict when the facility does not care for the patient (any more)."""
    if not care_now().filter(patient=patient, facility=facility).exists():
        raise Conflict("This facility does not care for this patient.")


def must_be_a_time(start: datetime) -> None:
    """Raise Invalid for a time without a zone, with seconds, or on a day that nobody may name."""
    whole_minutes = start.tzinfo is not None and not (start.second or start.microsecond)
    if not whole_minutes or not is_on_the_calendar(start):
        raise Invalid(fields={"start": "Choose a day and a time, in whole minutes."})


def must_say_why_to_the_doctor(reason: str, by: Actor) -> None:
    """Raise Invalid for a reason of the visit that is told at the desk, which keeps none."""
    if reason.strip() and by.role == "receptionist":
        raise Invalid(fields={"reason": "Leave it out: the patient tells the doctor why."})


def must_be_near(start: datetime, now: datetime) -> None:
    """Raise Invalid for a time that staff cannot book: long past, or years away."""
    if not now - LATE <= start <= now + HORIZON:
        raise Invalid(fields={"start": "Choose a time from now on, within two years."})


def bookable_ahead(by: Actor) -> timedelta:
    """Return how far ahead somebody can book."""
    return PATIENTS_BOOK_AHEAD if by.role == "patient" else HORIZON


def must_be_good_length(minutes: int) -> None:
    """Raise Invalid when an appointment is too short or too long."""
    shortest, longest = SHORTEST_APPOINTMENT, LONGEST_APPOINTMENT
    if not shortest <= minutes <= longest:
        raise Invalid(
            fields={"minutes": f"An appointment has from {shortest} to {longest} minutes."}
        )


def must_have_room_ahead(by: Actor) -> None:
    """Raise Conflict when a patient has booked as much as they can by themselves."""
    ahead = Appointment.objects.filter(
        patient=by.patient, booked_by=by.user, status__in=TAKE_TIME, start__gt=timezone.now()
    )
    if ahead.count() >= AHEAD_AT_ONCE:
        raise Conflict(
            f"You have booked {AHEAD_AT_ONCE} appointments ahead. Cancel one, or call the clinic."
        )
