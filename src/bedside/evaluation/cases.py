"""A case in two halves that never meet before scoring: what the patient knows, and the truth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from bedside.assessment import Age

Kind = Literal["said", "denied", "history", "family"]
Sex = Literal["female", "male"]
Speaker = Literal["self", "parent", "carer", "staff"]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the case: what is there, what is listed absent, past illnesses, the family."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Story:
    """All that the simulated patient knows. ``statement`` is the complaint as first said.

    ``measured`` maps vital signs to their values in the engine's units; what was not measured is
    not in it. ``age`` and ``sex`` are None where only the text tells them,
    ``speaker`` where the set does not say who speaks.
    """

    statement: str
    parts: tuple[Part, ...]
    age: Age | None = None
    sex: Sex | None = None
    measured: Mapping[str, float] = field(default_factory=dict)
    speaker: Speaker | None = None

    @property
    def text(self) -> str:
        """Everything, as one clinician would write it down."""
        return "\n".join(part.text for part in self.parts if part.text)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A patient of a closed questionnaire: every evidence not listed is absent."""

    initial: str
    present: frozenset[str]
    age: Age
    sex: Sex


@dataclass(frozen=True, slots=True)
class Truth:
    """What the case is labelled with; None where the set does not label it."""

    diagnosis: str | None = None
    level: str | None = None
    system: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One case of a set."""

    id: str
    knows: Story | Evidence
    truth: Truth
