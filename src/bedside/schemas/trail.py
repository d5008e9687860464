"""Who did what, when, and on which kind of record, for administrators."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from bedside.schemas.base import Outgoing, example
from bedside.schemas.lists import Listing

ActorRole = Literal["anonymous", "patient", "doctor", "receptionist", "administrator", "system"]
Outcome = Literal["done", "refused", "failed"]
Verb = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z_]{1,30}\.[a-z_]{1,30}$"),
    Field(description="An act, such as `note.sign`."),
]


class PatientNumber(Outgoing):
    """A patient, by their record number at their facility; never by name."""

    number: str
    facility: str


class AuditEvent(Outgoing):
    """One act. `kinds` are the kinds of things it was done to.

    It speaks of so many `patients`; the first three who have a number are `named`. `who` is null
    for patients, for nobody, and for an account that is gone.
    """

    id: UUID
    at: datetime
    action: str
    outcome: Outcome
    role: ActorRole
    user: UUID | None
    who: str | None
    kinds: list[str]
    facility: str | None
    patients: int
    named: list[PatientNumber]
    address: Annotated[str, Field(description="The client's IP address, or `local`.")]


class AuditCheck(Outgoing):
    """The last time that every chain was walked."""

    at: datetime
    chains: int
    broken: Annotated[int, Field(description="Chains that are not as they were written.")]


class AuditEvents(Listing):
    """Who did what, the latest first; `checked` is null before the first check."""

    model_config = example(
        items=[
            {
                "id": "0199a1f4-8d2f-7d4b-8c66-1e6d7b3fae21",
                "at": "2026-03-02T09:15:00Z",
                "action": "note.sign",
                "outcome": "done",
                "role": "doctor",
                "user": "0199a1f4-7c1e-7c3a-9b55-0d5c6a2f9e10",
                "who": "Ayo Bello",
                "kinds": ["encounter", "note"],
                "facility": "Riverside Clinic",
                "patients": 1,
                "named": [{"number": "00042-1", "facility": "Riverside Clinic"}],
                "address": "198.51.100.7",
            }
        ],
        next=None,
        checked={"at": "2026-03-02T00:00:04Z", "chains": 3, "broken": 0},
    )

    items: list[AuditEvent]
    checked: AuditCheck | None
