"""What the patient reads: what to do, by when, why, and what would change it.

Never "you have", never "nothing serious", no percentages. ``{emergency_number}`` and
``{crisis_line}`` are left for the callers, who know them.
"""

from __future__ import annotations

import re

from bedside.assessment.explain import because
from bedside.assessment.facts import NOT_SURE, YES
from bedside.assessment.moment import Moment
from bedside.assessment.notice import SELF_HARM, tells_of_self_harm
from bedside.assessment.questions import phrase
from bedside.assessment.report import Advice
from bedside.assessment.triage import Verdict
from bedside.assessment.words.recognise import recognise

_LEAST_SIGNS = 3
_MOST_SIGNS = 7
_BARE = 2
_DEGREES = frozenset({"drenching", "great", "heavy", "new", "spreading", "strong", "sudden"})
_EITHER = re.compile(r",? (?:or|and) |, ")
_GENERAL_SIGNS = ("breath", "chest", "mind", "stroke", "pain")
_CRISIS_FINDINGS = (*SELF_HARM, "low-mood")
_SAFETY_SCREEN = "safeguarding.home"
_SAFETY_FINDINGS = (
    "hurt-by-someone", "afraid-of-someone", "forced-sexually", "neglected",
    "in-danger-from-someone",
)  # fmt: skip


def patient_text_of(moment: Moment, verdict: Verdict) -> Advice:
    """All that the patient is told; ``worsening`` has three signs or more, and none in an
    emergency: nothing is more urgent, and what is listed there may be what is happening."""
    knowledge, within = moment.knowledge, verdict.within
    days = verdict.look_again_days or 0
    rules = [knowledge.texts.self_care[rule.id] for rule in verdict.self_care]
    helps = dict.fromkeys(one for rule in rules for one in rule.helps)
    return Advice(
        headline=phrase(knowledge, f"when.{within}"),
        what_to_do=_what_to_do(moment, within),
        by_when=phrase(knowledge, f"by.{within}", days=days),
        why=because(moment, verdict, reader="patient"),
        worsening=() if verdict.triage == "emergency" else _worsening(moment, verdict),
        if_no_better=phrase(knowledge, f"better.{within}", days=days),
        self_care=tuple(helps),
        notice=phrase(knowledge, "notice.watching"),
        not_a_diagnosis=phrase(knowledge, "notice.not-diagnosis"),
        not_reviewed=_review(moment),
    )


def _what_to_do(moment: Moment, within: str) -> tuple[str, ...]:
    knowledge = moment.knowledge
    what_to_do = [phrase(knowledge, f"do.{within}")]
    if _is_or_may_be(moment, _CRISIS_FINDINGS) or tells_of_self_harm(moment.heard):
        what_to_do.append(phrase(knowledge, "notice.crisis"))
    if _is_or_may_be(moment, _SAFETY_FINDINGS):
        what_to_do.append(phrase(knowledge, "notice.safety"))
    if moment.is_clouded:
        what_to_do.append(phrase(knowledge, "notice.clear-head"))
    if moment.is_child_alone:
        name = "notice.grown-up-elsewhere" if _may_be_hurt(moment) else "notice.grown-up"
        what_to_do.append(phrase(knowledge, name))
    return tuple(what_to_do)


def _is_or_may_be(moment: Moment, names: tuple[str, ...]) -> bool:
    return any(moment.patient.values.get(name) in (YES, NOT_SURE) for name in names)


def _may_be_hurt(moment: Moment) -> bool:
    """Somebody hurts them, or they would not say. It may be the parent who is shown the result."""
    given = moment.answer_to(_SAFETY_SCREEN)
    would_not_say = given is not None and given.answer == NOT_SURE
    return would_not_say or _is_or_may_be(moment, _SAFETY_FINDINGS)


def _review(moment: Moment) -> str:
    """That nobody has reviewed the rules; of the version that was signed off, that somebody has."""
    signed = moment.opening.signed_off == moment.knowledge.version
    return phrase(moment.knowledge, "notice.signed-off" if signed else "notice.not-reviewed")


def _worsening(moment: Moment, verdict: Verdict) -> tuple[str, ...]:
    """Signs of the symptoms that are there, then of the rule, then general ones.

    What is there already is no change, and is left out while enough other signs are left.
    """
    texts = moment.knowledge.texts
    signs = [sign for name in moment.symptoms[:3] for sign in texts.findings[name].watch_for]
    for rule in reversed(verdict.self_care):
        signs = [*texts.self_care[rule.id].watch_for, *signs]
    changes = [sign for sign in dict.fromkeys(signs) if not _is_there(moment, sign)]
    if len(changes) < _LEAST_SIGNS + 1:
        changes += [phrase(moment.knowledge, f"worsening.{one}") for one in _GENERAL_SIGNS]
    return tuple(dict.fromkeys(changes))[:_MOST_SIGNS]


def _is_there(moment: Moment, sign: str) -> bool:
    """Whether all that a sign names by its bare name ("fever or vomiting") is there already.

    More words than two, and words of degree, tell how much or how long: that may still come.
    """
    return all(_names(moment, one) for one in _EITHER.split(sign))


def _names(moment: Moment, words: str) -> bool:
    said = words.split()
    if len(said) > _BARE or not _DEGREES.isdisjoint(said):
        return False
    named = recognise(moment.knowledge, words).present
    return bool(named) and all(moment.patient.values.get(one) == YES for one in named)
