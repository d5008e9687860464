"""Coded diagnoses as pages: the list, recording one with its code, and what becomes of it."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse

from bedside import clinic
from bedside.clinic import diagnoses
from bedside.clinic.diagnoses import DiagnosisBody
from bedside.errors import BedsideError, Conflict, OnRecordAlready, Stale
from bedside.web.access import View, page
from bedside.web.both_sides import sides_of
from bedside.web.forms.base import PageForm, stated_version
from bedside.web.forms.diagnoses import DiagnosisForm, NewDiagnosisForm, ResolveForm
from bedside.web.forms.entries import ReasonForm
from bedside.web.request import PageRequest
from bedside.web.views.recording import (
    Asked,
    Question,
    above,
    added,
    done,
    grouped,
    older,
    page_of,
    put,
)
from bedside.web.views.showing import tried
from bedside.web.wording import DIAGNOSES

LIST, ROWS = "web/diagnoses/list.html", "web/diagnoses/rows.html"
ONE, ASK = "web/diagnoses/one.html", "web/diagnoses/ask.html"
CODES, RECENT = 20, 6
"""Codes to choose from, and before anything is written."""
Context = Mapping[str, Any]


@page("diagnosis.add", "GET", "POST")
def all_diagnoses(request: PageRequest, patient: UUID) -> HttpResponse:
    """Show a patient's diagnoses, look for a code, or add one."""
    top = above(request, patient)
    form = NewDiagnosisForm(request.POST or None)
    if "find" in request.POST:
        return _list_page(request, top, looked_for=form)

    def add() -> None:
        said = form.cleaned_data
        diagnoses.add(
            patient,
            said["written"],
            DiagnosisBody(**form.said),
            state=said["state"],
            encounter=said["encounter"],
            repeated=request.POST.get("repeated") == said["written"],
            by=request.actor,
        )

    try:
        if not tried(form, add, code="text"):
            return _list_page(request, top, form=form)
    except OnRecordAlready as error:
        same = diagnoses.with_code(patient, form.cleaned_data["written"], by=request.actor)
        return _list_page(request, {**top, "same": same}, looked_for=form, refused=error)
    said = "The diagnosis is on record."
    return added(request, said, form, patient, _path(patient)) or _list_page(request, top)


@page("diagnosis.change", "GET", "POST")
def one_diagnosis(request: PageRequest, patient: UUID, entry: UUID) -> HttpResponse:
    """Show one diagnosis with all it ever said, or change what is known of it."""
    top = above(request, patient)
    view = diagnoses.read(patient, entry, by=request.actor)
    form = _change_form(view, request.POST or None)

    def change() -> None:
        version = form.cleaned_data["version"]
        diagnoses.change(patient, entry, form.said, version=version, by=request.actor)

    try:
        if tried(form, change):
            return done(request, "The change is saved.", _path(patient))
    except Stale as error:
        sides = sides_of(form, form.initial_of(view.body))
        again = _change_form(view, None, initial=form.cleaned_data)
        context = {**top, **_about(view), "form": again, "sides": sides}
        return page_of(request, ONE, context, refused=error)
    return page_of(request, ONE, {**top, **_about(view), "form": form})


def _pressed(event: str) -> View[[UUID, UUID]]:
    """Return the view of a button that turns a diagnosis."""

    def act(request: PageRequest, patient: UUID, entry: UUID) -> None:
        version = stated_version(request)
        diagnoses.turn(event, patient, entry, version=version, by=request.actor)

    return page(f"diagnosis.{event}", "POST")(_button(act))


def _button(act: Callable[[PageRequest, UUID, UUID], None]) -> View[[UUID, UUID]]:
    def pressed(request: PageRequest, patient: UUID, entry: UUID) -> HttpResponse:
        top = above(request, patient)
        try:
            act(request, patient, entry)
        except Conflict as error:
            return _one_page(request, top, entry, refused=error)
        return done(request, "The change is saved.", f"{_path(patient)}/{entry}")

    return pressed


def _reinstate(request: PageRequest, patient: UUID, entry: UUID) -> None:
    version = stated_version(request)
    diagnoses.reinstate(patient, entry, version=version, by=request.actor)


@page("diagnosis.resolve", "GET", "POST")
def resolve(request: PageRequest, patient: UUID, entry: UUID) -> HttpResponse:
    """Say that it is over, and since when."""

    def act(said: dict[str, Any]) -> None:
        diagnoses.turn("resolve", patient, entry, **said, by=request.actor)

    return _asked(request, patient, entry, ResolveForm, act, "The diagnosis is resolved")


@page("diagnosis.mark_as_error", "GET", "POST")
def wrong_diagnosis(request: PageRequest, patient: UUID, entry: UUID) -> HttpResponse:
    """Say that it was never this patient's, and why."""

    def act(said: dict[str, Any]) -> None:
        diagnoses.mark_as_error(patient, entry, **said, by=request.actor)

    return _asked(request, patient, entry, ReasonForm, act, "It was never true of this patient")


TURNS: dict[str, View[[UUID, UUID]]] = {
    "confirm": _pressed("confirm"),
    "suspect": _pressed("suspect"),
    "refute": _pressed("refute"),
    "resolve": resolve,
    "error": wrong_diagnosis,
    "reinstate": page("diagnosis.reinstate", "POST")(_button(_reinstate)),
}


def _asked(
    request: PageRequest,
    patient: UUID,
    entry: UUID,
    kind: type[PageForm],
    act: Callable[[dict[str, Any]], None],
    title: str,
) -> HttpResponse:
    """Ask for what an act needs beside its version, and do it."""
    top = above(request, patient)
    view = diagnoses.read(patient, entry, by=request.actor)
    context, back = {**top, **_about(view), "title": title}, f"{_path(patient)}/{entry}"
    return put(request, Question(kind, act, ASK, context, view.version, back))


def _list_page(
    request: PageRequest,
    top: Context,
    *,
    form: NewDiagnosisForm | None = None,
    looked_for: NewDiagnosisForm | None = None,
    refused: BedsideError | None = None,
) -> HttpResponse:
    """Show the list and the form, empty unless one is given; `looked_for` only looks for a code."""
    asked, patient = Asked.of(request), top["patient"].id
    found = diagnoses.read_all(patient, by=request.actor, after=asked.place)
    if looked_for is not None:
        form = _only_looked(looked_for)
    elif form is None or not form.is_bound:
        form = NewDiagnosisForm(initial=asked.at)
    prefer = diagnoses.codes_in(found.items)
    text = str(form["text"].value() or "")
    hits = clinic.search_codes(
        text,
        by=request.actor,
        limit=CODES if text else RECENT,
        prefer=[*prefer, *diagnoses.codes_of_doctor(by=request.actor)],
        codable=True,
    )
    context = {
        **top,
        "groups": grouped(found.items, DIAGNOSES),
        "is_empty": not found.items and asked.place is None,
        "after": older(found.next),
        "form": form,
        "prefer": prefer,
        "hits": hits,
        "text": text,
        "full": len(hits) == CODES,
        "chosen": form["code"].value() or "",
    }
    return page_of(request, LIST, context, refused=refused, part=("entries", ROWS))


def _only_looked(form: NewDiagnosisForm) -> NewDiagnosisForm:
    """Return the form with what was written so far, and nothing said to be wrong."""
    return NewDiagnosisForm(initial={name: form[name].value() for name in form.fields})


def _one_page(
    request: PageRequest, top: Context, entry: UUID, *, refused: Conflict
) -> HttpResponse:
    view = diagnoses.read(top["patient"].id, entry, by=request.actor)
    context = {**top, **_about(view), "form": _change_form(view, None)}
    return page_of(request, ONE, context, refused=refused)


def _change_form(view: Any, sent: Any, *, initial: Context | None = None) -> DiagnosisForm:
    form = DiagnosisForm(sent)
    form.fit(view.state)
    said = form.initial_of(view.body) if view.body else {}
    form.initial = {**said, **(initial or {}), "version": view.version}
    return form


def _about(view: Any) -> dict[str, Any]:
    return {"entry": view, "state": DIAGNOSES[view.state]}


def _path(patient: UUID) -> str:
    return f"/patients/{patient}/diagnoses"
