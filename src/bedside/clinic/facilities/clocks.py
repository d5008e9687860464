"""On whose clock a time is shown: that of the clinic, which the database's UTC says nothing about.

A facility's time zone is as public as its address, so asking for it is no act.
"""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.dateformat import format as formatted

from bedside.audit import Actor
from bedside.clinic.facilities.models import Facility
from bedside.clinic.facilities.reach import facilities_in_reach

NOWHERE = "UTC"
"""The clock before there is a clinic."""


def zone_of(facility: UUID | None) -> str:
    """Return a facility's time zone, such as Europe/Berlin; UTC before there is a facility."""
    return _first(Facility.objects.filter(id=facility)) if facility else NOWHERE


def zone_of_patient(patient: UUID | None) -> str:
    """Return the time zone of the clinic where somebody is a patient."""
    return _first(Facility.objects.filter(patients=patient)) if patient else NOWHERE


def zone_of_reader(by: Actor) -> str:
    """Return the time zone of the clinic of somebody who reads times that belong to no clinic.

    Of who has several clinics with clocks that differ, or none, it is UTC.
    """
    if by.patient is not None:
        return zone_of_patient(by.patient)
    places = facilities_in_reach(by).filter(active=True)
    zones = set(places.values_list("time_zone", flat=True).distinct())
    return zones.pop() if len(zones) == 1 else NOWHERE


def on_the_wall(moment: datetime, zone: str) -> str:
    """Return what the clock at a clinic shows: "09:00", or "01:30 (UTC+01:00)" when the clocks go
    back and it shows that twice."""
    local = moment.astimezone(ZoneInfo(zone))
    if local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset():
        return f"{local:%H:%M}"
    sign = f"{local:%z}"
    return f"{local:%H:%M} (UTC{sign[:3]}:{sign[3:5]})"


def day_and_time(moment: datetime, zone: str) -> str:
    """Return "Monday 2 March 2026, 09:00" as it is at a clinic; see `on_the_wall`."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{formatted(local, 'l j F Y')}, {on_the_wall(moment, zone)}"


def whose_clock(zone: str) -> str:
    """Return what people call a zone: "London time" for Europe/London; "UTC" has no place."""
    place = zone.rpartition("/")[2].replace("_", " ")
    return f"{place} time" if "/" in zone else zone


def _first(places: QuerySet[Facility]) -> str:
    return places.values_list("time_zone", flat=True).first() or NOWHERE
