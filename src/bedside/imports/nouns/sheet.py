"""A sheet: one kind of rows that a file can hold, and all that is particular to that kind.

The machinery (reading, guessing, the preview, all or nothing, once, undoing) asks a sheet and knows
none of them. A sheet is data and a few functions: what its columns may hold, how a row is read by
itself, what the record says about some rows, and how they are made and taken back.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from bedside.accounts import permissions
from bedside.audit import Actor
from bedside.clinic.facilities.models import Facility
from bedside.imports.rows import Judged, Looked, Made, Read, Said, Ways


@dataclass(frozen=True)
class Place:
    """Where the rows of an import are brought in, and by whom."""

    facility: Facility
    by: Actor
    brought: UUID
    done_at: datetime | None = None
    """When they are, or were, brought in; nothing in a preview."""


@dataclass(frozen=True)
class Sheet:
    """One kind of rows.

    `labels` are the fields that a column may hold, by their codes, in the order in which they are
    offered; `aliases` the field that a heading most likely means. `dates` and `numbers` are the
    fields whose way of writing has to be confirmed. `headings` name what is shown of a row.
    """

    code: str
    verb: str
    """What one does by hand to add such a thing: whoever may, may bring a file of them."""
    labels: Mapping[str, str]
    aliases: Mapping[str, str]
    dates: tuple[str, ...]
    headings: tuple[str, ...]
    missing: Callable[[set[str]], Mapping[str, str]]
    """What has to be mapped before a row can be read, by the field to say it at."""
    settled: Callable[[Mapping[int, str]], Mapping[int, str]]
    """Of what columns are guessed to hold, what is kept of it."""
    read: Callable[[Said, Ways, date], Read]
    """Read a row; the day is the last one that can be a birth date."""
    look: Callable[[Mapping[int, object], Place], Mapping[int, Looked]]
    """Put what was read beside the record: a bounded number of queries for all rows together."""
    make: Callable[[Place, Sequence[Judged]], Sequence[Made]]
    """Make it, within the act under way, in the transaction that holds whoever it is about."""
    built_on: Callable[[Mapping[UUID, int], Place], set[int]]
    """Of things by the number of their row, the rows where something was built on them since."""
    take_back: Callable[[Mapping[UUID, int]], object]
    """Take things back, within the act under way, as one does by hand."""
    afterwards: Callable[[UUID], object] = lambda _: None
    """What follows at the facility when things were taken back, in acts of its own."""
    numbers: tuple[str, ...] = ()
    not_at_the_desk: frozenset[str] = field(default_factory=frozenset)
    """The fields that the desk may not write."""

    @property
    def makes_patients(self) -> bool:
        """Whether its rows are patients, and not something about one."""
        return self.code in {"patients", "records"}

    def labels_for(self, by: Actor) -> dict[str, str]:
        """Return what a column may hold, for whoever brings the file."""
        hidden = self.not_at_the_desk if by.role == "receptionist" else frozenset()
        return {code: label for code, label in self.labels.items() if code not in hidden}

    def must_be_open_to(self, by: Actor) -> None:
        """Raise Forbidden for whoever may not add such things by hand."""
        permissions.require(self.verb, by=by)
