"""The worklist: what waits for a doctor, the most urgent first."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from bedside.schemas.base import Outgoing
from bedside.schemas.lists import Listing

Triage = Literal["emergency", "urgent", "routine", "self-care"]
WorklistState = Literal["submitted", "reviewed"]


class WorklistRow(Outgoing):
    """One assessment that was sent to a facility of the caller's."""

    id: UUID
    patient: UUID
    name: str
    age: int
    sex: str
    triage: Triage
    when: Annotated[str, Field(examples=["within-24-hours"])]
    state: str
    submitted_at: datetime
    due_at: datetime
    waiting: Annotated[int, Field(description="Seconds since it was sent.")]
    complaint: Annotated[str, Field(description="The first line of the patient's own words.")]
    facility: UUID
    facility_name: str


class Worklist(Listing):
    """A page of the worklist. `counts` speaks of the whole list, by level."""

    items: list[WorklistRow]
    counts: dict[Triage, int]
