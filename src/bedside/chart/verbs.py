"""Who may take which look at a patient."""

from bedside.accounts.permissions import Verbs

VERBS: Verbs = {
    "chart.read": {"doctor"},
    "chart.read_own": {"patient"},
    "contact.read": {"doctor", "receptionist"},
}
