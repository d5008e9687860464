"""Two records of one person: side by side, made one, and separated again."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from bedside.schemas.allergies import Allergy, NoneKnown
from bedside.schemas.appointments import Appointment
from bedside.schemas.base import Incoming, Outgoing, example
from bedside.schemas.encounters import May, Person
from bedside.schemas.identifiers import GivenId
from bedside.schemas.lists import Readable
from bedside.schemas.medicines import Medicine
from bedside.schemas.patients import Kin, Patient
from bedside.schemas.text import Reason

DetailName = Literal[
    "name",
    "birth_date",
    "sex",
    "phone",
    "preferred_name",
    "gender",
    "language",
    "needs",
    "next_of_kin",
    "former_names",
]
Whose = Literal["kept", "replaced"]
MOST_MOVED = 100
"""Entries that go to the other record at once: as many as are shown."""
Said = str | date | list[str] | Kin | None


class Detail(Outgoing):
    """What each record says of one detail, and what becomes of it; `choose` is for a person."""

    field: DetailName
    kept: Said
    replaced: Said
    outcome: Literal["same", "kept", "replaced", "both", "choose"]


class AllergyPair(Outgoing):
    """An allergy of one record, or one of each that name the same."""

    kept: Allergy | None
    replaced: Allergy | None


class MedicinePair(Outgoing):
    """A medicine of one record, or one of each that name the same."""

    kept: Medicine | None
    replaced: Medicine | None


class Comparison(Outgoing):
    """Two records as they are. While there are `obstacles`, they cannot be made one."""

    kept: Patient
    replaced: Patient
    details: Annotated[
        list[Detail], Field(description="Empty when one of the profiles does not open.")
    ]
    allergies: list[AllergyPair]
    none_known_kept: NoneKnown | None
    none_known_replaced: NoneKnown | None
    contradicted: Annotated[
        bool, Field(description="One says that no allergy is known, and there is one.")
    ]
    medicines: list[MedicinePair]
    overlaps: list[Appointment]
    obstacles: list[str]


class MergeSaid(Incoming):
    """Whose details are right, and how somebody knows that it is one person.

    `replaced_version` is that of the other record as it was read; If-Match names the kept one's.
    """

    model_config = example(
        choices={"phone": "replaced"}, reason="She showed me her passport.", replaced_version=3
    )

    choices: dict[DetailName, Whose] = {}
    reason: Reason
    replaced_version: Annotated[int, Field(ge=1)]


class Separating(Incoming):
    """Why the records are separated again, and which entries go to the other one.

    `goes_to` names entries by id; all others stay with the record that they were written to.
    """

    model_config = example(
        reason="They are cousins.", goes_to={"0199a1f4-9e30-7e5c-9d77-2f7e8c40bf32": "replaced"}
    )

    reason: Reason
    goes_to: Annotated[dict[GivenId, Whose], Field(max_length=MOST_MOVED)] = {}


class Added(Outgoing):
    """Something written since, and to which record it goes when they are separated.

    Where `movable`, whoever separates them may say otherwise; `what` names such an entry, and is
    null where it does not open.
    """

    kind: Literal[
        "encounter",
        "note",
        "appointment",
        "allergy",
        "medicine",
        "problem",
        "diagnosis",
        "flag",
        "vitals",
    ]
    id: UUID
    at: datetime
    by: Person | None
    goes_to: Whose
    movable: bool
    what: str | None


class Merge(Outgoing):
    """That two records are one person's, until `undone_at` if that is set."""

    id: UUID
    kept: Patient
    replaced: Patient
    at: datetime
    by: Person
    undone_at: datetime | None
    undone_by: Person | None
    reason: str | None
    undone_because: str | None
    fields: Annotated[list[str], Field(description="The details that were taken over.")]
    readable: Readable
    version: int
    may: May
    added: Annotated[list[Added], Field(description="The latest first; empty in a list of merges.")]
    more: Annotated[bool, Field(description="More was written before what `added` shows.")]


class Merges(Outgoing):
    """The merges of a patient's record, the latest first, also those undone."""

    items: list[Merge]
