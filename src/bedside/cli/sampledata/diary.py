"""The clinics' diaries: when doctors can be seen, who came, who comes, and who waits for a time.

What lies behind is brought in with the rest of a life; what is ahead is booked by the same acts as
everywhere.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from random import Random
from typing import cast
from uuid import UUID
from zoneinfo import ZoneInfo

from bedside.accounts import User
from bedside.audit import Actor
from bedside.cli.sampledata.house import House
from bedside.cli.sampledata.lives import Course, Life, Visit
from bedside.cli.sampledata.moving_back import move_waiting
from bedside.clinic import appointments
from bedside.clinic.appointments.models import Appointment, AppointmentStatus, AppointmentStep
from bedside.clinic.bringing_in import Brought
from bedside.clinic.encounters.models import Encounter
from bedside.errors import Conflict

AHEAD = 36
"""Appointments that the doctors have booked for the next weeks, at most."""
A_DAY = 6
"""Of those, how many are booked for one day, from today on: a desk has somebody to greet."""
_MORNING, _AFTERNOON = (time(9), time(12)), (time(13), time(16))
_MINUTES = 20
_HOLIDAYS = ((12, 25, "Christmas Day"), (12, 26, "Boxing Day"), (1, 1, "New Year's Day"))
_TWENTY = timedelta(minutes=_MINUTES)
_AWAY_DAYS = 5
_TWO_WEEKS, _LONG_AGO = timedelta(days=14), timedelta(days=60)
_RANKS = (None, 2, 1)
"""How urgent it is for those who wait in vain; None when nobody said."""


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


def past(
    life: Life, course: Course, encounters: Sequence[Encounter], random: Random
) -> Iterator[Brought]:
    """Yield the appointments of a course: kept, and now and then missed or cancelled before.

    An encounter is led to by the appointment that was kept; one in five just walked in.
    """
    for visit, encounter in zip(course.visits, encounters, strict=True):
        if course.case.kind not in {"visit", "video"} or random.random() < 0.2:
            continue
        kept, *steps = _past(life, visit.at, visit, AppointmentStatus.FULFILLED, course.case.title)
        encounter.appointment = cast(Appointment, kept.row)
        yield from (kept, *steps)
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
    at = time(random.choice((9, 10, 11, 13, 14, 15)), random.choice((0, 20, 40)))
    start = _next_time(now.date() + timedelta(days=number // A_DAY), at, life, now)
    wish = appointments.Wish(life.patient.row.id, life.facility.id, life.doctor, start,
                             minutes=_MINUTES, reason=reason)  # fmt: skip
    booked = appointments.book(wish, by=by)
    if number % 9 == 8:
        appointments.cancel(booked.id, reason="better", version=booked.version, by=by)


def _next_time(day: date, at: time, life: Life, now: datetime) -> datetime:
    """Return a time of day at a patient's clinic, on this day or the next on which it is ahead."""
    zone = ZoneInfo(life.facility.time_zone)
    start = datetime.combine(_workday(day), at, zone)
    if start > now:
        return start
    return datetime.combine(_workday(day + timedelta(days=1)), at, zone)


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
    """Let people wait at both clinics: in vain so far, with a time held for them, and no longer.

    At each clinic a doctor is away for some days, and nothing is free with them then.
    """
    for facility, doctors in zip(house.facilities, house.doctors, strict=True):
        long_ago = now - _LONG_AGO
        known = [life for life in others if life.joined < long_ago]
        here = [life for life in known if life.facility.id == facility.id]
        by, days = _doctor(doctors[0].id), _away(facility.id, doctors[0].id, now)
        for number, (life, rank) in enumerate(zip(here, _RANKS, strict=False), start=1):
            place = _join(life, days, by, practitioner=doctors[0].id, urgency_rank=rank)
            move_waiting(place.id, number * timedelta(days=4, hours=3))
        offered, left, expired = here[len(_RANKS) :][:3]
        _join(offered, (_workday(days[0] - _TWO_WEEKS), days[0]), by)
        gone = _join(left, days, by, practitioner=doctors[0].id)
        appointments.leave(gone.id, version=gone.version, by=by)
        over = _join(expired, days, by, practitioner=doctors[0].id)
        move_waiting(over.id, _LONG_AGO, over=True)
    appointments.sweep(now)


def _away(facility: UUID, doctor: UUID, now: datetime) -> tuple[date, date]:
    """Let a doctor be away for some days, and return the first and the last."""
    by, first = _doctor(doctor), _workday(now.date() + timedelta(days=40))
    version = appointments.read_schedule(facility, by=by).version
    for number in range(_AWAY_DAYS):
        day = first + timedelta(days=number)
        version = appointments.close(facility, day, version=version, by=by).version
    return first, first + timedelta(days=_AWAY_DAYS - 1)


def _join(
    life: Life,
    days: tuple[date, date],
    by: Actor,
    *,
    practitioner: UUID | None = None,
    urgency_rank: int | None = None,
) -> appointments.WaitingView:
    return appointments.join(
        patient=life.patient.row.id,
        facility=life.facility.id,
        first_day=days[0],
        last_day=days[1],
        practitioner=practitioner,
        urgency_rank=urgency_rank,
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
