"""A patient's lists as pages: what is there, adding to it, changing, ending, taking back.

The three lists of things that last (allergies, medicines, problems) are one set of pages; what
differs is data. Somebody else's change of the same entry is shown beside one's own, and nothing
that was typed is lost.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from bedside import chart
from bedside.chart import BannerView
from bedside.clinic import allergies, diagnoses, medicines, problems, vitals
from bedside.clinic.allergies import AllergyBody
from bedside.clinic.diagnoses import DiagnosisBody
from bedside.clinic.medicines import MedicineBody
from bedside.clinic.problems import ProblemBody
from bedside.clinic.vitals import series_of
from bedside.errors import BedsideError, Conflict, Invalid, Stale
from bedside.web.access import View, page
from bedside.web.forms.base import PageForm, stated_version
from bedside.web.forms.entries import (
    AllergyForm,
    DiagnosisForm,
    EndForm,
    EntryForm,
    MedicineForm,
    NewDiagnosisForm,
    ProblemForm,
    ReasonForm,
    VitalsForm,
    with_version,
)
from bedside.web.plots import plot
from bedside.web.request import PageRequest
from bedside.web.views.showing import go_to

Entries = dict[str, View[...]]


@dataclass(frozen=True)
class Pages:
    """The pages of one list of things that last."""

    noun: str
    """As in the list's verbs: `allergy.add`."""
    path: str
    """As in its address: /patients/<id>/allergies."""
    title: str
    acts: ModuleType
    body: Callable[..., Any]
    form: type[EntryForm]

    def views(self) -> Entries:
        """Return the views by the last part of their address."""
        return {
            "all": page(f"{self.noun}.add", "GET", "POST")(self.all),
            "one": page(f"{self.noun}.change", "GET", "POST")(self.one),
            "end": page(f"{self.noun}.end", "GET", "POST")(self.end),
            "error": page(f"{self.noun}.mark_as_error", "GET", "POST")(self.error),
            "reinstate": page(f"{self.noun}.reinstate", "POST")(self.reinstate),
        }

    def all(self, request: PageRequest, patient: UUID) -> HttpResponse:
        """Show the list, or add to it."""
        whose = chart.read_banner(patient, by=request.actor)
        form = self.form(request.POST or None)
        if form.is_valid():
            try:
                self.acts.add(patient, self.body(**form.said), by=request.actor)
            except (Invalid, Conflict) as error:
                _take(form, error)
            else:
                messages.success(request, "It is on the list.")
                return go_to(f"/patients/{patient}/{self.path}")
        found = self.acts.read_all(patient, by=request.actor)
        context = {**_banner(whose), "list": self, "found": found, "form": form}
        status = 422 if form.errors else 200
        return render(request, "web/entries/list.html", context, status=status)

    def one(self, request: PageRequest, patient: UUID, entry: UUID) -> HttpResponse:
        """Show one entry with all it ever said, or change it."""
        view = self.acts.read(patient, entry, by=request.actor)
        change = with_version(self.form)
        form = change(request.POST or None, initial=_initial(change, view))
        if form.is_valid():
            said = form.said
            version = said.pop("version")
            try:
                self.acts.change(patient, entry, said, version=version, by=request.actor)
            except Stale:
                return self._both_sides(request, patient, view, form)
            except (Invalid, Conflict) as error:
                _take(form, error)
            else:
                messages.success(request, "The change is saved.")
                return go_to(f"/patients/{patient}/{self.path}")
        return self._entry_page(request, patient, view, form, status=422 if form.errors else 200)

    def end(self, request: PageRequest, patient: UUID, entry: UUID) -> HttpResponse:
        """Say that it is over, when and why."""

        def do(said: dict[str, Any]) -> None:
            self.acts.end(
                patient,
                entry,
                until=said["until"],
                why=said["why"],
                version=said["version"],
                by=request.actor,
            )

        words = ("It has ended", "Note that it has ended")
        return self._asked(request, patient, entry, EndForm, do, words)

    def error(self, request: PageRequest, patient: UUID, entry: UUID) -> HttpResponse:
        """Say that it was never true of this patient."""

        def do(said: dict[str, Any]) -> None:
            self.acts.mark_as_error(
                patient, entry, reason=said["reason"], version=said["version"], by=request.actor
            )

        words = ("Entered in error", "It was never true of this patient")
        return self._asked(request, patient, entry, ReasonForm, do, words)

    def reinstate(self, request: PageRequest, patient: UUID, entry: UUID) -> HttpResponse:
        """Take its end, or its being an error, back."""
        version = stated_version(request)
        self.acts.reinstate(patient, entry, version=version, by=request.actor)
        messages.success(request, "It is back on the list.")
        return go_to(f"/patients/{patient}/{self.path}")

    def _asked(
        self,
        request: PageRequest,
        patient: UUID,
        entry: UUID,
        kind: type[PageForm],
        do: Callable[[dict[str, Any]], None],
        words: tuple[str, str],
    ) -> HttpResponse:
        """Ask for what an act needs beside its version, and do it."""
        view = self.acts.read(patient, entry, by=request.actor)
        form = kind(request.POST or None, initial={"version": view.version})
        if form.is_valid():
            try:
                do(form.cleaned_data)
            except (Invalid, Conflict) as error:
                _take(form, error)
            else:
                messages.success(request, "The change is saved.")
                return go_to(f"/patients/{patient}/{self.path}")
        title, button = words
        context = {"list": self, "patient_id": patient, "entry": view, "form": form}
        status = 422 if form.errors else 200
        return render(
            request,
            "web/entries/ask.html",
            {**context, "title": title, "button": button},
            status=status,
        )

    def _both_sides(
        self, request: PageRequest, patient: UUID, view: Any, mine: EntryForm
    ) -> HttpResponse:
        """Show what is stored beside what was written; sending again decides for the latter."""
        stored = self.form.initial_of(view.body) if view.body else {}
        sides = [
            {"label": mine.fields[name].label, "theirs": stored.get(name), "mine": value}
            for name, value in mine.said.items()
            if name != "version" and stored.get(name) != value
        ]
        again = {**mine.said, "version": view.version}
        form = with_version(self.form)(initial=again)
        return self._entry_page(request, patient, view, form, status=412, sides=sides)

    def _entry_page(
        self, request: PageRequest, patient: UUID, view: Any, form: EntryForm, **more: Any
    ) -> HttpResponse:
        status = more.pop("status")
        context = {"list": self, "patient_id": patient, "entry": view, "form": form, **more}
        return render(request, "web/entries/entry.html", context, status=status)


ALLERGIES = Pages("allergy", "allergies", "Allergies", allergies, AllergyBody, AllergyForm)
MEDICINES = Pages("medicine", "medicines", "Medicines", medicines, MedicineBody, MedicineForm)
PROBLEMS = Pages("problem", "problems", "Problems", problems, ProblemBody, ProblemForm)


@page("allergy.state_none_known", "POST")
def none_known(request: PageRequest, patient: UUID) -> HttpResponse:
    """State that no allergy is known."""
    try:
        allergies.state_none_known(patient, by=request.actor)
    except Conflict as error:
        messages.warning(request, error.detail)
    else:
        messages.success(request, "It is noted that no allergy is known.")
    return go_to(f"/patients/{patient}/allergies")


@page("allergy.take_back_none_known", "POST")
def take_back_none_known(request: PageRequest, patient: UUID) -> HttpResponse:
    """Say that the statement was an error."""
    version = stated_version(request)
    allergies.take_back_none_known(patient, version=version, by=request.actor)
    messages.success(request, "The statement is taken back.")
    return go_to(f"/patients/{patient}/allergies")


@page("diagnosis.add", "GET", "POST")
def all_diagnoses(request: PageRequest, patient: UUID) -> HttpResponse:
    """Show a patient's diagnoses, or add one."""
    whose = chart.read_banner(patient, by=request.actor)
    form = NewDiagnosisForm(request.POST or None, initial={"code": ""})
    if form.is_valid():
        said = form.said
        code, state = said.pop("code"), said.pop("state")
        try:
            diagnoses.add(patient, code, DiagnosisBody(**said), state=state, by=request.actor)
        except (Invalid, Conflict) as error:
            _take(form, error)
        else:
            messages.success(request, "The diagnosis is on record.")
            return go_to(f"/patients/{patient}/diagnoses")
    found = diagnoses.read_all(patient, by=request.actor)
    context = {**_banner(whose), "found": found, "form": form}
    status = 422 if form.errors else 200
    return render(request, "web/entries/diagnoses.html", context, status=status)


@page("diagnosis.change", "GET", "POST")
def one_diagnosis(request: PageRequest, patient: UUID, entry: UUID) -> HttpResponse:
    """Show one diagnosis with all it ever said, or change what is known of it."""
    view = diagnoses.read(patient, entry, by=request.actor)
    change = with_version(DiagnosisForm)
    form = change(request.POST or None, initial=_initial(change, view))
    if form.is_valid():
        said = form.said
        version = said.pop("version")
        try:
            diagnoses.change(patient, entry, said, version=version, by=request.actor)
        except (Invalid, Conflict) as error:
            _take(form, error)
        else:
            messages.success(request, "The change is saved.")
            return go_to(f"/patients/{patient}/diagnoses/{entry}")
    context = {"patient_id": patient, "entry": view, "form": form}
    status = 422 if form.errors else 200
    return render(request, "web/entries/diagnosis.html", context, status=status)


def _turned(event: str) -> View[[UUID, UUID]]:
    """Return the view of a button that turns a diagnosis."""

    def pressed(request: PageRequest, patient: UUID, entry: UUID) -> HttpResponse:
        version = stated_version(request)
        diagnoses.turn(event, patient, entry, version=version, by=request.actor)
        messages.success(request, "The change is saved.")
        return go_to(f"/patients/{patient}/diagnoses/{entry}")

    return page(f"diagnosis.{event}", "POST")(pressed)


TURNS = {event: _turned(event) for event in ("confirm", "suspect", "resolve", "refute")}


@page("diagnosis.mark_as_error", "POST")
def wrong_diagnosis(request: PageRequest, patient: UUID, entry: UUID) -> HttpResponse:
    """Say that a diagnosis was never this patient's."""
    diagnoses.mark_as_error(patient, entry, version=stated_version(request), by=request.actor)
    messages.success(request, "It is marked as entered in error.")
    return go_to(f"/patients/{patient}/diagnoses")


@page("vitals.add", "GET", "POST")
def all_vitals(request: PageRequest, patient: UUID) -> HttpResponse:
    """Show what was measured, or add a set."""
    whose = chart.read_banner(patient, by=request.actor)
    zone = whose.zone
    initial = {"measured_at": timezone.localtime(timezone.now(), ZoneInfo(zone))}
    form = VitalsForm(request.POST or None, initial=initial, zone=zone)
    if form.is_valid():
        try:
            vitals.add(patient, form.body(), by=request.actor)
        except (Invalid, Conflict) as error:
            _take(form, error)
        else:
            messages.success(request, "The measurements are on record.")
            return go_to(f"/patients/{patient}/vitals")
    found = vitals.read_all(patient, by=request.actor)
    context = {
        **_banner(whose),
        "zone": zone,
        "sets": [(one, _written(one)) for one in found.items],
        "plots": [plot(series) for series in series_of(found.items)],
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "web/entries/vitals.html", context, status=status)


@page("vitals.mark_as_error", "POST")
def wrong_vitals(request: PageRequest, patient: UUID, entry: UUID) -> HttpResponse:
    """Say that a set was entered in error."""
    vitals.mark_as_error(patient, entry, version=stated_version(request), by=request.actor)
    messages.success(request, "It is marked as entered in error.")
    return go_to(f"/patients/{patient}/vitals")


def _banner(whose: BannerView) -> dict[str, Any]:
    return {"chart": whose, "patient": whose.patient}


def _initial(form: type[EntryForm], view: Any) -> dict[str, Any]:
    said = form.initial_of(view.body) if view.body else {}
    return {**said, "version": view.version}


def _written(view: Any) -> list[tuple[str, str]]:
    values = view.body.values if view.body else {}
    return [
        (vitals.MEASUREMENTS[name].label, vitals.written(name, v)) for name, v in values.items()
    ]


def _take(form: PageForm, error: BedsideError) -> None:
    """Show why an act was refused, at its field where it names one."""
    if isinstance(error, Invalid):
        form.take(error)
    else:
        form.add_error(None, error.detail)
