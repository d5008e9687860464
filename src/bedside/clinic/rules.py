"""What the state of a thing allows, apart from who asks: small questions with a refusal each."""

from uuid import UUID
from zoneinfo import available_timezones

from bedside.clinic.models import Facility, Patient, PatientState
from bedside.errors import Conflict, Invalid, Stale

TEXT_LIMITS = {"name": 120, "address_line": 200, "city": 120, "phone": 32}
"""Letters in each text of a facility."""


def must_be_current(row: Facility | Patient, version: int) -> None:
    """Raise Stale when somebody changed the row since the caller read it."""
    if row.version != version:
        raise Stale


def must_be_provisional(patient: Patient) -> None:
    """Raise Conflict when this patient is registered already."""
    if patient.state != PatientState.PROVISIONAL:
        raise Conflict("This patient is already registered.")


def must_be_registered(patient: Patient) -> None:
    """Raise Conflict for a provisional patient, who has no profile yet."""
    if patient.state != PatientState.REGISTERED:
        raise Conflict("Register first.")


def must_have_clinic(patient: Patient) -> UUID:
    """Return where a patient's assessments go. Raises Conflict before there is such a place."""
    if patient.facility_id is None:
        raise Conflict("Register first: then there is a clinic to send this to.")
    return patient.facility_id


def must_take_patients(facility: Facility | None) -> Facility:
    """Return the facility. Raises Invalid when it is missing or closed."""
    if facility is None or not facility.active:
        raise Invalid(fields={"facility": "Choose one of the listed facilities."})
    return facility


def must_be_good_facility(facility: Facility) -> None:
    """Raise Invalid naming each bad field of a facility."""
    bad = {
        field: f"Write at most {limit} letters."
        for field, limit in TEXT_LIMITS.items()
        if len(getattr(facility, field)) > limit
    }
    if not facility.name.strip():
        bad["name"] = "A facility needs a name."
    if facility.time_zone not in available_timezones():
        bad["time_zone"] = "Choose a time zone from the IANA list, such as Europe/Berlin."
    if bad:
        raise Invalid(fields=bad)
