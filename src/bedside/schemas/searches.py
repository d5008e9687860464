"""Finding patients by what somebody knows of them, and why each was found."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from bedside.limits import LINE
from bedside.schemas.base import Incoming, Outgoing, example
from bedside.schemas.lists import Cursor, Listing
from bedside.schemas.patients import Patient
from bedside.schemas.text import OPTIONAL_LINE

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


class PatientHits(Listing):
    """The likeliest first. A page may be short, even empty, and still have a `next`."""

    items: list[PatientHit]
    recent: Annotated[
        bool, Field(description="Nothing was asked: these are the patients seen last.")
    ]
