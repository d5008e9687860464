"""Measurements as pages: small plots with their tables, entering a set, marking one as an error."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone

from bedside.clinic import vitals
from bedside.clinic.vitals import VitalsView, series_of
from bedside.errors import Conflict, Stale
from bedside.web.access import page
from bedside.web.forms.base import stated_version
from bedside.web.forms.encounters import by_clock
from bedside.web.forms.entries import ReasonForm
from bedside.web.forms.vitals import VitalsForm
from bedside.web.plots import plots_of
from bedside.web.request import PageRequest
from bedside.web.views.recording import Asked, above, added, done, older, page_of
from bedside.web.views.showing import tried

LIST, ROWS, ASK = "web/vitals/list.html", "web/vitals/rows.html", "web/vitals/ask.html"
DONE = "The measurements are on record."
Context = Mapping[str, Any]


@page("vitals.add", "GET", "POST")
def all_vitals(request: PageRequest, patient: UUID) -> HttpResponse:
    """Show what was measured, or enter a set."""
    top = above(request, patient)
    form = VitalsForm(request.POST or None, zone=top["zone"])

    def add() -> None:
        encounter = form.cleaned_data["encounter"]
        vitals.add(patient, form.body(), encounter=encounter, by=request.actor)

    if not tried(form, add, systolic="pressure", diastolic="pressure"):
        return _page(request, top, form=form)
    return added(request, DONE, form, patient, _path(patient)) or _page(request, top)


@page("vitals.mark_as_error", "GET", "POST")
def wrong_vitals(request: PageRequest, patient: UUID, entry: UUID) -> HttpResponse:
    """Say that a set was entered in error, and what was wrong."""
    top = above(request, patient)
    view = vitals.read(patient, entry, by=request.actor)
    form, refused = ReasonForm(request.POST or None, initial={"version": view.version}), None

    def mark() -> None:
        vitals.mark_as_error(patient, entry, **form.cleaned_data, by=request.actor)

    try:
        if tried(form, mark):
            return done(request, "It is marked as an error.", _path(patient))
    except Stale as error:
        form, refused = ReasonForm(initial={**form.cleaned_data, "version": view.version}), error
    title = "This was never measured so"
    context = {**top, "entry": view, "values": in_words(view), "form": form, "title": title}
    return page_of(request, ASK, context, refused=refused)


@page("vitals.reinstate", "POST")
def right_vitals(request: PageRequest, patient: UUID, entry: UUID) -> HttpResponse:
    """Take back that a set was an error."""
    top = above(request, patient)
    try:
        vitals.reinstate(patient, entry, version=stated_version(request), by=request.actor)
    except Conflict as error:
        return _page(request, top, refused=error)
    return done(request, "It counts again.", _path(patient))


def _page(
    request: PageRequest,
    top: Context,
    *,
    form: VitalsForm | None = None,
    refused: Conflict | None = None,
) -> HttpResponse:
    """Show the measurements with the form, empty and about now unless one is given."""
    asked, zone, profile = Asked.of(request), top["zone"], top["patient"].profile
    found = vitals.read_all(top["patient"].id, by=request.actor, after=asked.place)
    if form is None or not form.is_bound:
        now = by_clock(timezone.now(), zone)
        form = VitalsForm(initial={"measured_at": now, **asked.at}, zone=zone)
    context = {
        **top,
        "sets": [(one, in_words(one)) for one in found.items],
        **plots_of(series_of(found.items, born=profile.birth_date if profile else None)),
        "after": older(found.next),
        "form": form,
    }
    return page_of(request, LIST, context, refused=refused, part=("entries", ROWS))


def in_words(view: VitalsView) -> list[tuple[str, str]]:
    """Return what was measured, each with its name and its unit."""
    values = view.body.values if view.body else {}
    return [
        (vitals.MEASUREMENTS[name].label, vitals.written(name, v)) for name, v in values.items()
    ]


def _path(patient: UUID) -> str:
    return f"/patients/{patient}/vitals"
