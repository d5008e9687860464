"""What whoever brings a file in is shown of it."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from bedside.imports.planning import Plan
from bedside.imports.previewing import Preview
from bedside.imports.reading.days import Evidence
from bedside.imports.reading.tables import Table


@dataclass(frozen=True)
class ImportView:
    """One file that was brought in, or is to be.

    `state` is one of `ImportState`, or `failed` when the job that had it gave up. `undo_until` is
    None where nothing is to be undone (any more). `made` and `linked` are counts of rows.
    """

    id: uuid.UUID
    facility_id: uuid.UUID
    sheet: str
    state: str
    created_at: datetime
    expires_at: datetime
    done_at: datetime | None
    undo_until: datetime | None
    made: int
    linked: int
    version: int
    job: uuid.UUID | None = None


@dataclass(frozen=True)
class OpenImport:
    """An import with its file opened: how it is read, and what is to be said about that.

    `table` is None when the file does not read as the plan says; `problem` is the sentence then.
    `dates` and `numbers` say how many cells can be read in which way.
    """

    view: ImportView
    plan: Plan
    table: Table | None
    dates: Evidence | None
    numbers: Evidence | None
    is_sure_of_signs: bool
    preview: Preview | None
    problem: str = ""

    @property
    def has_numbers(self) -> bool:
        """Whether there are numbers that can be written in more than one way."""
        return self.numbers is not None and any(self.numbers.fits.values())
