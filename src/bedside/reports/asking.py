"""Which time a report is about when somebody asks on the clinic's own calendar."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from bedside.clinic.models import Facility
from bedside.errors import Invalid
from bedside.reports.filters import Filter, Period

USUAL_MONTHS = 12
LONGEST_MONTHS = 120


@dataclass(frozen=True)
class Asked:
    """What is asked of a report, in days of the clinic's clock; None is the usual: twelve months
    with this one as far as it has come, everybody, whoever it is. See `Filter` for the rest."""

    first: date | None = None
    last: date | None = None
    doctor: UUID | None = None
    diagnosis: str | None = None
    youngest: int | None = None
    oldest: int | None = None
    sex: str | None = None

    def narrowed_by(self) -> list[str]:
        """Return the sides on which it is narrowed, by name."""
        sides = ("doctor", "diagnosis", "youngest", "oldest", "sex")
        return [side for side in sides if getattr(self, side) is not None]


@dataclass(frozen=True)
class Days:
    """From the first to the last day, both included."""

    first: date
    last: date


def days_of(asked: Asked, facility: Facility, now: datetime) -> Days:
    """Return the days that are meant. Raises Invalid for those out of order or too many."""
    last = asked.last or now.astimezone(ZoneInfo(facility.time_zone)).date()
    first = asked.first or _months_before(last, USUAL_MONTHS - 1)
    if last < first:
        raise Invalid(fields={"last": "The last day comes before the first."})
    if first < _months_before(last, LONGEST_MONTHS - 1):
        raise Invalid(fields={"first": f"Choose at most {LONGEST_MONTHS // 12} years."})
    return Days(first, last)


def whole_months(asked: Asked, facility: Facility, now: datetime) -> Days:
    """Return the months that are over among those meant, whole ones; without any, the twelve before
    this one. Raises Invalid as `days_of` does, and where no month is over."""
    this = now.astimezone(ZoneInfo(facility.time_zone)).date().replace(day=1)
    end = min(this, _after(asked.last) if asked.last else this)
    first = asked.first.replace(day=1) if asked.first else _months_before(end, USUAL_MONTHS)
    if first >= end:
        raise Invalid(fields={"last": "Choose months that are over."})
    return days_of(Asked(first, end - timedelta(days=1)), facility, now)


def filter_of(asked: Asked, days: Days, facility: Facility, now: datetime) -> Filter:
    """Return the filter of a report; ages are those on its last day, or today's before that."""
    period = Period.of_days(days.first, days.last, ZoneInfo(facility.time_zone))
    sides: Mapping[str, Any] = {side: getattr(asked, side) for side in asked.narrowed_by()}
    return Filter(min(days.last, now.date()), period, **sides)


def _after(day: date) -> date:
    """Return the first day of the month after the one that ends on a day, or of that day's month
    where it does not."""
    following = day + timedelta(days=1)
    return following if following.day == 1 else day.replace(day=1)


def _months_before(day: date, months: int) -> date:
    """Return the first day of the month so many months before."""
    number = day.year * 12 + day.month - 1 - months
    if number < 12:
        raise Invalid(fields={"last": "Choose a later day."})
    return date(number // 12, number % 12 + 1, 1)
