"""The times that an assessment proposes, for its patient and for a doctor who cares for them."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render

from bedside import intake
from bedside.errors import Conflict, Invalid
from bedside.web.access import page
from bedside.web.errors import status_of
from bedside.web.forms.appointments import BookForm
from bedside.web.request import PageRequest
from bedside.web.views.clocks import day_and_time
from bedside.web.views.showing import go_to
from bedside.web.views.times import by_day

_DONE = {"patient": "/home/appointments", "doctor": "/appointments"}
_BACK = {"patient": "/assess/{}/result", "doctor": "/worklist/{}"}


@page("follow_up.propose", "GET", "POST")
def times(request: PageRequest, assessment: UUID) -> HttpResponse:
    """Propose the earliest times before the patient should be seen, and book one of them."""
    form = BookForm(request.POST or None)
    if not form.is_valid():
        return _times_page(request, assessment, form)
    start, practitioner = form.cleaned_data["slot"]
    try:
        booked = intake.book_follow_up(
            assessment,
            practitioner=practitioner,
            start=start,
            reason=form.cleaned_data["reason"],
            by=request.actor,
        )
    except (Invalid, Conflict) as error:
        return _times_page(request, assessment, form, refused=error)
    messages.success(request, "The appointment is booked.")
    return go_to(f"{_DONE[request.actor.role]}/{booked.id}")


@page("follow_up.wait", "POST")
def wait(request: PageRequest, assessment: UUID) -> HttpResponse:
    """Wait for a time that becomes free before the patient should be seen."""
    try:
        intake.wait_for_follow_up(assessment, by=request.actor)
    except Conflict as error:
        return _times_page(request, assessment, BookForm(), refused=error)
    messages.success(request, "A time that becomes free will be held for the patient.")
    waiting = {"patient": "/home/appointments", "doctor": "/appointments/waiting"}
    return go_to(waiting[request.actor.role])


def _times_page(
    request: PageRequest,
    assessment: UUID,
    form: BookForm,
    *,
    refused: Invalid | Conflict | None = None,
) -> HttpResponse:
    found = intake.propose_times(assessment, by=request.actor)
    proposal = found.proposal
    zone = proposal.zone if proposal else "UTC"
    context = {
        "form": form,
        "refused": refused,
        "emergency": found.emergency,
        "late": bool(proposal and proposal.late),
        "due": day_and_time(found.due_at, zone),
        "days": by_day(proposal.slots, ZoneInfo(zone)) if proposal else [],
        "zone": zone,
        "back": _BACK[request.actor.role].format(assessment),
        "here": request.path,
        "others": "/home/appointments/book" if request.actor.role == "patient" else "",
    }
    status = status_of(refused) if refused else 422 if form.errors else 200
    return render(request, "web/appointments/proposed.html", context, status=status)
