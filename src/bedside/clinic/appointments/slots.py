"""From a doctor's hours to the times that can be booked, whatever the clocks do.

Hours are what stands on the door: local wall times. A slot is a stretch of real time, in UTC. The
two meet in one definition: *a moment is open when the clock on the wall then shows an open time*.
Everything at a change of the clocks follows from it, with nothing to remember by heart:

- a wall time that the clocks skip never happens, so nothing can be booked there;
- a wall time that happens twice is offered twice, an hour apart (the door is open both times);
- every slot lasts exactly its minutes of real time, lies wholly in open moments of one row, and
  overlaps no other.

Slots start on the row's own grid (09:00, 09:20, ...), on the wall as well, so that the day after
the clocks change looks like every day; what would begin before the one ahead of it has ended is
left out. The grid depends on the hours alone: who has booked, and what time it is, take slots
away and never move one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from bedside.clinic.appointments.availability import MIDNIGHT, Availability, WeeklyHours
from bedside.clinic.appointments.wall_clock import (
    Interval,
    Piece,
    Wall,
    merged,
    moments,
    pieces_of,
    touches,
)

HORIZON = timedelta(days=731)
"""Nothing is offered further ahead than this."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Slot(Interval):
    """A stretch of time that can be booked, in UTC."""


def bookable(
    availability: Availability,
    within: Interval,
    *,
    now: datetime,
    busy: Iterable[Interval] = (),
    at_most: int = 200,
) -> list[Slot]:
    """Return the free slots that start `within` an interval, in order, at most `at_most` of them.

    None starts before `now` or later than HORIZON from it, and none touches a `busy` interval.
    Ranges that follow each other give each slot once. All moments are aware; the answer is in UTC.
    """
    start = max(within.start, now).astimezone(UTC)
    end = min(within.end, now + HORIZON).astimezone(UTC)
    if start >= end:
        return []
    taken = merged(busy)
    slots = (
        one
        for one in _grid(availability, start, end)
        if start <= one.start < end and not touches(taken, one)
    )
    return list(islice(slots, max(0, at_most)))


def is_open(availability: Availability, one: Interval) -> bool:
    """Return whether an interval lies wholly in open moments of one row, on its grid or not."""
    day = one.start.astimezone(availability.zone).date()
    return any(_is_open_on(availability, each, one) for each in (day, day - _DAY))


def _is_open_on(availability: Availability, day: date, one: Interval) -> bool:
    pieces = pieces_of(availability.zone, day)
    if touches(_closed(availability, day, pieces), one):
        return False
    return any(
        run.start <= one.start and one.end <= run.end
        for wall, _ in _hours_of(availability, day)
        for run in moments(pieces, wall)
    )


def _grid(availability: Availability, start: datetime, end: datetime) -> Iterator[Slot]:
    """Every slot of the days around a range, in order, whether free or not.

    A slot lies in one row of one local day, so slots of different days never overlap.
    """
    # Clocks set back over midnight show the day before once more.
    day = start.astimezone(availability.zone).date() - _DAY
    last = end.astimezone(availability.zone).date()
    while day <= last:
        yield from _slots_of(availability, day)
        day += _DAY


def _slots_of(availability: Availability, day: date) -> list[Slot]:
    hours = list(_hours_of(availability, day))
    if not hours:
        return []
    pieces = pieces_of(availability.zone, day)
    closed = _closed(availability, day, pieces)
    found = {
        slot
        for wall, minutes in hours
        for slot in _on_the_grid(pieces, wall, minutes)
        if not touches(closed, slot)
    }
    return _without_overlaps(sorted(found))


def _closed(availability: Availability, day: date, pieces: Sequence[Piece]) -> list[Interval]:
    walls = (
        Wall.of(day, closure.start or MIDNIGHT, closure.end or MIDNIGHT)
        for closure in availability.closures
        if closure.day == day
    )
    return merged(moment for wall in walls for moment in moments(pieces, wall))


def _hours_of(availability: Availability, day: date) -> Iterator[tuple[Wall, timedelta]]:
    """The openings of one local day, each with the length of its slots."""
    for extra in availability.extra:
        if extra.day == day:
            yield Wall.of(day, extra.start, extra.end), timedelta(minutes=extra.minutes)
    if day in availability.holidays:
        return
    for row in availability.weekly:
        if row.weekday == day.weekday() and _is_valid(row, day):
            yield Wall.of(day, row.start, row.end), timedelta(minutes=row.minutes)


def _is_valid(row: WeeklyHours, day: date) -> bool:
    return (row.valid_from or date.min) <= day <= (row.valid_until or date.max)


def _on_the_grid(pieces: Sequence[Piece], wall: Wall, minutes: timedelta) -> Iterator[Slot]:
    """The slots of one opening: wherever the clock shows a time of its grid, if it stays open."""
    runs = moments(pieces, wall)
    for number in range((wall.end - wall.start) // minutes):
        shown = wall.start + number * minutes
        for moment in moments(pieces, Wall(shown, shown + timedelta.resolution)):
            slot = Slot(moment.start, moment.start + minutes)
            if any(run.start <= slot.start and slot.end <= run.end for run in runs):
                yield slot


def _without_overlaps(ordered: list[Slot]) -> list[Slot]:
    kept: list[Slot] = []
    for slot in ordered:
        if not kept or kept[-1].end <= slot.start:
            kept.append(slot)
    return kept
