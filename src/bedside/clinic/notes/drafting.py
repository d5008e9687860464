"""Drafts: begun, saved again and again while somebody types, and discarded.

There is one draft for each author and encounter (and one for each author and amended note), so
that two tabs write the same one. A saving names the version it goes on from: of two tabs the one
that is behind gets Stale and nothing is overwritten. The same words sent twice are saved once,
whatever version the second sending names: its answer was lost, not its effect.

The encounter is held while a draft is written, so a lock comes wholly before it or wholly after.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from bedside import accounts, documents
from bedside.accounts.acts import Act, act, prepared_act
from bedside.audit import Actor
from bedside.clinic.encounters.models import Encounter
from bedside.clinic.encounters.reach import find_encounter, locked_row
from bedside.clinic.encounters.rules import must_be_open, must_work_there
from bedside.clinic.encounters.standing import Standing
from bedside.clinic.notes import rules
from bedside.clinic.notes.models import Note, NoteState
from bedside.clinic.notes.reach import find_note, held
from bedside.clinic.notes.reading import shown
from bedside.clinic.notes.text import NoteText, Section
from bedside.clinic.notes.views import NoteView, people_of, view
from bedside.clinic.rules import account_of, must_be_current
from bedside.errors import Conflict

SAVED = ("blob_id", "document_version", "document_schema", "version", "updated_at")
"""What a saving changes of a draft."""
AMENDMENT = NoteText("Amendment", (Section(""),))


def begin(encounter: UUID, text: NoteText, *, patient: UUID | None = None, by: Actor) -> NoteView:
    """Begin a note of one's own in an encounter, with these words and none that were here before.

    Raises NotFound, Invalid, and Conflict when the encounter is locked, elsewhere or full, or when
    the actor has a draft in it already.
    """
    with prepared_act("note.begin", by=by) as doing:
        row = find_encounter(encounter, patient=patient, doing=doing)
        return begun(row, text, doing=doing, anew=True)


def begun(encounter: Encounter, text: NoteText, *, doing: Act, anew: bool = False) -> NoteView:
    """Begin a note with these words, within the act that wants one; it commits the act.

    The author's draft that is there is shown as it is, and with `anew` refused (Conflict).
    """
    new = Note(
        patient_id=encounter.patient_id,
        encounter=encounter,
        author_id=account_of(doing.by),
        amends=None,
    )

    def may_begin(encounter: Encounter) -> None:
        must_be_open(encounter)
        must_work_there(encounter, Standing.of(doing.by))

    rows = encounter.notes.filter(amends=None)
    beside = _Beside(rows, rules.MOST_IN_AN_ENCOUNTER, anew)
    return _begin(new, text, beside, may_begin, doing)


def amend(
    note: UUID, text: NoteText | None = None, *, patient: UUID | None = None, by: Actor
) -> NoteView:
    """Begin an amendment of a signed note, or return the actor's draft of one.

    With `text` it begins with these words, and a draft that is there is refused (Conflict). The
    author of the note may, and so may any doctor of the clinic where it was written; also after a
    lock. Raises NotFound, Invalid and Conflict.
    """
    with prepared_act("note.amend", by=by) as doing:
        original = find_note(note, patient=patient, doing=doing)
        new = Note(
            patient_id=original.patient_id,
            encounter=original.encounter,
            author_id=account_of(by),
            amends=original,
        )

        def may_begin(encounter: Encounter) -> None:
            original.encounter = encounter
            rules.must("amend", original, Standing.of(by))

        rows = original.amendments.all()
        beside = _Beside(rows, rules.MOST_AMENDMENTS, anew=text is not None)
        return _begin(new, text or AMENDMENT, beside, may_begin, doing)


def save(
    note: UUID, text: NoteText, *, patient: UUID | None = None, version: int, by: Actor
) -> NoteView:
    """Write a draft anew. Raises NotFound, Conflict (signed, locked), Stale and Invalid."""
    with prepared_act("note.save", by=by) as doing:
        row, standing = find_note(note, patient=patient, doing=doing), Standing.of(by)
        rules.must("save", row, standing)
        present = present_text(row)
        kept = with_template(text.checked(), present)
        if kept != present:
            must_be_current(row, version)
            stored = write(row, kept, version=version + 1)
        with doing.commit():
            if kept == present:
                doing.note(unchanged=True)
            else:
                row = held(row)
                rules.must("save", row, Standing.of(by))
                must_be_current(row, version)
                stored.attach(row)
                row.updated_at = timezone.now()
                row.save(update_fields=SAVED)
        return view(
            row, kept.to_body(), names=accounts.names_of(people_of([row])), standing=standing
        )


def discard(note: UUID, *, patient: UUID | None = None, version: int, by: Actor) -> None:
    """Throw one's own draft away. Raises NotFound, Conflict (it is signed) and Stale."""
    with act("note.discard", by=by) as doing:
        row = held(find_note(note, patient=patient, doing=doing))
        rules.must("discard", row, Standing.of(by))
        must_be_current(row, version)
        row.delete()


def present_text(row: Note) -> NoteText | None:
    """Return what a draft says now; None when it does not open, which a new text then repairs."""
    (body,) = documents.open_each([row])
    return None if isinstance(body, documents.Unreadable) else NoteText.from_body(body)


def with_template(text: NoteText, present: NoteText | None) -> NoteText:
    """Return the text with the mark of the template that its draft began with."""
    return replace(text, template=present.template if present else "")


def write(row: Note, text: NoteText, *, version: int) -> documents.Stored:
    """Seal and store a note's words; the caller attaches them in its transaction."""
    return documents.write(
        patient=row.patient_id,
        kind=Note.KIND,
        document=row.id,
        version=version,
        body=text.to_body(),
    )


@dataclass(frozen=True)
class _Beside:
    """What is in the place of a new note: at most so many, and whether the author's own draft there
    stands in its way."""

    rows: QuerySet[Note]
    most: int
    anew: bool


def _begin(
    new: Note,
    text: NoteText,
    beside: _Beside,
    may_begin: Callable[[Encounter], None],
    doing: Act,
) -> NoteView:
    """Store a draft unless its author has one here."""
    may_begin(new.encounter)
    stored = write(new, text.checked(), version=1)
    with doing.commit():
        may_begin(locked_row(new.encounter_id))
        mine = beside.rows.filter(author=new.author_id, state=NoteState.DRAFT)
        row = mine.select_related("encounter__facility").first()
        if row is not None and beside.anew:
            raise Conflict("You have a draft here already. Go on with that.")
        if row is None:
            rules.must_have_room(beside.rows.count(), beside.most)
            stored.attach(new)
            new.save(force_insert=True)
            row = new
        doing.on(note=row.id)
    return shown(row, by=doing.by)
