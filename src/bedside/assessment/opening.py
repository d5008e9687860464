"""What is known before the first question: the words, and whatever the caller already knows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bedside.assessment.age import Age
from bedside.assessment.answers import clean_text
from bedside.assessment.knowledge.model import LEVELS

Sex = Literal["female", "male", "other"]
Speaker = Literal["self", "parent", "carer", "staff"]
SPEAKERS = ("self", "parent", "carer", "staff")
SAME_COMPLAINT_HOURS = 72
SELF_USE_AGE = 16
SELF_USE_AGES = range(10, 22)
"""Ages (years) that may be chosen as the first at which people answer for themselves alone."""


@dataclass(frozen=True, slots=True)
class Previous:
    """An earlier result: its level, hours ago, whether it got better, and which findings it was
    about (``complaint``; empty when nobody knows, which counts as the same)."""

    triage: str
    hours_ago: float
    better: bool = False
    complaint: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.triage not in LEVELS:
            raise ValueError("previous triage is not a level")

    def still_counts(self, symptoms: Collection[str]) -> bool:
        """Within 72 hours, no better, and one of its symptoms is there: never self-care.

        Somebody who had a headache and now has a sore throat has not come back (no source).
        """
        if self.hours_ago > SAME_COMPLAINT_HOURS or self.better:
            return False
        return not self.complaint or not set(self.complaint).isdisjoint(symptoms)


@dataclass(frozen=True, slots=True)
class Opening:
    """The complaint in the patient's words and what the caller already knows; None is "ask".

    ``self_use_age`` is the age in years from which somebody may answer without another adult,
    ``signed_off`` the version of the knowledge that the operator's own reviewer has signed off.
    """

    text: str = ""
    age: Age | None = None
    sex: Sex | None = None
    speaker: Speaker | None = None
    language: str = "en"
    pregnant: bool | None = None
    previous: Previous | None = None
    self_use_age: int = SELF_USE_AGE
    signed_off: str = ""

    def __post_init__(self) -> None:
        if self.sex not in (None, "female", "male", "other"):
            raise ValueError("sex is female, male, other or not given")
        if self.speaker not in (None, *SPEAKERS):
            raise ValueError("speaker is self, parent, carer, staff or not given")
        if self.self_use_age not in SELF_USE_AGES:
            raise ValueError(
                f"self_use_age is from {SELF_USE_AGES[0]} to {SELF_USE_AGES[-1]} years"
            )
        object.__setattr__(self, "text", clean_text(self.text))

    def to_data(self) -> dict[str, Any]:
        previous = self.previous
        return {
            "text": self.text,
            "age_days": self.age.in_days if self.age else None,
            "sex": self.sex,
            "speaker": self.speaker,
            "language": self.language,
            "pregnant": self.pregnant,
            "previous": {
                "triage": previous.triage,
                "hours_ago": previous.hours_ago,
                "better": previous.better,
                "complaint": list(previous.complaint),
            }
            if previous
            else None,
            "self_use_age": self.self_use_age,
            "signed_off": self.signed_off,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Opening:
        days, previous = data["age_days"], data["previous"]
        return cls(
            data["text"],
            None if days is None else Age(days),
            data["sex"],
            data["speaker"],
            data["language"],
            data["pregnant"],
            _previous_of(previous) if previous else None,
            data.get("self_use_age", SELF_USE_AGE),
            data.get("signed_off", ""),
        )


def _previous_of(data: Mapping[str, Any]) -> Previous:
    complaint = tuple(data.get("complaint", ()))
    return Previous(data["triage"], data["hours_ago"], data["better"], complaint)
