"""The patient's own page: what is unfinished, what was sent, what was reviewed, who has read it."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from bedside import chart, clinic
from bedside.clinic import Access
from bedside.errors import NotFound
from bedside.web.access import page
from bedside.web.request import PageRequest
from bedside.web.wording import ACCESSES


@page("chart.read_own", "GET")
def home(request: PageRequest) -> HttpResponse:
    """Show what comes next, what was sent, what the clinic shared and recorded, who looked."""
    view = chart.read_own(by=request.actor)
    context = {
        "own": view,
        "patient": view.patient,
        "drafts": [line for line in view.assessments if line.state == "draft"],
        "sent": [line for line in view.assessments if line.state != "draft"],
        "accesses": _told(view.accesses),
        "zone": view.zone,
    }
    return render(request, "web/home.html", context)


@page("audit.read", "GET")
def accesses(request: PageRequest) -> HttpResponse:
    """Say who has read or changed this patient's record."""
    if request.actor.patient is None:
        raise NotFound
    lines = _told(clinic.accesses(request.actor.patient, by=request.actor))
    context = {"accesses": lines, "zone": clinic.zone_of_patient(request.actor.patient)}
    return render(request, "web/account/accesses.html", context)


def _told(found: Sequence[Access]) -> list[dict[str, Any]]:
    """Return who looked, in words a patient can read."""
    return [
        {
            "at": one.at,
            "who": one.who,
            "role": one.role,
            "what": ACCESSES.get(one.action, one.action),
        }
        for one in found
    ]
