"""Writing rows down: CSV for spreadsheets, JSON, and NDJSON for programs; and reading CSV back.

Each writes a row at a time, so that a file may be longer than memory.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Any

from bedside import spreadsheets
from bedside.exports.records.rows import Row, as_json

NOTHING = ""
"""The cell of what nobody said; a text that is empty is two quotation marks."""


_BEGINS_JSON = frozenset('"{[-0123456789tfnNI')
"""How anything begins that Python reads as JSON."""


class Format(StrEnum):
    """How a record is written down."""

    CSV = "csv"
    JSON = "json"
    NDJSON = "ndjson"
    FHIR = "fhir"
    """HL7 FHIR R4, as far as it has words for it and whoever asks may read it; see `resources`."""


TABLES = (Format.CSV, Format.JSON, Format.NDJSON)
"""The forms in which each table is a file, with every column and every earlier wording."""


def lines(rows: Iterable[Row], columns: Sequence[str], form: Format) -> Iterator[str]:
    """Yield a file's text, row by row."""
    if form is Format.CSV:
        yield spreadsheets.BEGINS_A_FILE + spreadsheets.row(columns)
        for row in rows:
            yield spreadsheets.row([cell_of(row.get(name)) for name in columns])
    elif form is Format.NDJSON:
        yield from (as_json(row) + "\n" for row in rows)
    else:
        yield from _array(rows)


def _array(rows: Iterable[Row]) -> Iterator[str]:
    before = "[\n"
    for row in rows:
        yield before + as_json(row)
        before = ",\n"
    yield "\n]\n" if before != "[\n" else "[]\n"


def cell_of(value: Any) -> str:
    """Return a cell: a text as it is, everything else as JSON writes it.

    A text that would be read as something else (as a number, as true, as an empty cell) is written
    as JSON too, in quotation marks, so that `value_of` gives back what was written.
    """
    if value is None:
        return NOTHING
    if isinstance(value, str) and not _looks_like_json(value):
        return value
    return json.dumps(value, ensure_ascii=False)


def value_of(cell: str) -> Any:
    """Return what `cell_of` wrote."""
    if cell == NOTHING:
        return None
    return json.loads(cell) if _looks_like_json(cell) else cell


def _looks_like_json(text: str) -> bool:
    if text == NOTHING:
        return True
    if text.lstrip()[:1] not in _BEGINS_JSON:
        return False
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def read_csv(text: str) -> list[Row]:
    """Return the rows of a CSV file that `lines` wrote."""
    table = csv.reader(
        io.StringIO(text.removeprefix(spreadsheets.BEGINS_A_FILE), newline=""), strict=True
    )
    head, *rows = ([spreadsheets.as_written(cell) for cell in row] for row in table)
    return [dict(zip(head, map(value_of, row), strict=True)) for row in rows]
