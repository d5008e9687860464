"""Who is speaking, how old the patient is, which sex, and possible pregnancy where it matters.

Only what the life threats need stands before them: who looks at the patient, and an age in years
that tells a baby from an adult. After words that are alarming even this waits.
"""

from __future__ import annotations

from bedside.assessment.age import Age
from bedside.assessment.learn import LIFE_THREATS, PRESENT
from bedside.assessment.moment import Moment
from bedside.assessment.questions import Question, ask_finding
from bedside.assessment.rules import Truth

_BABY = Age.years(2)
_NEWBORN = Age.months(4)


def next_question(moment: Moment) -> Question | None:
    """Ask what the life threats need and is neither given nor said in the text."""
    if not moment.asked(LIFE_THREATS) and moment.notice() is not None:
        return None
    return _asked_for(moment, _speaker(moment) or _age(moment))


def the_rest(moment: Moment) -> Question | None:
    """Ask what can wait until the life threats are behind."""
    return _asked_for(moment, _months_and_days(moment) or _sex(moment))


def _asked_for(moment: Moment, name: str | None) -> Question | None:
    return ask_finding(moment.knowledge, name) if name else None


def _speaker(moment: Moment) -> str | None:
    if moment.patient.speaker is None and not moment.asked("about.speaker"):
        return "about.speaker"
    if moment.for_somebody_else and PRESENT not in moment.patient.values:
        return PRESENT
    return None


def _age(moment: Moment) -> str | None:
    is_open = moment.patient.age is None and not moment.asked("about.age")
    return "about.age" if is_open else None


def _months_and_days(moment: Moment) -> str | None:
    """Whole years say too little about a baby."""
    age = moment.patient.age
    if age is None or not moment.asked("about.age"):
        return None
    if age < _BABY and not moment.asked("about.age-months"):
        return "about.age-months"
    if age < _NEWBORN and moment.asked("about.age-months") and not moment.asked("about.age-days"):
        return "about.age-days"
    return None


def _sex(moment: Moment) -> str | None:
    patient = moment.patient
    if patient.sex is None and not moment.asked("about.sex"):
        return "about.sex"
    if (
        patient.sex == "female"
        and patient.age is not None
        and moment.is_open("pregnant")
        and patient.applies("pregnant") is Truth.YES
    ):
        return "pregnant"
    return None
