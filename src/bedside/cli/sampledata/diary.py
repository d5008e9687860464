"""The clinics' diaries: when doctors can be seen, who came, who comes, and who waits for a time.

What lies behind is brought in with the rest of a life; what is ahead is booked by the same acts as
everywhere.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from bedside.accounts import User
from bedside.audit import Actor
from bedside.cli.sampledata.house import House
from bedside.cli.sampledata.lives import Course, Life, Visit
from bedside.clinic import appointments
from bedside.clinic.appointments.models import Appointment, AppointmentStatus, AppointmentStep
from bedside.clinic.bringing_in import Brought
from bedside.errors import Conflict

AHEAD = 36
"""Appointments that the doctors have booked for the next weeks, at most."""
_MORNING, _AFTERNOON = (time(9), time(12)), (time(13), time(16))
_MINUTES = 20
_HOLIDAYS = ((12, 25, "Christmas Day"), (12, 26, "Boxing Day"), (1, 1, "New Year's Day"))
_TWENTY = timedelta(minutes=_MINUTES)
_AWAY_DAYS = 5


def publish(house: House, now: datetime) -> None:
    """Let every doctor say when they can be seen, and both clinics when they are closed.

    A doctor of both clinics is at one of them on some days and at the other on the rest.
    """
    dana = Actor(role="administrator", user=User.objects.get(role="administrator").id)
    for place, (facility, doctors) in enumerate(zip(house.facilities, house.doctors, strict=True)):
        for doctor in doctors:
            others = sum(doctor in team for team in house.doctors) > 1
            days = range(place, 5, 2) if others else range(5)
            weekly = [
                appointments.WeeklyHours(day, start, end, _MINUTES)
                for day in days
                for start, end in (_MORNING, _AFTERNOON)
            ]
            appointments.publish(facility.id, weekly, version=1, by=_doctor(doctor.id))
        for month, day, name in _HOLIDAYS:
            on = _next(now.date(), month, day)
            appointments.add_holiday(facility.id, on, name, by=dana)


def past(life: Life, course: Course, random: Random) -> Iterator[Brought]:
    """Yield the appointments of a course: kept, and now and then missed or cancelled before."""
    for visit in course.visits:
        if course.case.kind not in {"visit", "video"} or random.random() < 0.2:
            continue
        yield from _past(life, visit.at, visit, AppointmentStatus.FULFILLED, course.case.title)
        earlier, chance = visit.at - timedelta(days=7), random.random()
        if earlier > life.joined and chance < 0.16:
            missed = AppointmentStatus.NOSHOW if chance < 0.07 else AppointmentStatus.CANCELLED
            yield from _past(life, earlier, visit, missed, course.case.title)


_EVENTS: dict[str, tuple[tuple[str, timedelta], ...]] = {
    AppointmentStatus.FULFILLED: (("arrive", timedelta(minutes=-4)), ("fulfil", _TWENTY)),
    AppointmentStatus.NOSHOW: (("no_show", _TWENTY),),
    AppointmentStatus.CANCELLED: (("cancel", timedelta(hours=-20)),),
}
"""What happened to an appointment after it was booked, and how long after its time."""


def _past(life: Life, start: datetime, visit: Visit, status: str, reason: str) -> Iterator[Brought]:
    booked_at = max(life.joined, start - timedelta(days=9, hours=2))
    events = [(event, start + apart) for event, apart in _EVENTS[status]]
    row = Appointment(
        patient=life.patient.row,
        facility=life.facility,
        practitioner_id=visit.doctor,
        start=start,
        end=start + _TWENTY,
        status=status,
        cancel_reason="cannot-come" if status == AppointmentStatus.CANCELLED else "",
        booked_by_id=life.doctor,
        booked_at=booked_at,
        status_at=events[-1][1],
        version=len(events) + 1,
    )
    yield Brought(row, {"reason": reason})
    for event, at in [("book", booked_at), *events]:
        yield Brought(
            AppointmentStep(
                appointment=row,
                event=event,
                at=at,
                by_id=life.doctor,
                start=start,
                practitioner_id=visit.doctor,
            )
        )


def look_ahead(house: House, lives: Sequence[Life], random: Random, now: datetime) -> None:
    """Book reviews of what lasts, let Asha book for herself, and let somebody wait for a time."""
    asha, *others = lives
    due = [life for life in others if any(course.case.goes_on for course in life.courses)]
    for number, life in enumerate(due[:AHEAD]):
        with suppress(Conflict):  # that time is somebody else's already: they call again
            _book(life, number, random, now)
    _book_own(asha, now)
    _wait(house, others, now)


def _book(life: Life, number: int, random: Random, now: datetime) -> None:
    """Book a review; some are cancelled again."""
    by, reason = _doctor(life.doctor), f"Review: {life.courses[0].case.title}"
    day = _workday(now.date() + timedelta(days=1 + number))
    at = time(random.choice((9, 10, 11, 13, 14, 15)), random.choice((0, 20, 40)))
    start = datetime.combine(day, at, ZoneInfo(life.facility.time_zone))
    wish = appointments.Wish(life.patient.row.id, life.facility.id, life.doctor, start,
                             minutes=_MINUTES, reason=reason)  # fmt: skip
    booked = appointments.book(wish, by=by)
    if number % 9 == 8:
        appointments.cancel(booked.id, reason="better", version=booked.version, by=by)


def _book_own(asha: Life, now: datetime) -> None:
    """Let Asha book the first time that her doctor has in a week or so."""
    by, since = asha.patient.actor, now + timedelta(days=8)
    page = appointments.find_slots(
        asha.facility.id,
        since=since,
        until=since + timedelta(days=14),
        practitioner=asha.doctor,
        limit=1,
        by=by,
    )
    for slot in page.slots:
        wish = appointments.Wish(asha.patient.row.id, asha.facility.id, slot.practitioner_id,
                                 slot.start, reason="Asthma review")  # fmt: skip
        appointments.book(wish, by=by)


def _wait(house: House, others: Sequence[Life], now: datetime) -> None:
    """Let a doctor be away for some days, and a patient wait in case a time comes free then."""
    facility, doctor = house.facilities[0], house.doctors[0][0]
    by = _doctor(doctor.id)
    first = _workday(now.date() + timedelta(days=40))
    days = [first + timedelta(days=number) for number in range(_AWAY_DAYS)]
    version = appointments.read_schedule(facility.id, by=by).version
    for day in days:
        version = appointments.close(facility.id, day, version=version, by=by).version
    waiting = next(life for life in others if life.facility.id == facility.id)
    appointments.join(
        patient=waiting.patient.row.id,
        facility=facility.id,
        first_day=days[0],
        last_day=days[-1],
        practitioner=doctor.id,
        by=by,
    )


def _workday(day: date) -> date:
    """Return the day, or the Monday after it at the weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= 5 else 0)


def _next(today: date, month: int, day: int) -> date:
    this_year = date(today.year, month, day)
    return this_year if this_year >= today else date(today.year + 1, month, day)


def _doctor(user: UUID) -> Actor:
    return Actor(role="doctor", user=user)
