"""Facilities, patients, and who cares for whom.

Every reading of a patient starts from `patients_visible_to`, which knows the actor: whoever is
outside its answer does not exist for that actor. The acts here are the only way in.
"""

from bedside.clinic import (
    allergies,
    appointments,
    diagnoses,
    duplicates,
    elsewhere,
    encounters,
    flags,
    medicines,
    merges,
    messages,
    notes,
    practitioners,
    problems,
    trail,
    vitals,
)
from bedside.clinic.codes.finding import read_code, search_codes
from bedside.clinic.facilities.clocks import zone_of, zone_of_patient
from bedside.clinic.facilities.members import (
    MembershipView,
    add_member,
    end_member,
    own_memberships,
    read_members,
)
from bedside.clinic.facilities.reach import facilities_in_reach
from bedside.clinic.facilities.running import (
    change_facility,
    create_facility,
    doctors_of,
    facilities_of,
    list_facilities,
    read_facility,
    staff_of,
)
from bedside.clinic.patients.changing import change_profile, correct_profile, set_responsible
from bedside.clinic.patients.filling_in import fill_in_demographics
from bedside.clinic.patients.inviting import IDENTITY, accept_invitation, invite_patient
from bedside.clinic.patients.profile import Profile
from bedside.clinic.patients.reach import patients_visible_to
from bedside.clinic.patients.reading import (
    numbers_of,
    open_patients,
    read_patient,
    read_patients,
    read_self,
    records_replaced_by,
)
from bedside.clinic.patients.registering import (
    enrol_patient,
    register_doctor,
    register_patient,
    register_receptionist,
)
from bedside.clinic.patients.transferring import transfer
from bedside.clinic.patients.views import Access, PatientView
from bedside.clinic.patients.watching import accesses, read_access
from bedside.clinic.search.finding import find as find_patients
from bedside.clinic.search.rebuilding import behind as search_is_behind
from bedside.clinic.search.rebuilding import bring_up_to_date as bring_search_up_to_date
from bedside.clinic.search.rebuilding import rebuild as rebuild_search
from bedside.clinic.search.rebuilding import searched_facilities

__all__ = [
    "IDENTITY",
    "Access",
    "MembershipView",
    "PatientView",
    "Profile",
    "accept_invitation",
    "accesses",
    "add_member",
    "allergies",
    "appointments",
    "bring_search_up_to_date",
    "change_facility",
    "change_profile",
    "correct_profile",
    "create_facility",
    "diagnoses",
    "doctors_of",
    "duplicates",
    "elsewhere",
    "encounters",
    "end_member",
    "enrol_patient",
    "facilities_in_reach",
    "facilities_of",
    "fill_in_demographics",
    "find_patients",
    "flags",
    "invite_patient",
    "list_facilities",
    "medicines",
    "merges",
    "messages",
    "notes",
    "numbers_of",
    "open_patients",
    "own_memberships",
    "patients_visible_to",
    "practitioners",
    "problems",
    "read_access",
    "read_code",
    "read_facility",
    "read_members",
    "read_patient",
    "read_patients",
    "read_self",
    "rebuild_search",
    "records_replaced_by",
    "register_doctor",
    "register_patient",
    "register_receptionist",
    "search_codes",
    "search_is_behind",
    "searched_facilities",
    "set_responsible",
    "staff_of",
    "trail",
    "transfer",
    "vitals",
    "zone_of",
    "zone_of_patient",
]
