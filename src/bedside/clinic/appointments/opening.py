"""When the doctors of a facility can be seen: from the tables to the pure `Availability`."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from bedside.clinic.appointments.availability import (
    Availability,
    Closure,
    ExtraHours,
    WeeklyHours,
)
from bedside.clinic.appointments.models import (
    ExceptionKind,
    Holiday,
    Schedule,
    ScheduleException,
    ScheduleHours,
)
from bedside.clinic.appointments.rules import practitioners_at
from bedside.clinic.appointments.wall_clock import Interval
from bedside.clinic.facilities.models import Facility

_AROUND = timedelta(days=2)
"""Local days begin and end elsewhere than UTC's."""


def openings(
    facility: Facility, within: Interval, *, practitioner: UUID | None = None
) -> dict[UUID, Availability]:
    """Return the hours of each doctor who works at a facility, or of one of them: four queries.

    Exceptions and holidays are those of the days around `within`.
    """
    schedules = Schedule.objects.filter(
        facility=facility, practitioner__in=practitioners_at(facility.id)
    )
    if practitioner is not None:
        schedules = schedules.filter(practitioner=practitioner)
    owners = dict(schedules.values_list("id", "practitioner_id"))
    days = ((within.start - _AROUND).date(), (within.end + _AROUND).date())
    weekly = _by_schedule(ScheduleHours.objects.filter(schedule__in=owners).order_by("id"))
    changed = _by_schedule(ScheduleException.objects.filter(schedule__in=owners, day__range=days))
    closed = Holiday.objects.filter(facility=facility, day__range=days)
    holidays = frozenset(closed.values_list("day", flat=True))
    return {
        owner: Availability(
            zone=ZoneInfo(facility.time_zone),
            weekly=tuple(map(weekly_hours, weekly[schedule])),
            closures=closures(changed[schedule]),
            extra=extra_hours(changed[schedule]),
            holidays=holidays,
        )
        for schedule, owner in owners.items()
    }


def weekly_hours(row: ScheduleHours) -> WeeklyHours:
    """Return a stored row of weekly hours as a value."""
    return WeeklyHours(
        row.weekday, row.start, row.end, row.minutes, row.valid_from, row.valid_until
    )


def closures(rows: Iterable[ScheduleException]) -> tuple[Closure, ...]:
    """Return the absences among some exceptions."""
    away = (row for row in rows if row.kind == ExceptionKind.CLOSED)
    return tuple(Closure(row.day, row.start, row.end) for row in away)


def extra_hours(rows: Iterable[ScheduleException]) -> tuple[ExtraHours, ...]:
    """Return the extra openings among some exceptions."""
    return tuple(
        ExtraHours(row.day, row.start, row.end, row.minutes)
        for row in rows
        if row.kind == ExceptionKind.OPEN and row.start and row.end and row.minutes
    )


def _by_schedule(rows: Iterable) -> dict[UUID, list]:
    found: dict[UUID, list] = defaultdict(list)
    for row in rows:
        found[row.schedule_id].append(row)
    return found
