"""Days on the clock of the patient's clinic: the database keeps UTC, people live elsewhere."""

from datetime import date, datetime
from zoneinfo import ZoneInfo


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """Return the moment at which a day begins at a clinic."""
    return datetime(day.year, day.month, day.day, tzinfo=zone)
