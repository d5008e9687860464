"""A clinic's own numbers: typed rows, filters, pure figures, and small counts hidden.

Nothing here reads a clock or a store: rows go in, figures come out.
"""

from bedside.reports.filters import Filter, Period
from bedside.reports.rows import AppointmentRow, AssessmentRow, DiagnosisRow, PatientRow
from bedside.reports.suppressing import Shown, suppressed

__all__ = [
    "AppointmentRow",
    "AssessmentRow",
    "DiagnosisRow",
    "Filter",
    "PatientRow",
    "Period",
    "Shown",
    "suppressed",
]
