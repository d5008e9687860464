"""The country of a facility, told by its time zone."""

from zoneinfo import available_timezones

import phonenumbers
import pytest

from bedside.clinic.facilities.regions import region_of_zone


@pytest.mark.parametrize(
    ("zone", "region"),
    [
        ("Europe/London", "GB"),
        ("Europe/Zurich", "CH"),
        ("Europe/Vaduz", "LI"),
        ("Africa/Accra", "GH"),
        ("Pacific/Kiritimati", "KI"),
        ("Asia/Calcutta", "IN"),
        ("US/Eastern", "US"),
        ("UTC", ""),
        ("Etc/GMT+3", ""),
        ("Nowhere/Town", ""),
    ],
)
def test_a_zone_has_the_country_it_lies_in(zone: str, region: str) -> None:
    assert region_of_zone(zone) == region


def test_every_zone_of_a_place_has_a_country_that_can_be_called() -> None:
    places = [zone for zone in available_timezones() if zone.split("/")[0] in {"Europe", "Asia"}]
    regions = {region_of_zone(zone) for zone in places}
    assert len(places) > 100 and "" not in regions
    assert regions <= phonenumbers.SUPPORTED_REGIONS
