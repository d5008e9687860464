"""An assessment: what a patient says, what is asked next, and what comes of it."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from bedside import limits
from bedside.schemas.base import Incoming, Outgoing, example
from bedside.schemas.lists import Listing, Readable
from bedside.schemas.patients import Patient
from bedside.schemas.results import Result
from bedside.schemas.text import ItemId, SafeText, Words, Years
from bedside.schemas.worklist import Triage

State = Literal[
    "draft",
    "submitted",
    "in_review",
    "needs_information",
    "reviewed",
    "closed",
    "expired",
    "discarded",
]
Verb = Literal[
    "answer",
    "back",
    "change",
    "submit",
    "discard",
    "take",
    "take_over",
    "release",
    "ask",
    "withdraw",
    "reply",
    "review",
    "undo_review",
    "close",
    "reopen",
]
"""What can be done with an assessment."""
UnreadBecause = Literal["spoken", "sent-again", "elsewhere"]
"""Why a doctor has finished with an assessment that does not open."""
Speaker = Literal["self", "parent", "carer", "staff"]
MOST_OPTIONS = 60
EnquiryWords = Annotated[Words, Field(max_length=limits.ENQUIRY)]

Answer = (
    SafeText
    | Annotated[float, Field(ge=-1e6, le=1e6)]
    | Annotated[list[ItemId], Field(max_length=MOST_OPTIONS)]
)
"""`yes`, `no`, `not_sure`, an option's id, a list of them (none: []), a number or a text.

A number may be a text as somebody wrote it: "38,5", "101.3 F"."""


class NewAssessment(Incoming):
    """What is wrong, in the patient's own words, and what is known about who it is about."""

    model_config = example(
        text="I've had a pounding headache for three days, 8 out of 10",
        age_years=37,
        sex="female",
        speaker="self",
    )

    text: Words
    age_years: Years | None = None
    sex: Literal["female", "male", "other"] | None = None
    speaker: Speaker | None = None


class GivenAnswer(Incoming):
    """An answer to the question that is being asked."""

    model_config = example(question_id="headache.onset", answer="gradual")

    question_id: ItemId
    answer: Answer


class ChangedAnswer(Incoming):
    """Another answer to a question that was answered before."""

    model_config = example(answer="not_sure")

    answer: Answer


class NewEnquiry(Incoming):
    """What to ask the patient back."""

    model_config = example(question="Have you been near anybody with shingles?")

    question: EnquiryWords


class Reply(Incoming):
    """The patient's reply to what the clinic asked."""

    model_config = example(reply="My mother had it two weeks ago.")

    reply: EnquiryWords


class Unread(Incoming):
    """How the patient is looked after, when what they sent does not open."""

    model_config = example(unread="spoken")

    unread: UnreadBecause


class Enquiry(Outgoing):
    """What the patient was asked back, and the reply; both null where they do not open."""

    model_config = example(
        id="0199a1f4-7c1e-7c3a-9b55-0d5c6a2f9e10",
        question="Have you been near anybody with shingles?",
        reply="",
        asked_by="Ayo Bello",
        asked_at="2026-03-02T09:15:00Z",
        replied_at=None,
        withdrawn_at=None,
    )

    id: UUID
    question: str | None
    reply: str | None
    asked_by: str | None
    asked_at: datetime
    replied_at: datetime | None
    withdrawn_at: datetime | None


class Step(Outgoing):
    """One step of a sent assessment's life; `by` is null where the patient did it.

    `unread` is for a review of what does not open, and null for every other step.
    """

    model_config = example(
        event="take", state="in_review", at="2026-03-02T09:15:00Z", by="Ayo Bello", unread=None
    )

    event: str
    state: State
    at: datetime
    by: str | None
    unread: UnreadBecause | None = None


class Option(Outgoing):
    """Something to choose."""

    id: str
    label: str


class Question(Outgoing):
    """One screen of the interview. `why` says why it is asked; `part` where in the interview."""

    type: Literal["question"]
    id: str
    kind: Literal["yes_no", "choice", "many", "confirm", "number", "text"]
    text: str
    why: str
    options: list[Option]
    min: float | None
    max: float | None
    unit: str
    part: str
    help: str
    preselected: list[str]
    private: bool
    denied: Annotated[
        list[str], Field(description="Lines of a `confirm` that the words deny, as proposed.")
    ] = []
    quotes: Annotated[
        dict[str, str], Field(description="The patient's words that each line was heard in.")
    ] = {}


class Notice(Outgoing):
    """Whom to call, because of the patient's own words: show it above the question.

    `emergency` says when to call or to go, `crisis` has the crisis line; either may be empty. It is
    no triage: words propose, answers decide.
    """

    emergency: str
    crisis: str


class AnsweredQuestion(Outgoing):
    """A question that was answered, as it was shown, and the answer in words (`label`)."""

    question_id: str
    text: str
    answer: Any
    label: str
    question: Question | None = None


class Progress(Outgoing):
    """How far the interview is: screens asked, the most there can be, the part it is in."""

    asked: int
    limit: int
    part: str


class Contradiction(Outgoing):
    """A finding that the patient denied, and what their record says about it."""

    finding: str
    label: str
    on_record: list[str]


class Assessment(Outgoing):
    """An assessment as its patient or their doctor sees it.

    `step` is the question to answer now or the result; `patient` is filled for doctors. The
    version to send in If-Match is the ETag of the answer, repeated here. Where its document does
    not open, a doctor gets it with `readable` false and without complaint, step and progress; a
    patient gets a problem document, except in answer to a reply to the clinic, which is whole.
    """

    model_config = example(
        id="0199a1f4-7c1e-7c3a-9b55-0d5c6a2f9e10",
        patient_id="0199a1f4-9e30-7e5c-9d77-2f7e8c40bf32",
        state="draft",
        version=2,
        complaint="A pounding headache for three days",
        step=dict(
            type="question",
            id="headache.onset",
            kind="choice",
            text="How did the headache begin?",
            why="A headache that is at its worst within a minute has to be looked at at once.",
            options=[
                {"id": "sudden", "label": "Within a minute"},
                {"id": "gradual", "label": "Over hours or days"},
            ],
            min=None,
            max=None,
            unit="",
            part="symptoms",
            help="",
            preselected=[],
            private=False,
        ),
        answers=[],
        progress={"asked": 1, "limit": 60, "part": "symptoms"},
        notice=None,
        result=None,
        triage=None,
        when=None,
        corrected=False,
        corrections=[],
        dropped=[],
        knowledge_version="2026-03",
        facility=None,
        started_at="2026-03-02T09:15:00Z",
        updated_at="2026-03-02T09:15:00Z",
        submitted_at=None,
        due_at=None,
        reviewed_at=None,
        reviewed_by=None,
        may=["answer", "discard"],
        patient=None,
    )

    id: UUID
    patient_id: UUID
    state: State
    version: int
    complaint: str | None
    step: Annotated[Question | Result, Field(discriminator="type")] | None
    answers: list[AnsweredQuestion]
    progress: Progress | None
    notice: Annotated[
        Notice | None,
        Field(description="Whom to call, because of the words, while questions are open."),
    ] = None
    result: Result | None
    triage: Triage | None
    when: str | None
    corrected: Annotated[
        bool, Field(description="An answer that had raised a red flag was taken back or changed.")
    ]
    corrections: Annotated[
        list[AnsweredQuestion], Field(description="Answers that were taken back or changed.")
    ]
    dropped: Annotated[
        list[AnsweredQuestion], Field(description="Answers to questions that no longer follow.")
    ]
    knowledge_version: str
    facility: UUID | None
    encounter: Annotated[
        UUID | None, Field(description="The encounter begun from it; null for the patient.")
    ] = None
    started_at: datetime
    updated_at: datetime
    submitted_at: datetime | None
    due_at: datetime | None
    reviewed_at: datetime | None
    reviewed_by: str | None
    may: Annotated[
        list[Verb],
        Field(description="What the caller may do with it now: offer these, and nothing else."),
    ]
    claimed_by: Annotated[str | None, Field(description="The doctor who has taken it.")] = None
    enquiries: list[Enquiry] = []
    steps: Annotated[list[Step], Field(description="Who did what with it; for doctors.")] = []
    patient: Patient | None = None
    against: Annotated[
        list[Contradiction] | None,
        Field(
            description="What was denied although it is on record, where a doctor reads one "
            "assessment; null elsewhere, as nothing was compared."
        ),
    ] = None
    readable: Readable = True


class AssessmentLine(Outgoing):
    """An assessment in a list. When its document does not open, `readable` is false."""

    model_config = example(
        id="0199a1f4-7c1e-7c3a-9b55-0d5c6a2f9e10",
        state="draft",
        version=2,
        complaint="A pounding headache for three days",
        triage=None,
        when=None,
        started_at="2026-03-02T09:15:00Z",
        updated_at="2026-03-02T09:15:00Z",
        submitted_at=None,
        reviewed_at=None,
        reviewed_by=None,
        readable=True,
    )

    id: UUID
    state: State
    version: int
    complaint: str | None
    triage: Triage | None
    when: str | None
    started_at: datetime
    updated_at: datetime
    submitted_at: datetime | None
    reviewed_at: datetime | None
    reviewed_by: str | None
    readable: Readable


class Assessments(Listing):
    """A page of assessments, the newest first."""

    items: list[AssessmentLine]
