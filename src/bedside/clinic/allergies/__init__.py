"""Allergies and intolerances, and the statement that none is known (FHIR: AllergyIntolerance)."""

from bedside.clinic.allergies.acts import (
    AllergyPage,
    AllergyView,
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
from bedside.clinic.allergies.body import SEVERITIES, TYPES, AllergyBody
from bedside.clinic.allergies.none_known import (
    NoneKnownView,
    none_known_of,
    none_known_view,
    read_none_known,
    state_none_known,
    take_back_none_known,
)

__all__ = [
    "SEVERITIES",
    "TYPES",
    "AllergyBody",
    "AllergyPage",
    "AllergyView",
    "NoneKnownView",
    "add",
    "change",
    "end",
    "mark_as_error",
    "none_known_of",
    "none_known_view",
    "of_patient",
    "read",
    "read_all",
    "read_none_known",
    "reinstate",
    "state_none_known",
    "take_back_none_known",
    "view",
]
