"""What a doctor has not signed yet, about whomever it is."""

from django.http import HttpResponse
from django.shortcuts import render

from bedside import clinic
from bedside.web.access import page
from bedside.web.cursors import AfterForm, asked, moment_text
from bedside.web.request import PageRequest

PAGE = 50


@page("note.list_unsigned", "GET")
def unsigned(request: PageRequest) -> HttpResponse:
    """List the doctor's drafts, the one begun last first."""
    after = asked(AfterForm(request.GET))["after"]
    found = clinic.notes.read_unsigned(after=after, limit=PAGE, by=request.actor)
    context = {
        "rows": found.rows,
        "after": moment_text(found.next) if found.next else "",
        "is_first": after is None,
    }
    return render(request, "web/notes/unsigned.html", context)
