"""Notes: their words, who signed, co-signed and shared them, and what amends them."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from bedside.schemas.base import Incoming, Outgoing, example
from bedside.schemas.encounters import May, Person
from bedside.schemas.lists import Listing
from bedside.schemas.text import Heading, LongText, ShortLine

TemplateKey = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9-]{1,36}$"),
    Field(description="`key` of one of the caller's templates.", examples=["soap"]),
]
_SECTIONS = [{"heading": "Subjective", "text": "Worse at night."}, {"heading": "Plan", "text": ""}]


class GivenSection(Incoming):
    """A heading, which may be empty, and what is written under it."""

    model_config = example(heading="Subjective", text="Worse at night.")

    heading: Heading = ""
    text: LongText = ""


class GivenNote(Incoming):
    """The words of a note or of a template, 20,000 characters in all; they replace the ones before.

    A line break counts as one character.
    """

    model_config = example(title="Consultation", sections=_SECTIONS)

    title: ShortLine
    sections: Annotated[list[GivenSection], Field(max_length=20)]


class NewNote(Incoming):
    """What a note begins with."""

    model_config = example(template="soap")

    template: TemplateKey = "free"


class Section(Outgoing):
    """A heading and what is written under it."""

    heading: str
    text: str


class Amendment(Outgoing):
    """A note as it stands by itself. `title` and `sections` are null when it could not be opened.

    `happened_at` is when the encounter was, or when an amendment was begun; `started_at` is when
    the writing began and `signed_at` when it ended. `amends` is the note that this one amends.
    """

    id: UUID
    patient: UUID
    encounter: UUID
    facility: UUID
    facility_name: str
    author: Person
    amends: UUID | None
    state: Literal["draft", "signed"]
    readable: bool
    title: str | None
    sections: list[Section] | None
    template: str | None
    happened_at: datetime
    started_at: datetime
    updated_at: datetime
    signed_at: datetime | None
    cosigned_by: Person | None
    cosigned_at: datetime | None
    shared_by: Person | None
    shared_at: datetime | None
    version: int
    may: May


class Note(Amendment):
    """A note, and beside it its amendments in the order of their writing."""

    model_config = example(
        id="0199a1f4-7c1e-7c3a-9b55-0d5c6a2f9e10",
        patient="0199a1f4-9e30-7e5c-9d77-2f7e8c40bf32",
        encounter="0199a1f4-6b0d-7b29-8a44-0c4b5a1e8d0f",
        facility="0199a1f4-8d2f-7d4b-8c66-1e6d7b3fae21",
        facility_name="Riverside Clinic",
        author={
            "id": "0199a1f4-1c2d-7e5c-9d77-2f7e8c40bf32",
            "name": "Ayo Bello",
            "readable": True,
        },
        amends=None,
        state="signed",
        readable=True,
        title="Consultation",
        sections=_SECTIONS,
        template="soap",
        happened_at="2026-03-02T09:15:00Z",
        started_at="2026-03-02T09:16:00Z",
        updated_at="2026-03-02T09:24:00Z",
        signed_at="2026-03-02T09:24:00Z",
        cosigned_by=None,
        cosigned_at=None,
        shared_by=None,
        shared_at=None,
        version=4,
        may=["amend", "share"],
        amendments=[],
    )

    amendments: list[Amendment]


class Notes(Listing):
    """A page of notes."""

    items: list[Note]


class NoteSearch(Incoming):
    """What to look for in a patient's notes; a phrase stands in quotation marks."""

    model_config = example(text='night "left ear"')

    text: ShortLine


class Excerpt(Outgoing):
    """Where a note says it: `marked` are the parts of `text` that were looked for, [start, end]."""

    heading: str
    text: str
    marked: list[tuple[int, int]]


class NoteHit(Outgoing):
    """A note or an amendment that was found; without excerpts when it could not be opened."""

    note: Amendment
    excerpts: list[Excerpt]


class NoteHits(Outgoing):
    """The latest first, at most 50. `whole` is false when older notes were not looked through."""

    items: list[NoteHit]
    whole: bool


class Template(Outgoing):
    """A way to begin a note. Built-in ones have no `id` and cannot be changed.

    `title` and `sections` are null when one's own could not be opened.
    """

    model_config = example(
        key="soap",
        id=None,
        title="Consultation",
        sections=[{"heading": "Subjective", "text": ""}],
        readable=True,
        version=0,
    )

    key: str
    id: UUID | None
    title: str | None
    sections: list[Section] | None
    readable: bool
    version: int


class Templates(Listing):
    """The built-in templates and then the caller's own."""

    items: list[Template]
