"""The tick lists that the knowledge writes for certain patients, before anything else is asked of
their complaint: the danger signs of a small child, or what makes thoughts of self-harm dangerous.

A screen of part ``symptoms`` is shown when its ``applies`` is surely true, and to a proxy only when
it is not private.
"""

from __future__ import annotations

from bedside.assessment.facts import NOT_SURE
from bedside.assessment.knowledge.model import Screen
from bedside.assessment.moment import Moment
from bedside.assessment.questions import Question, ask_finding, ask_many
from bedside.assessment.rules import Truth


def next_question(moment: Moment) -> Question | None:
    """The first screen that fits and still has an open line, in the order they are written.

    Whoever was not sure about a screen is asked its lines one by one.
    """
    for screen in moment.knowledge.screens.values():
        if screen.part != "symptoms":
            continue
        given = moment.answer_to(screen.id)
        if given is None:
            question = screen_for(moment, screen)
        else:
            question = _line_of(moment, screen) if given.answer == NOT_SURE else None
        if question:
            return question
    return None


def _line_of(moment: Moment, screen: Screen) -> Question | None:
    """The next line that is still open, as a question of its own."""
    for name in moment.open_among(screen.offers):
        return ask_finding(moment.knowledge, name, screen.part)
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
