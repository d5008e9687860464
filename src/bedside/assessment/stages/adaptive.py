"""What best separates the possible explanations, dangerous ones weighing more.

Ends when one explanation is settled, when no question is worth asking, or at its limit. Unknown
answers make a topic worth less, and after three in a row it is left.
"""

from __future__ import annotations

from collections.abc import Iterable

from bedside.assessment.knowledge.model import Finding
from bedside.assessment.moment import Moment
from bedside.assessment.posterior import explaining, gains, posterior_of
from bedside.assessment.questions import Question, ask_finding
from bedside.assessment.rules import RESERVED, Truth

_MOST_OPTIONS = 24


def next_question(moment: Moment) -> Question | None:
    """The open finding worth most, or None when the stage is over."""
    limits = moment.knowledge.limits
    if not moment.symptoms or _asked(moment) >= limits.adaptive or _is_past(moment):
        return None
    posterior = explaining(
        moment.knowledge, posterior_of(moment.knowledge, moment.patient), moment.told
    )
    if posterior.largest >= limits.settled:
        return None
    worth = gains(moment.knowledge, posterior)
    name, bits = best(moment, worth)
    return ask_finding(moment.knowledge, name, "adaptive") if bits >= limits.smallest_gain else None


def _is_past(moment: Moment) -> bool:
    """Once the background part began, what separates explanations is not taken up again."""
    return any(moment.asked(name) for name in moment.knowledge.background)


def best(moment: Moment, worth: Iterable[tuple[str, float]]) -> tuple[str, float]:
    """The askable finding worth most after discounting topics that stay unknown.

    ``worth`` has the highest first, ties by id, as ``gains`` returns it.
    """
    found = ("", -1.0)
    for name, bits in worth:
        if bits <= found[1]:
            break
        if not askable(moment, name):
            continue
        unknown = moment.unknowns_in_a_row(moment.knowledge.findings[name].system)
        if unknown >= moment.knowledge.limits.unknowns_in_a_row:
            continue
        discounted = bits / (1 + unknown)
        if discounted > found[1]:
            found = (name, discounted)
    return found


def askable(moment: Moment, name: str) -> bool:
    """Open, allowed, short enough to read, and with its own premise answered yes."""
    finding = moment.knowledge.findings[name]
    return (
        finding.asked
        and finding.kind != "text"
        and finding.part not in ("about", "life_threats", "vitals")
        and len(finding.options) <= _MOST_OPTIONS
        and moment.is_open(name)
        and _premise_holds(moment, finding)
    )


def _premise_holds(moment: Moment, finding: Finding) -> bool:
    if finding.parent:
        return moment.patient.present(finding.parent) is Truth.YES
    if finding.applies is None or finding.applies.names() <= RESERVED:
        return True
    return finding.applies.truth(moment.patient) is Truth.YES


def _asked(moment: Moment) -> int:
    """Screens that asked one finding which neither a symptom's follow-ups nor a flag asked for."""
    findings = moment.knowledge.findings
    return sum(
        one.question_id in findings and findings[one.question_id].part in ("adaptive", "background")
        for one in moment.answers
    )
