"""Which diagnoses the patients of a clinic have, and how many have each."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from bedside.reports.rows import PatientRow


@dataclass(frozen=True, slots=True)
class DiagnosisCount:
    """How many patients have or had a code for certain, and for how many it is only suspected."""

    system: str
    code: str
    patients: int
    suspected: int


Codes = Counter[tuple[str, str]]
"""How many patients have a code, by its system and itself."""


@dataclass
class Diagnoses:
    """The diagnoses of the patients added so far.

    Somebody who has a code twice counts once, and as certain if one of the two is. Refuted and
    mistaken diagnoses are nobody's.
    """

    certain: Codes = field(default_factory=Counter)
    suspected: Codes = field(default_factory=Counter)

    def add(self, patients: Iterable[PatientRow]) -> None:
        """Count some more patients, none of whom was added before."""
        sure: list[tuple[str, str]] = []
        unsure: list[tuple[str, str]] = []
        for row in patients:
            theirs = {(one.system, one.code) for one in row.diagnoses if one.is_certain}
            maybe = {(one.system, one.code) for one in row.diagnoses if one.is_suspected}
            sure += theirs
            unsure += maybe - theirs
        self.certain.update(sure)
        self.suspected.update(unsure)

    def counts(self, top: int | None = None) -> tuple[DiagnosisCount, ...]:
        """Return most patients first, then by code; the first `top`, or all."""
        counts = [
            DiagnosisCount(*key, self.certain[key], self.suspected[key])
            for key in self.certain.keys() | self.suspected.keys()
        ]
        counts.sort(key=lambda one: (-one.patients, -one.suspected, one.code, one.system))
        return tuple(counts[:top])
