"""Signing in, registering, and who somebody is."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from bedside.schemas.base import Incoming, Outgoing
from bedside.schemas.facilities import FacilityName
from bedside.schemas.identifiers import GivenId
from bedside.schemas.lists import Listing
from bedside.schemas.text import BirthDate, Email, GivenPassword, Name, Password, Phone, Token

Role = Literal["patient", "doctor", "administrator"]
State = Literal["pending", "active", "disabled"]
Sex = Literal["female", "male", "other"]

_EMAIL = Annotated[Email, Field(examples=["asha@example.org"])]


class SignIn(Incoming):
    """The email address and password of an account."""

    email: _EMAIL
    password: Annotated[GivenPassword, Field(examples=["correct horse battery staple"])]


class Tokens(Outgoing):
    """What a signed-in program keeps: a short-lived access token and a refresh token."""

    user: UUID
    role: Role
    access: Annotated[str, Field(description="Send as `Authorization: Bearer <access>`.")]
    token_type: Literal["bearer"] = "bearer"  # noqa: S105
    expires_in: Annotated[int, Field(description="Seconds until the access token ends.")]
    refresh: Annotated[str, Field(description="Exchange once for new tokens at auth/refresh.")]


class Refresh(Incoming):
    """A refresh token, to be exchanged."""

    refresh: Token


class SignOut(Incoming):
    """Whether to end this session or all of them."""

    everywhere: bool = False


class PatientRegistration(Incoming):
    """A new patient: who they are, their facility and a password of their own."""

    name: Annotated[Name, Field(examples=["Asha Rao"])]
    birth_date: BirthDate
    sex: Sex
    email: _EMAIL
    phone: Annotated[Phone, Field(examples=["+44 20 7946 0018"])]
    facility: GivenId
    password: Annotated[Password, Field(examples=["correct horse battery staple"])]


class DoctorRegistration(Incoming):
    """A doctor asking for an account, which an administrator approves."""

    name: Annotated[Name, Field(examples=["Ayo Bello"])]
    email: _EMAIL
    facility: GivenId
    password: Annotated[Password, Field(examples=["correct horse battery staple"])]


class Registered(Outgoing):
    """The account that was asked for. `pending` until an administrator approves it."""

    state: State


class Me(Outgoing):
    """The signed-in person. Birth date, sex and phone are the patient's own and else null."""

    user: UUID
    role: Role
    name: str
    email: str
    patient: UUID | None
    birth_date: date | None
    sex: str | None
    phone: str | None
    facilities: list[FacilityName]


class ProfileChanges(Incoming):
    """Details to change, field by field; what is left out stays as it is."""

    name: Name | None = None
    birth_date: BirthDate | None = None
    sex: Sex | None = None
    phone: Phone | None = None


class PasswordChange(Incoming):
    """The present password and the one to use from now on."""

    current: GivenPassword
    new: Password


class Account(Outgoing):
    """An account as administrators see it."""

    id: UUID
    email: str
    name: str
    role: Role
    state: State
    created_at: datetime


class ResetLink(Outgoing):
    """A link that lets its holder choose a new password, once."""

    url: str


class Accounts(Listing):
    """A page of accounts, in the order they were made."""

    items: list[Account]
