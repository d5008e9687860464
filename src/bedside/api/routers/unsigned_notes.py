"""What a doctor has not signed yet, about whomever it is."""

from typing import Annotated

from fastapi import APIRouter, Query

from bedside import clinic
from bedside.api import cursors
from bedside.api.call import Current
from bedside.api.routing import BedsideRoute, needs
from bedside.api.written import show_note
from bedside.schemas.lists import Cursor, PageSize
from bedside.schemas.notes import Notes

router = APIRouter(prefix="/api/unsigned-notes", tags=["notes"], route_class=BedsideRoute)
_LISTED = "unsigned-notes"


@router.get("", summary="List the caller's unsigned notes")
@needs("note.list_unsigned")
def list_unsigned_notes(
    call: Current,
    limit: Annotated[PageSize, Query()] = 50,
    cursor: Annotated[Cursor | None, Query()] = None,
) -> Notes:
    """Return a page of the caller's drafts, of notes and of amendments, the one begun last first.

    They are of patients within reach, at any facility.
    """
    page = clinic.notes.read_unsigned(
        after=cursors.read_moment(cursor, of=_LISTED, by=call.by), limit=limit, by=call.by
    )
    following = cursors.write_moment(page.next, of=_LISTED, by=call.by)
    return Notes(items=[show_note(row.note) for row in page.rows], next=following)
