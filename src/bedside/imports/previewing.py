"""What would become of a file: which rows are bad and why, who may be a patient already.

It is worked out anew each time from the sealed file, so there is no copy of it to be forgotten, and
what is brought in later is judged by the same lines.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from bedside import vault
from bedside.audit import Actor
from bedside.clinic.duplicates import Likely, of_each
from bedside.clinic.patients import rules
from bedside.clinic.patients.profile import Profile
from bedside.imports.models import BroughtRow, Import
from bedside.imports.nouns import patients
from bedside.imports.planning import Choice, Decision, Plan, said
from bedside.imports.reading import signs, tables
from bedside.imports.reading.tables import Row, Table

TWICE = "The same number, or the same row, stands in row {number} already."
_AT_ONCE = 500


@dataclass(frozen=True)
class Problem:
    """Why a row cannot be brought in: `field` is one of `patients.LABELS`."""

    row: int
    field: str
    sentence: str


@dataclass(frozen=True)
class Judged:
    """A row that could be brought in; `likely` are who it may be already."""

    row: int
    source: str
    profile: Profile
    likely: tuple[Likely, ...] = ()
    decision: Decision | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody has to say whether this is a patient already."""
        if not self.likely:
            return False
        known = {one.patient.id for one in self.likely}
        one = self.decision
        return one is None or (one.choice == "link" and one.patient not in known)

    @property
    def choice(self) -> Choice:
        """What becomes of it as long as it is not open."""
        return self.decision.choice if self.decision and self.likely else "create"


@dataclass(frozen=True)
class Preview:
    """`known` counts the rows that were brought in before; they are passed over."""

    rows: int
    known: int
    problems: tuple[Problem, ...]
    judged: tuple[Judged, ...]

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


def table_of(text: bytes, plan: Plan) -> Table:
    """Return the table of a file as the plan reads it. Raises Invalid."""
    return tables.read_table(signs.decode(text, plan.charset), plan.separator)


def judge(row: Import, table: Table, plan: Plan, *, by: Actor) -> Preview:
    """Return what would become of each row, within an act; the caller names whom it shows."""
    sources = {one.number: _source(row.facility_id, one, plan) for one in table.rows}
    known = sources_known_at(row.facility_id, sources.values())
    new = [one for one in table.rows if sources[one.number] not in known]
    latest = rules.latest_birth_date()
    read = {
        one.number: patients.read(said(one.cells, plan), order=plan.order, latest=latest)
        for one in new
    }
    problems = [
        Problem(number, field, sentence)
        for number, what in read.items()
        for field, sentence in what.problems.items()
    ]
    problems += _twice({one.number: sources[one.number] for one in new})
    good = {number: what.profile for number, what in read.items() if what.profile is not None}
    found = of_each(list(good.values()), facility=row.facility_id, by=by)
    return Preview(
        rows=len(table.rows),
        known=len(table.rows) - len(new),
        problems=tuple(sorted(problems, key=lambda one: one.row)),
        judged=tuple(
            Judged(number, sources[number], profile, tuple(likely), plan.decisions.get(number))
            for (number, profile), likely in zip(good.items(), found, strict=True)
        ),
    )


def sources_known_at(facility: UUID, sources: Iterable[str]) -> set[str]:
    """Return which of these sources were brought in before; one query for some hundred."""
    known: set[str] = set()
    going = iter(sources)
    while batch := list(islice(going, _AT_ONCE)):
        rows = BroughtRow.objects.filter(facility=facility, source__in=batch)
        known.update(rows.values_list("source", flat=True))
    return known


def _twice(sources: Mapping[int, str]) -> list[Problem]:
    """Return the rows whose source stands in an earlier row of the same file."""
    first: dict[str, int] = {}
    return [
        Problem(number, "key", TWICE.format(number=first[source]))
        for number, source in sources.items()
        if first.setdefault(source, number) != number
    ]


def _source(facility: UUID, row: Row, plan: Plan) -> str:
    """Return what makes two rows one: the number in the other system, else all that was mapped."""
    cells = said(row.cells, plan)
    named = cells.get("key", "")
    words = ["key", named] if named else ["row", *(f"{k}={cells[k]}" for k in sorted(cells))]
    _, key = vault.secret("index").current
    text = "\0".join(("import", str(facility), *words))
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
