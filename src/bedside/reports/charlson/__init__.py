"""The age-adjusted Charlson comorbidity index, with why: a table with its source, and scoring."""

from bedside.reports.charlson.scoring import Reason, Score, charlson, points_of, reasons_of
from bedside.reports.charlson.table import Condition, table

__all__ = ["Condition", "Reason", "Score", "charlson", "points_of", "reasons_of", "table"]
