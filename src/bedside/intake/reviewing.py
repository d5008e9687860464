"""The doctor's acts on what was sent: taking it, marking it reviewed, closing it, and undoing each.

One doctor takes an assessment; two cannot. What one has taken another may take over on purpose
(somebody falls ill, a shift ends), which is an event of its own on record.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from bedside.accounts.acts import act
from bedside.audit import Actor
from bedside.intake import rules
from bedside.intake.enquiring import take_back
from bedside.intake.may import Seen, must
from bedside.intake.reach import find
from bedside.intake.reading import open_for
from bedside.intake.saving import must_allow, save_if_unchanged, step
from bedside.intake.telling import tell
from bedside.intake.views import AssessmentView


def take(assessment: UUID, *, version: int, by: Actor) -> AssessmentView:
    """Take it for review. Of two at once one succeeds.

    Raises NotFound, Stale, and Conflict when somebody has taken or reviewed it.
    """
    return _do("take", assessment, version, by, claimed_by_id=by.user)


def take_over(assessment: UUID, *, version: int, by: Actor) -> AssessmentView:
    """Take it from the doctor who has it. Raises NotFound, Stale and Conflict."""
    return _do("take_over", assessment, version, by, claimed_by_id=by.user)


def release(assessment: UUID, *, version: int, by: Actor) -> AssessmentView:
    """Put it back for any doctor. Raises NotFound, Stale and Conflict."""
    return _do("release", assessment, version, by, claimed_by_id=None)


def review(assessment: UUID, *, version: int, by: Actor, unread: str = "") -> AssessmentView:
    """Mark it reviewed by this doctor. Of two at once one succeeds.

    A question that still waits for the patient's reply is withdrawn with it, as a step of its own.
    For one that does not open, `unread` is a code (`lifecycle.UNREAD`) that says how the patient is
    looked after without it. Raises NotFound, Stale, Invalid, and Conflict when another has taken it
    or somebody reviewed it already.
    """
    now = timezone.now()
    reviewed = {"claimed_by_id": by.user, "reviewed_by_id": by.user, "reviewed_at": now}
    return _do("review", assessment, version, by, now=now, unread=unread, **reviewed)


def undo_review(assessment: UUID, *, version: int, by: Actor) -> AssessmentView:
    """Go on reviewing it. Raises NotFound, Stale, and Conflict for another doctor's review or one
    older than ten minutes."""
    nobody = {"reviewed_by_id": None, "reviewed_at": None}
    return _do("undo_review", assessment, version, by, claimed_by_id=by.user, **nobody)


def close(assessment: UUID, *, version: int, by: Actor) -> AssessmentView:
    """Nothing more is to be done about it. Raises NotFound, Stale and Conflict."""
    return _do("close", assessment, version, by)


def reopen(assessment: UUID, *, version: int, by: Actor) -> AssessmentView:
    """There is something to be done after all. Raises NotFound, Stale and Conflict."""
    return _do("reopen", assessment, version, by)


def _do(
    event: str,
    assessment: UUID,
    version: int,
    by: Actor,
    *,
    now: datetime | None = None,
    unread: str | None = None,
    **changes: Any,
) -> AssessmentView:
    """Do one step of a sent assessment's life, if nothing refuses it.

    The document is not written, so one that does not open stands in nobody's way; with `unread` it
    has to open, or that says why not.
    """
    now = now or timezone.now()
    with act(f"assessment.{event}", by=by) as doing:
        row = find(assessment, doing=doing)
        must_allow(row, event, version=version)
        must(event, Seen(row, by, now))
        save_if_unchanged(row, event, version=version, now=now, **changes)
        if event == "review" and take_back(row, now=now, doing=doing):
            step(row, "withdraw", now=now, by=by)
        step(row, event, now=now, by=by, unread=unread or "")
        tell(event, row.id, unread=unread or "")
        view = open_for(row, by=by)
        if unread is not None:
            rules.must_be_read_or_said_why(view.readable, unread)
        if unread:
            doing.note(unread=unread)
        return view
