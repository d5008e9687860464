"""Encounters elsewhere: that a patient was seen at another clinic, as its record says.

Who saw them there is nobody here, and where it was is no facility of this house: both are words,
and so they are sealed with the rest. They come in with a patient's record and are only read; no
number of a clinic of this house counts them, because they are rows of a table of their own.
"""

from bedside.clinic.elsewhere.acts import (
    FINISHED,
    ElsewherePage,
    ElsewhereView,
    of_patient,
    read,
    read_all,
    view,
)
from bedside.clinic.elsewhere.body import CLASSES, ElsewhereBody
from bedside.clinic.elsewhere.wording import at_another_clinic

__all__ = [
    "CLASSES",
    "FINISHED",
    "ElsewhereBody",
    "ElsewherePage",
    "ElsewhereView",
    "at_another_clinic",
    "of_patient",
    "read",
    "read_all",
    "view",
]
