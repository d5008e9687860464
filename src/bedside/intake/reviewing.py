"""The doctor's acts: marking an assessment reviewed, and taking that back for ten minutes."""

from uuid import UUID

from django.utils import timezone

from bedside import documents
from bedside.accounts.acts import act
from bedside.accounts.models import User
from bedside.audit import Actor
from bedside.clinic.patients import open_patients
from bedside.intake.models import Assessment
from bedside.intake.reach import find
from bedside.intake.rules import may_undo
from bedside.intake.saving import must_allow, save_if_unchanged
from bedside.intake.showing import show
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
        return _shown(row, by)


def undo_review(assessment: UUID, *, version: int, by: Actor) -> AssessmentView:
    """Put it back on the worklist. Raises NotFound, Stale, and Conflict for another doctor's
    review or one older than ten minutes."""
    with act("assessment.undo_review", by=by) as doing:
        row = find(assessment, doing=doing)
        must_allow(row, "undo_review", version=version)
        now = timezone.now()
        may_undo(row, by.user, now)
        save_if_unchanged(
            row, "undo_review", version=version, now=now, reviewed_by_id=None, reviewed_at=None
        )
        return _shown(row, by)


def _shown(row: Assessment, by: Actor) -> AssessmentView:
    doctor = row.reviewed_by_id
    row.reviewed_by = User.objects.get(id=doctor) if doctor else None
    return show(row, documents.read(row), patient=open_patients([row.patient], by=by)[0])
