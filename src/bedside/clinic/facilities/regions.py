"""Which country a facility is in, told by its time zone: where its phone numbers are dialled.

The IANA time zone database names one country for every zone of its table, and ships with Python's
`tzdata`. A zone that belongs to no country (UTC) has no region, and that is an answer too.
"""

from functools import cache
from importlib import resources
from uuid import UUID

from django.db.models import QuerySet

from bedside.clinic.facilities.models import Facility


def regions_of(facilities: QuerySet[Facility]) -> dict[UUID, str]:
    """Return the regions of facilities, by facility. One query."""
    zones = facilities.values_list("id", "time_zone")
    return {facility: region_of_zone(zone) for facility, zone in zones}


def region_of_zone(zone: str) -> str:
    """Return the ISO 3166 code ("GB" for "Europe/London"), "" for a zone without a country."""
    zones, links = _tables()
    return zones.get(zone) or zones.get(links.get(zone, ""), "")


@cache
def _tables() -> tuple[dict[str, str], dict[str, str]]:
    """The countries by zone, and the zones by their older names."""
    files = resources.files("tzdata.zoneinfo")
    rows = (line.split("\t") for line in _lines(files.joinpath("zone.tab").read_text("utf-8")))
    links = (line.split() for line in _lines(files.joinpath("tzdata.zi").read_text("utf-8")))
    return (
        {row[2]: row[0] for row in rows},
        {row[2]: row[1] for row in links if row[0] == "L"},
    )


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line and not line.startswith("#")]
