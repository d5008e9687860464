"""Coded diagnoses: which patient has, had or may have what a code says (FHIR: Condition)."""

from bedside.clinic.diagnoses.acts import (
    CodeView,
    DiagnosisPage,
    DiagnosisView,
    add,
    change,
    mark_as_error,
    of_patient,
    read,
    read_all,
    reinstate,
    turn,
    view,
    with_code,
)
from bedside.clinic.diagnoses.body import DiagnosisBody
from bedside.clinic.diagnoses.lifecycle import CERTAINTIES, CONFIRMED, REFUTED, RESOLVED, SUSPECTED
from bedside.clinic.diagnoses.recent import codes_in, codes_of_doctor

__all__ = [
    "CERTAINTIES",
    "CONFIRMED",
    "REFUTED",
    "RESOLVED",
    "SUSPECTED",
    "CodeView",
    "DiagnosisBody",
    "DiagnosisPage",
    "DiagnosisView",
    "add",
    "change",
    "codes_in",
    "codes_of_doctor",
    "mark_as_error",
    "of_patient",
    "read",
    "read_all",
    "reinstate",
    "turn",
    "view",
    "with_code",
]
