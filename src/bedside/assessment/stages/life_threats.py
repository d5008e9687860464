"""The checklist before everything else: stop at a hit, look again when not sure."""

from __future__ import annotations

from bedside.assessment.facts import NOT_SURE
from bedside.assessment.knowledge.model import LifeThreat
from bedside.assessment.learn import CLARIFY, LIFE_THREATS
from bedside.assessment.moment import Moment
from bedside.assessment.questions import Question, ask_many, wording_of
from bedside.assessment.rules import Truth
from bedside.assessment.stages.complaint import quotes


def next_question(moment: Moment) -> Question | None:
    """The checklist once; after *not sure*, what can be seen."""
    given = moment.answer_to(LIFE_THREATS)
    if given is None:
        return checklist(moment)
    if given.answer == NOT_SURE and not _clarified_since(moment):
        return _look_again(moment, given.offered)
    return None


def checklist(moment: Moment) -> Question | None:
    """The lines that can apply to this patient. Those that the words seem to say come first, with
    the words beside them, and none is ticked: that is for the person to do."""
    fitting = [one.finding for one in _fitting(moment)]
    if not fitting:
        return None
    said = quotes(moment, [name for name in fitting if name in moment.heard.present])
    return ask_many(
        moment.knowledge,
        LIFE_THREATS,
        wording_of(moment.knowledge, LIFE_THREATS),
        sorted(fitting, key=lambda one: one not in said),
        "life_threats",
        quotes=said,
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
