"""What no doctor has finished with yet, by how long it has been waiting."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bedside.reports.rows import AssessmentRow

_UP_TO = (
    ("within-1-hour", timedelta(hours=1)),
    ("within-4-hours", timedelta(hours=4)),
    ("within-1-day", timedelta(days=1)),
    ("within-3-days", timedelta(days=3)),
    ("within-2-weeks", timedelta(weeks=2)),
)
_LONGER = "longer"
WAITED = (*(code for code, _ in _UP_TO), _LONGER)
"""How long something has waited, shortest first. No source: ours, along the times of triage."""


@dataclass(frozen=True, slots=True)
class OpenWork:
    """The open assessments that have waited so long (one of WAITED), and how many are overdue."""

    waited: str
    assessments: int
    overdue: int


def open_work_by_age(assessments: Iterable[AssessmentRow], now: datetime) -> tuple[OpenWork, ...]:
    """Count open assessments by how long they have waited; every one of WAITED, also empty ones."""
    still = [row for row in assessments if row.is_open]
    waited = [(_waited(now - row.submitted_at), row.due_at < now) for row in still]
    return tuple(
        OpenWork(
            code,
            sum(one == code for one, _ in waited),
            sum(one == code and overdue for one, overdue in waited),
        )
        for code in WAITED
    )


def _waited(age: timedelta) -> str:
    return next((code for code, limit in _UP_TO if age < limit), _LONGER)
