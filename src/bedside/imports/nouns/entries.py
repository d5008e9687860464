"""What the sheets of allergies, medicines and diagnoses have in common: rows about somebody, each
of which becomes an entry of their list as a doctor adds one by hand.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from bedside import accounts, limits
from bedside.clinic.entries import many
from bedside.clinic.entries.body import Body
from bedside.clinic.entries.kinds import Kind
from bedside.clinic.entries.models import Entry
from bedside.clinic.partial_dates import PartialDate
from bedside.clinic.patients.births import before_birth
from bedside.clinic.patients.views import PatientView
from bedside.errors import Invalid
from bedside.imports.nouns import whose
from bedside.imports.nouns.patients import whole_name_first
from bedside.imports.nouns.sheet import Place, Sheet
from bedside.imports.nouns.whose import Found, Whom
from bedside.imports.reading.days import read_partial_day
from bedside.imports.reading.numbers import WRITTEN_OTHERWISE, with_points
from bedside.imports.rows import Judged, Looked, Made, Said, Ways

KEY = {"key": "Its own number in the other system"}
NO_PARTIAL_DAY = (
    "This is no day, month or year in the order that was chosen, with a year of four digits."
)
NO_STATE = "Write active or ended, or leave it empty."
STATES: Mapping[str, str] = {
    **dict.fromkeys(("active", "current", "aktiv", "actif", "activo", "a", "1", "yes"), "active"),
    **dict.fromkeys(
        ("ended", "inactive", "stopped", "resolved", "past", "inaktiv", "beendet", "inactif",
         "arrêté", "inactivo", "0", "no"),
        "ended",
    ),
}  # fmt: skip
"""Whether something goes on, as other programs write it."""


@dataclass(frozen=True)
class Row:
    """An entry to be made: of whom, what it says, in which state; `despite` is why it stands
    against what is on record, `code` that of a diagnosis. `cells` are what is shown of it."""

    whom: Whom
    body: Any
    state: str
    despite: str = ""
    code: Any = None
    cells: tuple[str, ...] = ()


class Reader:
    """Reads the cells of one row, and gathers what is wrong with them."""

    def __init__(self, said: Said, ways: Ways) -> None:
        self.said = said
        self.ways = ways
        self.whom, self.problems = whose.read(said, ways)

    def text(self, field: str) -> str:
        """Return a cell as it is written."""
        return self.said.get(field, "")

    def dose(self, field: str) -> str:
        """Return a text with its numbers as they are written here."""
        text = self.text(field)
        if not self.ways.decimal:
            return text
        read = with_points(text, self.ways.decimal)
        if read is None:
            self.problems[field] = WRITTEN_OTHERWISE
        return read or ""

    def day(self, field: str) -> PartialDate | None:
        """Return a day, a month or a year."""
        cell = self.text(field)
        read = read_partial_day(cell, self.ways.order) if cell else None
        if cell and read is None:
            self.problems[field] = NO_PARTIAL_DAY
        return read

    def one_of(self, field: str, words: Mapping[str, str], *, sentence: str) -> str:
        """Return what a word means; nothing where nothing is said."""
        cell = self.text(field).casefold()
        if cell and cell not in words:
            self.problems[field] = sentence
        return words.get(cell, "")

    def state(self, until: PartialDate | None, *, is_planned: bool = False) -> str:
        """Return whether something goes on: as it is said, else by whether its end has come.

        What may end on a planned day goes on for as long as that day may be to come: a medicine
        that is taken until some day of this year is compared with the allergies.
        """
        said = self.one_of("state", STATES, sentence=NO_STATE)
        if said or until is None:
            return said or "active"
        today = timezone.now().date()
        is_over = until.last < today if is_planned else until.first <= today
        return "ended" if is_over else "active"

    def reason(self, field: str) -> str:
        """Return why something stands all the same."""
        text = limits.tidied(self.text(field))
        if len(text) > limits.REASON:
            self.problems[field] = limits.at_most(limits.REASON)
        return text

    def checked(self, body: Body, state: str) -> Any:
        """Return what an entry says as it will be kept."""
        try:
            return body.checked(state)
        except Invalid as error:
            self.problems = {**error.fields, **self.problems}
            return body


def look_whose(rows: Mapping[int, Row], place: Place) -> tuple[Found, dict[int, dict[str, str]]]:
    """Return whose rows are, and what of them cannot be of those: what lies before their birth."""
    found = whose.find({number: row.whom for number, row in rows.items()}, place)
    early = {
        number: before_birth(rows[number].body.happened, view.profile.birth_date)
        for number, view in found.views.items()
        if view.profile
    }
    return found, early


def looked(
    rows: Mapping[int, Row],
    found: Found,
    problems: Mapping[int, Mapping[str, str]],
) -> dict[int, Looked]:
    """Return each row beside the record."""
    return {
        number: Looked(
            row,
            (shown(found.views.get(number)), *row.cells),
            found.views.get(number),
            problems={**problems.get(number, {}), **found.problems.get(number, {})},
        )
        for number, row in rows.items()
    }


def shown(patient: PatientView | None) -> str:
    """Return who a patient is, for whoever looks at a row of theirs."""
    if patient is None:
        return ""
    name = patient.profile.name if patient.profile else accounts.NOT_OPENED
    return f"{name}, {patient.record_number}" if patient.record_number else name


def made(judged: Sequence[Judged], rows: Sequence[Entry]) -> list[Made]:
    """Say which entry was made of which row."""
    return [Made(one.row, row.patient_id, row.id) for one, row in zip(judged, rows, strict=True)]


def new(judged: Sequence[Judged]) -> list[many.New[Any]]:
    """Return what is to be made of rows."""
    return [
        many.New(patient_of(one), one.item.body, one.item.state, one.item.despite) for one in judged
    ]


def patient_of(one: Judged) -> UUID:
    """Return whose row it is."""
    assert one.patient is not None
    return one.patient.id


def sheet(kind: Kind[Any], *, needed: Mapping[str, str], **its: Any) -> Sheet:
    """Return the sheet of a list's entries, with `its` own part of it.

    `needed` are the columns that a row cannot do without, beside whose it is, each with what is
    said when none holds it.
    """

    def missing(fields: set[str]) -> dict[str, str]:
        without = {field: said for field, said in needed.items() if field not in fields}
        return whose.missing(fields) | without

    def built_on(things: Mapping[UUID, int], _: Place) -> set[int]:
        return {things[one] for one in many.built_on(kind, things)}

    def take_back(things: Mapping[UUID, int]) -> None:
        many.mark_each_as_error(kind, things)

    return Sheet(
        missing=missing, settled=whole_name_first, built_on=built_on, take_back=take_back, **its
    )


def when(said: PartialDate | date | None) -> str:
    """Return a day in words; nothing for none."""
    if said is None:
        return ""
    return said.in_words if isinstance(said, PartialDate) else f"{said:%-d %B %Y}"
