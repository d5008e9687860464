"""Medicines that a patient takes or took, as written (FHIR: MedicationStatement).

To end one is to stop it, to reinstate it is to start it again.
"""

from bedside.clinic.medicines.acts import (
    MedicinePage,
    MedicineView,
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
from bedside.clinic.medicines.body import MedicineBody

__all__ = [
    "MedicineBody",
    "MedicinePage",
    "MedicineView",
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
