"""Alerts about a patient, for whoever treats them (FHIR: Flag): falls, anticoagulated.

They stand in the banner of the record, for staff: what is said here is a warning among colleagues,
so patients do not see the list in their own pages. They are entitled to it all the same, and the
download of their whole record has it.

To end one is to say that it holds no longer, to reinstate it is to say that it does again.
"""

from bedside.clinic.flags.acts import (
    FlagPage,
    FlagView,
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
from bedside.clinic.flags.body import CATEGORIES, FlagBody

__all__ = [
    "CATEGORIES",
    "FlagBody",
    "FlagPage",
    "FlagView",
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
