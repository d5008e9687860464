"""After the last question: checking the answers, sending them, and what the patient learns."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render

from bedside import clinic, intake
from bedside.accounts import cookies
from bedside.errors import NotFound
from bedside.intake import AssessmentView
from bedside.web.access import page
from bedside.web.cookies import forget
from bedside.web.destinations import home_of
from bedside.web.forms.base import stated_version
from bedside.web.request import PageRequest
from bedside.web.views.assess import read_own
from bedside.web.views.showing import go_to
from bedside.web.wording import LEVELS, WHENS, filled


@page("assessment.answer", "GET")
def check(request: PageRequest, assessment: UUID) -> HttpResponse:
    """List every answer with the way to change it, before anything is sent."""
    view = read_own(request, assessment)
    if view.state != "draft":
        return go_to(f"/assess/{assessment}/result")
    return render(request, "web/assess/check.html", _about(view))


@page("assessment.submit", "POST")
def send(request: PageRequest, assessment: UUID) -> HttpResponse:
    """Send the assessment to the patient's clinic."""
    intake.submit(assessment, version=stated_version(request), by=request.actor)
    messages.success(request, "Your answers were sent to your clinic.")
    return go_to(f"/assess/{assessment}/result")


@page("assessment.discard", "POST")
def discard(request: PageRequest, assessment: UUID) -> HttpResponse:
    """Throw an unsent assessment away."""
    intake.discard(assessment, version=stated_version(request), by=request.actor)
    messages.success(request, "The assessment was deleted.")
    response = go_to(home_of(request.actor.role))
    if request.actor.role == "anonymous":
        forget(response, cookies.DRAFT)
    return response


@page("assessment.answer", "GET")
def result(request: PageRequest, assessment: UUID) -> HttpResponse:
    """Say what to do, by when and why."""
    view = read_own(request, assessment)
    if view.result is None:
        return go_to(f"/assess/{assessment}")
    return render(request, "web/assess/result.html", _about(view))


@page("assessment.read", "GET")
def printed(request: PageRequest, assessment: UUID) -> HttpResponse:
    """The result (for a doctor, the chart) without anything around it, for paper."""
    if request.actor.role == "doctor":
        from bedside.web.views.worklist import chart_context

        view = intake.read(assessment, by=request.actor)
        context = {**chart_context(request, view), "on_paper": True}
        return render(request, "web/worklist/chart.html", context)
    view = read_own(request, assessment)
    if view.result is None:
        raise NotFound
    return render(request, "web/assess/result.html", {**_about(view), "on_paper": True})


def _about(view: AssessmentView) -> dict[str, Any]:
    found = filled(view.result) if view.result else None
    return {
        "assessment": view,
        "result": found,
        "level": LEVELS.get(found["triage"], "") if found else "",
        "when": WHENS.get(found["when"], "") if found else "",
        "answers": filled(view.answers),
        "due": due(view),
        "is_emergency": bool(found and found["triage"] == "emergency"),
    }


def due(view: AssessmentView) -> dict[str, Any] | None:
    """Return by when to be seen, on the clock of the patient's clinic; None before sending."""
    if view.due_at is None or view.facility_id is None:
        return None
    zones = {place.id: (place.time_zone, place.name) for place in clinic.list_facilities()}
    zone, name = zones.get(view.facility_id, ("UTC", ""))
    return {"at": view.due_at.astimezone(ZoneInfo(zone)), "zone": zone, "facility": name}
