"""Reading what patients were asked back, and each step of an assessment's life."""

from bedside import accounts, documents
from bedside.intake.models import Assessment, Enquiry
from bedside.intake.views import EnquiryView, StepView


def enquiries_of(row: Assessment) -> list[EnquiryView]:
    """Return what the patient was asked back about an assessment, the oldest first."""
    if not row.enquiries_made:
        return []
    rows = list(row.enquiries.order_by("asked_at", "id"))
    for one in rows:
        one.assessment = row
    names = accounts.names_of({one.asked_by_id for one in rows})
    return [
        _view(one, body, accounts.named(one.asked_by_id, names))
        for one, body in zip(rows, documents.open_each(rows), strict=True)
    ]


def steps_of(row: Assessment) -> list[StepView]:
    """Return who did what with a sent assessment and when, the oldest first."""
    rows = list(row.steps.order_by("at", "id"))
    names = accounts.names_of({one.by_id for one in rows if one.by_id})
    return [
        StepView(one.event, one.state, one.at, accounts.named(one.by_id, names), one.unread)
        for one in rows
    ]


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
