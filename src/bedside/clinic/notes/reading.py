"""Reading notes: one with its amendments, those of an encounter, or a patient's, latest first.

A patient reads here too, what was shared with them. However many notes there are, a page is the
notes, their amendments, the names, and one bulk opening of the documents.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from bedside import accounts, documents
from bedside.accounts.acts import act
from bedside.audit import Actor
from bedside.clinic.encounters.models import Encounter
from bedside.clinic.encounters.reach import find_encounter
from bedside.clinic.encounters.standing import Standing
from bedside.clinic.notes.models import Note
from bedside.clinic.notes.reach import find_note, notes_visible_to
from bedside.clinic.notes.rules import MOST_IN_AN_ENCOUNTER
from bedside.clinic.notes.views import NoteView, people_of, threads, view
from bedside.clinic.pages import Place, earlier_than
from bedside.clinic.patients.reading import find_patient, named_patient, open_patients
from bedside.clinic.patients.records import record_ids
from bedside.clinic.patients.views import PatientView

LARGEST_PAGE = 100


@dataclass(frozen=True)
class NotePage:
    """A page of a patient's notes; `next` is None on the last one."""

    rows: list[NoteView]
    next: Place | None


def read(note: UUID, *, patient: UUID | None = None, by: Actor) -> NoteView:
    """Open one note, with its amendments beside it.

    Raises NotFound, also for another patient's, and BrokenSeal when its own words do not open.
    """
    with act("note.read", by=by) as doing:
        return shown(find_note(note, patient=patient, doing=doing), by=by)


def read_with_patient(
    note: UUID, *, patient: UUID | None = None, by: Actor
) -> tuple[NoteView, PatientView]:
    """Open one note as `read` does, and who it is about: what a page of it shows above."""
    with act("note.read", by=by) as doing:
        row = find_note(note, patient=patient, doing=doing)
        (whose,) = open_patients([find_patient(row.patient_id, by=by)], by=by)
        return shown(row, by=by), whose


def shown(row: Note, *, by: Actor) -> NoteView:
    """Return the view of one note, with its amendments beside it. Raises BrokenSeal."""
    beside = _amendments([row], by)
    body, others = documents.read_with(row, beside)
    views = _opened([row, *beside], [body, *others], by)
    return views[0] if row.amends_id else threads(views)[0]


def read_of_encounter(encounter: UUID, *, patient: UUID | None = None, by: Actor) -> list[NoteView]:
    """Open all notes of an encounter, the first one first. Raises NotFound."""
    with act("note.list", by=by) as doing:
        row = find_encounter(encounter, patient=patient, doing=doing)
        written = notes_of_encounter(row, by=by)
        doing.note(count=len(written))
        return written


def notes_of_encounter(encounter: Encounter, *, by: Actor) -> list[NoteView]:
    """Open all notes of an encounter, the first one first; for acts that read it."""
    originals = notes_visible_to(by).filter(encounter=encounter, amends=None)
    rows = list(originals.order_by("started_at", "id")[:MOST_IN_AN_ENCOUNTER])
    return open_all(rows + _amendments(rows, by), by=by)


def read_of_patient(
    patient: UUID, *, by: Actor, after: Place | None = None, limit: int = 50
) -> NotePage:
    """Open a page of a patient's notes, the latest first. Raises NotFound."""
    with act("note.list", by=by) as doing:
        row = named_patient(patient, doing=doing)
        size = min(limit, LARGEST_PAGE)
        found = _originals(row.id, by=by, after=after, limit=size + 1)
        page = found[:size]
        doing.note(count=len(page))
        last = (page[-1].started_at, page[-1].id) if len(found) > size else None
        return NotePage(open_all(page + _amendments(page, by), by=by), last)


def of_patient(patient: UUID, *, by: Actor, limit: int = LARGEST_PAGE) -> list[Note]:
    """Return a patient's latest notes within reach and their amendments, in three queries.

    For acts that read them: `views.view` shows each, `views.threads` puts them together.
    """
    rows = _originals(patient, by=by, after=None, limit=limit)
    return rows + _amendments(rows, by)


def open_all(rows: Sequence[Note], *, by: Actor) -> list[NoteView]:
    """Open notes in bulk, amendments beside their originals.

    One that does not open is there without its words.
    """
    return threads(_opened(rows, documents.open_each(rows), by))


def _opened(
    rows: Sequence[Note], bodies: Sequence[documents.Body | documents.Unreadable], by: Actor
) -> list[NoteView]:
    names, standing = accounts.names_of(people_of(rows)), Standing.of(by)
    return [
        view(row, body, names=names, standing=standing)
        for row, body in zip(rows, bodies, strict=True)
    ]


def _originals(patient: UUID, *, by: Actor, after: Place | None, limit: int) -> list[Note]:
    rows = notes_visible_to(by).filter(patient__in=record_ids(patient), amends=None)
    return list(earlier_than(rows, "started_at", after)[:limit])


def _amendments(rows: Sequence[Note], by: Actor) -> list[Note]:
    originals = [row.id for row in rows if row.amends_id is None]
    beside = notes_visible_to(by).filter(amends__in=originals)
    return list(beside.order_by("started_at", "id")) if originals else []
