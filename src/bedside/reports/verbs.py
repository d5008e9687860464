"""Who may read a clinic's report.

Doctors read it whole, of the clinics they belong to. Administrators run every clinic and see
nobody's health data: they get counts of months that are over, and no small ones.
"""

from bedside.accounts.permissions import Verbs

VERBS: Verbs = {
    "report.list_risks": {"doctor"},
    "report.make_month": {"administrator"},
    "report.read": {"doctor"},
    "report.read_counts": {"doctor", "administrator"},
}
