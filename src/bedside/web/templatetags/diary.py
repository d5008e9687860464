"""Appointments in words: times on a clinic's clock (`{{ start|clock:zone }}`), and states."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django import template
from django.utils.dateformat import format as formatted

from bedside import accounts
from bedside.clinic.appointments.wording import STANDING
from bedside.clinic.facilities.clocks import day_and_time, on_the_wall, whose_clock
from bedside.web.wording import APPOINTMENT_STEPS, CANCELLED, STAFF_REASONS, URGENCIES

register = template.Library()


@register.filter
def clock(moment: datetime, zone: str) -> str:
    """Return the time of day."""
    return on_the_wall(moment, zone)


@register.filter
def at_clinic(moment: datetime, zone: str) -> str:
    """Return the day and the time of day."""
    return day_and_time(moment, zone)


@register.filter
def clock_name(zone: str) -> str:
    """Return whose clock a zone is: "London time"."""
    return whose_clock(zone)


@register.filter
def whole_days(last: datetime, zone: str) -> str:
    """Return the last day of a stretch of whole days, which ends with the midnight after it."""
    return formatted((last - timedelta(microseconds=1)).astimezone(ZoneInfo(zone)), "l j F Y")


@register.filter
def day_of(moment: datetime, zone: str) -> str:
    """Return the day on a clinic's clock."""
    return formatted(moment.astimezone(ZoneInfo(zone)), "l j F Y")


@register.filter
def shown(name: str | None) -> str:
    """Return a name, or the words that stand in the place of one that did not open."""
    return accounts.shown(name)


@register.filter
def standing(status: str) -> str:
    """Return how an appointment stands."""
    return STANDING.get(status, status)


@register.filter
def happened(event: str) -> str:
    """Return what happened to an appointment."""
    return APPOINTMENT_STEPS.get(event, event)


@register.filter
def why_cancelled(reason: str, whom: str = "") -> str:
    """Return why an appointment was cancelled, to its patient or to staff."""
    told = STAFF_REASONS if whom == "staff" else CANCELLED
    return told.get(reason, reason)


@register.filter
def how_soon(rank: int) -> str:
    """Return how urgently somebody waits."""
    return URGENCIES.get(rank, "As it comes")
