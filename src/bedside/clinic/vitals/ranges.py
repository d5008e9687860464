"""Which values are called low or high, and by whom: a figure without its range cannot be judged.

The only ranges with a source in this house are those of NEWS2: the values to which it gives no
points (Royal College of Physicians, 2017; read as `assessment/scores/news2.py` says). They hold
from 16 years and not in pregnancy, oxygen saturation on its first scale. They tell acute illness,
not good health: a systolic pressure of 180 has no points. Nothing is called low or high in
children, nor the diastolic pressure, weight, height or glucose: there is no source here for those.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from bedside.assessment.scores import news2
from bedside.clinic.vitals.measurements import MEASUREMENTS

Sign = Literal["", "low", "high"]
SOURCE = news2.SOURCE
_NAMES = {
    "temperature": "vitals.temperature",
    "pulse": "vitals.heart-rate",
    "systolic": "vitals.systolic",
    "breathing_rate": "vitals.respiratory-rate",
    "oxygen_saturation": "vitals.oxygen-saturation",
}
"""Of our measurements those that NEWS2 scores, and what the engine calls them."""


@dataclass(frozen=True)
class Range:
    """The values that score nothing, both ends included, in the unit of the measurement.

    An end that is infinite is open. `text` says it in words, without the unit.
    """

    least: float
    most: float
    text: str

    def sign(self, value: float) -> Sign:
        """Say whether a value is below or above."""
        if value < self.least:
            return "low"
        return "high" if value > self.most else ""


def _range(name: str, steps: tuple[tuple[float, int], ...]) -> Range:
    """Return the step of NEWS2 without points; it begins one digit after the step below it ends."""
    digits = MEASUREMENTS[name].digits
    at = next(place for place, (_, points) in enumerate(steps) if points == 0)
    least, most = round(steps[at - 1][0] + 10**-digits, digits), steps[at][0]
    upwards = "or more" if math.isinf(most) else f"to {most:.{digits}f}"
    return Range(least, most, f"{least:.{digits}f} {upwards}")


RANGES: Mapping[str, Range] = {
    name: _range(name, news2.POINTS[scored]) for name, scored in _NAMES.items()
}


def range_at(name: str, at: datetime, born: date | None) -> Range | None:
    """Return the range of a measurement for somebody of that age; None where there is none."""
    if born is None or (at.date() - born).days < news2.FROM_AGE.in_days:
        return None
    return RANGES.get(name)
