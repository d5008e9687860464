"""Who carries most chronic illness: the Charlson index of each patient, the highest with why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import nsmallest

from bedside.reports.charlson import Score, charlson
from bedside.reports.rows import PatientRow

USUAL = 3


@dataclass(frozen=True, slots=True)
class TopRisks:
    """The highest scores, highest first; `as_high` more patients have the last one's score."""

    scores: tuple[Score, ...]
    as_high: int


def risks(patients: Iterable[PatientRow], on: date) -> list[Score]:
    """Return the index of every patient whose age is known, in their order."""
    return [score for row in patients if (score := charlson(row, on)) is not None]


def top_risks(scores: Sequence[Score], top: int = USUAL) -> TopRisks:
    """Return the highest; of the same score first who has it by illness, then the older one.

    A score of 0 is no risk and is not listed.
    """
    some = (one for one in scores if one.points)
    listed = nsmallest(top, some, key=_highest_first)
    if not listed:
        return TopRisks((), 0)
    least = listed[-1].points
    as_high = sum(one.points == least for one in scores)
    return TopRisks(tuple(listed), as_high - sum(one.points == least for one in listed))


def _highest_first(score: Score) -> tuple[int, int, int, int]:
    return -score.points, score.age_points, -score.age, score.patient.int
