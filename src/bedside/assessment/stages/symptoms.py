"""What a clinician asks about each symptom: only what matters for it and was not yet said."""

from __future__ import annotations

from bedside.assessment.moment import Moment
from bedside.assessment.questions import Question, ask_finding, ask_many, wording_of
from bedside.assessment.wording import label_of

_OF_OTHERS = 2
"""Follow-ups of the second and third symptom; the first gets all of its own."""


def next_question(moment: Moment) -> Question | None:
    """The follow-ups of the symptoms brought, then what comes with the first of them."""
    brought = moment.brought[: moment.knowledge.limits.follow_ups_for]
    for place, name in enumerate(brought):
        wanted = _wanted(moment, brought[0], name, place)
        for open_one in moment.open_among(wanted):
            return ask_finding(moment.knowledge, open_one, "symptoms")
        if place == 0 and (screen := _associated(moment, name)):
            return screen
    return None


def _wanted(moment: Moment, first: str, name: str, place: int) -> tuple[str, ...]:
    """All follow-ups of the first symptom, few of another, none of one that goes with the first."""
    symptoms = moment.knowledge.symptoms
    if place == 0:
        return symptoms[name].follow_ups
    return () if name in symptoms[first].associated else symptoms[name].follow_ups[:_OF_OTHERS]


def _associated(moment: Moment, name: str) -> Question | None:
    screen_id = f"{name}.associated"
    offered = [
        one
        for one in moment.open_among(moment.knowledge.symptoms[name].associated)
        if not moment.knowledge.findings[one].private
    ]
    if not offered or moment.asked(screen_id):
        return None
    label = label_of(moment.knowledge, name)
    wording = wording_of(moment.knowledge, "associated", symptom=label)
    return ask_many(moment.knowledge, screen_id, wording, offered, "symptoms")
