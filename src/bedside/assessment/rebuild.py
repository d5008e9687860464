"""The screen that an earlier answer was given to, made again from its id and what it offered.

This is what lets answers be replayed without choosing questions anew. None means that the screen
makes no sense any more: its question is gone from the knowledge, or its symptom was taken back.
"""

from __future__ import annotations

from bedside.assessment.answers import Answered
from bedside.assessment.facts import YES
from bedside.assessment.knowledge.build import Knowledge
from bedside.assessment.learn import AREA, CHIPS, CLARIFY, LIFE_THREATS, LIST, MEASURED
from bedside.assessment.moment import Moment
from bedside.assessment.questions import Question, ask_finding, ask_many, wording_of
from bedside.assessment.stages import background, complaint, danger, home_care
from bedside.assessment.wording import label_of

_FIXED = (LIFE_THREATS, CLARIFY, LIST)
_NUMBERED = (danger.PREFIX, home_care.PREFIX)
_ASSOCIATED = ".associated"


def rebuild(moment: Moment, given: Answered) -> Question | None:
    """The question as it was shown, for this moment."""
    name = given.question_id
    if name in moment.knowledge.findings:
        return ask_finding(moment.knowledge, name, given.part) if moment.is_open(name) else None
    if name == AREA:
        return complaint.ask_area(moment)
    if name == MEASURED:
        return background.ask_which(moment)
    if _is_stale(moment, given):
        return None
    if name == CHIPS:
        return complaint.confirming(moment, given.offered)
    offered = [one for one in given.offered if one in moment.knowledge.findings]
    wording = _wording(moment.knowledge, name)
    if not offered or wording is None:
        return None
    said = [one for one in given.preselected if one in offered]
    words = complaint.quotes(moment, offered) if name == LIFE_THREATS else {}
    return ask_many(moment.knowledge, name, wording, offered, given.part, said, words)


def _is_stale(moment: Moment, given: Answered) -> bool:
    """Chips of other words, or what came with a symptom that was taken back."""
    name = given.question_id
    if name == CHIPS:
        return not set(given.offered) <= set(complaint.lines(moment))
    if name.endswith(_ASSOCIATED):
        return moment.patient.values.get(name.removesuffix(_ASSOCIATED)) != YES
    return False


def _wording(knowledge: Knowledge, name: str) -> tuple[str, str] | None:
    prefix = name.partition(".")[0]
    if name in _FIXED or prefix in _NUMBERED:
        key = name if name in _FIXED else prefix
        return wording_of(knowledge, key)
    if name in knowledge.screens:
        said = knowledge.texts.findings[name]
        return said.question, said.why
    if name.endswith(_ASSOCIATED) and name.removesuffix(_ASSOCIATED) in knowledge.symptoms:
        label = label_of(knowledge, name.removesuffix(_ASSOCIATED))
        return wording_of(knowledge, "associated", symptom=label)
    return None
