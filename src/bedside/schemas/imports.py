"""Bringing in what was kept elsewhere: a file, how it is read, what would become of its rows."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from bedside.schemas.base import Incoming, Outgoing, example
from bedside.schemas.identifiers import GivenId

State = Literal["planned", "asked", "failed", "done", "undone"]
Charset = Literal["utf-8", "utf-16", "cp1252", "latin-1"]
Separator = Literal["comma", "semicolon", "tab", "bar"]
Order = Literal["ymd", "dmy", "mdy"]
Decimal = Literal["point", "comma"]
Sheet = Literal["patients", "allergies", "medicines", "diagnoses", "appointments", "records"]
Choice = Literal["create", "skip", "link"]
Place = Annotated[int, Field(ge=0, le=99, description="The column's place, from 0.")]
RowNumber = Annotated[int, Field(ge=1, le=100_000, description="As a spreadsheet shows it.")]
Code = Annotated[str, StringConstraints(max_length=24, pattern=r"^[a-z_]+$")]
MOST = 1_000


class NewFile(Incoming):
    """A file in base64. A table as text (CSV): at most 700 kB and 1,000 rows, and what its rows
    are. One patient's record as a Bundle (FHIR R4, JSON), which is known by itself: at most 5 MB
    and 3,000 entries."""

    model_config = example(file="TmFtZSxCb3JuCk1pYSwxOTg0LTAyLTI5Cg==")

    sheet: Sheet = "patients"
    file: Annotated[str, StringConstraints(max_length=6_666_668, pattern=r"^[A-Za-z0-9+/]*={0,2}$")]


class Reading(Incoming):
    """How the file is written; its columns are guessed anew."""

    model_config = example(charset="cp1252", separator="semicolon")

    charset: Charset
    separator: Separator


class GivenColumn(Incoming):
    """What a column holds."""

    model_config = example(place=2, field="birth_date")

    place: Place
    field: Code


class Columns(Incoming):
    """What the columns hold, those that count, and how dates and numbers are written: null where
    there are none."""

    model_config = example(
        columns=[
            {"place": 0, "field": "key"},
            {"place": 1, "field": "name"},
            {"place": 2, "field": "birth_date"},
            {"place": 3, "field": "sex"},
            {"place": 4, "field": "phone"},
        ],
        order="ymd",
    )

    columns: Annotated[list[GivenColumn], Field(max_length=100)]
    order: Order | None = None
    decimal: Decimal | None = None


class GivenDecision(Incoming):
    """What becomes of a row that may be a patient already; `patient` with `link`."""

    model_config = example(row=2, choice="skip")

    row: RowNumber
    choice: Choice
    patient: GivenId | None = None


class Decisions(Incoming):
    """Decisions about rows; earlier ones about others stay."""

    model_config = example(decisions=[{"row": 2, "choice": "skip"}])

    decisions: Annotated[list[GivenDecision], Field(max_length=MOST)]


class Import(Outgoing):
    """A file that the caller brought. `failed` can be asked for again; `undo_until` is null where
    nothing can be undone (any more)."""

    id: UUID
    facility: UUID
    sheet: Sheet
    state: State
    created_at: datetime
    expires_at: Annotated[datetime, Field(description="When the file goes, unless brought in.")]
    done_at: datetime | None
    undo_until: datetime | None
    made: Annotated[int, Field(description="New patients, entries or appointments.")]
    linked: Annotated[int, Field(description="Rows of those who were patients already.")]
    job: UUID | None
    version: int


class Imports(Outgoing):
    """The caller's, the latest first, fifty at most."""

    items: list[Import]


class Column(Outgoing):
    """A column of the file, and the field that it holds; null is left out."""

    name: str
    field: str | None


class BadRow(Outgoing):
    """Why a row cannot come in. Nothing of what it says is repeated."""

    row: int
    field: str
    why: str


class Known(Outgoing):
    """A patient whom a row may be."""

    patient: UUID
    name: str | None
    birth_date: date | None
    record_number: str


class LikelyRow(Outgoing):
    """A row that may be a patient already; `choice` is null while nobody has decided. `likely` is
    empty for an administrator, who is not told who that may be."""

    row: int
    name: str
    birth_date: date
    likely: list[Known]
    choice: Choice | None


class LeftOut(Outgoing):
    """What of a bundle does not come in: `what` is an element, or what a code is called; empty for
    whole resources of the type. `whole` says that it is resources, rather than a part of some that
    come in; `first` is where it is first."""

    type: str
    what: str
    why: str
    count: int
    whole: bool
    first: str


class Record(Outgoing):
    """What a bundle says of its patient: how many entries of each list come in, and what does not.
    `notices` are to be read first; `against_allergies` counts medicines that answer to one."""

    name: str | None
    birth_date: date | None
    counts: dict[str, int]
    left_out: list[LeftOut]
    notices: list[str]
    against_allergies: int


class Preview(Outgoing):
    """What would become of the rows: `known` were brought in before and are passed over. A bundle
    is one row; `record` is what it says, and a bad `field` its path."""

    rows: int
    known: int
    new: int
    undecided: int
    bad: list[BadRow]
    likely: list[LikelyRow]
    ready: bool
    record: Record | None


class OpenImport(Outgoing):
    """An import with its file opened: `problem` says why it cannot be read so, `certain` that the
    signs are no guess, `orders` and `decimals` how many cells can be read in which way."""

    brought: Import
    charset: Charset
    separator: Separator
    certain: bool
    problem: str
    columns: list[Column]
    order: Order | None
    orders: dict[Order, int]
    decimal: Decimal | None
    decimals: dict[Decimal, int]
    preview: Preview | None
