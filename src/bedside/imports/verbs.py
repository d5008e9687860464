"""Who may bring in what was kept elsewhere: whoever works at the facility that it is for, and what
they may write there by hand, they may bring in.

Administrators may bring in patients, as they move registers and hold the files. They see of their
file what stands in it, and of whom it finds on record only that somebody is; see ADR 16.

A patient's whole record is about their health, so a doctor begins; whatever follows is for whoever
began.
"""

from bedside.accounts.permissions import Verbs

VERBS: Verbs = {
    "import.ask": {"doctor", "receptionist", "administrator"},
    "import.begin": {"doctor", "receptionist", "administrator"},
    "import.begin_record": {"doctor"},
    "import.change": {"doctor", "receptionist", "administrator"},
    "import.decide": {"doctor", "receptionist", "administrator"},
    "import.drop": {"doctor", "receptionist", "administrator"},
    "import.list": {"doctor", "receptionist", "administrator"},
    "import.make": {"doctor", "receptionist", "administrator"},
    "import.read": {"doctor", "receptionist", "administrator"},
    "import.undo": {"doctor", "receptionist", "administrator"},
}
