"""The words around an assessment: its codes as people say them, by when, and from which answers.

Pages and paper say the same, so the words stand below both; the engine's texts get this place's
numbers here.
"""

from collections.abc import Mapping, Sequence
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.dateformat import format as formatted

from bedside import assessment
from bedside.assessment.report import Said
from bedside.clinic.facilities.clocks import whose_clock, zone_of
from bedside.intake.urgency import NOW
from bedside.intake.views import AnsweredQuestion, AssessmentView

T = TypeVar("T")

LEVELS: Mapping[str, str] = {
    "emergency": "Emergency",
    "urgent": "Urgent",
    "routine": "Routine",
    "self-care": "Self-care",
}
WHENS: Mapping[str, str] = {
    "ambulance-now": "Ambulance now",
    "hospital-now": "Hospital now",
    "within-24-hours": "Within 24 hours",
    "within-3-days": "Within 3 days",
    "within-2-weeks": "Within 2 weeks",
    "self-care": "Look after it at home",
}
STEPS: Mapping[str, str] = {
    "submit": "Sent by the patient",
    "take": "Taken",
    "take_over": "Taken over",
    "release": "Put back",
    "ask": "Asked the patient",
    "withdraw": "Went on without a reply",
    "reply": "The patient replied",
    "review": "Reviewed",
    "undo_review": "Took the review back",
    "close": "Closed",
    "reopen": "Opened again",
}
UNREAD: Mapping[str, str] = {
    "spoken": "Spoken with the patient",
    "sent-again": "The patient has sent it again",
    "elsewhere": "Somebody else looks after the patient",
}
"""Why a doctor has finished with what does not open."""


def due_in_words(view: AssessmentView) -> str:
    """Return "by Monday 3 March 2025, 14:05 (Berlin time)", or nothing before it was sent.

    Sending is what starts the clock; an emergency has none.
    """
    if view.due_at is None or view.when in NOW:
        return ""
    zone = zone_of(view.facility_id)
    local = view.due_at.astimezone(ZoneInfo(zone))
    return f"by {formatted(local, 'l j F Y, H:i')} ({whose_clock(zone)})"


def filled(shown: T) -> T:
    """Return what the engine says with the emergency number and crisis line filled in."""
    options = settings.BEDSIDE
    numbers = assessment.Numbers(options.emergency_number, options.crisis_line)
    return assessment.filled(shown, numbers)


def in_words(answers: Sequence[Said]) -> str:
    """Return the answers that something follows from: of a choice of several, those that were yes.

    All of them when none was: then it follows from what is missing.
    """
    there = [one for one in answers if one.value != "no"]
    return "; ".join(map(_said, there)) or not_so(answers)


def not_so(answers: Sequence[Said]) -> str:
    """Return the answers that rule something out, what was denied in one go at the end."""
    denied = [one.label for one in answers if one.value == "no"]
    told = [_said(one) for one in answers if one.value != "no"]
    return "; ".join([*told, *([f"denied: {', '.join(denied)}"] if denied else [])])


def _said(one: Said) -> str:
    return one.label if one.value in ("yes", "") else f"{one.label} {one.value}"


def offered_beside(one: AnsweredQuestion) -> list[str]:
    """Return what a question offered to tick and was not ticked: what "none of these" was about."""
    if one.question.kind != "many" or not isinstance(one.answer, list | tuple):
        return []
    open_to = set(one.question.offered) - set(one.answer)
    return [option.label for option in one.question.options if option.id in open_to]
