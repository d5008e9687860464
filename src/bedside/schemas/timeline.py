"""What happened to a patient, the latest first."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from bedside.schemas.base import Outgoing, example
from bedside.schemas.lists import Listing

EntryKind = Literal[
    "encounter", "elsewhere", "note", "assessment", "appointment", "diagnosis", "vitals"
]


class TimelineEntry(Outgoing):
    """Something that happened: `id` is that of the noun, `code` its state, urgency or status."""

    model_config = example(
        kind="assessment",
        id="0199a1f4-7c1e-7c3a-9b55-0d5c6a2f9e10",
        at="2026-03-02T09:15:00Z",
        by=None,
        what="A pounding headache for three days",
        code="urgent",
    )

    kind: EntryKind
    id: UUID
    at: datetime
    by: str | None
    what: Annotated[str | None, Field(description="null where it could not be opened.")]
    code: str


class Timeline(Listing):
    """A page of what happened."""

    items: list[TimelineEntry]
