"""What time and state allow with an assessment, apart from who asks."""

from datetime import datetime, timedelta
from uuid import UUID

from bedside.errors import Conflict
from bedside.intake.conversation import Conversation
from bedside.intake.lifecycle import DRAFT
from bedside.intake.models import Assessment

RESULT_LASTS = timedelta(hours=24)
"""An unsent result is about today: after this the life threats are asked again."""
PREVIOUS_COUNTS = timedelta(hours=72)
"""A complaint that comes back within this time is never just for self-care."""
UNDO_LASTS = timedelta(minutes=10)
DRAFT_LASTS = timedelta(days=7)
"""How long the draft of somebody without an account is kept."""


def result_is_old(row: Assessment, now: datetime) -> bool:
    """Whether a draft's result, if it has one, is too old to be sent."""
    return row.state == DRAFT and now - row.updated_at > RESULT_LASTS


def must_be_ready(conversation: Conversation) -> None:
    """Raise Conflict while questions are open, those asked again after a day included."""
    if not conversation.finished:
        raise Conflict(
            "There are questions to answer first. After a day the safety questions come again."
        )


def may_undo(row: Assessment, doctor: UUID | None, now: datetime) -> None:
    """Raise Conflict unless this doctor reviewed it less than ten minutes ago."""
    if row.reviewed_by_id != doctor:
        raise Conflict("Only the doctor who reviewed this can take the review back.")
    if row.reviewed_at is None or now - row.reviewed_at > UNDO_LASTS:
        raise Conflict("A review can be taken back for ten minutes only.")
