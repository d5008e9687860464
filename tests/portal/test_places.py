"""Places come from an address that anybody can type."""

from uuid import UUID

import pytest

from bedside.portal.places import SCREENS, Place

AN_ID = UUID("01980000-0000-7000-8000-000000000001")


@pytest.mark.parametrize("screen", sorted(SCREENS))
def test_a_place_survives_its_address(screen: str) -> None:
    place = Place(screen, AN_ID)
    assert Place.parse(place.query) == place
    assert place.href == f"/portal/?{place.query}"


@pytest.mark.parametrize(
    "query",
    [
        {"screen": "admin"},
        {"screen": "chat", "assessment": "1 OR 1=1"},
        {"screen": "../../etc/passwd"},
        {"assessment": str(AN_ID)},
        {},
    ],
)
def test_an_address_without_sense_leads_to_the_first_screen(query: dict[str, str]) -> None:
    assert Place.of(query) == Place()
