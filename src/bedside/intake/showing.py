"""From a row and its opened document to what a caller sees."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone

from bedside import accounts
from bedside.assessment import Notice, Progress, Question, Result
from bedside.audit import Actor
from bedside.clinic import PatientView
from bedside.documents import Unreadable
from bedside.intake.conversation import Data, step_of
from bedside.intake.enquiries import enquiries_of, steps_of
from bedside.intake.may import Seen, may
from bedside.intake.models import Assessment
from bedside.intake.views import (
    AnsweredQuestion,
    AssessmentLine,
    AssessmentView,
    EnquiryView,
    StepView,
)

FIRST_LINE = 120
"""Letters of the complaint that a list shows."""


def show(
    row: Assessment,
    body: Mapping[str, Any] | Unreadable,
    *,
    by: Actor,
    patient: PatientView | None = None,
) -> AssessmentView:
    """Return the view that `by` has of an assessment, whose body is up to date (`resuming`)."""
    return _view(row, body, beside=_beside([row], by), by=by, patient=patient)


def show_each(
    rows: Sequence[Assessment], bodies: Sequence[Mapping[str, Any] | Unreadable], *, by: Actor
) -> list[AssessmentView]:
    """Return the views of many assessments, as `show` has one, in as many queries as of one."""
    beside = _beside(rows, by)
    return [_view(row, body, beside=beside, by=by) for row, body in zip(rows, bodies, strict=True)]


@dataclass(frozen=True)
class _Beside:
    """What is shown of assessments besides their rows and documents, by assessment."""

    names: Mapping[UUID, str | None]
    enquiries: Mapping[UUID, list[EnquiryView]]
    steps: Mapping[UUID, list[StepView]]


def _beside(rows: Sequence[Assessment], by: Actor) -> _Beside:
    users = {user for row in rows for user in (row.reviewed_by_id, row.claimed_by_id) if user}
    steps = steps_of(rows) if by.role == "doctor" else {}
    return _Beside(accounts.names_of(users), enquiries_of(rows), steps)


def _view(
    row: Assessment,
    body: Mapping[str, Any] | Unreadable,
    *,
    beside: _Beside,
    by: Actor,
    patient: PatientView | None = None,
) -> AssessmentView:
    said = {} if isinstance(body, Unreadable) else body
    return AssessmentView(
        id=row.id,
        patient_id=row.patient_id,
        state=row.state,
        version=row.version,
        **_said(said),
        started_at=row.started_at,
        updated_at=row.updated_at,
        submitted_at=row.submitted_at,
        due_at=row.due_at,
        reviewed_at=row.reviewed_at,
        reviewed_by=accounts.named(row.reviewed_by_id, beside.names),
        reviewer_id=row.reviewed_by_id,
        facility_id=row.facility_id,
        triage=row.triage or None,
        when=row.when_code or None,
        knowledge_version=row.knowledge_version,
        may=may(Seen(row, by, timezone.now(), said)),
        claimed_by=accounts.named(row.claimed_by_id, beside.names),
        claimant_id=row.claimed_by_id,
        encounter_id=row.encounter_id if by.role == "doctor" else None,
        enquiries=beside.enquiries.get(row.id, []),
        steps=beside.steps.get(row.id, ()),
        patient=patient,
    )


def _said(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the part of the view that is sealed; nothing of it for an empty body."""
    turns = {name: body.get(name, []) for name in ("turns", "corrections", "dropped")}
    answers, corrections, dropped = ([_answer(turn) for turn in turns[name]] for name in turns)
    step = step_of(body) if body else None
    return {
        "complaint": body.get("complaint"),
        "step": step,
        "answers": answers,
        "progress": _progress(body["interview"], step) if step else None,
        "notice": _notice(body["interview"]) if isinstance(step, Question) else None,
        "result": step if isinstance(step, Result) else None,
        "corrected": bool(body and body["interview"]["corrected"]),
        "corrections": corrections,
        "dropped": dropped,
    }


def _notice(interview: Data) -> Notice | None:
    """Drafts that were last answered before there were notices have none."""
    notice = interview.get("notice")
    return Notice.from_data(notice) if notice else None


def _progress(interview: Data, step: Question | Result) -> Progress:
    return Progress(
        asked=len(interview["answers"]),
        limit=interview["limit"],
        part=step.part if isinstance(step, Question) else step.type,
    )


def line(
    row: Assessment,
    body: Mapping[str, Any] | Unreadable,
    *,
    names: Mapping[UUID, str | None],
) -> AssessmentLine:
    """Return one line of a list; what is in the clear stands there whatever did not open.

    `names` are those of the reviewing doctors.
    """
    complaint = complaint_in(body)
    return AssessmentLine(
        id=row.id,
        state=row.state,
        version=row.version,
        complaint=complaint,
        triage=row.triage or None,
        when=row.when_code or None,
        started_at=row.started_at,
        updated_at=row.updated_at,
        submitted_at=row.submitted_at,
        reviewed_at=row.reviewed_at,
        reviewed_by=accounts.named(row.reviewed_by_id, names),
        readable=complaint is not None,
    )


def complaint_in(body: Mapping[str, Any] | Unreadable) -> str | None:
    """Return what a list shows of the patient's words; None when the document did not open."""
    return None if isinstance(body, Unreadable) else first_line(body["complaint"])


def first_line(complaint: str) -> str:
    """Return the beginning of what the patient wrote, cut at a word."""
    text = " ".join(complaint.split())
    return text if len(text) <= FIRST_LINE else text[:FIRST_LINE].rsplit(" ", 1)[0] + "…"


def answers_in(body: Mapping[str, Any]) -> list[AnsweredQuestion]:
    """Return the answers of an opened assessment, in the order given."""
    return [_answer(turn) for turn in body["turns"]]


def _answer(turn: Data) -> AnsweredQuestion:
    return AnsweredQuestion(Question.from_data(turn["question"]), turn["answer"], turn["label"])
