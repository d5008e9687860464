"""What an interview comes to, for the patient and for the doctor.

A result that was sent is never computed again, so results of every older engine are read here for
ever: fields may be missing (and are then empty), and fields of a newer engine pass through.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from bedside.schemas.worklist import Triage


class FromEngine(BaseModel):
    """A part of a result, as the engine of its time wrote it."""

    model_config = ConfigDict(extra="allow", frozen=True)


class Finding(FromEngine):
    """Something that was asked and what was said."""

    label: str
    value: str


class RedFlag(FromEngine):
    """A reason to be seen sooner: why, how soon, from which answers, and where that is written."""

    id: str
    label: str
    reason: str
    level: Triage
    within: str
    source: str = ""
    answers: list[Finding] = []


class Advice(FromEngine):
    """What the patient reads: what to do, by when, why, and what would change it."""

    headline: str
    what_to_do: list[str] = []
    by_when: str = ""
    why: list[str] = []
    worsening: list[str] = []
    if_no_better: str = ""
    self_care: list[str] = []
    notice: str = ""
    not_a_diagnosis: str = ""
    not_reviewed: str = ""


class Condition(FromEngine):
    """A possible explanation for the doctor to weigh. Not a diagnosis."""

    id: str
    label: str
    icd10: str = ""
    weight: str = ""
    note: str = ""
    supported_by: list[str] = []


class Result(FromEngine):
    """How urgent it is and what to do; `when` is such as `within-24-hours`.

    `conditions`, `summary`, `explanation` and `scores` are for doctors, and null for patients.
    """

    type: Literal["result"]
    triage: Triage
    when: str
    look_again_days: int | None = None
    advice: Annotated[list[str], Field(description="The same as `patient`, in a few sentences.")]
    red_flags: list[RedFlag]
    patient: Advice
    conditions: list[Condition] | None = None
    summary: dict[str, Any] | None = None
    explanation: dict[str, Any] | None = None
    scores: list[dict[str, Any]] | None = None


FOR_DOCTORS = frozenset({"conditions", "summary", "explanation", "scores"})
"""What a patient is not shown: possible conditions without a doctor beside them mislead."""
