"""What patients come with and what is written about it, as read from cases.toml and asha.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from random import Random
from typing import Any

from bedside.clinic.notes.builtin import BUILT_IN, SOAP
from bedside.clinic.notes.text import NoteText, Section

Found = Mapping[str, float]
"""What was measured, by name (see `clinic.vitals`)."""
_DIGITS = {"temperature": 1, "weight": 1, "glucose": 1}
_JITTER = {"systolic": 4, "diastolic": 3, "pulse": 4, "temperature": 0.2, "glucose": 0.4}


@dataclass(frozen=True)
class Case:
    """One reason to come, once or again and again; see cases.toml for what its fields mean.

    `ago` are the days since each visit, for somebody whose life is written down.
    """

    title: str
    code: str
    notes: list[list[str]]
    ages: list[int] = field(default_factory=lambda: [0, 130])
    sex: str | None = None
    kind: str = "visit"
    every: int = 0
    lasts: bool = False
    ago: list[int] = field(default_factory=list)
    medicines: list[list[Any]] = field(default_factory=list)
    found: Mapping[str, Any] = field(default_factory=dict)

    @property
    def goes_on(self) -> bool:
        """Whether it belongs on the problem list for good."""
        return self.lasts or self.every > 0

    def suits(self, age: int, sex: str) -> bool:
        """Could a patient of this age (years) and sex come with it?"""
        return self.ages[0] <= age <= self.ages[1] and self.sex in (None, sex)

    def measured(self, part: float, weight: float, random: Random) -> Found:
        """Return what is found when `part` (0 to 1) of the course is over.

        `weight` is the patient's own in kilograms; a case adds to it.
        """
        own = {"weight": weight}
        return {
            name: round(
                own.get(name, 0)
                + _between(figures, part)
                + random.uniform(-1, 1) * _JITTER.get(name, 0),
                _DIGITS.get(name),
            )
            for name, figures in self.found.items()
        }

    def note(self, number: int, found: Found) -> NoteText:
        """Return the note of the visit with this number, counted from 0."""
        texts = self.notes[self._which(number)]
        template = BUILT_IN["phone" if self.kind == "phone" else SOAP]
        words = _words(found)
        sections = tuple(
            Section(section.heading, text.format_map(words))
            for section, text in zip(template.sections, texts, strict=True)
        )
        return NoteText(self.title, sections, template.template)

    def _which(self, number: int) -> int:
        """Return the place in `notes` for a visit: the first one stands alone, reviews recur."""
        reviews = len(self.notes) - 1
        return 1 + (number - 1) % reviews if number and reviews else 0


def cases(file: str = "cases.toml") -> list[Case]:
    """Read the cases that come with Bedside."""
    text = files(__package__).joinpath(file).read_text("utf-8")
    return [Case(**entry) for entry in tomllib.loads(text)["case"]]


def _between(figures: Any, part: float) -> float:
    first, last = figures if isinstance(figures, list) else (figures, figures)
    return float(first + (last - first) * part)


def _words(found: Found) -> dict[str, str]:
    words = {name: f"{value:g}" for name, value in found.items()}
    if "systolic" in words:
        words["pressure"] = f"{words['systolic']}/{words['diastolic']}"
    return words
