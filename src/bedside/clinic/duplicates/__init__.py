"""Patients who may be one person registered twice: who they are, and that they are not the same."""

from bedside.clinic.duplicates.finding import are_likely_here, of_each, of_newcomer, of_patient
from bedside.clinic.duplicates.ruling import reconsider, rule_out
from bedside.clinic.duplicates.views import Likely

__all__ = [
    "Likely",
    "are_likely_here",
    "of_each",
    "of_newcomer",
    "of_patient",
    "reconsider",
    "rule_out",
]
