"""The problem list: what somebody has to be looked after for, in a doctor's words.

To end a problem is to call it resolved, to reinstate it is to say that it is back.
"""

from bedside.clinic.problems.acts import (
    ProblemPage,
    ProblemView,
    add,
    change,
    end,
    mark_as_error,
    of_patient,
    read,
    read_all,
    reinstate,
    view,
)
from bedside.clinic.problems.body import ProblemBody

__all__ = [
    "ProblemBody",
    "ProblemPage",
    "ProblemView",
    "add",
    "change",
    "end",
    "mark_as_error",
    "of_patient",
    "read",
    "read_all",
    "reinstate",
    "view",
]
