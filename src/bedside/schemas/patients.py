"""Patients, and who looked into their record."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from bedside.schemas.base import Outgoing, example
from bedside.schemas.lists import Listing


class Patient(Outgoing):
    """A patient as the caller may see them; administrators get ids, and null for the rest."""

    model_config = example(
        id="0199a1f4-9e30-7e5c-9d77-2f7e8c40bf32",
        state="registered",
        facility="0199a1f4-8d2f-7d4b-8c66-1e6d7b3fae21",
        name="Asha Rao",
        birth_date="1988-04-30",
        age=37,
        sex="female",
        email="asha@example.org",
        phone="+44 20 7946 0018",
        version=1,
        created_at="2026-03-02T09:15:00Z",
    )

    id: UUID
    state: Literal["provisional", "registered"]
    facility: UUID | None
    name: str | None
    birth_date: date | None
    age: int | None
    sex: str | None
    email: str | None
    phone: str | None
    version: int
    created_at: datetime


class Patients(Listing):
    """A page of patients."""

    items: list[Patient]


class Access(Outgoing):
    """Somebody read or changed the record. `action` is the act, such as `assessment.read`."""

    model_config = example(
        at="2026-03-02T09:15:00Z", who="Ayo Bello", role="doctor", action="assessment.read"
    )

    at: datetime
    who: str
    role: str
    action: str


class Accesses(Outgoing):
    """Who looked into the record lately, the newest first, without the patient's own visits."""

    items: list[Access]
