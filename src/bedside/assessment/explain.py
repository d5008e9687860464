"""Why this level: which rules fired from which answers, with their sources, and why not higher."""

from __future__ import annotations

from typing import Literal

from bedside.assessment.flags import deciding_answers, quiet_flags
from bedside.assessment.knowledge.model import HURRY
from bedside.assessment.moment import Moment
from bedside.assessment.questions import phrase
from bedside.assessment.report import Explanation, RuledOut
from bedside.assessment.triage import Verdict

Reader = Literal["patient", "doctor"]
_MOST_RULED_OUT = 10


def explanation_of(moment: Moment, verdict: Verdict) -> Explanation:
    """The reasons of this level, the rules that fired, and the higher ones that did not."""
    return Explanation(
        because=because(moment, verdict, reader="doctor"),
        rules=moment.fired,
        why_not_higher=_ruled_out(moment, verdict),
        self_care_rule=verdict.self_care[0].id if verdict.self_care else None,
    )


def because(moment: Moment, verdict: Verdict, *, reader: Reader) -> tuple[str, ...]:
    """The reasons that hold up this level, in plain sentences to its reader, without repeats.

    That nothing calls for more hurry is no reason where something does.
    """
    sentences = [
        phrase(moment.knowledge, _named(moment, one.key, reader), **dict(one.words))
        for one in verdict.reasons
        if HURRY[one.within] == HURRY[verdict.within] or one.key not in ("flag", "default")
    ]
    return tuple(dict.fromkeys(sentences))


def _named(moment: Moment, key: str, reader: Reader) -> str:
    """The phrase of a reason; only what speaks to the patient is said otherwise to the doctor."""
    theirs = f"because_{reader}.{key}"
    return theirs if theirs in moment.knowledge.texts.phrases else f"because.{key}"


def _ruled_out(moment: Moment, verdict: Verdict) -> tuple[RuledOut, ...]:
    """Higher rules that touch what is there, and the answers that ruled each of them out."""
    ruled_out: list[RuledOut] = []
    for flag in quiet_flags(moment.knowledge, moment.patient, moment.fired, HURRY[verdict.within]):
        if flag.topic == "life-threat":
            continue
        if len(ruled_out) == _MOST_RULED_OUT:
            break
        ruled_out.append(
            RuledOut(
                id=flag.id,
                label=moment.knowledge.texts.flags[flag.id].label,
                level=flag.level,
                answers=deciding_answers(moment.knowledge, moment.patient, flag),
                source=flag.provenance.cited(),
            )
        )
    return tuple(ruled_out)
