"""Notes: writing one, signing, co-signing, amending, sharing, and reading them on paper.

A page that saves while somebody types (web/notes.js) does so through the API; here it is a button.
Of two tabs the one that is behind sees both texts, and decides.
"""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render

from bedside import clinic, intake
from bedside.clinic.notes import NoteText, NoteView, Section
from bedside.errors import BedsideError, Conflict, Invalid, Stale
from bedside.web.access import View, page
from bedside.web.errors import status_of
from bedside.web.forms.base import stated_version
from bedside.web.forms.notes import ADD, SIGN, BeginForm, NoteForm
from bedside.web.request import PageRequest
from bedside.web.views.charts import banner
from bedside.web.views.encounters import encounter_page
from bedside.web.views.showing import go_to


@page("note.begin", "POST")
def begin(request: PageRequest, patient: UUID, encounter: UUID) -> HttpResponse:
    """Begin a note with a template, or go on with the draft that is there."""
    form = BeginForm(request.POST)
    template = form.cleaned_data["template"] if form.is_valid() else ""
    try:
        note = intake.begin_note_at(encounter, patient=patient, template=template, by=request.actor)
    except (Conflict, Invalid) as error:
        return _refused_in(request, patient, encounter, error)
    return go_to(path_of(note))


@page("note.begin", "POST")
def begin_from(request: PageRequest, assessment: UUID) -> HttpResponse:
    """Begin a note with what the patient said in an assessment."""
    return go_to(path_of(intake.begin_note(assessment, by=request.actor)))


@page("note.begin", "GET")
def note(request: PageRequest, patient: UUID, note: UUID) -> HttpResponse:
    """Show a doctor a note with its amendments; one's own draft, to write on."""
    return _note_page(request, patient, note)


@page("note.save", "POST")
def draft(request: PageRequest, patient: UUID, note: UUID) -> HttpResponse:
    """Save, sign or lengthen a draft, whichever button was pressed."""
    form = NoteForm.sent(request)
    if not form.is_valid():
        return _editor(request, patient, note, form)
    try:
        saved = _saved(request, patient, note, form)
    except Invalid as error:
        form.take(error)
        return _editor(request, patient, note, form)
    except Stale:
        return _both(request, patient, note, form)
    except Conflict as error:
        return _note_page(request, patient, note, refused=error, mine=form.text)
    return go_to(_after(request, form, saved))


@page("note.discard", "GET", "POST")
def discard(request: PageRequest, patient: UUID, note: UUID) -> HttpResponse:
    """Ask whether to throw a draft away, and do it."""
    view = _read(request, patient, note)
    if request.method != "POST":
        context = {**banner(request, patient), "note": view}
        return render(request, "web/notes/discard.html", context)
    try:
        clinic.notes.discard(
            note, patient=patient, version=stated_version(request), by=request.actor
        )
    except Conflict as error:
        return _note_page(request, patient, note, refused=error)
    messages.success(request, "The draft is discarded.")
    return go_to(f"/patients/{patient}/encounters/{view.encounter_id}")


@page("note.amend", "POST")
def amend(request: PageRequest, patient: UUID, note: UUID) -> HttpResponse:
    """Begin an amendment of a signed note, or go on with it."""
    try:
        amendment = clinic.notes.amend(note, patient=patient, by=request.actor)
    except Conflict as error:
        return _note_page(request, patient, note, refused=error)
    return go_to(path_of(amendment))


def _button(verb: str, act: Callable[..., NoteView], sentence: str) -> View[[UUID, UUID]]:
    """Return the view of a button that takes one step with a signed note."""

    def pressed(request: PageRequest, patient: UUID, note: UUID) -> HttpResponse:
        try:
            act(note, patient=patient, version=stated_version(request), by=request.actor)
        except Conflict as error:
            return _note_page(request, patient, note, refused=error)
        messages.success(request, sentence)
        return go_to(f"/patients/{patient}/notes/{note}")

    return page(f"note.{verb}", "POST")(pressed)


cosign = _button("cosign", clinic.notes.cosign, "You have co-signed the note.")
share = _button("share", clinic.notes.share, "The patient can read this note now.")
unshare = _button("unshare", clinic.notes.unshare, "The patient cannot read this note any more.")


@page("note.read", "GET")
def printed(request: PageRequest, note: UUID) -> HttpResponse:
    """A note with its amendments and nothing around it, for paper."""
    view, whose = clinic.notes.read_with_patient(note, by=request.actor)
    context = {"note": view, "patient": whose, "on_paper": True}
    return render(request, "web/notes/paper.html", context)


def path_of(view: NoteView) -> str:
    """Return where the page of a note is."""
    return f"/patients/{view.patient_id}/notes/{view.id}"


def _saved(request: PageRequest, patient: UUID, note: UUID, form: NoteForm) -> NoteView:
    """Do what the pressed button says with what was written."""
    text, asked = form.text, form.cleaned_data["do"]
    act = clinic.notes.sign if asked == SIGN else clinic.notes.save
    if asked == ADD and form.may_add:
        text = NoteText(text.title, (*text.sections, Section("")))
    version = form.cleaned_data["version"]
    return act(note, text=text, patient=patient, version=version, by=request.actor)


def _after(request: PageRequest, form: NoteForm, saved: NoteView) -> str:
    """Say what was done, and where to go on."""
    asked = form.cleaned_data["do"]
    if asked == ADD:
        return f"{path_of(saved)}#id_text{len(form.text.sections)}"
    if asked == SIGN:
        messages.success(request, "The note is signed.")
        return f"/patients/{saved.patient_id}/encounters/{saved.encounter_id}"
    messages.success(request, "The draft is saved.")
    return path_of(saved)


def _read(request: PageRequest, patient: UUID, note: UUID) -> NoteView:
    return clinic.notes.read(note, patient=patient, by=request.actor)


def _note_page(
    request: PageRequest,
    patient: UUID,
    note: UUID,
    *,
    refused: Conflict | None = None,
    mine: NoteText | None = None,
) -> HttpResponse:
    """Show a note as it is now, why an act was refused, and what was written in vain."""
    view = _read(request, patient, note)
    if "save" in view.may and view.text and not refused:
        return _shown_editor(request, view, NoteForm.showing(view.text, view.version))
    context = {**banner(request, patient), "note": view, "refused": refused, "mine": mine}
    status = status_of(refused) if refused else 200
    return render(request, "web/notes/page.html", context, status=status)


def _editor(request: PageRequest, patient: UUID, note: UUID, form: NoteForm) -> HttpResponse:
    """Show what was written, with what is wrong about it."""
    view = _read(request, patient, note)
    return _shown_editor(request, view, form, status=422)


def _both(request: PageRequest, patient: UUID, note: UUID, form: NoteForm) -> HttpResponse:
    """Show what is saved beside what was written; sending again decides for the latter."""
    view = _read(request, patient, note)
    if "save" not in view.may:
        return _note_page(request, patient, note, refused=Stale(), mine=form.text)
    again = NoteForm.showing(form.text, view.version)
    return _shown_editor(request, view, again, status=412, both=True)


def _shown_editor(
    request: PageRequest,
    view: NoteView,
    form: NoteForm,
    *,
    status: int = 200,
    both: bool = False,
) -> HttpResponse:
    context = {**banner(request, view.patient_id), "note": view, "form": form, "both": both}
    return render(request, "web/notes/editor.html", context, status=status)


def _refused_in(
    request: PageRequest, patient: UUID, encounter: UUID, error: BedsideError
) -> HttpResponse:
    sentence = " ".join(error.fields.values()) if isinstance(error, Invalid) else error.detail
    return encounter_page(request, patient, encounter, refused=Conflict(sentence))
