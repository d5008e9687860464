"""What intake shows to its callers: plain frozen values, already opened for this actor."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bedside.assessment import Notice, Progress, Question, Result
from bedside.clinic.patients.views import PatientView
from bedside.intake.lifecycle import WAITING


@dataclass(frozen=True)
class AnsweredQuestion:
    """A question as it was shown, the answer (as JSON has it), and the answer in words."""

    question: Question
    answer: Any
    label: str

    @property
    def question_id(self) -> str:
        return self.question.id

    @property
    def text(self) -> str:
        return self.question.text


@dataclass(frozen=True)
class EnquiryView:
    """What the patient was asked back, and the reply, empty before there is one.

    Both are None where the document does not open.
    """

    id: uuid.UUID
    question: str | None
    reply: str | None
    asked_by: str | None
    asked_at: datetime
    replied_at: datetime | None
    withdrawn_at: datetime | None


@dataclass(frozen=True)
class StepView:
    """One step of a sent assessment's life; `by` is a name, None for the patient.

    `unread` is a code (`lifecycle.UNREAD`) where the assessment was reviewed without being read.
    """

    event: str
    state: str
    at: datetime
    by: str | None
    unread: str


@dataclass(frozen=True)
class Contradiction:
    """A finding that the patient denied, by its label, and what their record says about it."""

    finding: str
    label: str
    on_record: tuple[str, ...]


@dataclass(frozen=True)
class AssessmentView:
    """One assessment as the caller may see it.

    `step` is the question to answer now or the result; `result` is None until there is one.
    `answers` are in the order given; `corrections` are answers that were taken back or changed,
    and `corrected` says that one of them had raised a red flag; `dropped` are answers to
    questions that no longer follow. `version` goes back into the next write. `patient` is filled
    for staff only, as are `steps` and `encounter_id`, the encounter that was begun from it.
    `claimed_by` is the name of the doctor who has taken it, `enquiries` what the patient was asked
    back. `reviewed_by` is a name. `may` are the events of the lifecycle that the caller may bring
    about now: what a door offers. `against` is what was denied although it is on record, where a
    doctor reads one assessment, and None elsewhere: nothing was compared. Texts of the engine
    still have room for this place's numbers (`assessment.filled`).

    `notice` says whom to call, because of the patient's words and while questions are open.

    `complaint`, `step` and `progress` are None where the document did not open, which only staff
    come to see: what is in the clear is true all the same, and there is somebody to look after.
    """

    id: uuid.UUID
    patient_id: uuid.UUID
    state: str
    version: int
    complaint: str | None
    step: Question | Result | None
    answers: list[AnsweredQuestion]
    progress: Progress | None
    notice: Notice | None
    result: Result | None
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
    corrections: list[AnsweredQuestion]
    dropped: list[AnsweredQuestion]
    knowledge_version: str
    may: frozenset[str]
    claimed_by: str | None = None
    claimant_id: uuid.UUID | None = None
    encounter_id: uuid.UUID | None = None
    enquiries: Sequence[EnquiryView] = ()
    steps: Sequence[StepView] = ()
    patient: PatientView | None = None
    against: Sequence[Contradiction] | None = None

    @property
    def readable(self) -> bool:
        """Whether the document opened."""
        return self.step is not None


@dataclass(frozen=True)
class AssessmentLine:
    """One assessment in a patient's list, without its answers.

    `complaint` is None and `readable` false when its document did not open.
    """

    id: uuid.UUID
    state: str
    version: int
    complaint: str | None
    triage: str | None
    when: str | None
    started_at: datetime
    updated_at: datetime
    submitted_at: datetime | None
    reviewed_at: datetime | None
    reviewed_by: str | None
    readable: bool


@dataclass(frozen=True)
class WorklistRow:
    """One waiting assessment: whose, how urgent, since when. `waiting` is in whole seconds.

    `readable` is false when a document did not open: the patient's profile, and `name`, `age`,
    `age_text` and `sex` are None, or the assessment's, and `complaint` is. The rest is kept in the
    clear. `has_replied` is true while the patient's reply waits for the doctor who has taken it.
    """

    id: uuid.UUID
    patient_id: uuid.UUID
    name: str | None
    age: int | None
    age_text: str | None
    sex: str | None
    triage: str
    when: str
    state: str
    submitted_at: datetime
    due_at: datetime
    waiting: int
    complaint: str | None
    facility_id: uuid.UUID
    facility: str
    readable: bool
    claimed_by: str | None
    claimant_id: uuid.UUID | None = None
    has_replied: bool = False

    @property
    def overdue(self) -> bool:
        """Whether it waits longer than its urgency allows."""
        waits = self.state in WAITING
        return waits and self.waiting > (self.due_at - self.submitted_at).total_seconds()


Place = tuple[int, datetime, uuid.UUID]
"""Where a page ended: urgency rank, time of sending, assessment id."""


@dataclass(frozen=True)
class WorklistPage:
    """A page of the worklist; `next` is None on the last page.

    `counts` holds every level, whichever was chosen. `hidden` counts by level what waits for the
    doctor's facilities and is left out by what was chosen; empty when nothing was.
    """

    rows: list[WorklistRow]
    counts: dict[str, int]
    next: Place | None
    hidden: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Glance:
    """How a worklist stands, without what is on it: `mark` is another one once anything has
    changed, and `newest_emergency` is when the last emergency came that nobody has taken."""

    mark: str
    newest_emergency: datetime | None
