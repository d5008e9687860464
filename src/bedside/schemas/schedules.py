"""When doctors can be seen: weekly hours, days that are different, holidays."""

from datetime import date, time
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from bedside.schemas.base import Incoming, Outgoing, example
from bedside.schemas.lists import Listing
from bedside.schemas.text import Day, ShortLine, WallTime

SlotMinutes = Annotated[int, Field(ge=0, le=1440, description="How long a slot is.")]
Weekday = Annotated[int, Field(ge=0, le=6, description="0 is Monday.")]


class WeeklyRow(Incoming):
    """Hours on one day of the week, as the clock on the wall shows them.

    An `end` of 00:00 is the midnight that ends the day.
    """

    model_config = example(weekday=0, start="09:00", end="12:00", minutes=20)

    weekday: Weekday
    start: WallTime
    end: WallTime
    minutes: SlotMinutes
    valid_from: Day | None = None
    valid_until: Day | None = None


class WeeklyPattern(Incoming):
    """All of a doctor's weekly hours at a facility; none withdraws them."""

    model_config = example(weekly=[{"weekday": 0, "start": "09:00", "end": "12:00", "minutes": 20}])

    weekly: Annotated[list[WeeklyRow], Field(max_length=60)]


class Closing(Incoming):
    """A day on which the doctor is away: all of it, or from `start` to `end`."""

    model_config = example(day="2026-03-02", start="09:00", end="10:30")

    day: Day
    start: WallTime | None = None
    end: WallTime | None = None


class Opening(Incoming):
    """Hours on one day beside the weekly ones, also on a holiday."""

    model_config = example(day="2026-03-07", start="10:00", end="12:00", minutes=30)

    day: Day
    start: WallTime
    end: WallTime
    minutes: SlotMinutes


class WeeklyHours(Outgoing):
    """A row of the weekly hours."""

    weekday: int
    start: time
    end: time
    minutes: int
    valid_from: date | None
    valid_until: date | None


class DayException(Outgoing):
    """A day that is different; without hours it is the whole day."""

    id: UUID
    kind: Literal["closed", "open"]
    day: date
    start: time | None
    end: time | None
    minutes: int | None


class NewHoliday(Incoming):
    """A day on which a facility is closed."""

    model_config = example(day="2026-12-25", name="Christmas Day")

    day: Day
    name: ShortLine


class Holiday(Outgoing):
    """A day on which a facility is closed."""

    model_config = example(
        id="0199a1f4-7c1e-7c3a-9b55-0d5c6a2f9e10", day="2026-12-25", name="Christmas Day"
    )

    id: UUID
    day: date
    name: str


class Holidays(Listing):
    """The coming holidays of a facility."""

    items: list[Holiday]


class Schedule(Outgoing):
    """When the caller can be seen at a facility, and the coming days that are different.

    `booked_outside` counts coming appointments outside of these hours: they stay booked until
    somebody moves or cancels them.
    """

    model_config = example(
        facility="0199a1f4-8d2f-7d4b-8c66-1e6d7b3fae21",
        time_zone="Europe/London",
        weekly=[],
        exceptions=[],
        holidays=[],
        booked_outside=0,
        version=1,
    )

    facility: UUID
    time_zone: str
    weekly: list[WeeklyHours]
    exceptions: list[DayException]
    holidays: list[Holiday]
    booked_outside: int
    version: int
