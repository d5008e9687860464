"""A wished time: from when until when it is, and what speaks against it.

What speaks against a time is asked before anybody books it, so that a page can say so, and again
within the booking, which has the last word.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import timezone

from bedside.audit import Actor
from bedside.clinic.appointments import rules
from bedside.clinic.appointments.free import Free, free_times
from bedside.clinic.appointments.models import TAKE_TIME, Appointment, Holiday
from bedside.clinic.appointments.opening import openings
from bedside.clinic.appointments.saving import Taken
from bedside.clinic.appointments.slots import bookable, is_open
from bedside.clinic.appointments.wall_clock import Interval
from bedside.errors import Conflict, Invalid

TAKEN, HOLIDAY, HOURS = "taken", "holiday", "hours"
_MINUTE = timedelta(minutes=1)
_WRITE_WHY = "To book it all the same, say why."


class Closed(Conflict):
    """The facility is closed on that day."""

    detail = f"The clinic is closed on this day. {_WRITE_WHY}"


class OutsideHours(Conflict):
    """The doctor publishes hours, and this time is in none of them."""

    detail = f"This time is outside of the doctor's hours. {_WRITE_WHY}"


REFUSALS: dict[str, type[Conflict]] = {TAKEN: Taken, HOLIDAY: Closed, HOURS: OutsideHours}
"""What speaks against a time, and how it is refused without a reason."""


@dataclass(frozen=True)
class Wish:
    """The time somebody wants: `start` is aware; `minutes` None is as long as is usual then.

    `patient` is None for one who books for themselves. `reason` is why the patient comes,
    `overbook_because` why they come on top of somebody else, or when nobody is seen.
    """

    patient: UUID | None
    facility: UUID
    practitioner: UUID
    start: datetime
    minutes: int | None = None
    reason: str = ""
    overbook_because: str = ""


def time_of(row: Appointment, wish: Wish, by: Actor) -> tuple[datetime, datetime]:
    """Return from when until when a wish would be: for a patient only what is offered.

    `row` says for whom, where, and which appointment is moved. Raises Conflict and Invalid.
    """
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


def against(row: Appointment) -> tuple[str, ...]:
    """Return what speaks against the time of a row, codes of REFUSALS.

    A doctor who has published no hours at all is never outside of them.
    """
    found = (TAKEN, _is_taken(row)), (_closed(row), True)
    return tuple(code for code, applies in found if code and applies)


def _is_taken(row: Appointment) -> bool:
    """Whether the doctor has somebody else at this time."""
    others = Appointment.objects.filter(
        practitioner=row.practitioner_id,
        status__in=TAKE_TIME,
        start__lt=row.end,
        end__gt=row.start,
    )
    return others.exclude(id=row.id).exists()


def _closed(row: Appointment) -> str:
    """Whether nobody is seen then: HOLIDAY, HOURS or nothing."""
    one = Interval(row.start, row.end)
    hours = openings(row.facility, one, practitioner=row.practitioner_id).get(row.practitioner_id)
    if hours is not None and is_open(hours, one):
        return ""
    day = row.start.astimezone(ZoneInfo(row.facility.time_zone)).date()
    if Holiday.objects.filter(facility=row.facility, day=day).exists():
        return HOLIDAY
    return HOURS if hours is not None and (hours.weekly or hours.extra) else ""
