"""The figures of a report: each a small pure function over typed rows, without a clock."""

from bedside.reports.figures.diagnoses import DiagnosisCount, diagnosis_counts
from bedside.reports.figures.months import (
    MonthRow,
    by_month,
    kept_and_missed,
    new_patients,
    sent_by_level,
    waiting_times,
)
from bedside.reports.figures.open_work import OpenWork, open_work_by_age
from bedside.reports.figures.people import Ages, Band, age_pyramid, ages, left, total, unopened
from bedside.reports.figures.risks import TopRisks, risks, top_risks
from bedside.reports.figures.waits import Waits, waits_of

__all__ = [
    "Ages",
    "Band",
    "DiagnosisCount",
    "MonthRow",
    "OpenWork",
    "TopRisks",
    "Waits",
    "age_pyramid",
    "ages",
    "by_month",
    "diagnosis_counts",
    "kept_and_missed",
    "left",
    "new_patients",
    "open_work_by_age",
    "risks",
    "sent_by_level",
    "top_risks",
    "total",
    "unopened",
    "waiting_times",
    "waits_of",
]
