"""Findings that a wrong hearing would send to hospital: taken only from words as they stand.

These are the lines of the first checklist with what clarifies them, whatever is an emergency all by
itself, and what makes one of a complaint. Loose or misspelt words for one of them offer it instead.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from bedside.assessment.knowledge.build import Knowledge
from bedside.assessment.rules import Rule, Truth

_WHO = frozenset({"about", "background"})
"""Parts that say who the patient is and not what is wrong."""


@lru_cache(maxsize=8)
def dangers_of(knowledge: Knowledge) -> frozenset[str]:
    """The ids of these findings (once for a knowledge)."""
    lines = {name for one in knowledge.life_threats for name in (one.finding, one.clarify)}
    decisive = {
        name
        for flag in knowledge.flags.values()
        if flag.level == "emergency"
        for name in flag.when.names() - knowledge.symptoms.keys()
        if _decides(knowledge, flag.when, name) and knowledge.findings[name].part not in _WHO
    }
    alone = {
        name
        for flag in knowledge.flags.values()
        if flag.level == "emergency"
        for name in flag.when.names() & knowledge.symptoms.keys()
        if flag.when.truth(_Only({name})) is Truth.YES
    }
    return frozenset(lines | decisive | alone) & knowledge.findings.keys()


def _decides(knowledge: Knowledge, rule: Rule, name: str) -> bool:
    """Does this make an emergency of a complaint that is none without it?"""
    complaints = knowledge.symptoms.keys()
    without = rule.truth(_Only(complaints)) is Truth.YES
    return not without and rule.truth(_Only({*complaints, name})) is Truth.YES


class _Only:
    """A patient of whom these findings are known to be there, and nothing else."""

    def __init__(self, names: Collection[str]) -> None:
        self.names = names

    def present(self, name: str) -> Truth:
        return Truth.YES if name in self.names else Truth.UNKNOWN

    def equals(self, name: str, value: str) -> Truth:  # noqa: ARG002 - nothing else is known
        return Truth.UNKNOWN

    def number(self, name: str) -> float | Truth:  # noqa: ARG002
        return Truth.UNKNOWN

    def unanswered(self, name: str) -> Truth:
        return Truth.NO if name in self.names else Truth.UNKNOWN
