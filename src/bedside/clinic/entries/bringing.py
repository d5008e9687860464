"""Entries that were written elsewhere: their whole history at once, to be brought in with others.

Each wording is checked as if it had been typed here. What came from a file begins with
`history.BROUGHT_IN` rather than "add", so that nobody takes whoever brought the file for whoever
wrote it.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from bedside.clinic.bringing_in import Brought
from bedside.clinic.entries.history import Change, History
from bedside.clinic.entries.kinds import Kind
from bedside.clinic.entries.models import Entry


def brought(kind: Kind[Any], row: Entry, changes: Iterable[Change[Any]]) -> Brought:
    """Return a new row with all that happened to its entry. Raises Invalid by field."""
    checked = tuple(replace(one, body=one.body.checked(one.state)) for one in changes)
    first, last = checked[0], checked[-1]
    row.state = last.state
    row.recorded_by_id, row.recorded_at = first.by, first.at
    row.changed_by_id, row.changed_at = last.by, last.at
    row.version = row.document_version = len(checked)
    kind.in_the_clear(row, last.body)
    return Brought(row, History(checked).to_json())
