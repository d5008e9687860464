"""Notes: drafted in an encounter, signed, co-signed, amended, and shared with the patient."""

from itertools import accumulate
from typing import Annotated

from fastapi import APIRouter, Query

from bedside import clinic, intake
from bedside.api import cursors
from bedside.api.call import Current
from bedside.api.routing import BedsideRoute, needs
from bedside.api.written import show_amendment, show_note, tagged_note, words
from bedside.clinic.notes.wording import Piece
from bedside.schemas.identifiers import GivenId
from bedside.schemas.lists import Cursor, PageSize
from bedside.schemas.notes import (
    Excerpt,
    GivenNote,
    NewNote,
    Note,
    NoteHit,
    NoteHits,
    Notes,
    NoteSearch,
)

router = APIRouter(prefix="/api/patients/{patient}", tags=["notes"], route_class=BedsideRoute)


@router.get("/encounters/{encounter}/notes", summary="List the notes of an encounter")
@needs("note.list")
def list_notes_of_encounter(call: Current, patient: GivenId, encounter: GivenId) -> Notes:
    """Return its notes in the order of their writing, all of them: an encounter has at most 100."""
    views = clinic.notes.read_of_encounter(encounter, patient=patient, by=call.by)
    return Notes(items=[show_note(view) for view in views])


@router.post("/encounters/{encounter}/notes", status_code=201, summary="Begin a note")
@needs("note.begin")
def begin_note(call: Current, patient: GivenId, encounter: GivenId, body: NewNote) -> Note:
    """Begin a draft with the headings of a template, or return the caller's draft in it.

    What was measured at the encounter stands under the heading Objective already."""
    view = intake.begin_note_at(encounter, patient=patient, template=body.template, by=call.by)
    call.headers["Location"] = f"/api/patients/{patient}/notes/{view.id}"
    return tagged_note(call, view)


@router.get("/notes", summary="List a patient's notes")
@needs("note.list")
def list_notes(
    call: Current,
    patient: GivenId,
    limit: Annotated[PageSize, Query()] = 50,
    cursor: Annotated[Cursor | None, Query()] = None,
) -> Notes:
    """Return a page of a patient's notes, the latest first, each with its amendments.

    A doctor gets the signed ones and their own drafts; the patient, what was shared with them.
    """
    listed = f"notes/{patient}"
    page = clinic.notes.read_of_patient(
        patient,
        after=cursors.read_moment(cursor, of=listed, by=call.by),
        limit=limit,
        by=call.by,
    )
    following = cursors.write_moment(page.next, of=listed, by=call.by)
    return Notes(items=[show_note(view) for view in page.rows], next=following)


@router.post("/notes/search", summary="Look for words in a patient's notes")
@needs("note.search", repeatable=False)
def search_notes(call: Current, patient: GivenId, body: NoteSearch) -> NoteHits:
    """Return the notes and amendments that say all of it, as far as the caller may read them.

    Words are found by their beginning, without case and marks. Nothing is kept of what was asked.
    """
    found = clinic.notes.search(patient, body.text, by=call.by)
    return NoteHits(
        items=[
            NoteHit(note=show_amendment(hit.note), excerpts=[*map(_excerpt, hit.excerpts)])
            for hit in found.hits
        ],
        whole=found.whole,
    )


@router.get("/notes/{note}", summary="Read a note")
@needs("note.read")
def read_note(call: Current, patient: GivenId, note: GivenId) -> Note:
    """Return the note if it is this patient's, with its amendments beside it."""
    return tagged_note(call, clinic.notes.read(note, patient=patient, by=call.by))


@router.put("/notes/{note}", summary="Save a draft")
@needs("note.save", versioned=True)
def save_note(call: Current, patient: GivenId, note: GivenId, body: GivenNote) -> Note:
    """Write one's own draft anew. The same words sent again are saved once."""
    view = clinic.notes.save(
        note, words(body), patient=patient, version=call.known_version, by=call.by
    )
    return tagged_note(call, view)


@router.delete("/notes/{note}", status_code=204, summary="Discard a draft")
@needs("note.discard", versioned=True)
def discard_note(call: Current, patient: GivenId, note: GivenId) -> None:
    """Throw one's own draft away. A signed note cannot be deleted."""
    clinic.notes.discard(note, patient=patient, version=call.known_version, by=call.by)


@router.post("/notes/{note}/sign", summary="Sign a note")
@needs("note.sign", versioned=True)
def sign_note(call: Current, patient: GivenId, note: GivenId) -> Note:
    """Sign one's own draft as it was saved. It never changes again; an empty one is refused."""
    view = clinic.notes.sign(note, patient=patient, version=call.known_version, by=call.by)
    return tagged_note(call, view)


@router.post("/notes/{note}/cosign", summary="Co-sign a colleague's note")
@needs("note.cosign", versioned=True)
def cosign_note(call: Current, patient: GivenId, note: GivenId) -> Note:
    """Put one's name under a signed note of a colleague, once, before the encounter is locked."""
    view = clinic.notes.cosign(note, patient=patient, version=call.known_version, by=call.by)
    return tagged_note(call, view)


@router.post("/notes/{note}/amendments", status_code=201, summary="Begin an amendment")
@needs("note.amend")
def amend_note(call: Current, patient: GivenId, note: GivenId) -> Note:
    """Begin a draft that amends a signed note, also after a lock, or return the caller's.

    The note stays as it is; once the amendment is signed it is shown beside it.
    """
    view = clinic.notes.amend(note, patient=patient, by=call.by)
    call.headers["Location"] = f"/api/patients/{patient}/notes/{view.id}"
    return tagged_note(call, view)


@router.put("/notes/{note}/share", summary="Share a note with the patient")
@needs("note.share", versioned=True)
def share_note(call: Current, patient: GivenId, note: GivenId) -> Note:
    """Let the patient read a signed note and its signed amendments, those to come included."""
    view = clinic.notes.share(note, patient=patient, version=call.known_version, by=call.by)
    return tagged_note(call, view)


@router.delete("/notes/{note}/share", summary="Take a shared note back")
@needs("note.unshare", versioned=True)
def unshare_note(call: Current, patient: GivenId, note: GivenId) -> Note:
    """Take a note back from the patient, at once."""
    view = clinic.notes.unshare(note, patient=patient, version=call.known_version, by=call.by)
    return tagged_note(call, view)


def _excerpt(found: tuple[str, list[Piece]]) -> Excerpt:
    heading, pieces = found
    ends = [*accumulate(len(text) for text, _ in pieces)]
    marked = [
        (end - len(text), end) for end, (text, found) in zip(ends, pieces, strict=True) if found
    ]
    return Excerpt(heading=heading, text="".join(text for text, _ in pieces), marked=marked)
