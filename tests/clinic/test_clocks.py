"""On whose clock a time is shown."""

import pytest

from bedside import clinic
from bedside.clinic.models import Facility
from tests.people import SYSTEM, Person


@pytest.fixture
def berlin(harbour: Facility) -> Facility:
    changes = {"time_zone": "Europe/Berlin"}
    return clinic.change_facility(harbour.id, changes, version=harbour.version, by=SYSTEM)


def test_times_are_those_of_the_clinic(berlin: Facility, asha: Person) -> None:
    assert clinic.zone_of(berlin.id) == "Europe/Berlin"
    assert clinic.zone_of_patient(asha.patient) == "Europe/Berlin"


def test_before_there_is_a_clinic_the_clock_is_utc(db: None) -> None:
    assert clinic.zone_of(None) == clinic.zone_of_patient(None) == "UTC"
