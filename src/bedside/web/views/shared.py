"""What doctors have shared with a patient, for the patient to read."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from bedside import clinic
from bedside.errors import NotFound
from bedside.web.access import page
from bedside.web.cursors import AfterForm, asked, moment_text
from bedside.web.request import PageRequest

PAGE = 20


@page("note.list", "GET")
def notes(request: PageRequest) -> HttpResponse:
    """List the notes that were shared with the patient, the latest first."""
    after = asked(AfterForm(request.GET))["after"]
    found = clinic.notes.read_of_patient(_own(request), after=after, limit=PAGE, by=request.actor)
    context = {
        "notes": found.rows,
        "after": moment_text(found.next) if found.next else "",
        "is_first": after is None,
    }
    return render(request, "web/notes/shared_list.html", context)


@page("note.read", "GET")
def note(request: PageRequest, note: UUID) -> HttpResponse:
    """Show one shared note with its amendments."""
    view = clinic.notes.read(note, patient=_own(request), by=request.actor)
    return render(request, "web/notes/shared.html", {"note": view})


def _own(request: PageRequest) -> UUID:
    if request.actor.patient is None:
        raise NotFound
    return request.actor.patient
