"""Self-care by exclusion of danger: a rule for the complaint, every exclusion answered no.

A rule covers what it names. A small, local complaint (a mouth ulcer, a wart) may stand beside
another one when its own rule is proven as well. What else is there does not stand in the way when
it is a usual companion of the minor illness, that illness leads the explanations, and no danger
that touches any of it is still open: then nothing volunteered has a danger of its own. The order
of explanations alone never proves anything.
"""

from __future__ import annotations

from functools import lru_cache

from bedside.assessment.dangers import open_dangers
from bedside.assessment.knowledge.build import Knowledge
from bedside.assessment.knowledge.model import SelfCare
from bedside.assessment.moment import Moment
from bedside.assessment.posterior import explaining, posterior_of
from bedside.assessment.rules import Truth

Plan = tuple[SelfCare, ...]
"""The rule of the complaint, then those of what stands beside it."""


def proven(moment: Moment) -> Plan:
    """The first plan whose exclusions were each answered no, with nothing lasting too long; ()."""
    for plan in plans(moment):
        if all(_proof(moment, rule) is Truth.NO for rule in plan):
            return plan
    return ()


def plans(moment: Moment) -> list[Plan]:
    """Rules that together cover all symptoms, or leave only companions, and are not yet ruled out:
    one rule before several, those of the complaint brought first before others, ties by id."""
    there = moment.symptoms
    fitting = _fitting(moment, there)
    found: list[Plan] = []
    for rule in fitting:
        left = set(there) - _covered(moment.knowledge, rule.id)
        beside = []
        for other in (one for one in fitting if one.alongside and left.intersection(one.complaint)):
            left -= _covered(moment.knowledge, other.id)
            beside.append(other)
        if not left or _are_companions(moment, rule, left):
            found.append((rule, *beside))
    return sorted(found, key=len)


def _are_companions(moment: Moment, rule: SelfCare, left: set[str]) -> bool:
    """Does what the rule leaves out belong to the minor illness that leads the explanations? What
    somebody came with first is no companion of something else."""
    if moment.symptoms[0] in left or open_dangers(moment, "within-24-hours"):
        return False
    knowledge, least = moment.knowledge, moment.knowledge.limits.strengths["occasional"]
    posterior = explaining(knowledge, posterior_of(knowledge, moment.patient), moment.told)
    leading = knowledge.conditions.get(posterior.leading)
    if leading is None or not leading.is_minor:
        return False
    brought = {name for name, strength in leading.findings.items() if strength >= least}
    return left <= brought and not brought.isdisjoint(rule.complaint)


def unproven(moment: Moment, rule: SelfCare) -> list[str]:
    """The open findings that the proof of this rule still needs, in its own order; empty when
    nothing that could be asked would prove it."""
    names: list[str] = []
    for _, excluded in rule.excluded_by:
        if excluded.truth(moment.patient) is not Truth.NO:
            missing = excluded.missing(moment.patient)
            needed = moment.open_among(map(moment.to_ask_first, missing))
            if not needed:
                return []
            names += needed
    if _too_long(moment, rule) is Truth.UNKNOWN:
        needed = moment.open_among([rule.lasted_too_long])
        names = [*needed, *names] if needed else []
    return list(dict.fromkeys(names))


def _fitting(moment: Moment, there: list[str]) -> list[SelfCare]:
    """Rules for one of the symptoms at this age that no answer has ruled out."""
    age = moment.patient.age
    if moment.fired or age is None or moment.comes_back:
        return []
    if moment.is_child_alone:
        return []
    found = [
        (min(there.index(name) for name in rule.complaint if name in there), rule.id, rule)
        for rule in moment.knowledge.self_care.values()
        if rule.age_from <= age.in_days < rule.age_to
        and any(name in there for name in rule.complaint)
        and _proof(moment, rule) < Truth.UNSURE
    ]
    return [rule for _, _, rule in sorted(found, key=lambda one: one[:2])]


def _proof(moment: Moment, rule: SelfCare) -> Truth:
    """How far anything speaks against the rule: NO is the proof that nothing does."""
    against = [excluded.truth(moment.patient) for _, excluded in rule.excluded_by]
    return max([*against, _too_long(moment, rule)])


def _too_long(moment: Moment, rule: SelfCare) -> Truth:
    """Has anything the rule covers lasted longer than it allows? By the lengths told; where one is
    not known, by the answer to just that question."""
    if rule.max_days is None:
        return Truth.NO
    covered = _covered(moment.knowledge, rule.id)
    told = {
        name: _duration(moment, name)
        for name in moment.symptoms
        if name in covered and f"{name}.duration" in moment.knowledge.findings
    }
    if any(days is not None and days > rule.max_days for days in told.values()):
        return Truth.YES
    # The pain that a sore throat is has lasted as long as the sore throat.
    implied = {one for name in told for one in moment.knowledge.implications.get(name, ())}
    if told and all(days is not None for name, days in told.items() if name not in implied):
        return Truth.NO
    return moment.patient.present(rule.lasted_too_long)


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


def _duration(moment: Moment, name: str) -> float | None:
    number = moment.patient.number(f"{name}.duration")
    return None if isinstance(number, Truth) else number
