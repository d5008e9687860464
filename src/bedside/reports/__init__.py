"""A clinic's own numbers: typed rows, filters, pure figures, and small counts hidden.

Figures and filters read no clock and no store: rows go in, figures come out. `loading` makes the
rows, and `reading` holds the acts.
"""

from bedside.reports.asking import Asked, Days
from bedside.reports.assembling import FacilityReport, Rows, report
from bedside.reports.filters import Filter, Period
from bedside.reports.outside import OutsideReport, for_outside
from bedside.reports.reading import (
    CountsView,
    Displays,
    PatientRisk,
    ReportView,
    read_counts,
    read_report,
    read_risks,
)
from bedside.reports.rows import AppointmentRow, AssessmentRow, DiagnosisRow, PatientRow
from bedside.reports.suppressing import Shown, suppressed
from bedside.reports.tables import TABLES, Cell, as_csv, read_table, table_of

__all__ = [
    "TABLES",
    "AppointmentRow",
    "Asked",
    "AssessmentRow",
    "Cell",
    "CountsView",
    "Days",
    "DiagnosisRow",
    "Displays",
    "FacilityReport",
    "Filter",
    "OutsideReport",
    "PatientRisk",
    "PatientRow",
    "Period",
    "ReportView",
    "Rows",
    "Shown",
    "as_csv",
    "for_outside",
    "read_counts",
    "read_report",
    "read_risks",
    "read_table",
    "report",
    "suppressed",
    "table_of",
]
