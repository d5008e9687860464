"""Facilities: the places where care happens."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from bedside.schemas.base import Incoming, Outgoing
from bedside.schemas.text import Name, Phone, ShortLine

TimeZone = Annotated[
    str,
    StringConstraints(max_length=64, pattern=r"^[A-Za-z]+([A-Za-z0-9_+/-]*[A-Za-z0-9])?$"),
    Field(examples=["Europe/London"], description="An IANA time zone."),
]


class FacilityName(Outgoing):
    """A facility as somebody choosing one sees it."""

    id: UUID
    name: str
    city: str


class Facility(FacilityName):
    """A facility as its administrators see it."""

    address_line: str
    phone: str
    time_zone: str
    active: bool
    version: int


class NewFacility(Incoming):
    """A facility to open."""

    name: Annotated[Name, Field(examples=["Riverside Clinic"])]
    address_line: Annotated[Name, Field(examples=["12 Mill Lane"])]
    city: Annotated[ShortLine, Field(examples=["Leeds"])]
    phone: Annotated[Phone, Field(examples=["+44 113 496 0000"])]
    time_zone: TimeZone = "UTC"


class FacilityChanges(Incoming):
    """What to change about a facility; what is left out stays as it is."""

    name: Name | None = None
    address_line: Name | None = None
    city: ShortLine | None = None
    phone: Phone | None = None
    time_zone: TimeZone | None = None
    active: bool | None = None


class Facilities(Outgoing):
    """The facilities that take patients, by name."""

    items: list[FacilityName]
