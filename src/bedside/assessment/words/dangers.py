"""Findings that a wrong hearing would send to hospital: taken only from words as they stand.

These are the lines of the first checklist with what clarifies them, and whatever is an emergency
all by itself, whoever has it. Loose or misspelt words for one of them offer it instead.
"""

from __future__ import annotations

from functools import lru_cache

from bedside.assessment.knowledge.build import Knowledge
from bedside.assessment.rules import Truth


@lru_cache(maxsize=8)
def dangers_of(knowledge: Knowledge) -> frozenset[str]:
    """The ids of these findings (once for a knowledge)."""
    lines = {name for one in knowledge.life_threats for name in (one.finding, one.clarify)}
    alone = {
        name
        for flag in knowledge.flags.values()
        if flag.level == "emergency"
        for name in flag.when.names()
        if flag.when.truth(_Alone(name)) is Truth.YES
    }
    return frozenset(lines | alone) & knowledge.findings.keys()


class _Alone:
    """A patient of whom one thing is known."""

    def __init__(self, name: str) -> None:
        self.name = name

    def present(self, name: str) -> Truth:
        return Truth.YES if name == self.name else Truth.UNKNOWN

    def equals(self, name: str, value: str) -> Truth:  # noqa: ARG002 - nothing else is known
        return Truth.UNKNOWN

    def number(self, name: str) -> float | Truth:  # noqa: ARG002
        return Truth.UNKNOWN
