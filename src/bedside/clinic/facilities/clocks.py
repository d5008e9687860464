"""On whose clock a time is shown: that of the clinic, which the database's UTC says nothing about.

A facility's time zone is as public as its address, so asking for it is no act.
"""

from uuid import UUID

from django.db.models import QuerySet

from bedside.clinic.facilities.models import Facility

NOWHERE = "UTC"
"""The clock before there is a clinic."""


def zone_of(facility: UUID | None) -> str:
    """Return a facility's time zone, such as Europe/Berlin; UTC before there is a facility."""
    return _first(Facility.objects.filter(id=facility)) if facility else NOWHERE


def zone_of_patient(patient: UUID | None) -> str:
    """Return the time zone of the clinic where somebody is a patient."""
    return _first(Facility.objects.filter(patients=patient)) if patient else NOWHERE


def _first(places: QuerySet[Facility]) -> str:
    return places.values_list("time_zone", flat=True).first() or NOWHERE
