"""Who may take what out of the house."""

from bedside.accounts.permissions import Verbs

VERBS: Verbs = {
    "assessment.export": {"patient", "doctor"},
    "chart.export": {"doctor"},
    "note.export": {"patient", "doctor"},
}
