"""What would become of a file: which rows are bad and why, who may be a patient already.

It is worked out anew each time from the sealed file, so there is no copy of it to be forgotten, and
what is brought in later is judged by the same lines.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bedside.audit import Actor
from bedside.clinic.patients import rules
from bedside.imports.models import Import
from bedside.imports.nouns import SHEETS, Place, Sheet
from bedside.imports.planning import Plan, said
from bedside.imports.reading import signs, tables
from bedside.imports.reading.tables import Row, Table
from bedside.imports.rows import Judged, Looked, Problem, Read
from bedside.imports.sources import known_at, source_of
from bedside.interop.fhir.reading import Record

TWICE = "The same number, or the same row, stands in row {number} already."


@dataclass(frozen=True)
class Preview:
    """`known` counts the rows that were brought in before; they are passed over. `record` is what a
    bundle says of its one patient."""

    rows: int
    known: int
    problems: tuple[Problem, ...]
    judged: tuple[Judged, ...]
    record: Record | None = None

    @property
    def bad_rows(self) -> int:
        return len({one.row for one in self.problems})

    @property
    def undecided(self) -> int:
        return sum(one.is_open for one in self.judged)

    @property
    def is_ready(self) -> bool:
        """Whether it can be brought in: nothing is wrong, and nothing is left to be said."""
        return not self.problems and not self.undecided


def sheet_of(row: Import) -> Sheet:
    """Return what the rows of an import are."""
    return SHEETS[row.sheet]


def table_of(text: bytes, plan: Plan) -> Table:
    """Return the table of a file as the plan reads it. Raises Invalid."""
    return tables.read_table(signs.decode(text, plan.charset), plan.separator)


def judge(row: Import, table: Table, plan: Plan, *, by: Actor) -> Preview:
    """Return what would become of each row, within an act; the caller names whom it shows."""
    sheet, place = sheet_of(row), Place(row.facility, by, row.id)
    sources = {
        one.number: source_of(row.facility_id, said(one.cells, plan), sheet=sheet.code)
        for one in table.rows
    }
    known = known_at(row.facility_id, sources.values())
    new = [one for one in table.rows if sources[one.number] not in known]
    read = _read(new, plan, sheet)
    good = {number: one.item for number, one in read.items() if not one.problems}
    looked = sheet.look(good, place)
    return Preview(
        rows=len(table.rows),
        known=len(table.rows) - len(new),
        problems=_problems(read, looked, {one.number: sources[one.number] for one in new}),
        judged=tuple(
            Judged(
                number,
                sources[number],
                one.item,
                one.cells,
                one.patient,
                one.likely,
                one.on_record,
                plan.decisions.get(number),
            )
            for number, one in looked.items()
            if not one.problems
        ),
    )


def _read(rows: list[Row], plan: Plan, sheet: Sheet) -> dict[int, Read]:
    latest = rules.latest_birth_date()
    return {one.number: sheet.read(said(one.cells, plan), plan.ways, latest) for one in rows}


def _problems(
    read: Mapping[int, Read], looked: Mapping[int, Looked], sources: Mapping[int, str]
) -> tuple[Problem, ...]:
    found = [
        Problem(number, field, sentence)
        for rows in (read, looked)
        for number, one in rows.items()
        for field, sentence in one.problems.items()
    ]
    return tuple(sorted([*found, *_twice(sources)], key=lambda one: one.row))


def _twice(sources: Mapping[int, str]) -> list[Problem]:
    """Return the rows whose source stands in an earlier row of the same file."""
    first: dict[str, int] = {}
    return [
        Problem(number, "key", TWICE.format(number=first[source]))
        for number, source in sources.items()
        if first.setdefault(source, number) != number
    ]
