"""Bringing in a clinic's patients from a file: choosing it, confirming how it is read, looking."""

from itertools import islice
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render

from bedside import clinic, imports
from bedside.accounts import permissions
from bedside.errors import Conflict, Forbidden, Invalid, Stale
from bedside.imports import ImportView, OpenImport
from bedside.web.access import page
from bedside.web.forms.base import PageForm, stated_version
from bedside.web.forms.imports import ColumnsForm, DecisionsForm, FileForm, SignsForm
from bedside.web.request import PageRequest
from bedside.web.views.imported_records import record_context
from bedside.web.views.showing import form_page, go_to, page_or_part
from bedside.web.wording import IMPORTS, NEW_ROWS, SHEETS, UNDO, UNDOING, UNDONE

PROBLEMS = 100
"""Bad rows shown at once; whoever has more puts these right first."""
DECIDED_AT_ONCE = 50
ONLY_DOCTORS = "A patient's record is about their health: a doctor has to bring it in."
SHOWN = 5
"""Rows shown as they are read."""


@page("import.begin", "GET", "POST")
def files(request: PageRequest) -> HttpResponse:
    """Choose a file, and see those that were brought before."""
    form = FileForm(request.POST or None, request.FILES or None)
    form.offer(clinic.facilities_of(request.actor), imports.sheets_for(request.actor))
    view = _begun(form, request) if form.is_valid() else None
    if view:
        return go_to(f"/imports/{view.id}")
    found = [
        (one, SHEETS[one.sheet], IMPORTS[one.state], NEW_ROWS[one.sheet])
        for one in imports.list_imports(by=request.actor)
    ]
    sheets = imports.sheets_for(request.actor)
    return form_page(request, "web/imports/list.html", form, imports=found, sheets=sheets)


@page("import.read", "GET")
def one(request: PageRequest, brought: UUID) -> HttpResponse:
    """Show how a file is read, what would become of it, or what became of it."""
    opened = imports.read_import(brought, by=request.actor)
    part = {"import": "web/imports/state.html"}
    return page_or_part(request, "web/imports/one.html", _context(request, opened), **part)


@page("import.change", "POST")
def reread(request: PageRequest, brought: UUID) -> HttpResponse:
    """Read the file with other signs or another separator."""
    form = SignsForm(request.POST)
    if form.is_valid():
        try:
            imports.reread(brought, **form.cleaned_data, by=request.actor)
        except Invalid as error:
            form.take(error)
        else:
            return go_to(f"/imports/{brought}")
    return _again(request, brought, signs=form)


@page("import.change", "POST")
def columns(request: PageRequest, brought: UUID) -> HttpResponse:
    """Say what the columns hold."""
    opened = imports.read_import(brought, by=request.actor)
    form = ColumnsForm(request.POST)
    if opened.table is None:
        raise Stale
    form.show(opened, imports.labels_of(opened.view, by=request.actor))
    if form.is_valid():
        said = form.cleaned_data
        try:
            imports.confirm_reading(
                brought,
                fields=form.chosen,
                order=said["order"],
                decimal=said.get("decimal", ""),
                version=said["version"],
                by=request.actor,
            )
        except Invalid as error:
            form.take(error)
        else:
            return go_to(f"/imports/{brought}#preview")
    return _again(request, brought, columns=form)


@page("import.decide", "POST")
def decide(request: PageRequest, brought: UUID) -> HttpResponse:
    """Say who of the file is a patient already."""
    opened = imports.read_import(brought, by=request.actor)
    form = DecisionsForm(request.POST)
    if opened.preview is None:
        raise Stale
    if opened.preview.record is None:
        form.show(one for one in opened.preview.judged if one.may_be_here)
    else:
        for judged in opened.preview.judged:
            form.show_record(judged)
    if form.is_valid():
        version = form.cleaned_data["version"]
        imports.decide(brought, form.decisions, version=version, by=request.actor)
        return go_to(f"/imports/{brought}#preview")
    return _again(request, brought, decisions=form)


@page("import.ask", "POST")
def ask(request: PageRequest, brought: UUID) -> HttpResponse:
    """Have it brought in."""
    version = stated_version(request)
    try:
        imports.ask(brought, version=version, by=request.actor)
    except (imports.NotReady, imports.Nothing, imports.Settled, imports.Expired) as error:
        messages.error(request, error.detail)
    return go_to(f"/imports/{brought}")


@page("import.undo", "POST")
def undo(request: PageRequest, brought: UUID) -> HttpResponse:
    """Take all of it back."""
    version = stated_version(request)
    try:
        view = imports.undo(brought, version=version, by=request.actor)
    except (imports.TooLate, imports.WrittenSince) as error:
        messages.error(request, error.detail)
    else:
        messages.success(request, UNDONE[view.sheet])
    return go_to(f"/imports/{brought}")


@page("import.drop", "POST")
def drop(request: PageRequest, brought: UUID) -> HttpResponse:
    """Delete a file that was not brought in."""
    imports.drop(brought, version=stated_version(request), by=request.actor)
    messages.success(request, "The file is deleted.")
    return go_to("/imports")


def _begun(form: FileForm, request: PageRequest) -> ImportView | None:
    """Return what was begun, None when the form says why nothing was."""
    said: dict[str, Any] = form.cleaned_data
    try:
        return imports.begin(
            said["file"].read(),
            facility=UUID(said["facility"]),
            sheet=said["sheet"],
            by=request.actor,
        )
    except Invalid as error:
        form.take(error)
    except Forbidden:
        form.add_error("file", ONLY_DOCTORS)
    except Conflict as error:
        form.add_error(None, error.detail)
    return None


def _again(request: PageRequest, brought: UUID, **forms: PageForm) -> HttpResponse:
    """Show the page with a form that was refused, as it was filled in."""
    opened = imports.read_import(brought, by=request.actor)
    (refused,) = forms.values()
    refused.renewed(opened.view.version)
    context = {**_context(request, opened), **forms, "form": refused}
    return render(request, "web/imports/one.html", context, status=422)


def _context(request: PageRequest, opened: OpenImport) -> dict[str, Any]:
    view, plan, preview = opened.view, opened.plan, opened.preview
    version = {"version": view.version}
    labels = imports.labels_of(view, by=request.actor)
    context: dict[str, Any] = {
        "brought": view,
        "opened": opened,
        "said": IMPORTS[view.state],
        "rows_are": SHEETS[view.sheet],
        "new_rows": NEW_ROWS[view.sheet],
        "undoing": UNDOING[view.sheet],
        "undo": UNDO[view.sheet],
    }
    context["may_drop"] = view.state in ("planned", "failed")
    context["may_watch"] = "job.read" in permissions.ALLOWED[request.actor.role]
    if view.sheet == "records":
        return context | (record_context(opened) if preview else {})
    if view.state in ("planned", "failed"):
        signs = {"charset": plan.charset, "separator": plan.separator, **version}
        context["signs"] = SignsForm(initial=signs)
    if opened.table is not None:
        columns = ColumnsForm(initial={"order": plan.order, "decimal": plan.decimal, **version})
        columns.show(opened, labels)
        context["columns"] = columns
    if preview is not None:
        likely = [one for one in preview.judged if one.may_be_here]
        decisions = DecisionsForm(initial=version)
        decisions.show(islice(sorted(likely, key=lambda one: not one.is_open), DECIDED_AT_ONCE))
        context |= {
            "preview": preview,
            "decisions": decisions if likely else None,
            "problems": [(one, labels[one.field]) for one in preview.problems[:PROBLEMS]],
            "headings": imports.SHEETS[view.sheet].headings,
            "as_read": [
                (one.row, list(zip(imports.SHEETS[view.sheet].headings, one.cells, strict=True)))
                for one in preview.judged[:SHOWN]
            ],
            "new": sum(one.choice == "create" for one in preview.judged),
        }
    return context
