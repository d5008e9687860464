"""Who carries most chronic illness: the Charlson index of each patient, the highest with why."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from heapq import nsmallest

from bedside.reports.charlson import Score, charlson, points_of
from bedside.reports.rows import PatientRow

USUAL = 3


@dataclass(frozen=True, slots=True)
class TopRisks:
    """The highest scores, highest first; `as_high` more patients have the last one's score."""

    scores: tuple[Score, ...]
    as_high: int


@dataclass
class Risks:
    """The index of each of the patients added so far on a day: the `top` highest, and how many have
    how many points. Everybody else's is not kept."""

    on: date
    top: int = USUAL
    by_points: Counter[int] = field(default_factory=Counter)
    highest: list[Score] = field(default_factory=list)

    def add(self, patients: Iterable[PatientRow]) -> None:
        """Score some more patients, none of whom was added before; some have no known age."""
        scored = [(points_of(row, self.on), row) for row in patients]
        self.by_points.update(points for points, _ in scored if points is not None)
        some = (charlson(row, self.on) for points, row in scored if self._may_be_listed(points))
        found = [score for score in some if score is not None]
        self.highest = nsmallest(self.top, [*self.highest, *found], key=_highest_first)

    def top_risks(self) -> TopRisks:
        """Return the highest; of the same score first who has it by illness, then the older one.

        A score of 0 is no risk and is not listed.
        """
        if not self.highest:
            return TopRisks((), 0)
        least = self.highest[-1].points
        listed = sum(one.points == least for one in self.highest)
        return TopRisks(tuple(self.highest), self.by_points[least] - listed)

    def _may_be_listed(self, points: int | None) -> bool:
        if not points or not self.top:
            return False
        return len(self.highest) < self.top or points >= self.highest[-1].points


def _highest_first(score: Score) -> tuple[int, int, int, int]:
    return -score.points, score.age_points, -score.age, score.patient.int
