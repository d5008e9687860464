"""Reading rows out of the files of cases, with one clear error for whatever is wrong."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

from bedside.assessment import Age
from bedside.errors import Invalid
from bedside.evaluation.cases import Case, Sex

Row = dict[str, Any]
_WRAPPED_AT, _NEARLY = 40, 0.7
"""Nobody wraps text at fewer columns than this; a full line reaches this share of the longest."""


class BadCasesError(Invalid):
    """The file is not in the format it was said to be; ``detail`` names the place."""


def cases_from(rows: Iterable[Row], make: Callable[[int, Row], Case]) -> list[Case]:
    """Make a case of each row; the error names the row that is not in the format."""
    cases = []
    for number, row in enumerate(rows, start=1):
        try:
            cases.append(make(number, row))
        except KeyError as error:
            raise BadCasesError(f"Case {number} has no {error}.") from error
        except (ValueError, TypeError, AttributeError, SyntaxError) as error:
            raise BadCasesError(f"Case {number} is not in this format.") from error
    return cases


def json_lines(path: Path) -> list[Row]:
    """The objects of a JSONL file; blank lines are skipped."""
    rows = []
    for number, line in enumerate(_text(path).split("\n"), start=1):
        if line.strip():
            rows.append(_object(line, number))
    return rows


def table(path: Path) -> list[Row]:
    """The rows of a CSV file with a header."""
    csv.field_size_limit(10_000_000)
    try:
        return list(csv.DictReader(io.StringIO(_text(path), newline="")))
    except csv.Error as error:
        raise BadCasesError(f"{path} is not CSV: {error}.") from error


def sex_of(written: object) -> Sex | None:
    """``F``, ``Female``, ``m``...; None for anything else."""
    letter = str(written).strip().lower()[:1]
    return "female" if letter == "f" else "male" if letter == "m" else None


def years(written: object) -> Age | None:
    """An age given as a number of years; None when it is not given."""
    return None if written in (None, "") else Age.years(float(str(written)))


def unwrapped(text: str) -> str:
    """The text with a space for each line break inside a sentence, at the same places.

    A line is broken there when the next one goes on in small letters, or when the line is nearly
    as long as the longest; after a full stop and before a list's mark a line ends for good.
    """
    lines = text.strip().split("\n")
    longest = max(len(line) for line in lines)
    joined = lines[0]
    for before, line in pairwise(lines):
        joined += (" " if _goes_on(before, line, longest) else "\n") + line
    return joined


def _goes_on(before: str, line: str, longest: int) -> bool:
    before, line = before.rstrip(), line.strip()
    if not before or not line or before[-1] in ".!?:" or line[0] in "-*•":
        return False
    is_full = longest >= _WRAPPED_AT and len(before) >= longest * _NEARLY
    return line[0].islower() or line[0] == "(" or is_full or before[-1] == ","


def told(*texts: str) -> None:
    """Raises ValueError for a case that tells nothing."""
    if not any(text.strip() for text in texts):
        raise ValueError("the case tells nothing")


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise BadCasesError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise BadCasesError(f"{path} is not UTF-8 text.") from error


def _object(line: str, number: int) -> Row:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise BadCasesError(f"Line {number} is not JSON.") from error
    if not isinstance(row, dict):
        raise BadCasesError(f"Line {number} is not a JSON object.")
    return row
