"""Answers as plain tables that fit the terminal, and what stands in a cell.

A long text is continued on the next line and never cut: what is missing at the end of a dose
changes what it says. Ids stay whole, because the next command is given one.
"""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table
from rich.text import Text

Cell = Callable[[Any], object]
NOT_OPENED = "(could not be opened)"


class Whole(str):
    """A text that stands on one line, such as a day."""


def show(rows: Sequence[Any], columns: Mapping[str, Cell]) -> None:
    """Print at least one row under the headings, no line longer than the terminal is wide."""
    shown = Table(box=None, pad_edge=False, header_style="")
    cells = {name: [cell(row) for row in rows] for name, cell in columns.items()}
    for name, column in cells.items():
        whole = any(isinstance(cell, UUID | Whole) for cell in column)
        shown.add_column(name, no_wrap=whole, overflow="fold")
    for line in zip(*cells.values(), strict=True):
        shown.add_row(*(Text(_plain(cell)) for cell in line))
    console = Console(highlight=False)
    with console.capture() as laid_out:
        console.print(shown)
    print("\n".join(line.rstrip() for line in laid_out.get().splitlines()))


def _plain(said: object) -> str:
    """Return a cell's text without anything that could move the terminal's cursor."""
    text = "" if said is None else str(said)
    return "".join(" " if unicodedata.category(sign) in _MOVES else sign for sign in text)


_MOVES = {"Cc", "Cs", "Zl", "Zp"}


def day(said: date | None) -> str:
    """Return a day as people write it: 2 Mar 2026."""
    return Whole("" if said is None else f"{said.day} {said:%b %Y}")


def moment(said: datetime | None, zone: str | None = None) -> str:
    """Return a moment on a facility's clock, or on this machine's."""
    if said is None:
        return ""
    local = said.astimezone(ZoneInfo(zone) if zone else None)
    return Whole(f"{local:%a} {day(local)} {local:%H:%M}")


def ago(seconds: float | None) -> str:
    """Return a time as a queue counts it: minutes, then hours, then days."""
    if seconds is None:
        return ""
    since = timedelta(seconds=seconds)
    if since < timedelta(hours=1):
        return f"{since.seconds // 60} min"
    if since < timedelta(days=2):
        return f"{since // timedelta(hours=1)} h"
    return f"{since.days} days"


def whole_day(said: str) -> dict[str, str]:
    """Return the bounds of a day on this machine's clock, as the API takes them.

    Raises ValueError for a day that there is not.
    """
    first = datetime.fromisoformat(f"{date.fromisoformat(said)}T00:00:00")
    bounds = {"since": first, "until": first + timedelta(days=1)}
    return {name: f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" for name, at in bounds.items()}
