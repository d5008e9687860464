"""What waits for a doctor moves with its patient to another facility."""

from django.db.models import F

from bedside.clinic.patients.transferring import Move
from bedside.intake.lifecycle import SUBMITTED
from bedside.intake.models import Assessment

WAITING = (SUBMITTED,)


def follow(move: Move) -> None:
    """Put the patient's waiting assessments on the new facility's worklist, inside the act."""
    waiting = Assessment.objects.filter(patient=move.patient, facility=move.left, state__in=WAITING)
    waiting.update(facility=move.entered, version=F("version") + 1)
