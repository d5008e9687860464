"""Health background, and vital signs where somebody measured them."""

from __future__ import annotations

from bedside.assessment.learn import MEASURED
from bedside.assessment.moment import Moment
from bedside.assessment.questions import NONE, Option, Question, ask_finding, ask_many, phrase
from bedside.assessment.rules import Truth
from bedside.assessment.scores.news2 import VITALS
from bedside.assessment.wording import label_of


def next_question(moment: Moment) -> Question | None:
    """Vital signs (staff are always asked), then the screens of background.toml in order."""
    return _vitals(moment) or _background(moment)


def _background(moment: Moment) -> Question | None:
    for name in moment.knowledge.background:
        screen = moment.knowledge.screens.get(name)
        if screen is None:
            if moment.is_open(name):
                return ask_finding(moment.knowledge, name, "background")
            continue
        if moment.asked(name) or (screen.private and moment.for_somebody_else):
            continue
        if screen.applies is not None and screen.applies.truth(moment.patient) is Truth.NO:
            continue
        offered = moment.open_among(screen.offers)
        if offered:
            said = moment.knowledge.texts.findings[name]
            return ask_many(
                moment.knowledge,
                name,
                (said.question, said.why),
                offered,
                "background",
            )
    return None


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
        phrase(moment.knowledge, f"{MEASURED}.question"),
        phrase(moment.knowledge, f"{MEASURED}.why"),
        "vitals",
        (*options, Option(NONE, phrase(moment.knowledge, "none"))),
    )
