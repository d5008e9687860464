"""A facility's appointments of a period as a file: asked for with a reason, made by a worker.

It holds who comes when, to whom, and how to reach them; never why. It leaves the house unsealed,
so asking for it says why in a code that the log keeps, and making it is on record with every
patient in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from bedside import accounts, outbox, spreadsheets
from bedside.accounts.acts import act, prepared_act
from bedside.audit import Actor
from bedside.clinic.appointments.listing import in_order
from bedside.clinic.appointments.models import Appointment
from bedside.clinic.appointments.reach import appointments_visible_to, find_place
from bedside.clinic.appointments.showing import show
from bedside.clinic.appointments.views import AppointmentView
from bedside.clinic.facilities.models import Facility
from bedside.clinic.patients.reading import numbers_of
from bedside.errors import Invalid
from bedside.limits import REASON, at_most

KIND = "appointment_list.make"
LONGEST = timedelta(days=366)
BATCH = 200
COLUMNS = ("Day", "From", "Until", "Doctor", "Record number", "Patient", "Phone", "State")


class Why(StrEnum):
    """For what a list is taken out; the log keeps the code."""

    PLANNING = "planning"
    CALLING = "calling"
    BILLING = "billing"
    REPORTING = "reporting"
    OTHER = "other"


@dataclass(frozen=True)
class ListWish:
    """Which appointments, and why: both days are included, on the facility's clock."""

    facility: UUID
    first_day: date
    last_day: date
    why: Why
    words: str = ""


def ask_for_list(wish: ListWish, *, by: Actor) -> UUID:
    """Put down that a list is wanted; return the job that makes it.

    Raises NotFound for a facility where the caller does not work, Invalid, and TooMany.
    """
    with act("appointment_list.ask", by=by) as doing:
        doing.chain = find_place(wish.facility, by=by).id
        _must_be_allowed(wish)
        said = {
            "first_day": wish.first_day.isoformat(),
            "last_day": wish.last_day.isoformat(),
            "why": wish.why.value,
            "words": wish.words,
        }
        subject = {"facility": wish.facility}
        assert by.user is not None
        job = outbox.ask(KIND, by=by.user, subject=subject, wish=said)
        doing.on(facility=wish.facility, job=job)
        doing.note(why=wish.why.value, days=(wish.last_day - wish.first_day).days + 1)
        return job


def make_list(task: outbox.Task) -> None:
    """Write the list for whoever asked, with what they may see by now.

    Raises Forbidden and NotFound when their account or their work here has ended meanwhile.
    """
    by, facility = accounts.actor_of_account(task.asked_by), task.subject["facility"]
    with prepared_act(KIND, by=by, chain=facility) as doing:
        doing.on(facility=facility, job=task.job)
        place, wish = find_place(facility, by=by), outbox.wish_of(task)
        rows = _wanted(place, wish, by=by)
        file = outbox.Result(task, name="appointments.csv", media_type="text/csv; charset=utf-8")
        file.write(spreadsheets.BEGINS_A_FILE + spreadsheets.row(COLUMNS))
        done, total = 0, rows.count()
        for batch in _batches(rows):
            # Mentioned, not held: a job's row is held before its patients are (ADR 13).
            doing.mention(*(row.patient_id for row in batch))
            file.write("".join(_lines(batch, ZoneInfo(place.time_zone), by=by)))
            done += len(batch)
            task.progress(done, max(done, total))
        file.close()
        with doing.commit():
            file.keep()
            doing.note(why=wish["why"], count=done)


def still_works_there(subject: outbox.Subject, by: Actor) -> None:
    """Return if the caller may still see the facility's appointments. Raises NotFound."""
    find_place(subject["facility"], by=by)


def _must_be_allowed(wish: ListWish) -> None:
    wrong = {}
    if wish.last_day < wish.first_day:
        wrong["last_day"] = "The last day is before the first."
    elif wish.last_day - wish.first_day >= LONGEST:
        wrong["last_day"] = "Take out a year at a time at most."
    if wish.why == Why.OTHER and not wish.words.strip():
        wrong["words"] = "Say what it is for."
    elif len(wish.words) > REASON:
        wrong["words"] = at_most(REASON)
    if wrong:
        raise Invalid(fields=wrong)


def _wanted(place: Facility, wish: dict[str, str], *, by: Actor) -> QuerySet[Appointment]:
    zone = ZoneInfo(place.time_zone)
    first, last = (date.fromisoformat(wish[name]) for name in ("first_day", "last_day"))
    return appointments_visible_to(by).filter(
        facility=place,
        start__gte=datetime.combine(first, time(), zone),
        start__lt=datetime.combine(last + timedelta(days=1), time(), zone),
    )


def _batches(rows: QuerySet[Appointment]) -> Iterator[list[Appointment]]:
    after = None
    while batch := list(in_order(rows, after).select_related("patient", "facility")[:BATCH]):
        yield batch
        after = batch[-1].start, batch[-1].id


def _lines(batch: list[Appointment], zone: ZoneInfo, *, by: Actor) -> Iterator[str]:
    numbers = numbers_of([row.patient for row in batch])
    for view in show(batch, by=by):
        yield spreadsheets.row(_cells(view, numbers.get(view.patient_id, ""), zone))


def _cells(view: AppointmentView, number: str, zone: ZoneInfo) -> tuple[str, ...]:
    start, end = view.start.astimezone(zone), view.end.astimezone(zone)
    profile = view.patient.profile if view.patient else None
    return (
        f"{start:%Y-%m-%d}",
        f"{start:%H:%M}",
        f"{end:%H:%M}",
        view.practitioner or accounts.NOT_OPENED,
        number,
        profile.name if profile else accounts.NOT_OPENED,
        profile.phone if profile else "",
        view.status,
    )
