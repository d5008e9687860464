"""What a clinic has to finish before a patient can leave it for another."""

from django.db.models import F
from django.utils import timezone

from bedside.accounts.acts import under_way
from bedside.clinic.encounters.models import Encounter, EncounterState
from bedside.clinic.facilities.reach import practising_at
from bedside.clinic.notes.models import Note, NoteState
from bedside.clinic.patients.transferring import Move
from bedside.errors import Conflict
from bedside.locking import held


def finish(move: Move) -> None:
    """Lock the patient's open encounters at the clinic they leave, inside the act.

    Nobody could write to them afterwards. Raises Conflict while somebody who works there has an
    unsigned note or amendment about the patient: they could neither sign nor discard it any more.
    Whoever has left, or whose account is closed, cannot anyway.
    """
    working = practising_at(move.left).values("user")
    drafts = Note.objects.filter(patient=move.patient, state=NoteState.DRAFT)
    if drafts.filter(author__in=working).exists():
        raise Conflict("There are unsigned notes about this patient. Sign or discard them first.")
    here = Encounter.objects.filter(
        patient=move.patient, facility=move.left, state=EncounterState.OPEN
    )
    open_ones = [row.id for row in held(here)]
    Encounter.objects.filter(id__in=open_ones).update(
        state=EncounterState.LOCKED,
        locked_at=timezone.now(),
        locked_by=under_way().by.user,
        version=F("version") + 1,
    )
