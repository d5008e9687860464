"""The doctor's pages: who waits, what they said, and marking it reviewed."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render

from bedside import clinic, intake
from bedside.errors import Conflict
from bedside.intake import AssessmentView, WorklistPage
from bedside.web.access import page
from bedside.web.cursors import PlaceField, place_text
from bedside.web.errors import status_of
from bedside.web.forms.base import stated_version
from bedside.web.request import PageRequest
from bedside.web.views.clocks import due_in_words
from bedside.web.views.showing import go_to, page_or_part
from bedside.web.wording import LEVELS, WHENS, filled

PAGE = 50


class Chosen(forms.Form):
    """What the worklist's links and its small form put into the address: no patient data."""

    state = forms.ChoiceField(
        choices=[("submitted", "Waiting"), ("reviewed", "Reviewed")], required=False
    )
    facility = forms.UUIDField(required=False)
    after = PlaceField(required=False)


@page("worklist.read", "GET")
def worklist(request: PageRequest) -> HttpResponse:
    """List who waits at the doctor's facilities, the most urgent first."""
    form = Chosen(request.GET)
    chosen: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    state = chosen.get("state") or "submitted"
    found = intake.worklist(
        by=request.actor,
        facility=chosen.get("facility"),
        state=state,
        after=chosen.get("after"),
        limit=PAGE,
    )
    context = _list(request, found, state, chosen)
    return page_or_part(request, "web/worklist/list.html", context, list="web/worklist/rows.html")


@page("assessment.review", "GET")
def chart(request: PageRequest, assessment: UUID) -> HttpResponse:
    """Show everything about one assessment."""
    return _chart_page(request, assessment)


@page("assessment.review", "POST")
def review(request: PageRequest, assessment: UUID) -> HttpResponse:
    """Mark it reviewed."""
    try:
        intake.review(assessment, version=stated_version(request), by=request.actor)
    except Conflict as error:
        return _chart_page(request, assessment, refused=error)
    messages.success(request, "Marked as reviewed. You can undo this for 10 minutes.")
    return go_to(f"/worklist/{assessment}")


@page("assessment.undo_review", "POST")
def undo_review(request: PageRequest, assessment: UUID) -> HttpResponse:
    """Put it back on the worklist."""
    try:
        intake.undo_review(assessment, version=stated_version(request), by=request.actor)
    except Conflict as error:
        return _chart_page(request, assessment, refused=error)
    messages.success(request, "It is back on the worklist.")
    return go_to(f"/worklist/{assessment}")


def chart_context(view: AssessmentView) -> dict[str, Any]:
    """Return what the chart shows."""
    return {
        "assessment": view,
        "patient": view.patient,
        "result": filled(view.result),
        "when": WHENS.get(view.when or "", ""),
        "by": due_in_words(view),
        "zone": clinic.zone_of(view.facility_id),
        "answers": filled(view.answers),
        "corrections": filled(view.corrections),
    }


def _chart_page(
    request: PageRequest, assessment: UUID, *, refused: Conflict | None = None
) -> HttpResponse:
    """Show the chart as it stands now, and why an act was refused."""
    view = intake.read(assessment, by=request.actor)
    context = {**chart_context(view), "refused": refused}
    status = status_of(refused) if refused else 200
    return render(request, "web/worklist/chart.html", context, status=status)


def _list(
    request: PageRequest, found: WorklistPage, state: str, chosen: dict[str, Any]
) -> dict[str, Any]:
    return {
        "rows": [(row, WHENS.get(row.when, ""), _waiting(row.waiting)) for row in found.rows],
        "counts": [(code, LEVELS[code], count) for code, count in found.counts.items()],
        "total": sum(found.counts.values()),
        "state": state,
        "facility": chosen.get("facility") or "",
        "facilities": clinic.facilities_of(request.actor),
        "after": place_text(found.next) if found.next else "",
        "is_first": not chosen.get("after"),
    }


def _waiting(seconds: int) -> str:
    """Return a waiting time in words: minutes at first, then hours, then days."""
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86400
    if days:
        return f"{days} d {hours % 24} h"
    return f"{hours} h {minutes % 60} min" if hours else f"{minutes} min"
