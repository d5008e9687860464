"""Why this level: which rules fired from which answers, with their sources, and why not higher."""

from __future__ import annotations

from typing import Any

from bedside.assessment.flags import deciding_answers, quiet_flags
from bedside.assessment.knowledge.model import HURRY
from bedside.assessment.moment import Moment
from bedside.assessment.questions import phrase
from bedside.assessment.triage import Verdict

_MOST_RULED_OUT = 10


def explanation_of(moment: Moment, verdict: Verdict) -> dict[str, Any]:
    """``because`` (reasons of this level), ``rules`` (fired, with answers), ``why_not_higher``."""
    return {
        "because": because(moment, verdict),
        "rules": [one.to_data() for one in moment.fired],
        "why_not_higher": _ruled_out(moment, verdict),
        "self_care_rule": verdict.self_care[0].id if verdict.self_care else None,
    }


def because(moment: Moment, verdict: Verdict) -> list[str]:
    """The reasons that hold up this level, in plain sentences, without repeats."""
    sentences = [
        phrase(moment.knowledge, f"because.{one.key}", **dict(one.words))
        for one in verdict.reasons
        if HURRY[one.within] == HURRY[verdict.within] or one.key != "flag"
    ]
    return list(dict.fromkeys(sentences))


def _ruled_out(moment: Moment, verdict: Verdict) -> list[dict[str, Any]]:
    """Higher rules that touch what is there, and the answers that ruled each of them out."""
    ruled_out: list[dict[str, Any]] = []
    for flag in quiet_flags(moment.knowledge, moment.patient, moment.fired, HURRY[verdict.within]):
        if flag.topic == "life-threat":
            continue
        if len(ruled_out) == _MOST_RULED_OUT:
            break
        answers = deciding_answers(moment.knowledge, moment.patient, flag)
        ruled_out.append(
            {
                "id": flag.id,
                "label": moment.knowledge.texts.flags[flag.id].label,
                "level": flag.level,
                "answers": [{"label": label, "value": value} for label, value in answers],
                "source": flag.provenance.cited(),
            }
        )
    return ruled_out
