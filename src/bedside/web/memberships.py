"""A membership in words."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bedside.clinic import MembershipView


def in_words(one: MembershipView) -> str:
    """Say from when until when, in days on the facility's own clock."""
    since = _day(one.since, one)
    if one.until is None:
        return f"since {since}" if one.standing == "now" else f"from {since}"
    return f"from {since} until {_day(one.until, one)}"


def _day(at: datetime, one: MembershipView) -> str:
    local = at.astimezone(ZoneInfo(one.time_zone))
    return f"{local.day} {local:%B %Y}"
