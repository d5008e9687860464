"""The worklist: what waits for a doctor, the most urgent first."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from bedside.schemas.base import Outgoing, example
from bedside.schemas.lists import Listing, Readable

Triage = Literal["emergency", "urgent", "routine", "self-care"]
WorklistState = Literal["open", "submitted", "in_review", "needs_information", "reviewed", "closed"]
"""`open` is everything that waits: submitted, in review and needs information."""


class WorklistRow(Outgoing):
    """One assessment that was sent to a facility of the caller's.

    When a sealed document does not open, `readable` is false, the row stays in its place, and null
    stands for what the document would say: name, age and sex, or the complaint.
    """

    model_config = example(
        id="0199a1f4-7c1e-7c3a-9b55-0d5c6a2f9e10",
        patient="0199a1f4-9e30-7e5c-9d77-2f7e8c40bf32",
        name="Asha Rao",
        age=37,
        age_text="37 years",
        sex="female",
        triage="urgent",
        when="within-24-hours",
        state="submitted",
        submitted_at="2026-03-02T09:15:00Z",
        due_at="2026-03-03T09:15:00Z",
        waiting=1800,
        complaint="A pounding headache for three days",
        facility="0199a1f4-8d2f-7d4b-8c66-1e6d7b3fae21",
        facility_name="Riverside Clinic",
        claimed_by=None,
        overdue=False,
        readable=True,
    )

    id: UUID
    patient: UUID
    name: str | None
    age: int | None
    age_text: Annotated[
        str | None, Field(description='The age as a clinician writes it, such as "6 weeks".')
    ]
    sex: str | None
    triage: Triage
    when: Annotated[str, Field(examples=["within-24-hours"])]
    state: str
    submitted_at: datetime
    due_at: datetime
    waiting: Annotated[int, Field(description="Seconds since it was sent.")]
    complaint: Annotated[
        str | None, Field(description="The first line of the patient's own words.")
    ]
    facility: UUID
    facility_name: str
    claimed_by: Annotated[str | None, Field(description="The doctor who has taken it.")]
    overdue: Annotated[bool, Field(description="It waits longer than its urgency allows.")]
    readable: Readable


class Worklist(Listing):
    """A page of the worklist. `counts` speaks of the whole list, by level."""

    items: list[WorklistRow]
    counts: dict[Triage, int]
