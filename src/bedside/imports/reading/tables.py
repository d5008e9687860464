"""The rows and columns of a text file (comma-separated values, RFC 4180, and its relatives)."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from bedside import spreadsheets
from bedside.errors import Invalid

FILE_BYTES = 700_000
"""Of one file: what a request may carry at all, in base64. Longer ones come in parts."""
ROWS = 1_000
"""Of one file. All of it is one transaction, and nobody else may write meanwhile for long."""
COLUMNS = 100
CELL = 4_000
"""Letters."""
SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
_LOOKED_AT = 50
_PREFIX = 100_000
TOO_LARGE = f"Bring in at most {FILE_BYTES // 1000} kB at a time."


@dataclass(frozen=True)
class Row:
    """One row; `number` is what spreadsheet programs show beside it, from 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """The names of the columns, and the rows below that are not empty."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def likeliest_separator(text: str) -> str:
    """Return the name of the separator that gives the most rows with the same columns, above one.

    A comma when none does: then the file has one column.
    """
    beginning = text[:_PREFIX]
    scores = {name: _agreement(beginning, sign) for name, sign in SEPARATORS.items()}
    return max(scores, key=lambda name: scores[name])


def read_table(text: str, separator: str) -> Table:
    """Return the table, its first row being the names of its columns.

    Cells that our own exports disarmed are as they were written. Raises Invalid for `file`.
    """
    read = list(islice(_read(text, SEPARATORS[separator]), ROWS + 2))
    rows = [row for row in read if any(row.cells)]
    if not rows:
        raise Invalid(fields={"file": "The file is empty."})
    if len(read) > ROWS + 1:
        raise Invalid(fields={"file": f"Bring in at most {ROWS:,} rows at a time."})
    head, *rest = rows
    return Table(_named(head.cells), tuple(rest))


def _read(text: str, sign: str) -> Iterator[Row]:
    number = 0
    try:
        for number, cells in enumerate(csv.reader(_lines(text), delimiter=sign, strict=True), 1):
            yield Row(number, _checked(cells, number))
    except csv.Error:
        sentence = f"After row {number} a quotation mark is not closed, or a cell is too long."
        raise Invalid(fields={"file": sentence}) from None


def _checked(cells: list[str], number: int) -> tuple[str, ...]:
    if len(cells) > COLUMNS:
        raise Invalid(fields={"file": f"Row {number} has more than {COLUMNS} columns."})
    if any(len(cell) > CELL for cell in cells):
        raise Invalid(fields={"file": f"A cell of row {number} has more than {CELL:,} letters."})
    return tuple(spreadsheets.as_written(cell.strip()).strip() for cell in cells)


def _named(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of the columns; one without a name is called by its place."""
    return tuple(cell or f"Column {place}" for place, cell in enumerate(cells, 1))


def _lines(text: str) -> Iterator[str]:
    """Lines as `csv` wants them: any of the three ends, and no other sign that Unicode knows."""
    return io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n"), newline="\n")


def _agreement(text: str, sign: str) -> tuple[int, int]:
    """How many of the first rows have the commonest number of columns, and that number."""
    widths: list[int] = []
    try:
        for cells in islice(csv.reader(_lines(text), delimiter=sign), _LOOKED_AT):
            if any(cells):
                widths.append(len(cells))
    except csv.Error:
        return 0, 0
    width, rows = Counter(widths).most_common(1)[0] if widths else (0, 0)
    return (rows, width) if width > 1 else (0, 0)
