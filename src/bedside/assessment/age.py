"""Age in days, because a fever at five weeks and at five years are different stories.

Everything in the engine compares ages in whole days; people and knowledge files say years,
months, weeks or days (``"34y"``, ``"3m"``, ``"6w"``, ``"10d"``).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from bedside.limits import OLDEST_YEARS

DAYS_OF = {"d": 1.0, "w": 7.0, "m": 365.25 / 12, "y": 365.25}
_WORDS = {"d": "day", "w": "week", "m": "month", "y": "year"}
_WRITTEN = re.compile(r"(\d{1,5}(?:\.\d+)?)\s*([dwmy])")


@dataclass(frozen=True, slots=True, order=True)
class Age:
    """An age as whole days since birth; build it with ``years``, ``months``, ``weeks``, ``days``.

    A unit is complete on the day it rounds down to: ``Age.years(2)`` is 730 days.
    """

    in_days: int

    def __post_init__(self) -> None:
        if not 0 <= self.in_days <= OLDEST_YEARS * 366:
            raise ValueError(f"age must be between 0 days and {OLDEST_YEARS} years")

    @classmethod
    def years(cls, number: float) -> Age:
        return cls(int(number * DAYS_OF["y"]))

    @classmethod
    def months(cls, number: float) -> Age:
        return cls(int(number * DAYS_OF["m"]))

    @classmethod
    def weeks(cls, number: float) -> Age:
        return cls(int(number * DAYS_OF["w"]))

    @classmethod
    def days(cls, number: int) -> Age:
        return cls(int(number))

    @classmethod
    def written(cls, text: str) -> Age:
        """Read ``"34y"``, ``"3m"``, ``"6w"`` or ``"10d"``; ValueError for anything else."""
        found = _WRITTEN.fullmatch(text.strip().lower())
        if not found:
            raise ValueError(f"not an age: {text!r} (write 34y, 3m, 6w or 10d)")
        return cls(int(float(found[1]) * DAYS_OF[found[2]]))

    def in_words(self) -> str:
        """``"34 years"``, ``"7 months"``, ``"6 weeks"``, ``"12 days"``: as a clinician would.

        The units change where those of a birth date do (``clinic/patients/ages.py``).
        """
        if self < Age.weeks(4):
            unit = "d"
        elif self < Age.months(3):
            unit = "w"
        else:
            unit = "m" if self < Age.years(2) else "y"
        number = math.ceil((self.in_days + 1) / DAYS_OF[unit]) - 1
        return f"{number} {_WORDS[unit]}{'' if number == 1 else 's'}"
