"""When a doctor can be seen, as it stands on the door: local wall times, checked field by field.

What wins: a closure beats everything (the doctor is not there); an extra opening beats a holiday
of the facility (somebody decided about that very day); a holiday closes the weekly hours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

from bedside.errors import Invalid
from bedside.limits import LONGEST_APPOINTMENT, SHORTEST_APPOINTMENT

MOST_ROWS = 50
MIDNIGHT = time()
_DAY = timedelta(days=1)
_NO_TIME = timedelta()
_ENDS_TOO_SOON = "The end must be later than the start."


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """One row of the weekly pattern.

    `weekday` is 0 for Monday to 6 for Sunday. `start` and `end` are local wall times of that day;
    an `end` of 00:00 is the midnight that ends it, so a night is two rows. The row counts from
    `valid_from` until and with `valid_until`; None is without a limit.
    """

    weekday: int
    start: time
    end: time
    minutes: int
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Closure:
    """The doctor is away: the whole `day`, or from `start` to `end` on the wall.

    Without `start` it begins with the day, without `end` (or with 00:00) it ends with it.
    """

    day: date
    start: time | None = None
    end: time | None = None


@dataclass(frozen=True, slots=True)
class ExtraHours:
    """An opening on one day beside the weekly hours, holidays included."""

    day: date
    start: time
    end: time
    minutes: int


@dataclass(frozen=True, slots=True)
class Availability:
    """When one doctor can be seen at one facility. `zone` is the facility's IANA time zone."""

    zone: ZoneInfo
    weekly: tuple[WeeklyHours, ...] = ()
    closures: tuple[Closure, ...] = ()
    extra: tuple[ExtraHours, ...] = ()
    holidays: frozenset[date] = frozenset()


def must_be_good_weekly(rows: Sequence[WeeklyHours]) -> None:
    """Raise Invalid naming each bad field, as `weekly.2.end` for the third row's end."""
    if len(rows) > MOST_ROWS:
        raise Invalid(fields={"weekly": f"Write at most {MOST_ROWS} rows of weekly hours."})
    bad = {
        f"weekly.{number}.{field}": sentence
        for number, row in enumerate(rows)
        for field, sentence in _row_problems(row).items()
    }
    for (_, earlier), (number, later) in combinations(enumerate(rows), 2):
        if _overlap(earlier, later):
            bad.setdefault(f"weekly.{number}.start", "This overlaps other hours of the same day.")
    if bad:
        raise Invalid(fields=bad)


def must_be_good_closure(closure: Closure) -> None:
    """Raise Invalid when a closure ends before it begins."""
    if _length(closure.start or MIDNIGHT, closure.end or MIDNIGHT) <= _NO_TIME:
        raise Invalid(fields={"end": _ENDS_TOO_SOON})


def must_be_good_extra(extra: ExtraHours) -> None:
    """Raise Invalid naming each bad field of an extra opening."""
    if bad := _hours_problems(extra):
        raise Invalid(fields=bad)


def _row_problems(row: WeeklyHours) -> dict[str, str]:
    bad = _hours_problems(row)
    if row.weekday not in range(7):
        bad["weekday"] = "Choose a day of the week."
    if row.valid_from and row.valid_until and row.valid_until < row.valid_from:
        bad["valid_until"] = "The last day must not be before the first."
    return bad


def _hours_problems(hours: WeeklyHours | ExtraHours) -> dict[str, str]:
    whole = _length(hours.start, hours.end)
    bad = {
        name: "Write whole minutes, without seconds."
        for name, at in (("start", hours.start), ("end", hours.end))
        if at.second or at.microsecond
    }
    if whole <= _NO_TIME:
        bad["end"] = _ENDS_TOO_SOON
    if not SHORTEST_APPOINTMENT <= hours.minutes <= LONGEST_APPOINTMENT:
        bad["minutes"] = f"A slot has from {SHORTEST_APPOINTMENT} to {LONGEST_APPOINTMENT} minutes."
    elif _NO_TIME < whole < timedelta(minutes=hours.minutes):
        bad["minutes"] = "These hours are shorter than one slot."
    return bad


def _overlap(one: WeeklyHours, other: WeeklyHours) -> bool:
    return (
        one.weekday == other.weekday
        and since_midnight(one.start) < till(other.end)
        and since_midnight(other.start) < till(one.end)
        and (one.valid_from or date.min) <= (other.valid_until or date.max)
        and (other.valid_from or date.min) <= (one.valid_until or date.max)
    )


def _length(start: time, end: time) -> timedelta:
    return till(end) - since_midnight(start)


def since_midnight(at: time) -> timedelta:
    """Return how far a wall time is from the midnight before it, on the wall."""
    return datetime.combine(date.min, at) - datetime.combine(date.min, MIDNIGHT)


def till(end: time) -> timedelta:
    """Return the same for a time that ends something: 00:00 is the midnight after."""
    return since_midnight(end) or _DAY
