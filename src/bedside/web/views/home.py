"""The patient's own page: what is unfinished, what was sent, what was reviewed, who has read it."""

from django.http import HttpResponse
from django.shortcuts import render

from bedside import clinic, intake
from bedside.errors import NotFound
from bedside.web.access import page
from bedside.web.request import PageRequest
from bedside.web.wording import ACCESSES


@page("assessment.submit", "GET")
def home(request: PageRequest) -> HttpResponse:
    """List the patient's assessments."""
    lines = intake.list_own(by=request.actor)
    context = {
        "drafts": [line for line in lines if line.state == "draft"],
        "sent": [line for line in lines if line.state != "draft"],
        "zone": clinic.zone_of_patient(request.actor.patient),
    }
    return render(request, "web/home.html", context)


@page("audit.read", "GET")
def accesses(request: PageRequest) -> HttpResponse:
    """Say who has read or changed this patient's record."""
    if request.actor.patient is None:
        raise NotFound
    found = clinic.accesses(request.actor.patient, by=request.actor)
    lines = [
        {
            "at": one.at,
            "who": one.who,
            "role": one.role,
            "what": ACCESSES.get(one.action, one.action),
        }
        for one in found
    ]
    context = {"accesses": lines, "zone": clinic.zone_of_patient(request.actor.patient)}
    return render(request, "web/account/accesses.html", context)
