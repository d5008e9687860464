"""The doctor's acts: marking an assessment reviewed, and taking that back for ten minutes."""

from uuid import UUID

from django.utils import timezone

from bedside.accounts.acts import act
from bedside.audit import Actor
from bedside.intake.reach import find
from bedside.intake.reading import open_for
from bedside.intake.rules import must_be_mine_to_undo
from bedside.intake.saving import must_allow, save_if_unchanged
from bedside.intake.views import AssessmentView


def review(assessment: UUID, *, version: int, by: Actor) -> AssessmentView:
    """Mark it reviewed by this doctor. Of two at once one succeeds.

    Raises NotFound, Conflict when somebody reviewed it already, and Stale.
    """
    with act("assessment.review", by=by) as doing:
        row = find(assessment, doing=doing)
        must_allow(row, "review", version=version)
        now = timezone.now()
        save_if_unchanged(
            row, "review", version=version, now=now, reviewed_by_id=by.user, reviewed_at=now
        )
        return open_for(row, by=by)


def undo_review(assessment: UUID, *, version: int, by: Actor) -> AssessmentView:
    """Put it back on the worklist. Raises NotFound, Stale, and Conflict for another doctor's
    review or one older than ten minutes."""
    with act("assessment.undo_review", by=by) as doing:
        row = find(assessment, doing=doing)
        must_allow(row, "undo_review", version=version)
        now = timezone.now()
        must_be_mine_to_undo(row, by.user, now)
        save_if_unchanged(
            row, "undo_review", version=version, now=now, reviewed_by_id=None, reviewed_at=None
        )
        return open_for(row, by=by)
