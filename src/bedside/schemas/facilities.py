"""Facilities: the places where care happens."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from bedside.schemas.base import Changes, Incoming, Outgoing, example
from bedside.schemas.identifiers import GivenId
from bedside.schemas.lists import Listing
from bedside.schemas.text import Moment, Name, Phone, ShortLine

TimeZone = Annotated[
    str,
    StringConstraints(max_length=64, pattern=r"^[A-Za-z]+([A-Za-z0-9_+/-]*[A-Za-z0-9])?$"),
    Field(examples=["Europe/London"], description="An IANA time zone."),
]


class FacilityName(Outgoing):
    """A facility as somebody choosing one sees it."""

    model_config = example(
        id="0199a1f4-8d2f-7d4b-8c66-1e6d7b3fae21", name="Riverside Clinic", city="Leeds"
    )

    id: UUID
    name: str
    city: str


class Facility(FacilityName):
    """A facility as its administrators see it."""

    model_config = example(
        id="0199a1f4-8d2f-7d4b-8c66-1e6d7b3fae21",
        name="Riverside Clinic",
        city="Leeds",
        address_line="12 Mill Lane",
        phone="+44 113 496 0000",
        time_zone="Europe/London",
        active=True,
        version=1,
    )

    address_line: str
    phone: str
    time_zone: str
    active: bool
    version: int


class NewFacility(Incoming):
    """A facility to open."""

    model_config = example(
        name="Riverside Clinic",
        address_line="12 Mill Lane",
        city="Leeds",
        phone="+44 113 496 0000",
        time_zone="Europe/London",
    )

    name: Name
    address_line: Name
    city: ShortLine
    phone: Phone
    time_zone: TimeZone = "UTC"


class FacilityChanges(Changes):
    """What to change about a facility; what is left out stays as it is."""

    model_config = example(phone="+44 113 496 0001")

    name: Name | None = None
    address_line: Name | None = None
    city: ShortLine | None = None
    phone: Phone | None = None
    time_zone: TimeZone | None = None
    active: bool | None = None


class NewMember(Incoming):
    """A doctor who is to work at the facility; from now on when `since` is null."""

    model_config = example(
        user="0199a1f4-7c1e-7c3a-9b55-0d5c6a2f9e10", since="2026-03-02T09:00:00Z", until=None
    )

    user: GivenId
    since: Moment | None = None
    until: Annotated[Moment | None, Field(description="Exclusive.")] = None


class MemberEnd(Incoming):
    """When a membership ends: now, when `until` is null."""

    model_config = example(until="2026-12-31T23:00:00Z")

    until: Moment | None = None


class Member(Outgoing):
    """Somebody's time at a facility, from `since` until (exclusive) `until`, if that is set.

    `name` is null when it does not open.
    """

    model_config = example(
        user="0199a1f4-7c1e-7c3a-9b55-0d5c6a2f9e10",
        name="Ayo Bello",
        since="2026-03-02T09:00:00Z",
        until=None,
        standing="now",
        version=1,
    )

    user: UUID
    name: str | None
    since: datetime
    until: datetime | None
    standing: Literal["coming", "now", "ended"]
    version: int


class Members(Listing):
    """Who works, worked and will work at a facility, the latest first."""

    items: list[Member]


class Facilities(Outgoing):
    """The facilities that take patients, by name."""

    items: list[FacilityName]
