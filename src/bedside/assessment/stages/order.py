"""The order of the parts; the first with something to ask is heard."""

from __future__ import annotations

from bedside.assessment.moment import Moment
from bedside.assessment.questions import Question
from bedside.assessment.stages import (
    about,
    adaptive,
    background,
    checks,
    company,
    complaint,
    danger,
    home_care,
    life_threats,
    questionnaires,
    symptoms,
)

STAGES = (
    about.next_question,
    life_threats.next_question,
    company.next_question,
    about.the_rest,
    complaint.next_question,
    checks.next_question,
    symptoms.next_question,
    danger.next_question,
    adaptive.next_question,
    background.next_question,
    home_care.next_question,
    questionnaires.next_question,
)


def next_question(moment: Moment) -> Question | None:
    """The next screen, or None when every part is done."""
    for ask in STAGES:
        question = ask(moment)
        if question is not None:
            return question
    return None
