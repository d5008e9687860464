"""A patient's encounters: the list, beginning one, its page, correcting and locking it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render

from bedside import chart, clinic, intake
from bedside.clinic.elsewhere import CLASSES, ElsewhereView
from bedside.clinic.elsewhere.body import NOT_SAID
from bedside.clinic.encounters import EncounterView
from bedside.clinic.encounters.models import EncounterClass
from bedside.errors import Conflict, Invalid
from bedside.web.access import page
from bedside.web.cursors import AfterForm, asked, moment_text
from bedside.web.errors import status_of
from bedside.web.forms.base import stated_version
from bedside.web.forms.encounters import ChangeForm, StartForm, by_clock
from bedside.web.request import PageRequest
from bedside.web.views.charts import banner
from bedside.web.views.showing import form_page, go_to
from bedside.web.views.vitals import in_words

LISTS = (
    ("vitals", "measurements"),
    ("diagnoses", "a diagnosis"),
    ("medicines", "a medicine"),
    ("problems", "a problem"),
    ("allergies", "an allergy"),
    ("flags", "an alert"),
)
"""What can be recorded at an encounter beside its notes, by the list's part of an address."""


@page("encounter.list", "GET", "POST")
def encounters(request: PageRequest, patient: UUID) -> HttpResponse:
    """List when the patient was seen, here or elsewhere; or begin an encounter at a press."""
    if request.method == "POST":
        return start(request, patient)
    after = asked(AfterForm(request.GET))["after"]
    above = banner(request, patient)
    found = chart.read_encounters(patient, after=after, by=request.actor)
    context = {
        **above,
        "encounters": [(_kind_of(row), row.here, row.elsewhere) for row in found.rows],
        "after": moment_text(found.next) if found.next else "",
        "is_first": after is None,
    }
    return render(request, "web/encounters/list.html", context)


@page("encounter.start", "GET", "POST")
def start(request: PageRequest, patient: UUID) -> HttpResponse:
    """Begin an encounter, now or at a time that is written."""
    above = banner(request, patient)
    form = StartForm(request.POST or None)
    form.offer(clinic.encounters.places_for(patient, by=request.actor))
    if form.is_valid():
        try:
            seen = clinic.encounters.start(
                patient,
                facility=form.facility_id,
                kind=form.cleaned_data["kind"],
                started_at=form.cleaned_data["started_at"],
                appointment=form.cleaned_data["appointment"],
                by=request.actor,
            )
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.add_error(None, error.detail)
        else:
            return go_to(path_of(seen))
    words = {"title": "Begin an encounter", "button": "Begin"}
    return form_page(request, "web/encounters/form.html", form, **words, **above)


@page("encounter.read", "GET")
def encounter(request: PageRequest, patient: UUID, encounter: UUID) -> HttpResponse:
    """Show an encounter with its notes."""
    return encounter_page(request, patient, encounter)


@page("encounter.change", "GET", "POST")
def change(request: PageRequest, patient: UUID, encounter: UUID) -> HttpResponse:
    """Correct how and when it was."""
    now = clinic.encounters.read(encounter, patient=patient, by=request.actor)
    form = ChangeForm(request.POST or None, initial=_as_it_is(now), zone=now.zone)
    if form.is_valid():
        said = form.cleaned_data
        try:
            clinic.encounters.change(
                encounter,
                patient=patient,
                kind=said["kind"],
                started_at=said["started_at"],
                version=said["version"],
                by=request.actor,
            )
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            return encounter_page(request, patient, encounter, refused=error)
        else:
            messages.success(request, "The encounter is corrected.")
            return go_to(path_of(now))
    words = {"title": "Correct the encounter", "button": "Save"}
    above = banner(request, patient)
    return form_page(request, "web/encounters/form.html", form, **words, **above)


@page("encounter.lock", "GET", "POST")
def lock(request: PageRequest, patient: UUID, encounter: UUID) -> HttpResponse:
    """Ask whether to lock it, and lock it: for good."""
    if request.method != "POST":
        now = clinic.encounters.read(encounter, patient=patient, by=request.actor)
        context = {**banner(request, patient), "encounter": now, "kind": kind_of(now)}
        return render(request, "web/encounters/lock.html", context)
    try:
        clinic.encounters.lock(
            encounter, patient=patient, version=stated_version(request), by=request.actor
        )
    except Conflict as error:
        return encounter_page(request, patient, encounter, refused=error)
    messages.success(request, "The encounter is locked. Its notes can still be amended.")
    return go_to(f"/patients/{patient}/encounters/{encounter}")


@page("encounter.mark_as_error", "GET", "POST")
def mistake(request: PageRequest, patient: UUID, encounter: UUID) -> HttpResponse:
    """Ask whether it was begun by mistake, and say so: for good."""
    if request.method != "POST":
        now = clinic.encounters.read(encounter, patient=patient, by=request.actor)
        context = {**banner(request, patient), "encounter": now, "kind": kind_of(now)}
        return render(request, "web/encounters/error.html", context)
    try:
        clinic.encounters.mark_as_error(
            encounter, patient=patient, version=stated_version(request), by=request.actor
        )
    except Conflict as error:
        return encounter_page(request, patient, encounter, refused=error)
    messages.success(request, "The encounter is marked as entered in error.")
    return go_to(f"/patients/{patient}/encounters/{encounter}")


@page("encounter.start", "POST")
def start_from(request: PageRequest, assessment: UUID) -> HttpResponse:
    """Begin an encounter from an assessment, or lead to the one that was begun."""
    return go_to(path_of(intake.start_encounter(assessment, by=request.actor)))


def encounter_page(
    request: PageRequest, patient: UUID, encounter: UUID, *, refused: Conflict | None = None
) -> HttpResponse:
    """Show an encounter as it is now, and why an act was refused."""
    seen = intake.read_encounter(encounter, patient=patient, by=request.actor)
    context = {**banner(request, patient), **_context(seen), "refused": refused}
    if "write" in seen.encounter.may:
        context["templates"] = clinic.notes.list_templates(by=request.actor)
        context["lists"] = LISTS
    return render(
        request, "web/encounters/page.html", context, status=status_of(refused) if refused else 200
    )


@page("elsewhere.read", "GET")
def elsewhere(request: PageRequest, patient: UUID, entry: UUID) -> HttpResponse:
    """Show what is known of an encounter at another clinic."""
    seen = clinic.elsewhere.read(patient, entry, by=request.actor)
    context = {**banner(request, patient), "encounter": seen, "kind": _kind_elsewhere(seen)}
    return render(request, "web/encounters/elsewhere.html", context)


def _kind_of(seen: chart.Seen) -> str:
    if seen.here:
        return kind_of(seen.here)
    return _kind_elsewhere(seen.elsewhere) if seen.elsewhere else ""


def _kind_elsewhere(view: ElsewhereView) -> str:
    return CLASSES[view.body.kind if view.body else NOT_SAID]


def kind_of(view: EncounterView) -> str:
    """Return how it was, in words."""
    return EncounterClass(view.kind).label


def path_of(view: EncounterView) -> str:
    """Return where the page of an encounter is."""
    return f"/patients/{view.patient_id}/encounters/{view.id}"


def _context(seen: intake.SeenEncounter) -> dict[str, Any]:
    mine = [note for note in seen.notes if "save" in note.may]
    return {
        "encounter": seen.encounter,
        "kind": kind_of(seen.encounter),
        "notes": seen.notes,
        "draft": mine[0] if mine else None,
        "recorded": seen.recorded,
        "measured": [(one, in_words(one)) for one in seen.recorded.vitals],
        "is_anything_recorded": any(vars(seen.recorded).values()),
        "begun_from": seen.begun_from,
        "is_signed": any(note.state == "signed" for note in seen.notes),
    }


def _as_it_is(view: EncounterView) -> dict[str, Any]:
    return {
        "version": view.version,
        "kind": view.kind,
        "started_at": by_clock(view.started_at, view.zone),
    }
