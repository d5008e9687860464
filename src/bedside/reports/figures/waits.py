"""How long people waited, as order statistics: what half, and what nine in ten, did not exceed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from bedside.reports.rows import AssessmentRow

_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Waits:
    """`reviewed` assessments and their seconds from sending to review: the median (of an even
    number the mean of the middle two) and the 90th percentile (nearest rank); None of none."""

    reviewed: int
    median: float | None
    ninetieth: float | None


def waits_of(assessments: Iterable[AssessmentRow]) -> Waits:
    """Return the waiting times of those that have been reviewed."""
    seconds = sorted(
        (row.reviewed_at - row.submitted_at) / _SECOND
        for row in assessments
        if row.reviewed_at is not None
    )
    if not seconds:
        return Waits(0, None, None)
    return Waits(len(seconds), median(seconds), seconds[nine_tenths(len(seconds)) - 1])


def nine_tenths(of: int) -> int:
    """Return the number, from 1, of the least that nine tenths do not exceed: ceil(of * 9 / 10)."""
    return (of * 9 + 9) // 10
