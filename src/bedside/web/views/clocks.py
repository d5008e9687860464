"""Times on the clock of the patient's clinic: the database keeps UTC, people live elsewhere."""

from zoneinfo import ZoneInfo

from django.utils.dateformat import format as formatted

from bedside import clinic
from bedside.intake import AssessmentView
from bedside.intake.urgency import NOW


def due_in_words(view: AssessmentView) -> str:
    """Return "by Monday 3 March 2025, 14:05 (Europe/Berlin)", or nothing before it was sent.

    Sending is what starts the clock; an emergency has none.
    """
    if view.due_at is None or view.when in NOW:
        return ""
    zone = clinic.zone_of(view.facility_id)
    local = view.due_at.astimezone(ZoneInfo(zone))
    return f"by {formatted(local, 'l j F Y, H:i')} ({zone})"
