"""The complaint: asked in their own words, understood, and given back to be confirmed.

Where the words say nothing we know, people choose a kind of problem and then from a list, so that
a text in any language still leads somewhere.
"""

from __future__ import annotations

from bedside.assessment.facts import NO
from bedside.assessment.learn import AREA, CHIPS, COMPLAINT, LIST
from bedside.assessment.moment import Moment
from bedside.assessment.questions import (
    NONE,
    Option,
    Question,
    ask_finding,
    ask_many,
    phrase,
    wording_of,
)
from bedside.assessment.rules import Truth

_MOST_CHIPS = 12
_MOST_CHIPS_FOR_STAFF = 40


def next_question(moment: Moment) -> Question | None:
    """The words, then the chips, then (nothing recognised) an area and its list."""
    if not moment.opening.text.strip() and not moment.asked(COMPLAINT):
        return ask_finding(moment.knowledge, COMPLAINT)
    understood = chips(moment)
    if understood and not moment.asked(CHIPS):
        return _ask_chips(moment, understood)
    if moment.symptoms or moment.fired:
        return None
    if not moment.asked(AREA):
        return ask_area(moment)
    if not moment.asked(LIST):
        return _ask_list(moment)
    return None


def chips(moment: Moment) -> list[str]:
    """What the words seem to say, and what they may mean, as findings to confirm."""
    heard = moment.heard
    known = moment.knowledge.findings
    names = [one for one in (*heard.present, *heard.unsure, *heard.near) if one in known]
    return [
        one
        for one in dict.fromkeys(names)
        if known[one].kind == "yes_no"
        and _not_settled(moment, one)
        # What somebody says of themselves counts, whatever sex is recorded; but a floppy arm of an
        # adult is no floppy baby.
        and (
            moment.patient.applies(one) is not Truth.NO
            or (one in moment.heard.present and known[one].part != "life_threats")
        )
    ][: _MOST_CHIPS_FOR_STAFF if moment.patient.speaker == "staff" else _MOST_CHIPS]


def _not_settled(moment: Moment, name: str) -> bool:
    """A line of the life-threat checklist that was just answered is not asked again."""
    return moment.patient.values.get(name) not in (NO, "yes") or name in moment.knowledge.symptoms


def _ask_chips(moment: Moment, offered: list[str]) -> Question:
    said = [one for one in offered if one in moment.heard.present]
    wording = wording_of(moment.knowledge, CHIPS)
    return ask_many(moment.knowledge, CHIPS, wording, offered, "complaint", said)


def ask_area(moment: Moment) -> Question:
    """The kinds of problem, to choose one or several."""
    knowledge = moment.knowledge
    systems = sorted({knowledge.findings[name].system for name in knowledge.symptoms})
    options = tuple(Option(one, _area(moment, one)) for one in systems)
    return Question(
        AREA,
        "many",
        *wording_of(knowledge, AREA),
        "complaint",
        (*options, Option(NONE, phrase(knowledge, "none"))),
    )


def _area(moment: Moment, system: str) -> str:
    named = moment.knowledge.texts.phrases.get(f"areas.{system}")
    return named or system.replace("-", " ").capitalize()


def _ask_list(moment: Moment) -> Question | None:
    given = moment.answer_to(AREA)
    areas = given.answer if given and isinstance(given.answer, tuple) else ()
    knowledge = moment.knowledge
    offered = [
        name
        for name in knowledge.symptoms
        if knowledge.findings[name].system in areas and moment.is_open(name)
    ]
    if not offered:
        return None
    return ask_many(knowledge, LIST, wording_of(knowledge, LIST), offered, "complaint")
