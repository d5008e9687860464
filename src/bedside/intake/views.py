"""What intake shows to its callers: plain frozen values, already opened for this actor."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bedside.clinic.patients.views import PatientView

Data = dict[str, Any]


@dataclass(frozen=True)
class AssessmentView:
    """One assessment as the caller may see it.

    `step` is the question to answer now or the result (`step["type"]` says which); `result` is
    None until there is one. `answers` are `{question_id, text, answer, label, question}` in the
    order given, `question` being the data of the question as it was shown; `corrections` are
    answers that were taken back or changed, and `corrected` says that one of them had raised a
    red flag; `dropped` are answers to questions that no longer follow. `progress`
    is `{asked, limit, part}`. `version` goes back into the next write. `patient` is filled for
    staff only. `reviewed_by` is a name. `may` are the events of the lifecycle that the caller may
    bring about now: what a door offers.
    """

    id: uuid.UUID
    patient_id: uuid.UUID
    state: str
    version: int
    complaint: str
    step: Data
    answers: list[Data]
    progress: Data
    result: Data | None
    started_at: datetime
    updated_at: datetime
    submitted_at: datetime | None
    due_at: datetime | None
    reviewed_at: datetime | None
    reviewed_by: str | None
    reviewer_id: uuid.UUID | None
    facility_id: uuid.UUID | None
    triage: str | None
    when: str | None
    corrected: bool
    corrections: list[Data]
    dropped: list[Data]
    knowledge_version: str
    may: frozenset[str]
    patient: PatientView | None = None


@dataclass(frozen=True)
class AssessmentLine:
    """One assessment in a patient's list, without its answers."""

    id: uuid.UUID
    state: str
    version: int
    complaint: str
    triage: str | None
    when: str | None
    started_at: datetime
    updated_at: datetime
    submitted_at: datetime | None
    reviewed_at: datetime | None
    reviewed_by: str | None


@dataclass(frozen=True)
class WorklistRow:
    """One waiting assessment: whose, how urgent, since when. `waiting` is in whole seconds."""

    id: uuid.UUID
    patient_id: uuid.UUID
    name: str
    age: int
    sex: str
    triage: str
    when: str
    state: str
    submitted_at: datetime
    due_at: datetime
    waiting: int
    complaint: str
    facility_id: uuid.UUID
    facility: str


Place = tuple[int, datetime, uuid.UUID]
"""Where a page ended: urgency rank, time of sending, assessment id."""


@dataclass(frozen=True)
class WorklistPage:
    """A page of the worklist; `counts` holds every level, `next` is None on the last page."""

    rows: list[WorklistRow]
    counts: dict[str, int]
    next: Place | None
