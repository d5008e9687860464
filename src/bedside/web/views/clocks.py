"""Times on the clock of the patient's clinic: the database keeps UTC, people live elsewhere."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.dateformat import format as formatted

from bedside import clinic
from bedside.intake import AssessmentView
from bedside.intake.urgency import NOW


def due_in_words(view: AssessmentView) -> str:
    """Return "by Monday 3 March 2025, 14:05 (Berlin time)", or nothing before it was sent.

    Sending is what starts the clock; an emergency has none.
    """
    if view.due_at is None or view.when in NOW:
        return ""
    zone = clinic.zone_of(view.facility_id)
    local = view.due_at.astimezone(ZoneInfo(zone))
    return f"by {formatted(local, 'l j F Y, H:i')} ({whose_clock(zone)})"


def on_the_wall(moment: datetime, zone: str) -> str:
    """Return what the clock at a clinic shows: "09:00", or "01:30 (UTC+01:00)" when the clocks go
    back and it shows that twice."""
    local = moment.astimezone(ZoneInfo(zone))
    if local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset():
        return f"{local:%H:%M}"
    sign = f"{local:%z}"
    return f"{local:%H:%M} (UTC{sign[:3]}:{sign[3:5]})"


def day_and_time(moment: datetime, zone: str) -> str:
    """Return "Monday 2 March 2026, 09:00" as it is at a clinic; see `on_the_wall`."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{formatted(local, 'l j F Y')}, {on_the_wall(moment, zone)}"


def whose_clock(zone: str) -> str:
    """Return what people call a zone: "London time" for Europe/London; "UTC" has no place."""
    place = zone.rpartition("/")[2].replace("_", " ")
    return f"{place} time" if "/" in zone else zone


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """Return the moment at which a day begins at a clinic."""
    return datetime(day.year, day.month, day.day, tzinfo=zone)
