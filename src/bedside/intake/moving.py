"""What waits for a doctor moves with its patient to another facility."""

from django.db.models import F

from bedside.clinic.patients.transferring import Move
from bedside.intake.lifecycle import IN_REVIEW, SUBMITTED, WAITING
from bedside.intake.models import Assessment


def follow(move: Move) -> None:
    """Put the patient's waiting assessments on the new facility's worklist, inside the act."""
    waiting = Assessment.objects.filter(patient=move.patient, facility=move.left, state__in=WAITING)
    # Whoever had taken it works elsewhere: it waits for a doctor again. A question to the patient
    # stays asked, and the reply finds whoever takes it over.
    taken = waiting.filter(state=IN_REVIEW)
    taken.update(state=SUBMITTED, claimed_by=None)
    waiting.update(facility=move.entered, version=F("version") + 1)
