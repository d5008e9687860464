"""The templates that a doctor begins notes with: built-in ones, and their own."""

from typing import Annotated

from fastapi import APIRouter, Query

from bedside import clinic
from bedside.api import cursors
from bedside.api.call import Call, Current
from bedside.api.routing import BedsideRoute, needs
from bedside.api.written import show_template, words
from bedside.schemas.identifiers import GivenId
from bedside.schemas.lists import Cursor, PageSize
from bedside.schemas.notes import GivenNote, Template, Templates

router = APIRouter(prefix="/api/note-templates", tags=["notes"], route_class=BedsideRoute)


@router.get("", summary="List the templates")
@needs("note_template.list")
def list_templates(
    call: Current,
    limit: Annotated[PageSize, Query()] = 100,
    cursor: Annotated[Cursor | None, Query()] = None,
) -> Templates:
    """Return the built-in templates and the caller's own, of which there are at most 50."""
    place = cursors.read(cursor, of="note-templates", by=call.by)
    after = str(place[0]) if place else None
    views = clinic.notes.list_templates(after=after, limit=limit, by=call.by)
    last = [views[-1].key] if views.more else None
    following = cursors.write(last, of="note-templates", by=call.by)
    return Templates(items=[show_template(view) for view in views], next=following)


@router.post("", status_code=201, summary="Keep a template")
@needs("note_template.create")
def create_template(call: Current, body: GivenNote) -> Template:
    """Keep a template of one's own, which nobody else sees."""
    return _tagged(call, clinic.notes.create_template(words(body), by=call.by))


@router.put("/{template}", summary="Change a template")
@needs("note_template.change", versioned=True)
def change_template(call: Current, template: GivenId, body: GivenNote) -> Template:
    """Write a template of one's own anew."""
    view = clinic.notes.change_template(
        template, words(body), version=call.known_version, by=call.by
    )
    return _tagged(call, view)


@router.delete("/{template}", status_code=204, summary="Delete a template")
@needs("note_template.delete", versioned=True)
def delete_template(call: Current, template: GivenId) -> None:
    """Delete a template of one's own; notes begun with it stay as they are."""
    clinic.notes.delete_template(template, version=call.known_version, by=call.by)


def _tagged(call: Call, view: clinic.notes.TemplateView) -> Template:
    call.tag(view.version)
    return show_template(view)
