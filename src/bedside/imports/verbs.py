"""Who may bring in what was kept elsewhere: whoever works at the facility that it is for.

An administrator may not. The preview says who of the file is a patient already, so that a file of
guessed names would tell whoever may send one in whom the clinic treats.
"""

from bedside.accounts.permissions import Verbs

VERBS: Verbs = {
    "import.ask": {"doctor"},
    "import.begin": {"doctor"},
    "import.change": {"doctor"},
    "import.decide": {"doctor"},
    "import.drop": {"doctor"},
    "import.list": {"doctor"},
    "import.make": {"doctor"},
    "import.read": {"doctor"},
    "import.undo": {"doctor"},
}
