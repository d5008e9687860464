"""Times on the clock of the patient's clinic: the database keeps UTC, people live elsewhere."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.dateformat import format as formatted

from bedside.clinic.models import Facility
from bedside.intake import AssessmentView

NOW = ("ambulance-now", "hospital-now")


def zone_of(facility: UUID | None) -> str:
    """Return a facility's time zone, such as Europe/Berlin; UTC before there is a facility."""
    return _first(Facility.objects.filter(id=facility)) if facility else "UTC"


def zone_of_patient(patient: UUID | None) -> str:
    """Return the time zone of the clinic where somebody is a patient."""
    return _first(Facility.objects.filter(patients=patient)) if patient else "UTC"


def _first(places: QuerySet[Facility]) -> str:
    return places.values_list("time_zone", flat=True).first() or "UTC"


def due_in_words(view: AssessmentView) -> str:
    """Return "by Monday 3 March 2025, 14:05 (Europe/Berlin)", or nothing before it was sent.

    Sending is what starts the clock; an emergency has none.
    """
    if view.due_at is None or view.when in NOW:
        return ""
    zone = zone_of(view.facility_id)
    local = view.due_at.astimezone(ZoneInfo(zone))
    return f"by {formatted(local, 'l j F Y, H:i')} ({zone})"
