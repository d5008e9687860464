"""A clinic's own numbers: typed rows, filters, pure figures, and small counts hidden.

Nothing here reads a clock or a store: rows go in, figures come out.
"""

from bedside.reports.assembling import FacilityReport, Rows, report
from bedside.reports.filters import Filter, Period
from bedside.reports.outside import OutsideReport, for_outside
from bedside.reports.rows import AppointmentRow, AssessmentRow, DiagnosisRow, PatientRow
from bedside.reports.suppressing import Shown, suppressed

__all__ = [
    "AppointmentRow",
    "AssessmentRow",
    "DiagnosisRow",
    "FacilityReport",
    "Filter",
    "OutsideReport",
    "PatientRow",
    "Period",
    "Rows",
    "Shown",
    "for_outside",
    "report",
    "suppressed",
]
