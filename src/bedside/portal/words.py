"""How the portal says levels, times and progress. Words first; colours only repeat them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bedside.portal.paper import Node, mark

LEVELS = {
    "emergency": "Emergency",
    "urgent": "Urgent",
    "routine": "Routine",
    "self-care": "Self-care",
}
WHEN = {
    "ambulance-now": "ambulance now",
    "hospital-now": "hospital now",
    "within-24-hours": "within 24 hours",
    "within-3-days": "within 3 days",
    "within-2-weeks": "within 2 weeks",
    "self-care": "look after it at home",
}
_PARTS = {
    "about": "who this is about",
    "life_threats": "signs of an emergency",
    "complaint": "what is wrong",
    "symptoms": "your symptoms in detail",
    "adaptive": "questions that narrow it down",
    "background": "your health in general",
    "vitals": "measurements",
    "questionnaires": "how you have been lately",
}


def unreadable(whom: str, reference: object) -> str:
    """What stands where something sealed did not open, and whom to tell."""
    return f"Could not be opened, which is on record. Tell {whom}; reference {reference}."


def level(triage: str | None, when: str | None = None) -> Node:
    """The level of urgency as a marked word, with the time to be seen."""
    if triage is None:
        return ""
    text = LEVELS.get(triage, triage)
    if when and triage != "self-care":
        text = f"{text}: {WHEN.get(when, when)}"
    return mark(text, triage)


def progress(asked: int, part: str) -> str:
    """How far the interview is, in words. How many questions are left depends on the answers, so no
    number is promised."""
    about = _PARTS.get(part, part)
    if asked == 0:
        return f"First question. Now: {about}."
    return f"{count(asked, 'question')} answered. Now: {about}."


def count(number: int, noun: str) -> str:
    """A number with its noun."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def moment(at: datetime | None, zone: str | None) -> str:
    """A point in time on the clock of an IANA zone; on UTC's, saying so, when there is none."""
    if at is None:
        return ""
    try:
        local, name = at.astimezone(ZoneInfo(zone or "")), ""
    except (ValueError, ZoneInfoNotFoundError):
        local, name = at.astimezone(UTC), " UTC"
    return f"{local.day} {local:%B %Y, %H:%M}{name}"
