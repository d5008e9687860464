"""Who may do what with facilities and patients.

Whoever runs the `bedside` command holds the machine and the root key: that is `system`.
"""

from bedside.accounts.permissions import Verbs

VERBS: Verbs = {
    "facility.change": {"administrator", "system"},
    "facility.create": {"administrator", "system"},
    "facility.list": {"anonymous", "patient", "doctor", "administrator", "system"},
    "facility.staff": {"administrator", "system"},
    "patient.change": {"patient"},
    "patient.correct": {"doctor"},
    "patient.enrol": {"doctor"},
    "patient.list": {"doctor", "administrator"},
    "patient.read": {"patient", "doctor"},
    "patient.register": {"anonymous", "system"},
    "patient.set_responsible": {"doctor"},
    "patient.transfer": {"doctor", "administrator"},
}
