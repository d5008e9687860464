"""Who may bring in what was kept elsewhere: whoever works at the facility that it is for.

An administrator may not. The preview says who of the file is a patient already, so that a file of
guessed names would tell whoever may send one in whom the clinic treats. A patient's record is about
their health, so a doctor begins; whatever follows is for whoever began.
"""

from bedside.accounts.permissions import Verbs

VERBS: Verbs = {
    "import.ask": {"doctor", "receptionist"},
    "import.begin": {"doctor", "receptionist"},
    "import.begin_record": {"doctor"},
    "import.change": {"doctor", "receptionist"},
    "import.decide": {"doctor", "receptionist"},
    "import.drop": {"doctor", "receptionist"},
    "import.list": {"doctor", "receptionist"},
    "import.make": {"doctor", "receptionist"},
    "import.read": {"doctor", "receptionist"},
    "import.undo": {"doctor", "receptionist"},
}
