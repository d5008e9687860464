"""Free times on a page: by day, on the clinic's clock, one button each."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from django.utils import timezone

from bedside.clinic.appointments import SlotView
from bedside.web.forms.appointments import slot_text
from bedside.web.views.clocks import midnight, on_the_wall

Button = tuple[str, str | None, str]
"""What the clock shows, with whom, and the value that is sent."""
_FARTHEST = timedelta(days=731)


def first_moment(day: date | None, zone: ZoneInfo) -> datetime:
    """Return when to look from: the beginning of a chosen day, but not before now."""
    now = timezone.now()
    today = now.astimezone(zone).date()
    if day is None or not today <= day <= today + _FARTHEST:
        return now
    return max(now, midnight(day, zone))


def by_day(slots: Sequence[SlotView], zone: ZoneInfo) -> list[tuple[date, list[Button]]]:
    """Return for each local day its free times."""
    told = [(one.start.astimezone(zone).date(), _button(one, zone)) for one in slots]
    days = groupby(told, key=lambda one: one[0])
    return [(day, [button for _, button in times]) for day, times in days]


def _button(one: SlotView, zone: ZoneInfo) -> Button:
    shown = on_the_wall(one.start, str(zone))
    return shown, one.practitioner, slot_text(one.start, one.practitioner_id)
