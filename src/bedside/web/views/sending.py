"""After the last question: checking the answers, sending them, and what the patient learns."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render

from bedside import chart, clinic, intake
from bedside.accounts import cookies
from bedside.errors import Conflict, NotFound
from bedside.intake import AssessmentView
from bedside.intake.wording import due_in_words, filled
from bedside.web.access import page
from bedside.web.cookies import forget
from bedside.web.destinations import home_of
from bedside.web.errors import status_of
from bedside.web.forms.base import stated_version
from bedside.web.request import PageRequest
from bedside.web.views.assess import read_own
from bedside.web.views.showing import go_to
from bedside.web.views.worklist import chart_context, chart_template


@page("assessment.answer", "GET")
def check(request: PageRequest, assessment: UUID) -> HttpResponse:
    """List every answer with the way to change it, before anything is sent."""
    view = read_own(request, assessment)
    return _check_page(request, view)


@page("assessment.submit", "POST")
def send(request: PageRequest, assessment: UUID) -> HttpResponse:
    """Send the assessment to the patient's clinic."""
    try:
        intake.submit(assessment, version=stated_version(request), by=request.actor)
    except Conflict as error:
        return _check_page(request, read_own(request, assessment), refused=error)
    messages.success(request, "Your answers were sent to your clinic.")
    return go_to(f"/assess/{assessment}/result")


@page("assessment.discard", "POST")
def discard(request: PageRequest, assessment: UUID) -> HttpResponse:
    """Throw an unsent assessment away; without an account the last one takes its cookie along."""
    intake.discard(assessment, version=stated_version(request), by=request.actor)
    messages.success(request, "The assessment was deleted.")
    response = go_to(home_of(request.actor.role))
    if request.actor.role == "anonymous" and not intake.list_own(by=request.actor):
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
        seen = chart.read_assessment(assessment, by=request.actor)
        context = {**chart_context(seen), "on_paper": True}
        return render(request, chart_template(seen.assessment), context)
    view = read_own(request, assessment)
    if view.result is None:
        raise NotFound
    return render(request, "web/assess/result.html", {**_about(view), "on_paper": True})


def _check_page(
    request: PageRequest, view: AssessmentView, *, refused: Conflict | None = None
) -> HttpResponse:
    """Show the answers as they stand now, and why sending them was refused."""
    if view.state != "draft":
        return go_to(f"/assess/{view.id}/result")
    context = {**_about(view), "refused": refused}
    status = status_of(refused) if refused else 200
    return render(request, "web/assess/check.html", context, status=status)


def _about(view: AssessmentView) -> dict[str, Any]:
    found = filled(view.result)
    return {
        "assessment": view,
        "result": found,
        "answers": filled(view.answers),
        "by": due_in_words(view),
        "zone": clinic.zone_of(view.facility_id),
        "is_emergency": found is not None and found.triage == "emergency",
        "is_private": any(one.question.private for one in (*view.answers, *view.dropped)),
    }
