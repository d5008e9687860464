"""Self-care needs positive proof: a rule for this complaint, each of its exclusions answered no."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from bedside.assessment.knowledge.build import Knowledge
from bedside.assessment.knowledge.model import SelfCare
from bedside.assessment.moment import Moment
from bedside.assessment.rules import Truth


def candidate(moment: Moment) -> SelfCare | None:
    """The rule that fits what is there and is not yet ruled out; ties go to the first id."""
    there = moment.symptoms
    for rule_id in sorted(moment.knowledge.self_care):
        rule = moment.knowledge.self_care[rule_id]
        if _fits(moment, rule, there) and not _ruled_out(moment, rule):
            return rule
    return None


def proven(moment: Moment) -> SelfCare | None:
    """The rule whose exclusions were each answered no, with a short enough complaint; or None."""
    rule = candidate(moment)
    if rule is None or any(
        excluded.truth(moment.patient) is not Truth.NO for _, excluded in rule.excluded_by
    ):
        return None
    durations = [_duration(moment, name) for name in rule.complaint if name in moment.symptoms]
    known = [days for days in durations if days is not None]
    return rule if known and max(known) <= rule.max_days else None


def _fits(moment: Moment, rule: SelfCare, there: Sequence[str]) -> bool:
    age = moment.patient.age
    previous = moment.opening.previous
    return (
        not moment.fired
        and not (previous and previous.still_the_same)
        and age is not None
        and rule.age_from <= age.in_days < rule.age_to
        and any(name in rule.complaint for name in there)
        and _covered(moment.knowledge, rule.id).issuperset(there)
    )


@lru_cache(maxsize=256)
def _covered(knowledge: Knowledge, rule_id: str) -> frozenset[str]:
    """What the rule covers, and what that implies: a back pain is a pain."""
    covered = set(knowledge.self_care[rule_id].covers)
    waiting = list(covered)
    while waiting:
        implied = set(knowledge.implications.get(waiting.pop(), ())) - covered
        covered |= implied
        waiting += implied
    return frozenset(covered)


def _ruled_out(moment: Moment, rule: SelfCare) -> bool:
    """Something was answered yes or not sure, or has lasted too long."""
    durations = [_duration(moment, name) or 0 for name in rule.complaint]
    if max(durations) > rule.max_days:
        return True
    return any(
        excluded.truth(moment.patient) in (Truth.YES, Truth.UNSURE)
        for _, excluded in rule.excluded_by
    )


def _duration(moment: Moment, name: str) -> float | None:
    number = moment.patient.number(f"{name}.duration")
    return None if isinstance(number, Truth) else number
