"""Finding patients by what somebody knows of them, and why each was found."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from bedside.limits import LINE
from bedside.schemas.base import Incoming, Outgoing, example
from bedside.schemas.identifiers import GivenId
from bedside.schemas.lists import Cursor, Listing
from bedside.schemas.patients import Patient
from bedside.schemas.text import OPTIONAL_LINE, BirthDate, Name, Phone

MOST = 50

Looked = Annotated[
    str,
    StringConstraints(max_length=LINE),
    OPTIONAL_LINE,
    Field(
        description="Words of a name in any order or their beginnings, a birth date, a phone "
        "number or four digits of it, a record number, a whole email address. Empty: the last seen."
    ),
]


class PatientSearch(Incoming):
    """What to look for. It is kept nowhere, and is never part of an address."""

    model_config = example(text="okafor 1984-03-02", limit=20)

    text: Looked = ""
    limit: Annotated[int, Field(ge=1, le=MOST)] = 20
    cursor: Cursor | None = None


class Reason(Outgoing):
    """A detail that fits a part of what was asked: of `text`, the signs from `start` to `end`."""

    field: Literal[
        "name", "preferred_name", "former_name", "phone", "email", "birth_date", "record_number"
    ]
    text: str
    start: int
    end: int
    how: Literal["whole", "begins", "sounds", "misspelt"]


class PatientHit(Outgoing):
    """Somebody who was found. No reasons for one whose profile does not open."""

    patient: Patient
    why: list[Reason]
    former_number: Annotated[
        str,
        Field(
            description="The record number of a record that is a part of theirs now, when what was "
            "asked fits that one."
        ),
    ] = ""


class PatientHits(Listing):
    """The likeliest first. A page may be short, even empty, and still have a `next`."""

    items: list[PatientHit]
    recent: Annotated[
        bool, Field(description="Nothing was asked: these are the patients seen last.")
    ]


class NewcomerSaid(Incoming):
    """What is known of somebody who is about to be registered."""

    model_config = example(
        name="Ada Okafor",
        birth_date="1984-03-02",
        phone="+44 7700 900301",
        facility="0199a1f4-8d2f-7d4b-8c66-1e6d7b3fae21",
    )

    name: Name
    birth_date: BirthDate
    phone: Phone
    facility: GivenId


class LikelyDuplicate(Outgoing):
    """Somebody who may be the same person: how likely, out of a hundred, and what speaks for it."""

    patient: Patient
    likeness: Annotated[int, Field(ge=0, le=100)]
    because: list[Literal["name", "birth_date", "birth_date_near", "phone"]]


class LikelyDuplicates(Outgoing):
    """The likeliest first, at most ten."""

    items: list[LikelyDuplicate]
