"""The tick lists that the knowledge writes for certain patients, before anything else is asked of
their complaint: the danger signs of a small child, or what makes thoughts of self-harm dangerous.

A screen of part ``symptoms`` is shown when its ``applies`` is surely true, and to a proxy only when
it is not private.
"""

from __future__ import annotations

from bedside.assessment.knowledge.model import Screen
from bedside.assessment.moment import Moment
from bedside.assessment.questions import Question, ask_many
from bedside.assessment.rules import Truth


def next_question(moment: Moment) -> Question | None:
    """The first screen that fits and still has an open line; in the order they are written."""
    for screen in moment.knowledge.screens.values():
        if (
            screen.part == "symptoms"
            and not moment.asked(screen.id)
            and (question := screen_for(moment, screen))
        ):
            return question
    return None


def screen_for(moment: Moment, screen: Screen) -> Question | None:
    """The screen with its open lines; None where it does not apply or nothing is open."""
    if screen.private and moment.for_somebody_else:
        return None
    if screen.applies is not None and screen.applies.truth(moment.patient) is not Truth.YES:
        return None
    offered = moment.open_among(screen.offers)
    if not offered:
        return None
    said = moment.knowledge.texts.findings[screen.id]
    return ask_many(moment.knowledge, screen.id, (said.question, said.why), offered, screen.part)
