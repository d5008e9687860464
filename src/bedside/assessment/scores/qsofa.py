"""qSOFA: three signs that somebody with an infection may do badly.

One point each for a breathing rate of 22 or more, a systolic pressure of 100 or less and altered
mentation (Seymour and others, JAMA 2016;315(8):762-774, abstract, PMC5433435; read 2026-11-22);
two or more mean a higher risk. For adults with a suspected infection; not made for pregnancy. What
was not measured has no points, so the total is then a lower bound. The red flag of two or more is
``qsofa`` in red_flags/measured-signs.toml.
"""

from __future__ import annotations

from bedside.assessment.age import Age
from bedside.assessment.facts import Patient
from bedside.assessment.rules import Rule, Truth
from bedside.assessment.scores.score import Score

FROM_AGE = Age.years(18)
_RATE, _PRESSURE, _MIND = "vitals.respiratory-rate", "vitals.systolic", "vitals.newly-confused"
_ITEMS = (_RATE, _PRESSURE, _MIND)
SOURCE = "qSOFA, Seymour and others, JAMA 2016;315(8):762-774"


def qsofa_of(patient: Patient, infection: Rule) -> Score | None:
    """Score the signs given; None without any, without a possible infection, or outside its age."""
    if patient.age is None or patient.age < FROM_AGE or infection.truth(patient) is not Truth.YES:
        return None
    if patient.present("pregnant") >= Truth.UNSURE:
        return None
    points: dict[str, int] = {}
    rate, pressure = patient.number(_RATE), patient.number(_PRESSURE)
    if not isinstance(rate, Truth):
        points[_RATE] = int(rate >= 22)
    if not isinstance(pressure, Truth):
        points[_PRESSURE] = int(pressure <= 100)
    if patient.present(_MIND) in (Truth.YES, Truth.NO):
        points[_MIND] = int(patient.present(_MIND) is Truth.YES)
    if not points:
        return None
    band = "higher" if sum(points.values()) >= 2 else "lower"
    return Score("qsofa", _ITEMS, points, band, ("lower", "higher"), SOURCE)
