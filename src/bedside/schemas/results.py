"""What an interview comes to, for the patient and for the doctor.

The same parts and names as the engine's report; a test holds the two against each other. What an
older engine did not write is empty here, so every field of a result is always there.
"""

from typing import Annotated, Literal

from pydantic import Field

from bedside.schemas.base import Outgoing
from bedside.schemas.worklist import Triage

Answer = str | float | list[str]


class Said(Outgoing):
    """Something that was asked and what was said, both in words."""

    label: str
    value: str


class Found(Outgoing):
    """A finding, and its value in words."""

    id: str
    label: str
    value: str


class RedFlag(Outgoing):
    """A reason to be seen sooner: why, how soon, from which answers, and where that is written."""

    id: str
    label: str
    reason: str
    level: Triage
    within: str
    source: str
    question_id: Annotated[str, Field(description="The question whose answer fired it.")]
    answers: list[Said]


class Correction(RedFlag):
    """A red flag that had fired, and the answer that was then taken back or changed."""

    answer: Answer
    note: str


class DroppedAnswer(Outgoing):
    """An answer to a question that no longer follows."""

    question_id: str
    answer: Answer
    fired: list[str]
    offered: list[str]
    preselected: list[str]
    part: str
    unstated: list[str]


class Advice(Outgoing):
    """What the patient reads: what to do, by when, why, and what would change it."""

    headline: str
    what_to_do: list[str]
    by_when: str
    why: list[str]
    worsening: list[str]
    if_no_better: str
    self_care: list[str]
    notice: str
    not_a_diagnosis: str
    not_reviewed: str


class Condition(Outgoing):
    """A possible explanation for the doctor to weigh. Not a diagnosis."""

    id: str
    label: str
    icd10: str
    weight: Annotated[str, Field(description="How well it fits, in words.")]
    note: str
    supported_by: list[str]


class ScoreItem(Found):
    """One item of a score; without points when it was not answered."""

    points: int | None


class Score(Outgoing):
    """A published score. Not complete, it is a lower bound, and its label and band say so.

    `apart` are answers that belong to the questionnaire and not to its total.
    """

    id: str
    label: str
    total: int
    complete: bool
    band: str
    points: Annotated[dict[str, int], Field(description="Of each item that was answered.")]
    items: list[ScoreItem]
    apart: list[Said]
    note: str
    source: str


class About(Outgoing):
    """Whom it is about and who answered; null for what was not asked."""

    age: Annotated[str | None, Field(examples=["6 weeks"])]
    age_days: int | None
    sex: str | None
    speaker: str | None
    patient_present: str | None
    answered_alone: bool
    pregnant: str | None


class Onset(Outgoing):
    """Since when a symptom is there, and how it began."""

    id: str
    label: str
    days: float
    began: Annotated[str, Field(examples=["3 days ago"])]
    onset: str


class Symptom(Outgoing):
    """A symptom with what was said about it."""

    id: str
    label: str
    details: list[Found]


class Background(Outgoing):
    """The person's health in general: what is there, and what was denied."""

    there: list[str]
    not_there: list[str]


class Summary(Outgoing):
    """What the doctor reads first.

    `said_unconfirmed` was told and never asked about, `said_before` was told as of the past.
    """

    complaint: str
    about: About
    timeline: list[Onset]
    symptoms: list[Symptom]
    also_present: list[str]
    denied: list[str]
    unsure: list[str]
    red_flags: list[RedFlag]
    corrected: list[Correction]
    background: Background
    safeguarding: list[Found]
    vitals: list[Found]
    scores: list[Score]
    conditions: list[Condition]
    said_unconfirmed: list[str]
    said_before: list[str]


class RuledOut(Outgoing):
    """A rule of a higher level that an answer ruled out."""

    id: str
    label: str
    level: Triage
    answers: list[Said]
    source: str


class Explanation(Outgoing):
    """Why this level: its reasons, the rules that fired, and the higher ones that did not."""

    because: list[str]
    rules: list[RedFlag]
    why_not_higher: list[RuledOut]
    self_care_rule: str | None


class Result(Outgoing):
    """How urgent it is and what to do; `when` is such as `within-24-hours`.

    `conditions`, `summary`, `explanation` and `scores` are for doctors, and null for patients.
    """

    type: Literal["result"]
    triage: Triage
    when: str
    look_again_days: int | None
    advice: Annotated[list[str], Field(description="The same as `patient`, in a few sentences.")]
    red_flags: list[RedFlag]
    conditions: list[Condition] | None
    summary: Summary | None
    patient: Advice
    explanation: Explanation | None
    knowledge_version: str
    corrected: list[Correction]
    dropped: list[DroppedAnswer]
    scores: list[Score] | None


FOR_DOCTORS = frozenset({"conditions", "summary", "explanation", "scores"})
"""What a patient is not shown: possible conditions without a doctor beside them mislead."""
