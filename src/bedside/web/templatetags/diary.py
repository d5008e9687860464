"""Appointments in words: times on a clinic's clock (`{{ start|clock:zone }}`), and states."""

from datetime import datetime

from django import template

from bedside.web.views.clocks import day_and_time, on_the_wall
from bedside.web.wording import APPOINTMENT_STEPS, APPOINTMENTS

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
def standing(status: str) -> str:
    """Return how an appointment stands."""
    return APPOINTMENTS.get(status, status)


@register.filter
def happened(event: str) -> str:
    """Return what happened to an appointment."""
    return APPOINTMENT_STEPS.get(event, event)
