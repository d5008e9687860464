"""Patients, and who looked into their record."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from bedside.schemas.base import Outgoing
from bedside.schemas.lists import Listing


class Patient(Outgoing):
    """A patient as the caller may see them; administrators get ids, and null for the rest."""

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

    at: datetime
    who: str
    role: str
    action: str


class Accesses(Outgoing):
    """Who looked into the record lately, the newest first, without the patient's own visits."""

    items: list[Access]
