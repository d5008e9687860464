"""Who may do what with facilities and patients.

Whoever runs the `bedside` command holds the machine and the root key: that is `system`.
"""

from bedside.accounts.permissions import Verbs

VERBS: Verbs = {
    "code.search": {"doctor"},
    "encounter.change": {"doctor"},
    "encounter.list": {"doctor"},
    "encounter.lock": {"doctor"},
    "encounter.read": {"doctor"},
    "encounter.start": {"doctor"},
    "facility.change": {"administrator", "system"},
    "facility.create": {"administrator", "system"},
    "facility.list": {"anonymous", "patient", "doctor", "administrator", "system"},
    "facility.staff": {"administrator", "system"},
    "note.amend": {"doctor"},
    "note.begin": {"doctor"},
    "note.cosign": {"doctor"},
    "note.discard": {"doctor"},
    "note.list": {"patient", "doctor"},
    "note.read": {"patient", "doctor"},
    "note.save": {"doctor"},
    "note.share": {"doctor"},
    "note.sign": {"doctor"},
    "note.unshare": {"doctor"},
    "note_template.change": {"doctor"},
    "note_template.create": {"doctor"},
    "note_template.delete": {"doctor"},
    "note_template.list": {"doctor"},
    "patient.change": {"patient"},
    "patient.correct": {"doctor"},
    "patient.enrol": {"doctor"},
    "patient.list": {"doctor", "administrator"},
    "patient.read": {"patient", "doctor"},
    "patient.register": {"anonymous", "system"},
    "patient.set_responsible": {"doctor"},
    "patient.transfer": {"doctor", "administrator"},
}
