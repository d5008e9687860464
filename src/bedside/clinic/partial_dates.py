"""Days as people remember them: 2 March 2019, March 2019, or just 2019.

What is not known is left out, never made up: a year is kept as a year, not as its first of January.
The written form is that of FHIR's date: "2019-03-02", "2019-03", "2019".
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date

_WRITTEN = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
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
