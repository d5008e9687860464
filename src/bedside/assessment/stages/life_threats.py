"""The checklist before everything else: stop at a hit, look again when not sure."""

from __future__ import annotations

from bedside.assessment.facts import NOT_SURE
from bedside.assessment.knowledge.model import LifeThreat
from bedside.assessment.learn import CLARIFY, LIFE_THREATS
from bedside.assessment.moment import Moment
from bedside.assessment.questions import Question, ask_many, wording_of
from bedside.assessment.rules import Truth


def next_question(moment: Moment) -> Question | None:
    """The checklist once; after *not sure*, what can be seen."""
    given = moment.answer_to(LIFE_THREATS)
    if given is None:
        return checklist(moment)
    if given.answer == NOT_SURE and not _clarified_since(moment):
        return _look_again(moment, given.offered)
    return None


def checklist(moment: Moment) -> Question | None:
    """The lines that can apply to this patient; those said in the complaint are ticked already."""
    offered = [one.finding for one in _fitting(moment)]
    if not offered:
        return None
    said = [name for name in offered if name in moment.heard.present]
    return ask_many(
        moment.knowledge,
        LIFE_THREATS,
        wording_of(moment.knowledge, LIFE_THREATS),
        offered,
        "life_threats",
        said,
    )


def _fitting(moment: Moment) -> list[LifeThreat]:
    return [
        one
        for one in moment.knowledge.life_threats
        if one.applies is None or one.applies.truth(moment.patient) is not Truth.NO
    ]


def _look_again(moment: Moment, offered: tuple[str, ...]) -> Question | None:
    clarify = dict.fromkeys(one.clarify for one in _fitting(moment) if one.finding in offered)
    return ask_many(
        moment.knowledge, CLARIFY, wording_of(moment.knowledge, CLARIFY), clarify, "life_threats"
    )


def _clarified_since(moment: Moment) -> bool:
    ids = [one.question_id for one in moment.answers]
    last = len(ids) - 1 - ids[::-1].index(LIFE_THREATS)
    return CLARIFY in ids[last:]
