"""The doctor's chart of a patient, and what happened page by page."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render

from bedside import chart, clinic
from bedside.accounts import permissions
from bedside.chart import TimelinePage
from bedside.chart.views import ENTRY
from bedside.errors import Invalid
from bedside.intake import AssessmentLine, AssessmentView
from bedside.intake.wording import filled
from bedside.web.access import page
from bedside.web.cursors import AfterForm, moment_text
from bedside.web.plots import plots_of
from bedside.web.request import PageRequest
from bedside.web.views.showing import go_to, page_or_part
from bedside.web.wording import ENTRIES, MARKS


class Chosen(AfterForm):
    """Which kinds of entry the timeline shows, and where it goes on."""

    WRONG = {"kind": "There is no such kind.", "after": "This is not a place in this list."}

    kind = forms.MultipleChoiceField(choices=list(ENTRIES.items()), required=False)


def chart_page(request: PageRequest, patient: UUID) -> HttpResponse:
    """Show a doctor who this is and what matters."""
    view = chart.read_chart(patient, by=request.actor)
    if view.patient.id != patient:
        messages.info(request, "The record you asked for is a part of this one now.")
        return go_to(f"/patients/{view.patient.id}")
    context = {
        "chart": view,
        "patient": view.patient,
        "zone": view.zone,
        **plots_of(view.series),
        "result": _result(view.latest),
        **_timeline(view.timeline, patient, []),
    }
    return render(request, "web/chart/chart.html", context)


@page("chart.read", "GET")
def timeline(request: PageRequest, patient: UUID) -> HttpResponse:
    """Show what happened, of some kinds or of all."""
    form = Chosen(request.GET)
    if not form.is_valid():
        # The first page in its place would look like the end of what happened.
        raise Invalid(fields={name: Chosen.WRONG[name] for name in form.errors})
    kinds, after = form.cleaned_data["kind"], form.cleaned_data["after"]
    found = chart.read_timeline(patient, kinds=kinds, after=after, by=request.actor)
    is_part = request.htmx.target == "timeline"
    context = {
        **({} if is_part else banner(request, patient)),
        **_timeline(found, patient, kinds),
        "is_first": after is None,
        "zone": clinic.zone_of_patient(patient),
    }
    return page_or_part(
        request, "web/chart/timeline.html", context, timeline="web/chart/entries.html"
    )


def banner(request: PageRequest, patient: UUID) -> dict[str, Any]:
    """Return what stands above every page of a patient's record; for the desk, who they are."""
    if not permissions.may("chart.read", by=request.actor):
        return {"chart": None, "patient": clinic.read_patient(patient, by=request.actor)}
    whose = chart.read_banner(patient, by=request.actor)
    return {"chart": whose, "patient": whose.patient}


def _result(latest: AssessmentView | AssessmentLine | None) -> Any:
    """Return the result of an assessment that was opened."""
    return filled(latest.result) if isinstance(latest, AssessmentView) else None


def _timeline(found: TimelinePage, patient: UUID, kinds: list[str]) -> dict[str, Any]:
    return {
        "patient_id": patient,
        "entries": [
            (ENTRY[one.kind], MARKS[one.kind].get(one.code, one.code), one, _path(patient, one))
            for one in found.entries
        ],
        "kinds": [(code, label, code in kinds) for code, label in ENTRIES.items()],
        "filters": "&".join(f"kind={kind}" for kind in kinds),
        "after": moment_text(found.next) if found.next else "",
    }


def _path(patient: UUID, entry: chart.TimelineEntry) -> str:
    """Return the page of what an entry speaks of."""
    return {
        "encounter": f"/patients/{patient}/encounters/{entry.id}",
        "elsewhere": f"/patients/{patient}/elsewhere/{entry.id}",
        "note": f"/print/notes/{entry.id}",
        "assessment": f"/worklist/{entry.id}",
        "appointment": f"/appointments/{entry.id}",
        "diagnosis": f"/patients/{patient}/diagnoses/{entry.id}",
        "vitals": f"/patients/{patient}/vitals",
    }[entry.kind]
