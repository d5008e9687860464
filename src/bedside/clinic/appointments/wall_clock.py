"""The clock on the wall and real time, and how one is found from the other.

A local time may never come (the clocks go forward), or come twice (they go back). So a wall time
is not turned into *the* moment but into all the moments at which the clock shows it.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bedside.clinic.appointments.availability import MIDNIGHT, since_midnight, till

_HOUR = timedelta(hours=1)
_FARTHEST = 26
"""Hours: no clock is further from another one."""


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """From `start` up to and without `end`, both in UTC."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Wall:
    """A stretch of one local day as the clock on the wall shows it; both ends without a zone."""

    start: datetime
    end: datetime

    @classmethod
    def of(cls, day: date, start: time, end: time) -> "Wall":
        midnight = datetime.combine(day, MIDNIGHT)
        return cls(midnight + since_midnight(start), midnight + till(end))


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of real time during which the clocks stay `offset` ahead of UTC."""

    start: datetime
    end: datetime
    offset: timedelta

    def moments_of(self, wall: Wall) -> Interval | None:
        """Return when, within this piece, the clock shows these times."""
        start = max(self.start, wall.start.replace(tzinfo=UTC) - self.offset)
        end = min(self.end, wall.end.replace(tzinfo=UTC) - self.offset)
        return Interval(start, end) if start < end else None


def moments(pieces: Sequence[Piece], wall: Wall) -> list[Interval]:
    """Return when the clock shows these times: once, never, or more than once."""
    return merged(found for piece in pieces if (found := piece.moments_of(wall)))


@lru_cache(maxsize=4096)
def pieces_of(zone: ZoneInfo, day: date) -> tuple[Piece, ...]:
    """Return the real time around a local day, cut where the clocks change.

    Remembered, since a search for free times asks it of every doctor's every row of the same days.
    """
    # No clock changes twice within an hour.
    at = datetime.combine(day, MIDNIGHT, tzinfo=UTC) - _FARTHEST * _HOUR
    pieces = [Piece(at, at, _offset(zone, at))]
    for _ in range(_FARTHEST + 24 + _FARTHEST):
        last, until = pieces[-1], at + _HOUR
        if (offset := _offset(zone, until)) == last.offset:
            pieces[-1] = Piece(last.start, until, offset)
        else:
            change = _change(zone, at, until)
            pieces[-1] = Piece(last.start, change, last.offset)
            pieces.append(Piece(change, until, offset))
        at = until
    return tuple(pieces)


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The second at which the offset changes between two moments."""
    old = _offset(zone, before)
    low, high = 0, int((after - before).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        same = _offset(zone, before + timedelta(seconds=middle)) == old
        low, high = (middle, high) if same else (low, middle)
    return before + timedelta(seconds=high)


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def merged(intervals: Iterable[Interval]) -> list[Interval]:
    """Return the same moments in order, in as few intervals as possible, none empty."""
    joined: list[Interval] = []
    filled = (one for one in intervals if one.start < one.end)
    for one in sorted(filled, key=lambda one: (one.start, one.end)):
        if joined and one.start <= joined[-1].end:
            joined[-1] = Interval(joined[-1].start, max(joined[-1].end, one.end))
        else:
            joined.append(Interval(one.start, one.end))
    return joined


def touches(joined: list[Interval], one: Interval) -> bool:
    """Return whether an interval shares a moment with any of the `merged` ones."""
    number = bisect_left(joined, one.end, key=lambda other: other.start)
    return number > 0 and joined[number - 1].end > one.start
