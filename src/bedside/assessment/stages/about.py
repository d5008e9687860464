"""Who is speaking, how old the patient is, which sex, and possible pregnancy where it matters."""

from __future__ import annotations

from bedside.assessment.age import Age
from bedside.assessment.learn import PRESENT
from bedside.assessment.moment import Moment
from bedside.assessment.questions import Question, ask_finding
from bedside.assessment.rules import Truth

_BABY = Age.years(2)
_NEWBORN = Age.months(4)


def next_question(moment: Moment) -> Question | None:
    """Ask what is neither given nor said in the text."""
    name = _missing(moment)
    return ask_finding(moment.knowledge, name) if name else None


def _missing(moment: Moment) -> str | None:
    patient = moment.patient
    if patient.speaker is None and not moment.asked("about.speaker"):
        return "about.speaker"
    if moment.for_somebody_else and PRESENT not in patient.values:
        return PRESENT
    return _age(moment) or _sex(moment)


def _age(moment: Moment) -> str | None:
    age = moment.patient.age
    if age is None:
        return None if moment.asked("about.age") else "about.age"
    if not moment.asked("about.age"):
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
