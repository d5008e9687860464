"""NEWS2 (Royal College of Physicians, 2017): how far vital signs are from normal.

Bands as in the report's chart 1 and triggers as in its chart 4 (ISBN 978-1-86016-682-2; the charts
as reproduced at scribd.com/document/584338409 and /538260233; read 2026-11-22). Validated from 16
years and not in pregnancy, so it is None for anybody else. Where some values were not measured the
score is a lower bound and says so. SpO2 is scored on scale 1 only, which overstates the risk of
people who are known to retain carbon dioxide.
"""

from __future__ import annotations

from dataclasses import dataclass

from bedside.assessment.age import Age
from bedside.assessment.facts import NOT_SURE, YES, Patient
from bedside.assessment.rules import Truth
from bedside.assessment.scores.score import Score

FROM_AGE = Age.years(16)
_INF = float("inf")
POINTS: dict[str, tuple[tuple[float, int], ...]] = {
    "vitals.respiratory-rate": ((8, 3), (11, 1), (20, 0), (24, 2), (_INF, 3)),
    "vitals.oxygen-saturation": ((91, 3), (93, 2), (95, 1), (_INF, 0)),
    "vitals.temperature": ((35.0, 3), (36.0, 1), (38.0, 0), (39.0, 1), (_INF, 2)),
    "vitals.systolic": ((90, 3), (100, 2), (110, 1), (219, 0), (_INF, 3)),
    "vitals.heart-rate": ((40, 3), (50, 1), (90, 0), (110, 1), (130, 2), (_INF, 3)),
}
"""Of each measurement the highest value of each step, and its points."""
YES_POINTS = {"vitals.on-oxygen": 2, "vitals.newly-confused": 3}
VITALS = (*POINTS, *YES_POINTS)
BANDS = ("low", "single-3", "medium", "high")
SOURCE = "Royal College of Physicians, National Early Warning Score (NEWS) 2, 2017"


@dataclass(frozen=True, slots=True)
class News2:
    """``total`` points, ``complete`` when all seven were given, ``red`` when any one alone is 3."""

    total: int
    complete: bool
    red: bool
    points: dict[str, int]

    @property
    def within(self) -> str | None:
        """The time the score asks for: 7 or more now; 5, 6 or a single 3 within the day."""
        if self.total >= 7:
            return "hospital-now"
        return "within-24-hours" if self.total >= 5 or self.red else None

    @property
    def band(self) -> str:
        if self.total >= 7:
            return "high"
        return "medium" if self.total >= 5 else "single-3" if self.red else "low"

    def score(self) -> Score:
        """As the doctor reads it."""
        return Score("news2", VITALS, self.points, self.band, BANDS, SOURCE)


def news2_of(patient: Patient) -> News2 | None:
    """Score the vital signs given; None when there are none or the patient is outside its age."""
    if patient.age is None or patient.age < FROM_AGE or patient.present("pregnant") is Truth.YES:
        return None
    if patient.values.get("pregnant") == NOT_SURE:
        return None
    points = {
        name: _points(name, value)
        for name in POINTS
        if isinstance(value := patient.values.get(name), float)
    }
    for name, worth in YES_POINTS.items():
        truth = patient.present(name)
        if truth in (Truth.YES, Truth.NO):
            points[name] = worth if patient.values[name] == YES else 0
    if not points:
        return None
    return News2(sum(points.values()), len(points) == len(VITALS), 3 in points.values(), points)


def _points(name: str, value: float) -> int:
    rounded = round(value, 1)
    return next(worth for highest, worth in POINTS[name] if rounded <= highest)
