"""Appointments for a calendar (RFC 5545): when and where, and nothing about health or people.

Calendars are copied to phones, employers and clouds. So a title is one word, without a reason, a
doctor's subject or a name. Times are in UTC, which no change of the clocks makes ambiguous; every
calendar shows them on its owner's clock.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icalendar import Event

REFRESH = timedelta(hours=1)
"""How often a subscribed calendar is asked for."""
STATUS = {
    "proposed": "TENTATIVE",
    "booked": "CONFIRMED",
    "arrived": "CONFIRMED",
    "fulfilled": "CONFIRMED",
    "noshow": "CANCELLED",
    "cancelled": "CANCELLED",
}


@dataclass(frozen=True)
class Entry:
    """One appointment as a calendar may see it; `sequence` grows with every change."""

    id: uuid.UUID
    title: str
    start: datetime
    end: datetime
    place: str
    status: str
    sequence: int


def calendar(entries: Sequence[Entry], *, method: str, name: str) -> bytes:
    """Return a calendar file; `method` is PUBLISH, or CANCEL to take an entry back."""
    # It takes a good part of a second to import, which no other page should wait for.
    from icalendar import Calendar

    written = Calendar()
    written.add("prodid", "-//Bedside//Appointments//EN")
    written.add("version", "2.0")
    written.add("calscale", "GREGORIAN")
    written.add("method", method)
    written.add("x-wr-calname", name)
    written.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    now = datetime.now(UTC)
    for entry in entries:
        written.add_component(_event(entry, now))
    return bytes(written.to_ical())


def _event(entry: Entry, now: datetime) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", f"{entry.id}@bedside")
    event.add("dtstamp", now)
    event.add("sequence", entry.sequence)
    event.add("summary", entry.title)
    event.add("dtstart", entry.start)
    event.add("dtend", entry.end)
    event.add("location", entry.place)
    event.add("status", STATUS[entry.status])
    event.add("class", "PRIVATE")
    event.add("transp", "OPAQUE")
    return event
