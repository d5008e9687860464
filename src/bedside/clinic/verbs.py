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
    "patient.list": {"doctor", "administrator"},
    "patient.read": {"patient", "doctor"},
    "patient.register": {"anonymous", "system"},
}
