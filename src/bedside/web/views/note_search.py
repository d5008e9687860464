"""Looking for words in one patient's notes. What is looked for is sent in a body, as ever."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse

from bedside import clinic
from bedside.limits import LINE
from bedside.web.access import page
from bedside.web.forms.base import PageForm, line
from bedside.web.request import PageRequest
from bedside.web.views.charts import banner
from bedside.web.views.showing import form_page


class NoteWords(PageForm):
    """Words, and phrases in quotation marks."""

    text = line("Words in the notes", longest=LINE, autocomplete="off")


@page("note.save", "GET", "POST")
def find(request: PageRequest, patient: UUID) -> HttpResponse:
    """Find the notes of a patient that say something."""
    form = NoteWords(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = banner(request, patient)
    if form.is_valid():
        text = form.cleaned_data["text"]
        context |= {"found": clinic.notes.search(patient, text, by=request.actor)}
    zone = clinic.zone_of_patient(patient)
    return form_page(request, "web/notes/find.html", form, zone=zone, **context)
