"""Times as the clock at a clinic shows them, never in two meanings: `{{ start|clock:zone }}`."""

from datetime import datetime

from django import template

from bedside.web.views.clocks import day_and_time, on_the_wall

register = template.Library()


@register.filter
def clock(moment: datetime, zone: str) -> str:
    """Return the time of day."""
    return on_the_wall(moment, zone)


@register.filter
def at_clinic(moment: datetime, zone: str) -> str:
    """Return the day and the time of day."""
    return day_and_time(moment, zone)
