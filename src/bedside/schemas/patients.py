"""Patients, and who looked into their record."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from bedside import limits
from bedside.schemas.base import Changes, Incoming, Outgoing, example
from bedside.schemas.identifiers import GivenId
from bedside.schemas.lists import Listing, Readable
from bedside.schemas.text import OPTIONAL_LINE, BirthDate, Email, Name, Phone, Sex

Need = Literal[
    "interpreter", "sign-language", "wheelchair", "hearing", "sight", "companion", "more-time"
]
OtherName = Annotated[str, StringConstraints(max_length=limits.NAME), OPTIONAL_LINE]
OwnWords = Annotated[str, StringConstraints(max_length=limits.LINE), OPTIONAL_LINE]
Language = Annotated[
    str,
    StringConstraints(max_length=3, pattern="^[a-z]*$"),
    Field(examples=["hi"], description="The ISO 639 code of the language somebody prefers."),
]


class KinSaid(Incoming):
    """Whom the clinic may call about the patient."""

    model_config = example(name="Mira Rao", relationship="sister", phone="+44 20 7946 0020")

    name: Name
    relationship: OwnWords = ""
    phone: Phone


class Kin(Outgoing):
    """Whom the clinic may call about the patient; the number as it was written."""

    name: str
    relationship: str
    phone: str


class ProfileChanges(Changes):
    """Details to change, field by field; what is left out stays as it is.

    Fields that somebody else has changed since they were read are not overwritten (412).
    """

    EMPTIED = frozenset({"next_of_kin"})
    model_config = example(phone="+44 20 7946 0019", needs=["interpreter"])

    name: Name | None = None
    birth_date: BirthDate | None = None
    sex: Sex | None = None
    phone: Phone | None = None
    preferred_name: OtherName | None = None
    gender: OwnWords | None = None
    language: Language | None = None
    needs: Annotated[list[Need], Field(max_length=7)] | None = None
    next_of_kin: Annotated[KinSaid | None, Field(description="null takes them off.")] = None
    former_names: (
        Annotated[
            list[Name],
            Field(
                max_length=limits.FORMER_NAMES, description="What the patient was called before."
            ),
        ]
        | None
    ) = None

    def said(self) -> dict[str, Any]:
        """Return what was sent."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class NewPatient(Incoming):
    """Somebody whom a doctor's clinic registers; without an email there is no account."""

    model_config = example(
        name="Mira Rao",
        birth_date="2026-03-01",
        sex="female",
        phone="+44 20 7946 0018",
        facility="0199a1f4-8d2f-7d4b-8c66-1e6d7b3fae21",
    )

    name: Name
    birth_date: BirthDate
    sex: Sex
    phone: Phone
    facility: GivenId
    email: Email | None = None


class Responsible(Incoming):
    """The doctor who answers for a patient's care; null when none does."""

    model_config = example(doctor="0199a1f4-7c1e-7c3a-9b55-0d5c6a2f9e10")

    doctor: GivenId | None


class Transfer(Incoming):
    """Where a patient moves to."""

    model_config = example(facility="0199a1f4-8d2f-7d4b-8c66-1e6d7b3fae21")

    facility: GivenId


class Patient(Outgoing):
    """A patient as the caller may see them; administrators get ids, and null for the rest.

    The details are null as well when the sealed profile does not open: then `readable` is false.
    """

    model_config = example(
        id="0199a1f4-9e30-7e5c-9d77-2f7e8c40bf32",
        state="registered",
        facility="0199a1f4-8d2f-7d4b-8c66-1e6d7b3fae21",
        name="Asha Rao",
        birth_date="1988-04-30",
        age=37,
        age_text="37 years",
        sex="female",
        email="asha@example.org",
        phone="+44 20 7946 0018",
        preferred_name="",
        gender="",
        language="en",
        needs=[],
        next_of_kin=None,
        former_names=[],
        record_number="00042-1",
        responsible=None,
        version=1,
        created_at="2026-03-02T09:15:00Z",
        readable=True,
    )

    id: UUID
    state: Literal["provisional", "registered"]
    facility: UUID | None
    name: str | None
    birth_date: date | None
    age: int | None
    age_text: str | None
    sex: str | None
    email: str | None
    phone: str | None
    preferred_name: str | None
    gender: str | None
    language: str | None
    needs: list[str] | None
    next_of_kin: Kin | None
    former_names: list[str] | None
    record_number: Annotated[
        str, Field(description="At the patient's facility, with its check digit; empty without.")
    ]
    responsible: UUID | None
    version: int
    created_at: datetime
    readable: Readable = True


class Patients(Listing):
    """A page of patients."""

    items: list[Patient]


Identity = Literal["document", "known", "other"]


class NewInvitation(Incoming):
    """How staff made sure who the patient is, and the email with which they will sign in.

    Without an email it is the one on record.
    """

    model_config = example(email="asha@example.org", checked=["document"])

    email: Email | None = None
    checked: Annotated[list[Identity], Field(min_length=1, max_length=3)]


class Invitation(Outgoing):
    """A code with which the patient opens their own account at `url`, once. Hand it over."""

    model_config = example(
        code="7K3M-PQ2D-9RTB-4WHA-X6FN",
        url="https://clinic.example/open-account",
        expires_at="2026-03-16T09:15:00Z",
    )

    code: str
    url: str
    expires_at: datetime


class Access(Outgoing):
    """Somebody read or changed the record. `action` is the act, such as `assessment.read`."""

    model_config = example(
        at="2026-03-02T09:15:00Z", who="Ayo Bello", role="doctor", action="assessment.read"
    )

    at: datetime
    who: str
    role: str
    action: str


class Accesses(Listing):
    """Who looked into the record, the newest first, without the patient's own visits."""

    items: list[Access]
