"""Who may do what with jobs.

An administrator watches all of them, and learns of none what it is about. Everybody else has those
that they asked for.
"""

from bedside.accounts.permissions import Verbs

VERBS: Verbs = {
    "job.cancel": {"patient", "doctor", "receptionist", "administrator", "system"},
    "job.drop_file": {"patient", "doctor", "receptionist", "administrator"},
    "job.list": {"patient", "doctor", "receptionist", "administrator", "system"},
    "job.read": {"patient", "doctor", "receptionist", "administrator", "system"},
    "job.read_counts": {"administrator", "system"},
    "job.read_file": {"patient", "doctor", "receptionist", "administrator"},
    "job.retry": {"administrator", "system"},
}
