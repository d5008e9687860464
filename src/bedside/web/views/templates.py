"""A doctor's own templates of notes."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render

from bedside import clinic
from bedside.clinic.notes import NoteText, Section, TemplateView
from bedside.errors import Conflict, Invalid, NotFound
from bedside.web.access import page
from bedside.web.errors import status_of
from bedside.web.forms.base import stated_version
from bedside.web.forms.notes import ADD, NoteForm
from bedside.web.request import PageRequest
from bedside.web.views.showing import go_to, tried

LIST = "/note-templates"


@page("note_template.list", "GET")
def templates(request: PageRequest) -> HttpResponse:
    """List the built-in templates and the doctor's own."""
    return _list_page(request)


@page("note_template.create", "GET", "POST")
def create(request: PageRequest) -> HttpResponse:
    """Write a new template."""
    blank = NoteText("", (Section(""),))
    if request.method != "POST":
        return _form_page(request, NoteForm.showing(blank, 1), "New template")
    form = NoteForm.sent(request)
    if form.is_valid() and form.cleaned_data["do"] == ADD:
        return _form_page(request, NoteForm.showing(_longer(form), 1), "New template")
    if tried(form, lambda: clinic.notes.create_template(form.text, by=request.actor)):
        messages.success(request, "The template is kept.")
        return go_to(LIST)
    return _form_page(request, form, "New template")


@page("note_template.change", "GET", "POST")
def change(request: PageRequest, template: UUID) -> HttpResponse:
    """Write a template anew."""
    view = _own(request, template)
    if request.method != "POST":
        text = view.text or NoteText("", (Section(""),))
        return _form_page(request, NoteForm.showing(text, view.version), "Change the template")
    form = NoteForm.sent(request)
    if form.is_valid() and form.cleaned_data["do"] == ADD:
        longer = NoteForm.showing(_longer(form), form.cleaned_data["version"])
        return _form_page(request, longer, "Change the template")
    if form.is_valid():
        version = form.cleaned_data["version"]
        try:
            clinic.notes.change_template(template, form.text, version=version, by=request.actor)
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.add_error(None, error.detail)
            now = _own(request, template)
            return _form_page(
                request,
                form.renewed(now.version),
                "Change the template",
                status=status_of(error),
                stored=now.text,
            )
        else:
            messages.success(request, "The template is changed.")
            return go_to(LIST)
    return _form_page(request, form, "Change the template")


@page("note_template.delete", "POST")
def delete(request: PageRequest, template: UUID) -> HttpResponse:
    """Delete a template; notes stay as they are."""
    try:
        clinic.notes.delete_template(template, version=stated_version(request), by=request.actor)
    except Conflict as error:
        return _list_page(request, refused=error)
    messages.success(request, "The template is deleted.")
    return go_to(LIST)


def _list_page(request: PageRequest, *, refused: Conflict | None = None) -> HttpResponse:
    listed = clinic.notes.list_templates(by=request.actor)
    context = {
        "built_in": [view for view in listed if view.id is None],
        "own": [view for view in listed if view.id],
        "refused": refused,
    }
    status = status_of(refused) if refused else 200
    return render(request, "web/notes/templates.html", context, status=status)


def _own(request: PageRequest, template: UUID) -> TemplateView:
    for view in clinic.notes.list_templates(by=request.actor):
        if view.id == template:
            return view
    raise NotFound


def _longer(form: NoteForm) -> NoteText:
    """Return what was written with one more section, as long as one fits."""
    text = form.text
    return NoteText(text.title, (*text.sections, Section(""))) if form.may_add else text


def _form_page(
    request: PageRequest,
    form: NoteForm,
    title: str,
    *,
    status: int | None = None,
    stored: NoteText | None = None,
) -> HttpResponse:
    bad = form.is_bound and bool(form.errors)
    context = {"form": form, "title": title, "stored": stored}
    status = status or (422 if bad else 200)
    return render(request, "web/notes/template.html", context, status=status)
