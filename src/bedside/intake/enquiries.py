"""Reading what patients were asked back, and each step of an assessment's life."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from bedside import accounts, documents
from bedside.intake.models import Assessment, Enquiry, Step
from bedside.intake.views import EnquiryView, StepView


def enquiries_of(rows: Sequence[Assessment]) -> Mapping[UUID, list[EnquiryView]]:
    """Return what the patients were asked back, the oldest first, by assessment: all in one go."""
    asked = {row.id: row for row in rows if row.enquiries_made}
    found: dict[UUID, list[EnquiryView]] = defaultdict(list)
    if not asked:
        return found
    enquiries = list(Enquiry.objects.filter(assessment__in=asked).order_by("asked_at", "id"))
    for one in enquiries:
        one.assessment = asked[one.assessment_id]
    names = accounts.names_of({one.asked_by_id for one in enquiries})
    for one, body in zip(enquiries, documents.open_each(enquiries), strict=True):
        view = _view(one, body, accounts.named(one.asked_by_id, names))
        found[one.assessment_id].append(view)
    return found


def steps_of(rows: Sequence[Assessment]) -> Mapping[UUID, list[StepView]]:
    """Return who did what with sent assessments and when, the oldest first, by assessment."""
    found: dict[UUID, list[StepView]] = defaultdict(list)
    steps = list(Step.objects.filter(assessment__in=[row.id for row in rows]).order_by("at", "id"))
    names = accounts.names_of({one.by_id for one in steps if one.by_id})
    for one in steps:
        who = accounts.named(one.by_id, names)
        found[one.assessment_id].append(StepView(one.event, one.state, one.at, who, one.unread))
    return found


def _view(
    row: Enquiry, body: documents.Body | documents.Unreadable, asked_by: str | None
) -> EnquiryView:
    opened = None if isinstance(body, documents.Unreadable) else body
    return EnquiryView(
        id=row.id,
        question=opened["question"] if opened else None,
        reply=opened["reply"] if opened else None,
        asked_by=asked_by,
        asked_at=row.asked_at,
        replied_at=row.replied_at,
        withdrawn_at=row.withdrawn_at,
    )
