"""Whose notes can be seen by whom: the one read path, which already knows the actor.

A doctor sees what is signed about the patients in their reach, and their own drafts; a colleague's
draft is nobody's business. A patient sees what was shared with them on purpose: a signed note and
the signed amendments of it.
"""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from bedside import statements
from bedside.accounts.acts import Act
from bedside.audit import Actor
from bedside.clinic.encounters.reach import held_again
from bedside.clinic.notes.models import Note, NoteState
from bedside.clinic.patients.reach import care_given_by
from bedside.clinic.patients.records import records_of
from bedside.errors import NotFound


def notes_visible_to(by: Actor) -> QuerySet[Note]:
    """Return the notes within the actor's reach; what is not in it is *not found*."""
    rows = Note.objects.select_related("encounter__facility")
    signed = Q(state=NoteState.SIGNED)
    if by.role == "doctor":
        seen = rows.filter(signed | Q(author=by.user))
        return seen.filter(Exists(care_given_by(by).filter(patient=OuterRef("patient"))))
    if by.role == "patient" and by.patient:
        shared = Q(shared_at__isnull=False) | Q(amends__shared_at__isnull=False)
        return rows.filter(signed & shared, patient__in=records_of(by.patient))
    return rows.none()


def find_note(note: UUID, *, patient: UUID | None = None, doing: Act) -> Note:
    """Return a row within reach, with its encounter, and name it in the act.

    Raises NotFound, also when it is not about `patient`, if that is given.
    """
    doing.on(note=note)
    rows = notes_visible_to(doing.by).filter(id=note)
    row = (rows.filter(patient__in=records_of(patient)) if patient else rows).first()
    if row is None:
        raise NotFound
    doing.about(row.patient_id)
    doing.chain = row.encounter.facility_id
    return row


def held(row: Note) -> Note:
    """Return the note as it is now, held with its encounter until the transaction ends.

    Raises NotFound when it was discarded meanwhile.
    """
    encounter = held_again(row.encounter)
    now = statements.held(Note, row.id)
    if now is None:
        raise NotFound
    now.encounter = encounter
    return now
