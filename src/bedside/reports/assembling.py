"""The report of a facility: every figure of one filter, put together from the rows.

It is about patients, score by score, and for those who treat them. What others may read is made
from it in `outside.py`.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from bedside.reports import figures
from bedside.reports.charlson import Score
from bedside.reports.figures import Ages, Band, DiagnosisCount, MonthRow, OpenWork, TopRisks
from bedside.reports.figures.risks import USUAL
from bedside.reports.filters import Filter
from bedside.reports.rows import AppointmentRow, AssessmentRow, PatientRow


@dataclass(frozen=True, slots=True)
class Rows:
    """All that a report of one facility is counted from; `zone` is the facility's clock."""

    facility: UUID
    zone: ZoneInfo
    patients: Collection[PatientRow]
    assessments: Collection[AssessmentRow]
    appointments: Collection[AppointmentRow]


@dataclass(frozen=True, slots=True)
class FacilityReport:
    """One facility through one filter, as of `made_at`.

    Of the `total`, `left` have left the facility since and `unopened` could not be opened; they are
    in no figure that needs a birth date or a sex. `risks` is the score of every other patient;
    `diagnoses` are all of them, the commonest first.
    """

    facility: UUID
    asked: Filter
    made_at: datetime
    total: int
    left: int
    unopened: int
    ages: Ages
    pyramid: tuple[Band, ...]
    diagnoses: tuple[DiagnosisCount, ...]
    risks: tuple[Score, ...]
    top_risks: TopRisks
    months: tuple[MonthRow, ...]
    open_work: tuple[OpenWork, ...]


def report(rows: Rows, asked: Filter, now: datetime, top: int = USUAL) -> FacilityReport:
    """Return the report with the `top` highest risks; ages are those on the day `asked.on`."""
    patients = asked.patients(rows.patients)
    scores = figures.risks(patients, asked.on)
    return FacilityReport(
        facility=rows.facility,
        asked=asked,
        made_at=now,
        total=figures.total(patients),
        left=figures.left(patients, now),
        unopened=figures.unopened(patients, now),
        ages=figures.ages(patients, asked.on),
        pyramid=figures.age_pyramid(patients, asked.on),
        diagnoses=figures.diagnosis_counts(patients),
        risks=tuple(scores),
        top_risks=figures.top_risks(scores, top),
        months=_months(rows, asked, patients),
        open_work=_open_work(rows, asked, now),
    )


def _months(rows: Rows, asked: Filter, patients: Collection[PatientRow]) -> tuple[MonthRow, ...]:
    return figures.by_month(
        asked.begins(patients),
        asked.assessments(rows.assessments, rows.patients),
        asked.appointments(rows.appointments, rows.patients),
        rows.zone,
    )


def _open_work(rows: Rows, asked: Filter, now: datetime) -> tuple[OpenWork, ...]:
    """What is open now is open whatever time the report is about."""
    at_any_time = replace(asked, period=None)
    still = [row for row in rows.assessments if row.is_open]
    return figures.open_work_by_age(at_any_time.assessments(still, rows.patients), now)
