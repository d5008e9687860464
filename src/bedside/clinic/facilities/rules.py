"""What the state of a facility allows, apart from who asks."""

from zoneinfo import available_timezones

from bedside import limits
from bedside.clinic.facilities.models import Facility
from bedside.clinic.facilities.regions import region_of_zone
from bedside.clinic.patients.phones import phone_number
from bedside.errors import Invalid

TEXT_LIMITS = {"name": limits.LINE, "address_line": limits.NAME, "city": limits.LINE, "phone": 32}
"""Letters in each text of a facility."""


def must_take_patients(facility: Facility | None) -> Facility:
    """Return the facility. Raises Invalid when it is missing or closed."""
    if facility is None or not facility.active:
        raise Invalid(fields={"facility": "Choose one of the listed facilities."})
    return facility


def must_be_good_facility(facility: Facility) -> None:
    """Raise Invalid naming each bad field of a facility."""
    bad = {
        field: limits.at_most(limit)
        for field, limit in TEXT_LIMITS.items()
        if len(getattr(facility, field)) > limit
    }
    if not limits.says_something(facility.name):
        bad["name"] = "A facility needs a name."
    if facility.time_zone not in available_timezones():
        bad["time_zone"] = "Choose a time zone from the IANA list, such as Europe/Berlin."
    if facility.phone.strip():
        bad |= _phone_problem(facility)
    if bad:
        raise Invalid(fields=bad)


def _phone_problem(facility: Facility) -> dict[str, str]:
    try:
        phone_number(facility.phone, region_of_zone(facility.time_zone))
    except Invalid as refused:
        return refused.fields
    return {}
