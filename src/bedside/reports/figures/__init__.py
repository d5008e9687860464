"""The figures of a report: each a small pure function over typed rows, without a clock."""

from bedside.reports.figures.diagnoses import Diagnoses, DiagnosisCount
from bedside.reports.figures.months import (
    Events,
    MonthRow,
    by_month,
    events_of,
    kept_and_missed,
    new_patients,
    sent_by_level,
    waiting_times,
)
from bedside.reports.figures.open_work import OpenWork, open_work_by_age
from bedside.reports.figures.people import (
    Ages,
    Band,
    age_pyramid,
    ages,
    by_age_and_sex,
    left,
    total,
    unopened,
)
from bedside.reports.figures.risks import Risks, TopRisks
from bedside.reports.figures.waits import Waits, waits_of

__all__ = [
    "Ages",
    "Band",
    "Diagnoses",
    "DiagnosisCount",
    "Events",
    "MonthRow",
    "OpenWork",
    "Risks",
    "TopRisks",
    "Waits",
    "age_pyramid",
    "ages",
    "by_age_and_sex",
    "by_month",
    "events_of",
    "kept_and_missed",
    "left",
    "new_patients",
    "open_work_by_age",
    "sent_by_level",
    "total",
    "unopened",
    "waiting_times",
    "waits_of",
]
