"""When the months of a clinic's clock begin, in real time.

Almost always at the midnight of a first day. Where a clock is moved around that midnight it may be
the first day twice, with the last one of the month before in between, so that a month is not one
stretch of time.
"""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bedside.reports.figures.months import from_first_to_last, month_of
from bedside.reports.filters import Period

_HOUR, _MINUTE = timedelta(hours=1), timedelta(minutes=1)
_AROUND = 26
"""Hours before and after a midnight within which a clock that is moved matters."""


class Stretch(NamedTuple):
    """Some time within one month (its first day), up to and without `end`."""

    month: date
    end: datetime


def stretches(period: Period, zone: ZoneInfo) -> list[Stretch]:
    """Return the stretches that a time consists of, the earliest first."""
    last = period.end + _AROUND * _HOUR
    firsts = from_first_to_last([month_of(period.begin, zone), month_of(last, zone)])
    edges = [at for first in firsts for at in _edges(first, zone) if period.begin < at < period.end]
    begins = [period.begin, *edges]
    ends = [*edges, period.end]
    return [Stretch(month_of(begin, zone), end) for begin, end in zip(begins, ends, strict=True)]


def _edges(first: date, zone: ZoneInfo) -> list[datetime]:
    """Return the moments around a first day at which the month changes, to the minute: no clock was
    moved at a part of one since 1972."""
    midnight = datetime.combine(first, time(), zone).astimezone(UTC)
    hours = [midnight + number * _HOUR for number in range(-_AROUND, _AROUND + 1)]
    if len({at.astimezone(zone).utcoffset() for at in hours}) == 1:
        return [midnight]
    minutes = [hours[0] + number * _MINUTE for number in range(2 * _AROUND * 60)]
    return [at for before, at in pairwise(minutes) if month_of(before, zone) != month_of(at, zone)]
