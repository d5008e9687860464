"""What time and state allow with an assessment, apart from who asks."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from bedside.assessment import Result
from bedside.clinic.patients.rules import must_have_clinic
from bedside.errors import Conflict, Invalid
from bedside.intake.conversation import Conversation, is_finished
from bedside.intake.lifecycle import DRAFT, SUBMITTED, UNREAD
from bedside.intake.models import Assessment

RESULT_LASTS = timedelta(hours=24)
"""An unsent result is about today: after this the life threats are asked again."""
PREVIOUS_COUNTS = timedelta(hours=72)
"""A complaint that comes back within this time is never just for self-care."""
UNDO_LASTS = timedelta(minutes=10)
DRAFT_LASTS = timedelta(days=7)
"""How long the draft of somebody without an account is kept."""
UNFINISHED = "There are questions to answer first. After a day the safety questions come again."


def result_is_old(row: Assessment, now: datetime) -> bool:
    """Whether a draft's result, if it has one, is too old to be sent."""
    return row.state == DRAFT and now - row.updated_at > RESULT_LASTS


def must_be_ready(conversation: Conversation) -> Result:
    """Return the result.

    Raises Conflict while questions are open, those asked again after a day included.
    """
    step = conversation.interview.step
    if not isinstance(step, Result):
        raise Conflict(UNFINISHED)
    return step


def must_be_asking(body: Mapping[str, Any]) -> None:
    """Raise Conflict when no question is being asked any more."""
    if is_finished(body):
        raise Conflict("This question is not being asked now.")


def must_have_answers(body: Mapping[str, Any]) -> None:
    """Raise Conflict when nothing was answered yet."""
    if not body["turns"]:
        raise Conflict("There is nothing to go back to.")


def must_be_sendable(row: Assessment, body: Mapping[str, Any]) -> None:
    """Raise Conflict before there is a result, or a clinic to send it to."""
    must_have_clinic(row.patient)
    if not is_finished(body):
        raise Conflict(UNFINISHED)


def must_be_read_or_said_why(is_readable: bool, unread: str) -> None:
    """Raise Invalid unless it opens, or else a code says why one can do without what it says.

    Raises Conflict for the code when it opens (again): then it has to be read.
    """
    if is_readable and unread:
        raise Conflict("This assessment can be opened now. Read it first.")
    if not is_readable and unread not in UNREAD:
        raise Invalid(fields={"unread": "It cannot be read. Say how the patient is looked after."})


def must_be_mine_to_undo(row: Assessment, doctor: UUID | None, now: datetime) -> None:
    """Raise Conflict unless this doctor reviewed it less than ten minutes ago."""
    if row.reviewed_by_id != doctor:
        raise Conflict("Only the doctor who reviewed this can take the review back.")
    if row.reviewed_at is None or now - row.reviewed_at > UNDO_LASTS:
        raise Conflict("A review can be taken back for ten minutes only.")


def must_be_mine(row: Assessment, doctor: UUID | None) -> None:
    """Raise Conflict unless this doctor has taken it."""
    if row.claimed_by_id != doctor:
        raise Conflict("Another doctor has taken this assessment.")


def must_not_be_anothers(row: Assessment, doctor: UUID | None) -> None:
    """Raise Conflict when another doctor has taken it; one that nobody took is anybody's."""
    if row.claimed_by_id is not None:
        must_be_mine(row, doctor)


def must_be_taken_first(row: Assessment) -> None:
    """Raise Conflict for reviewing an emergency that nobody has taken.

    Taking it tells everybody else at once that somebody is at it. Source: none; house rule.
    """
    if row.state == SUBMITTED and row.triage == "emergency":
        raise Conflict("This is an emergency. Take it first, so that everybody sees who is at it.")


def must_be_reviewable(row: Assessment, doctor: UUID | None) -> None:
    """Raise Conflict when another doctor has taken it, or nobody an emergency."""
    must_not_be_anothers(row, doctor)
    must_be_taken_first(row)


def must_be_anothers(row: Assessment, doctor: UUID | None) -> None:
    """Raise Conflict for taking over what is one's own already."""
    if row.claimed_by_id == doctor:
        raise Conflict("You have taken this assessment already.")
