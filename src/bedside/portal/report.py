"""The doctor's summary read into types: the parts that the chart shows, and nothing it cannot name.

The engine's summary grows with the knowledge, and summaries of older engines stay as they were
written. What is missing is shown as nothing rather than guessed.
"""

from typing import Any

from pydantic import BaseModel, ConfigDict

from bedside.schemas.results import Result


class _Part(BaseModel):
    # An error's text may end up in a log, so it must not quote what it found.
    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)


class Labelled(_Part):
    """A finding and its value, both in words."""

    label: str
    value: str = ""


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


class ScoreItem(Labelled):
    """One item of a score; without points when it was not answered."""

    points: int | None = None


class Score(_Part):
    """A score; a partial one is a lower bound and its label says so."""

    label: str
    total: int | None = None
    band: str = ""
    items: list[ScoreItem] = []
    apart: list[Labelled] = []
    note: str = ""
    source: str = ""


class Background(_Part):
    """The person's health in general: what is there and what is not."""

    there: list[str] = []
    not_there: list[str] = []


class Summary(_Part):
    """What the doctor reads beside the red flags and the possible conditions."""

    about: dict[str, Any] = {}
    timeline: list[Onset] = []
    symptoms: list[Symptom] = []
    also_present: list[str] = []
    denied: list[str] = []
    unsure: list[str] = []
    corrected: list[Correction] = []
    background: Background = Background()
    safeguarding: list[Labelled] = []
    vitals: list[Labelled] = []
    scores: list[Score] = []
    said_before: list[str] = []

    @classmethod
    def of(cls, result: Result) -> "Summary":
        """Read a result's summary; an empty one where there is none."""
        return cls.model_validate(result.summary or {})


def because(result: Result) -> list[str]:
    """Why it is this level, in sentences."""
    return list((result.explanation or {}).get("because", []))
