"""Signing and co-signing: two steps of two people, after which the words never change.

Locking is the third and belongs to the encounter. Co-signing writes to it, so it comes before the
lock; what a colleague has to add later is an amendment.
"""

from uuid import UUID

from django.utils import timezone

from bedside import documents
from bedside.accounts.acts import act, prepared_act
from bedside.audit import Actor
from bedside.clinic.encounters.standing import Standing
from bedside.clinic.notes import rules
from bedside.clinic.notes.drafting import present_text, with_template, write
from bedside.clinic.notes.models import Note, NoteState
from bedside.clinic.notes.reach import find_note, held
from bedside.clinic.notes.reading import shown
from bedside.clinic.notes.text import NoteText
from bedside.clinic.notes.views import NoteView
from bedside.clinic.rules import must_be_current


def sign(
    note: UUID,
    *,
    patient: UUID | None = None,
    text: NoteText | None = None,
    version: int,
    by: Actor,
) -> NoteView:
    """Sign one's own draft: as it was saved, or with `text` as its last words.

    Raises NotFound, Conflict, Stale, Invalid (nothing is written), and BrokenSeal when the saved
    draft does not open and no text is given.
    """
    with prepared_act("note.sign", by=by) as doing:
        row = find_note(note, patient=patient, doing=doing)
        rules.must("sign", row, Standing.of(by))
        must_be_current(row, version)
        kept = _last_words(row, text)
        rules.must_say_something(empty=kept.is_empty)
        stored = write(row, kept, version=version + 1)
        with doing.commit():
            row = held(row)
            rules.must("sign", row, Standing.of(by))
            must_be_current(row, version)
            stored.attach(row)
            row.state = NoteState.SIGNED
            row.signed_at = row.updated_at = timezone.now()
            row.save()
        return shown(row, by=by)


def cosign(note: UUID, *, patient: UUID | None = None, version: int, by: Actor) -> NoteView:
    """Put one's name under a colleague's signed note, once. Raises NotFound, Conflict and Stale."""
    with act("note.cosign", by=by) as doing:
        row = held(find_note(note, patient=patient, doing=doing))
        rules.must("cosign", row, Standing.of(by))
        must_be_current(row, version)
        row.cosigned_by_id, row.cosigned_at = by.user, timezone.now()
        row.version += 1
        row.save(update_fields=["cosigned_by", "cosigned_at", "version"])
        return shown(row, by=by)


def _last_words(row: Note, text: NoteText | None) -> NoteText:
    if text is None:
        return NoteText.from_body(documents.read(row))
    return with_template(text.checked(), present_text(row))
