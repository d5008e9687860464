"""Facilities, patients, and who cares for whom.

Every reading of a patient starts from `patients_visible_to`, which knows the actor: whoever is
outside its answer does not exist for that actor. The acts here are the only way in.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bedside.clinic.facilities import change_facility as change_facility
    from bedside.clinic.facilities import create_facility as create_facility
    from bedside.clinic.facilities import facilities_of as facilities_of
    from bedside.clinic.facilities import list_facilities as list_facilities
    from bedside.clinic.facilities import set_staff as set_staff
    from bedside.clinic.patients import change_profile as change_profile
    from bedside.clinic.patients import open_patients as open_patients
    from bedside.clinic.patients import read_patient as read_patient
    from bedside.clinic.patients import read_patients as read_patients
    from bedside.clinic.profile import Profile as Profile
    from bedside.clinic.reach import patients_visible_to as patients_visible_to
    from bedside.clinic.registering import register_doctor as register_doctor
    from bedside.clinic.registering import register_patient as register_patient
    from bedside.clinic.views import Access as Access
    from bedside.clinic.views import PatientView as PatientView
    from bedside.clinic.watching import accesses as accesses

_HOMES = {
    "accesses": "watching",
    "change_facility": "facilities",
    "create_facility": "facilities",
    "facilities_of": "facilities",
    "list_facilities": "facilities",
    "set_staff": "facilities",
    "change_profile": "patients",
    "open_patients": "patients",
    "read_patient": "patients",
    "read_patients": "patients",
    "Profile": "profile",
    "patients_visible_to": "reach",
    "register_doctor": "registering",
    "register_patient": "registering",
    "Access": "views",
    "PatientView": "views",
}


def __getattr__(name: str) -> Any:
    # Found on first use: Django must have loaded its apps before a model may be imported.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
