"""Days as people remember them: 2 March 2019, March 2019, or just 2019.

What is not known is left out, never made up: a year is kept as a year, not as its first of January.
The written form is that of FHIR's date: "2019-03-02", "2019-03", "2019".
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date

_WRITTEN = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_YEAR, _DAY = r"(?P<year>[0-9]{4})", r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_NAME = r"(?P<name>[a-z]{3,9})\.?"
_AS_PEOPLE_WRITE = [
    re.compile(form)
    for form in (
        rf"{_YEAR}",
        rf"{_YEAR}[-/.](?P<month>[0-9]{{1,2}})(?:[-/.](?P<day>[0-9]{{1,2}}))?",
        rf"(?P<month>[0-9]{{1,2}})[-/.]{_YEAR}",
        rf"(?P<day>[0-9]{{1,2}})\.(?P<month>[0-9]{{1,2}})\.{_YEAR}",
        rf"{_NAME},? {_YEAR}",
        rf"{_DAY}\.? (?:of )?{_NAME},? {_YEAR}",
        rf"{_NAME} {_DAY},? {_YEAR}",
    )
]
_EITHER_WAY = re.compile(rf"([0-9]{{1,2}})[-/]([0-9]{{1,2}})[-/]{_YEAR}")
NOT_A_DAY = "Write a day, a month or a year, such as 2 March 2019, 3/2019 or 2019."
EITHER_WAY = "Write the month as a word, such as 2 March 2019: this can be read in two ways."
PRECISIONS = ("year", "month", "day")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, a month or a year. Raises ValueError for one that no calendar has."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.month is None and self.day is not None:
            raise ValueError("a day needs its month")
        date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Return what `str` wrote. Raises ValueError."""
        found = _WRITTEN.fullmatch(text)
        if found is None:
            raise ValueError("not a date")
        return cls(*(int(part) if part else None for part in found.groups()))  # type: ignore[arg-type]

    @classmethod
    def of(cls, day: date, precision: str = "day") -> "PartialDate":
        """Return the year, month or day that a whole day lies in."""
        known = PRECISIONS.index(precision)
        return cls(day.year, day.month if known else None, day.day if known == 2 else None)

    @property
    def precision(self) -> str:
        """How much of it is known: one of PRECISIONS."""
        return PRECISIONS[(self.month is not None) + (self.day is not None)]

    @property
    def first(self) -> date:
        """The first day that it may be."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The last day that it may be."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def in_words(self) -> str:
        """Return "2 March 2019", "March 2019" or "2019"."""
        named = calendar.month_name[self.month] if self.month else ""
        return " ".join(str(part) for part in (self.day, named, self.year) if part)

    def __str__(self) -> str:
        return self.first.isoformat()[: (4, 7, 10)[PRECISIONS.index(self.precision)]]


def read_partial_date(text: str) -> PartialDate:
    """Return the day, month or year that somebody wrote in one of the usual ways.

    "2/3/2019" is the second of March in one country and the third of February in another, so it is
    asked back. Raises ValueError with a sentence that holds nothing of what was written.
    """
    tidy = " ".join(text.lower().split())
    either = _EITHER_WAY.fullmatch(tidy)
    if either:
        return _the_only_way(int(either[1]), int(either[2]), int(either["year"]))
    found = next((one for form in _AS_PEOPLE_WRITE if (one := form.fullmatch(tidy))), None)
    if found is None:
        raise ValueError(NOT_A_DAY)
    said = found.groupdict()
    month = _month_called(said["name"]) if said.get("name") else said.get("month")
    day = said.get("day")
    return _dated(int(said["year"]), int(month) if month else None, int(day) if day else None)


def _the_only_way(one: int, other: int, year: int) -> PartialDate:
    if one != other and max(one, other) <= 12:
        raise ValueError(EITHER_WAY)
    day, month = (one, other) if other <= 12 else (other, one)
    return _dated(year, month, day)


def _month_called(name: str) -> int:
    for number, month in enumerate(calendar.month_name):
        if month.lower().startswith(name):
            return number
    raise ValueError(NOT_A_DAY)


def _dated(year: int, month: int | None, day: int | None) -> PartialDate:
    try:
        return PartialDate(year, month, day)
    except ValueError:
        raise ValueError("There is no such day.") from None
