"""Encounters: that somebody was seen, by whom, where and when."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from bedside.schemas.base import Changes, Incoming, Outgoing, example
from bedside.schemas.identifiers import GivenId
from bedside.schemas.lists import Listing
from bedside.schemas.text import Moment

EncounterKind = Literal["visit", "phone", "video", "home", "record"]
May = Annotated[
    list[str],
    Field(description="What the caller may do with it now: offer these, and nothing else."),
]


class Person(Outgoing):
    """Somebody who did something. `name` is null when it could not be opened."""

    model_config = example(
        id="0199a1f4-1c2d-7e5c-9d77-2f7e8c40bf32", name="Ayo Bello", readable=True
    )

    id: UUID
    name: str | None
    readable: bool


class NewEncounter(Incoming):
    """An encounter to begin. Without `started_at` it begins now.

    `facility` is one that cares for the patient and where the caller works; it may be left out
    when there is only one. An encounter of an `appointment` is where that was booked; asked again,
    it is the same encounter.
    """

    model_config = example(kind="visit", started_at="2026-03-02T09:15:00Z")

    facility: GivenId | None = None
    appointment: GivenId | None = None
    kind: EncounterKind = "visit"
    started_at: Moment | None = None


class EncounterOfAssessment(Incoming):
    """An encounter to begin from an assessment, now."""

    model_config = example(kind="phone")

    kind: EncounterKind = "visit"


class EncounterChanges(Changes):
    """What to correct; what is left out stays as it is."""

    model_config = example(kind="phone")

    kind: EncounterKind | None = None
    started_at: Moment | None = None


class Encounter(Outgoing):
    """One encounter. `started_at` is when it happened, `recorded_at` when it was entered."""

    model_config = example(
        id="0199a1f4-7c1e-7c3a-9b55-0d5c6a2f9e10",
        patient="0199a1f4-9e30-7e5c-9d77-2f7e8c40bf32",
        facility="0199a1f4-8d2f-7d4b-8c66-1e6d7b3fae21",
        facility_name="Riverside Clinic",
        appointment=None,
        practitioner={
            "id": "0199a1f4-1c2d-7e5c-9d77-2f7e8c40bf32",
            "name": "Ayo Bello",
            "readable": True,
        },
        kind="visit",
        state="open",
        started_at="2026-03-02T09:15:00Z",
        recorded_at="2026-03-02T09:16:00Z",
        locked_at=None,
        locked_by=None,
        version=1,
        may=["change", "lock", "mark_as_error", "write"],
    )

    id: UUID
    patient: UUID
    facility: UUID
    facility_name: str
    appointment: UUID | None
    practitioner: Person
    kind: EncounterKind
    state: Literal["open", "locked", "entered-in-error"]
    started_at: datetime
    recorded_at: datetime
    locked_at: datetime | None
    locked_by: Person | None
    version: int
    may: May


class Encounters(Listing):
    """A page of a patient's encounters, the latest first."""

    items: list[Encounter]
