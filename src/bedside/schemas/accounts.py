"""Signing in, registering, and who somebody is."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from bedside.schemas.base import Incoming, Outgoing, example
from bedside.schemas.facilities import FacilityName
from bedside.schemas.identifiers import GivenId
from bedside.schemas.lists import Listing, Readable
from bedside.schemas.text import (
    BirthDate,
    Email,
    GivenPassword,
    Name,
    Password,
    Phone,
    Sex,
    ShortLine,
    Token,
)

Role = Literal["patient", "doctor", "receptionist", "administrator"]
State = Literal["pending", "active", "disabled"]


class SignIn(Incoming):
    """The email address and password of an account."""

    model_config = example(email="asha@example.org", password="correct horse battery staple")

    email: Email
    password: GivenPassword


class Tokens(Outgoing):
    """What a signed-in program keeps: a short-lived access token and a refresh token."""

    model_config = example(
        user="0199a1f4-7c1e-7c3a-9b55-0d5c6a2f9e10",
        role="patient",
        access="eyJhbGciOi...",
        token_type="bearer",
        expires_in=900,
        refresh="q0mY...",
    )

    user: UUID
    role: Role
    access: Annotated[str, Field(description="Send as `Authorization: Bearer <access>`.")]
    token_type: Literal["bearer"] = "bearer"
    expires_in: Annotated[int, Field(description="Seconds until the access token ends.")]
    refresh: Annotated[str, Field(description="Exchange once for new tokens at auth/refresh.")]


class Refresh(Incoming):
    """A refresh token, to be exchanged."""

    model_config = example(refresh="q0mYw4cUq9zV4rS1uFh0b8eT2kLxJ7nDgA5pC3iOyZE")

    refresh: Token


class SignOut(Incoming):
    """Whether to end this session or all of them."""

    model_config = example(everywhere=False)

    everywhere: bool = False


class PatientRegistration(Incoming):
    """A new patient: who they are, their facility and a password of their own."""

    model_config = example(
        name="Asha Rao",
        birth_date="1988-04-30",
        sex="female",
        email="asha@example.org",
        phone="+44 20 7946 0018",
        facility="0199a1f4-8d2f-7d4b-8c66-1e6d7b3fae21",
        password="correct horse battery staple",
    )

    name: Name
    birth_date: BirthDate
    sex: Sex
    email: Email
    phone: Phone
    facility: GivenId
    password: Password


class StaffRegistration(Incoming):
    """A doctor or a receptionist asking for an account, which an administrator approves."""

    model_config = example(
        name="Ayo Bello",
        email="bello@example.org",
        facility="0199a1f4-8d2f-7d4b-8c66-1e6d7b3fae21",
        password="correct horse battery staple",
    )

    name: Name
    email: Email
    facility: GivenId
    password: Password


class Registered(Outgoing):
    """The account that was asked for. `pending` until an administrator approves it."""

    model_config = example(state="pending")

    state: State


class OpenedAccount(Incoming):
    """A code from the clinic, the birth date of whom it was made for, and a password to use."""

    model_config = example(
        code="7K3M-PQ2D-9RTB-4WHA-X6FN",
        birth_date="1988-04-30",
        password="correct horse battery staple",
    )

    code: ShortLine
    birth_date: BirthDate
    password: Password


class Me(Outgoing):
    """The signed-in person. Birth date, sex and phone are the patient's own and else null.

    When what is stored about them does not open, `readable` is false and what it would say is null.
    """

    model_config = example(
        user="0199a1f4-7c1e-7c3a-9b55-0d5c6a2f9e10",
        role="patient",
        name="Asha Rao",
        email="asha@example.org",
        patient="0199a1f4-9e30-7e5c-9d77-2f7e8c40bf32",
        birth_date="1988-04-30",
        sex="female",
        phone="+44 20 7946 0018",
        facilities=[],
        readable=True,
    )

    user: UUID
    role: Role
    name: str | None
    email: str | None
    patient: UUID | None
    birth_date: date | None
    sex: str | None
    phone: str | None
    facilities: list[FacilityName]
    readable: Readable


MailTopic = Literal["appointments", "reminders", "answers", "notes"]


class MailChoice(Outgoing):
    """What a patient is written about by mail. Links to set a new password are always sent.

    `undeliverable_since` is since when mails to them come back, null while they do not.
    """

    model_config = example(
        wanted=["answers", "appointments", "reminders"], undeliverable_since=None, version=2
    )

    wanted: list[MailTopic]
    undeliverable_since: datetime | None
    version: int


class GivenMailChoice(Incoming):
    """What to be written about, and nothing else."""

    model_config = example(wanted=["answers", "appointments", "reminders"])

    wanted: Annotated[list[MailTopic], Field(max_length=4)]


class Forgotten(Incoming):
    """The email address that somebody signs in with."""

    model_config = example(email="asha@example.org")

    email: Email


class PasswordChange(Incoming):
    """The present password and the one to use from now on."""

    model_config = example(current="correct horse battery staple", new="violet ladders in the rain")

    current: GivenPassword
    new: Password


Check = Literal["identity", "licence", "employment", "other"]


class NewApproval(Incoming):
    """What was checked before the account is opened: at least one of the list."""

    model_config = example(checked=["identity", "licence"])

    checked: Annotated[list[Check], Field(min_length=1, max_length=4)]


class Approval(Outgoing):
    """What was checked when the account was approved, by whom and when.

    `by` is null for the command line, `by_name` also when the name does not open.
    """

    model_config = example(
        checked=["identity", "licence"],
        at="2026-03-02T09:15:00Z",
        by="0199a1f4-7c1e-7c3a-9b55-0d5c6a2f9e11",
        by_name="Dana Whitlock",
    )

    checked: list[str]
    at: datetime
    by: UUID | None
    by_name: str | None


class Account(Outgoing):
    """An account as administrators see it; null in the place of a name or email not opened."""

    model_config = example(
        id="0199a1f4-7c1e-7c3a-9b55-0d5c6a2f9e10",
        email="bello@example.org",
        name="Ayo Bello",
        role="doctor",
        state="pending",
        created_at="2026-03-02T09:15:00Z",
        approval=None,
        readable=True,
    )

    id: UUID
    email: str | None
    name: str | None
    role: Role
    state: State
    created_at: datetime
    approval: Approval | None
    readable: Readable


class ResetLink(Outgoing):
    """A link that lets its holder choose a new password, once."""

    model_config = example(url="https://clinic.example/reset/q0mY...")

    url: str


class Accounts(Listing):
    """A page of accounts, in the order they were made."""

    items: list[Account]
