"""Rows of a spreadsheet as text: comma-separated values (RFC 4180) that are safe to open.

Spreadsheet programs take a cell for a formula that begins with one of a few signs, and a formula
can send the sheet elsewhere. A patient who is called `=HYPERLINK(...)` must not be able to do that,
so such a cell is begun with an apostrophe. `as_written` takes it away again: nothing is lost.
"""

import csv
import io
from collections.abc import Iterable

BEGINS_A_FILE = "\ufeff"
"""Without it Excel reads UTF-8 as something else, and spoils every name with an accent."""
_BEGIN_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def row(cells: Iterable[str | float | None]) -> str:
    """Return one row with the end of its line, its texts disarmed. None is an empty cell."""
    written = io.StringIO()
    safe = [disarmed(cell) if isinstance(cell, str) else cell for cell in cells]
    csv.writer(written, lineterminator="\r\n").writerow(safe)
    return written.getvalue()


def disarmed(cell: str) -> str:
    """Return a cell that no program takes for a formula."""
    return f"'{cell}" if _is_armed(cell.lstrip("'")) else cell


def as_written(cell: str) -> str:
    """Return what was written in a cell before it was disarmed."""
    return cell[1:] if cell.startswith("'") and _is_armed(cell.lstrip("'")) else cell


def _is_armed(cell: str) -> bool:
    return cell.lstrip(" ").startswith(_BEGIN_FORMULAS)
