"""Who may take what out of the house."""

from bedside.accounts.permissions import Verbs

VERBS: Verbs = {
    "administration_file.ask": {"administrator"},
    "administration_file.make": {"administrator"},
    "assessment.export": {"patient", "doctor"},
    "chart.export": {"doctor"},
    "clinic_file.ask": {"doctor"},
    "clinic_file.make": {"doctor"},
    "note.export": {"patient", "doctor"},
    "record_file.ask": {"patient", "doctor"},
    "record_file.make": {"patient", "doctor"},
    "report.export": {"doctor"},
}
