"""Sharing a signed note with the patient, on purpose, and taking that back, which holds at once.

Its signed amendments go with it, those to come included: what corrects a note must not stay behind.
"""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from bedside.accounts.acts import act
from bedside.audit import Actor
from bedside.clinic.encounters.standing import Standing
from bedside.clinic.notes import rules, telling
from bedside.clinic.notes.models import NoteState
from bedside.clinic.notes.reach import find_note, held
from bedside.clinic.notes.reading import shown
from bedside.clinic.notes.views import NoteView
from bedside.clinic.rules import must_be_current


def share(note: UUID, *, patient: UUID | None = None, version: int, by: Actor) -> NoteView:
    """Let the patient read a signed note. Raises NotFound, Conflict and Stale."""
    return _set("share", note, patient, version, by, timezone.now())


def unshare(note: UUID, *, patient: UUID | None = None, version: int, by: Actor) -> NoteView:
    """Take a note back from the patient. Raises NotFound, Conflict and Stale."""
    return _set("unshare", note, patient, version, by, None)


def _set(
    verb: str, note: UUID, patient: UUID | None, version: int, by: Actor, at: datetime | None
) -> NoteView:
    with act(f"note.{verb}", by=by) as doing:
        row = held(find_note(note, patient=patient, doing=doing))
        rules.must(verb, row, Standing.of(by))
        must_be_current(row, version)
        row.shared_at, row.shared_by_id = at, by.user if at else None
        row.version += 1
        row.save(update_fields=["shared_at", "shared_by", "version"])
        # To the patient they are new, or gone: who asks what has changed since is told of them too.
        row.amendments.filter(state=NoteState.SIGNED).update(changed_at=row.changed_at)
        (telling.tell if at else telling.take_back)(row.id)
        return shown(row, by=by)
