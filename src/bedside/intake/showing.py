"""From a row and its opened document to what a caller sees."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from bedside import accounts
from bedside.audit import Actor
from bedside.clinic import PatientView
from bedside.intake.conversation import result_of
from bedside.intake.may import Seen, may
from bedside.intake.models import Assessment
from bedside.intake.views import AssessmentLine, AssessmentView, Data

FIRST_LINE = 120
"""Letters of the complaint that a list shows."""


def show(
    row: Assessment, body: Mapping[str, Any], *, by: Actor, patient: PatientView | None = None
) -> AssessmentView:
    """Return the view that `by` has of an assessment, whose body is up to date (`resuming`)."""
    interview = body["interview"]
    step = interview["step"]
    return AssessmentView(
        id=row.id,
        patient_id=row.patient_id,
        state=row.state,
        version=row.version,
        complaint=body["complaint"],
        step=step,
        answers=[_answer(turn) for turn in body["turns"]],
        progress={
            "asked": len(interview["answers"]),
            "limit": interview["limit"],
            "part": step.get("part", "result"),
        },
        result=result_of(body),
        started_at=row.started_at,
        updated_at=row.updated_at,
        submitted_at=row.submitted_at,
        due_at=row.due_at,
        reviewed_at=row.reviewed_at,
        reviewed_by=reviewer(row),
        reviewer_id=row.reviewed_by_id,
        facility_id=row.facility_id,
        triage=row.triage or None,
        when=row.when_code or None,
        corrected=bool(interview["corrected"]),
        corrections=[_answer(turn) for turn in body["corrections"]],
        dropped=[_answer(turn) for turn in body["dropped"]],
        knowledge_version=row.knowledge_version,
        may=may(Seen(row, body, by, timezone.now())),
        patient=patient,
    )


def line(row: Assessment, body: Mapping[str, Any]) -> AssessmentLine:
    """Return one line of a list."""
    return AssessmentLine(
        id=row.id,
        state=row.state,
        version=row.version,
        complaint=first_line(body["complaint"]),
        triage=row.triage or None,
        when=row.when_code or None,
        started_at=row.started_at,
        updated_at=row.updated_at,
        submitted_at=row.submitted_at,
        reviewed_at=row.reviewed_at,
        reviewed_by=reviewer(row),
    )


def first_line(complaint: str) -> str:
    """Return the beginning of what the patient wrote, cut at a word."""
    text = " ".join(complaint.split())
    return text if len(text) <= FIRST_LINE else text[:FIRST_LINE].rsplit(" ", 1)[0] + "…"


def reviewer(row: Assessment) -> str | None:
    """Return the reviewing doctor's name."""
    return accounts.describe(row.reviewed_by)["name"] if row.reviewed_by else None


def _answer(turn: Data) -> Data:
    question = turn["question"]
    return {
        "question_id": question["id"],
        "text": question["text"],
        "answer": turn["answer"],
        "label": turn["label"],
        "question": question,
    }
