"""Health background, and vital signs where somebody measured them."""

from __future__ import annotations

from bedside.assessment.learn import MEASURED
from bedside.assessment.moment import Moment
from bedside.assessment.questions import NONE, Option, Question, ask_finding, phrase, wording_of
from bedside.assessment.rules import Truth
from bedside.assessment.scores.news2 import VITALS
from bedside.assessment.stages.checks import screen_for
from bedside.assessment.wording import label_of


def next_question(moment: Moment) -> Question | None:
    """Vital signs (staff are always asked), then the screens of background.toml in order."""
    return _vitals(moment) or _background(moment)


def _background(moment: Moment) -> Question | None:
    for name in moment.knowledge.background:
        screen = moment.knowledge.screens.get(name)
        if screen is None:
            if moment.is_open(name) and _is_called_for(moment, name):
                return ask_finding(moment.knowledge, name, "background")
            continue
        if not moment.asked(name) and (question := screen_for(moment, screen)):
            return question
    return None


def _is_called_for(moment: Moment, name: str) -> bool:
    """A single question with a premise is asked only where that surely holds."""
    applies = moment.knowledge.findings[name].applies
    return applies is None or applies.truth(moment.patient) is Truth.YES


def _vitals(moment: Moment) -> Question | None:
    given = moment.answer_to(MEASURED)
    if given is None:
        return ask_which(moment) if moment.patient.speaker == "staff" else None
    measured = given.answer if isinstance(given.answer, tuple) else ()
    for name in moment.open_among(measured):
        return ask_finding(moment.knowledge, name, "vitals")
    return None


def ask_which(moment: Moment) -> Question | None:
    """Which vital signs were measured."""
    names = moment.open_among(VITALS)
    if not names:
        return None
    options = tuple(Option(one, label_of(moment.knowledge, one).capitalize()) for one in names)
    return Question(
        MEASURED,
        "many",
        *wording_of(moment.knowledge, MEASURED),
        "vitals",
        (*options, Option(NONE, phrase(moment.knowledge, "none"))),
    )
