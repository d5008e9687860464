"""Dates as other programs write them: 2 March or 3 February is a question, and is asked.

A column says by itself in which order it is written as soon as one day in it is above the twelfth.
Where none is, nobody can know, so whoever brings the file in says it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bedside.clinic.partial_dates import PartialDate

ORDERS = ("ymd", "dmy", "mdy")
"""Year, month, day; day first; month first."""
_PARTS = re.compile(r"(\d{1,4})[-./ ](\d{1,2})[-./ ](\d{1,4})")
_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YEAR = re.compile(r"(?P<year>\d{4})")
_MONTH = re.compile(
    r"(?P<year>\d{4})[-./](?P<month>\d{1,2})|(?P<month_first>\d{1,2})[-./](?P<year_last>\d{4})"
)
_CLOCK = re.compile(
    r"[T ]([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d([.]\d+)?)?(Z|[+-][01]\d:?[0-5]\d)?$", re.ASCII
)
"""A time of day that there is; what looks like one and is none makes the whole cell a bad one."""


@dataclass(frozen=True)
class Evidence:
    """How many cells can be read in which way of writing; `unread` in none."""

    fits: dict[str, int]
    unread: int

    @property
    def likeliest(self) -> str:
        """The one way in which most cells can be read; empty when two can be equally meant."""
        most = max(self.fits.values(), default=0)
        best = [way for way, count in self.fits.items() if count == most and most]
        return best[0] if len(best) == 1 else ""


def evidence(cells: Iterable[str]) -> Evidence:
    """Return what the filled cells of a column say about the order of its dates."""
    fits = dict.fromkeys(ORDERS, 0)
    unread = 0
    for cell in filter(None, cells):
        read = [order for order in ORDERS if read_day(cell, order)]
        for order in read:
            fits[order] += 1
        unread += not read
    return Evidence(fits, unread)


def read_day(cell: str, order: str) -> date | None:
    """Return the day that a cell names in this order, a time of day left out; None for no day.

    Years have four digits: whether "48" is 1948 or 2048 is nothing to guess about a birth date.
    """
    text = _CLOCK.sub("", cell.strip())
    found = _TOGETHER.fullmatch(text) if order == "ymd" else None
    found = found or _PARTS.fullmatch(text)
    if found is None:
        return None
    named = dict(zip(order, found.groups(), strict=True))
    if len(named["y"]) != 4 or len(named["d"]) > 2:
        return None
    try:
        return date(int(named["y"]), int(named["m"]), int(named["d"]))
    except ValueError:
        return None


def read_partial_day(cell: str, order: str) -> PartialDate | None:
    """Return the day, month or year that a cell names in this order; None for none of them."""
    day = read_day(cell, order)
    if day is not None:
        return PartialDate.of(day)
    found = _YEAR.fullmatch(cell.strip()) or _MONTH.fullmatch(cell.strip())
    if found is None:
        return None
    said = found.groupdict()
    month = said.get("month") or said.get("month_first")
    try:
        return PartialDate(
            int(said.get("year") or said["year_last"]), int(month) if month else None
        )
    except ValueError:
        return None
