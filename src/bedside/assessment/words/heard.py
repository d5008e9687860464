"""What the recogniser understood of a text, each piece with the span it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bedside.assessment.facts import Value

Status = Literal["present", "absent", "unsure", "near", "past"]
Role = Literal[
    "now",
    "comes and goes",
    "back again",
    "over",
    "old",
    "feared",
    "hypothetical",
    "asked",
    "purpose",
    "leaflet",
    "planned",
    "another's",
]
"""What a mention is in the story. Only the first three are of a symptom that is there; of the
others "over" is denied, "old" was before, and the rest is at most offered."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A finding in the text, from character ``start`` to ``end``.

    ``unsure`` was said with doubt; ``near`` means offered but never assumed; ``past`` was before
    and is not now.
    """

    finding: str
    status: Status
    start: int
    end: int
    role: Role = "now"


@dataclass(frozen=True, slots=True)
class Detail:
    """A value of a follow-up, such as 8 for ``headache.severity``."""

    finding: str
    value: Value
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Heard:
    """Everything understood of one text. ``speaker``, ``age_days`` and ``sex`` may be None."""

    mentions: tuple[Mention, ...] = ()
    pieces: tuple[Detail, ...] = ()
    speaker: str | None = None
    age_days: int | None = None
    sex: str | None = None

    def _with_status(self, status: Status) -> tuple[str, ...]:
        names = (one.finding for one in self.mentions if one.status == status)
        return tuple(dict.fromkeys(names))

    @property
    def present(self) -> tuple[str, ...]:
        """Findings said to be there now, in the order of the text."""
        return self._with_status("present")

    @property
    def absent(self) -> tuple[str, ...]:
        """Findings said not to be there (and nowhere said to be)."""
        return tuple(one for one in self._with_status("absent") if one not in self.present)

    @property
    def unsure(self) -> tuple[str, ...]:
        """Findings that whoever wrote the text was not sure of."""
        known = {*self.present, *self.absent}
        return tuple(one for one in self._with_status("unsure") if one not in known)

    @property
    def near(self) -> tuple[str, ...]:
        """Findings that may be meant."""
        known = {*self.present, *self.absent, *self.unsure}
        return tuple(one for one in self._with_status("near") if one not in known)

    @property
    def details(self) -> tuple[tuple[str, Value], ...]:
        """Follow-up values in the order of the text."""
        return tuple((one.finding, one.value) for one in self.pieces)

    def to_data(self) -> dict[str, Any]:
        return {
            "mentions": [_as_data(one) for one in self.mentions],
            "pieces": [
                [
                    one.finding,
                    list(one.value) if isinstance(one.value, tuple) else one.value,
                    one.start,
                    one.end,
                ]
                for one in self.pieces
            ],
            "speaker": self.speaker,
            "age_days": self.age_days,
            "sex": self.sex,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Heard:
        return cls(
            tuple(Mention(*one) for one in data["mentions"]),
            tuple(
                Detail(name, tuple(value) if isinstance(value, list) else value, start, end)
                for name, value, start, end in data["pieces"]
            ),
            data["speaker"],
            data["age_days"],
            data["sex"],
        )


def _as_data(one: Mention) -> list[Any]:
    """A mention as it is kept; before there were roles nothing stood at the end."""
    kept = [one.finding, one.status, one.start, one.end]
    return kept if one.role == "now" else [*kept, one.role]
