"""A result read into types: the parts of it that the portal shows, and nothing it does not know.

The engine's result says everything about itself and grows with the knowledge. What is missing here
is shown as nothing rather than guessed.
"""

from typing import Any

from pydantic import BaseModel, ConfigDict

from bedside.schemas.assessments import Result


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Labelled(_Part):
    """A finding and its value, both in words."""

    label: str
    value: str = ""


class Flag(_Part):
    """A red flag that fired: why, from which answers, and by which source."""

    label: str
    reason: str = ""
    level: str = ""
    source: str = ""
    answers: list[Labelled] = []


class Correction(_Part):
    """A red flag that had fired before an answer was changed."""

    label: str = ""
    note: str = ""


class Symptom(_Part):
    """A symptom with what was said about it."""

    label: str
    details: list[Labelled] = []


class Onset(_Part):
    """Since when a symptom is there."""

    label: str
    began: str = ""
    onset: str = ""


class Condition(_Part):
    """A possible explanation; `weight` says in words how well it fits."""

    label: str
    icd10: str = ""
    weight: str = ""
    supported_by: list[str] = []


class Score(_Part):
    """A score; a partial one is a lower bound and its label says so."""

    label: str
    total: int | None = None
    source: str = ""


class Background(_Part):
    """The person's health in general: what is there and what is not."""

    there: list[str] = []
    not_there: list[str] = []


class Summary(_Part):
    """What the doctor reads."""

    about: dict[str, Any] = {}
    timeline: list[Onset] = []
    symptoms: list[Symptom] = []
    also_present: list[str] = []
    denied: list[str] = []
    unsure: list[str] = []
    red_flags: list[Flag] = []
    corrected: list[Correction] = []
    background: Background = Background()
    vitals: list[Labelled] = []
    scores: list[Score] = []
    conditions: list[Condition] = []
    said_before: list[str] = []


class Advice(_Part):
    """What the patient reads."""

    headline: str = ""
    what_to_do: list[str] = []
    by_when: str = ""
    why: list[str] = []
    worsening: list[str] = []
    if_no_better: str = ""
    self_care: list[str] = []
    notice: str = ""
    not_a_diagnosis: str = ""
    not_reviewed: str = ""


class Explanation(_Part):
    """Why it is this level."""

    because: list[str] = []


class Report(_Part):
    """A result, for the patient and for the doctor."""

    triage: str
    when: str
    patient: Advice = Advice()
    summary: Summary = Summary()
    explanation: Explanation = Explanation()

    @classmethod
    def of(cls, result: Result) -> "Report":
        """Read the API's result."""
        return cls.model_validate(result.model_dump())
