"""The times that an assessment proposes, for its patient and for a doctor who cares for them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render

from bedside import clinic, intake
from bedside.clinic import appointments
from bedside.clinic.appointments import Wish
from bedside.errors import Conflict, Invalid
from bedside.intake import FollowUpTimes
from bedside.web.access import page
from bedside.web.errors import status_of
from bedside.web.forms.appointments import (
    BookForm,
    LookForm,
    Slot,
    VisitForm,
    slot_text,
)
from bedside.web.request import PageRequest
from bedside.web.views.clocks import day_and_time
from bedside.web.views.showing import go_to
from bedside.web.views.times import confirm_page, day_context, proposed_times

_BACK = {"patient": "/assess/{}/result", "doctor": "/worklist/{}"}
_LAYOUT = {"patient": "web/base.html", "doctor": "web/work.html"}


@page("follow_up.propose", "GET", "POST")
def times(request: PageRequest, assessment: UUID) -> HttpResponse:
    """Propose the earliest times before the patient should be seen, or any later day; ask whether
    the chosen time is meant, and book it."""
    look = LookForm(request.GET)
    slot = look.cleaned_data.get("slot") if look.is_valid() else None
    kind = BookForm if request.actor.role == "patient" else VisitForm
    form = kind(request.POST or None, initial={"slot": slot_text(*slot)} if slot else {})
    if form.is_valid():
        return _booked(request, assessment, form)
    slot = form.cleaned_data.get("slot") if form.is_bound else slot
    if not slot:
        return _times_page(request, assessment, form)
    try:
        return _confirm_page(request, assessment, form, slot)
    except (Invalid, Conflict) as error:
        return _times_page(request, assessment, form, refused=error)


@page("follow_up.wait", "POST")
def wait(request: PageRequest, assessment: UUID) -> HttpResponse:
    """Wait for a time that becomes free before the patient should be seen."""
    try:
        intake.wait_for_follow_up(assessment, by=request.actor)
    except Conflict as error:
        return _times_page(request, assessment, BookForm(), refused=error)
    if request.actor.role == "patient":
        messages.success(request, "A time that becomes free will be held for you.")
        return go_to("/home/appointments")
    messages.success(request, "A time that becomes free will be held for the patient.")
    return go_to(_BACK["doctor"].format(assessment))


def _booked(request: PageRequest, assessment: UUID, form: BookForm | VisitForm) -> HttpResponse:
    """Book it, and lead to where each goes on: a patient to the time, a doctor to the case."""
    start, practitioner = form.cleaned_data["slot"]
    try:
        booked = intake.book_follow_up(
            assessment,
            practitioner=practitioner,
            start=start,
            reason=form.cleaned_data["reason"],
            by=request.actor,
        )
    except Invalid as error:
        form.take(error)
        return _confirm_page(request, assessment, form, (start, practitioner), refused=error)
    except Conflict as error:
        return _times_page(request, assessment, form, refused=error)
    if request.actor.role == "patient":
        messages.success(request, "Your appointment is booked.")
        return go_to(f"/home/appointments/{booked.id}")
    when = day_and_time(booked.start, booked.zone)
    messages.success(request, f"The follow-up is booked: {when}.")
    return go_to(_BACK["doctor"].format(assessment))


def _confirm_page(
    request: PageRequest,
    assessment: UUID,
    form: BookForm | VisitForm,
    slot: Slot,
    *,
    refused: Invalid | None = None,
) -> HttpResponse:
    found = intake.propose_times(assessment, by=request.actor)
    start, practitioner = slot
    wish = Wish(found.patient_id, found.facility_id, practitioner, start)
    return confirm_page(
        request,
        form,
        appointments.preview(wish, by=request.actor),
        kept=_kept(request),
        refused=refused,
        layout=_LAYOUT[request.actor.role],
        **_whom(request, found),
    )


def _whom(request: PageRequest, found: FollowUpTimes) -> dict[str, Any]:
    """Return who the patient is, for staff."""
    if request.actor.role == "patient":
        return {}
    patient = clinic.read_patient(found.patient_id, by=request.actor)
    return {
        "patient": patient,
        "patient_id": patient.id,
    }


def _kept(request: PageRequest) -> dict[str, Any]:
    look = LookForm(request.GET)
    look.is_valid()
    return {name: look.cleaned_data.get(name) for name in ("doctor", "day")}


def _times_page(
    request: PageRequest,
    assessment: UUID,
    form: BookForm | VisitForm,
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
        "proposed": proposed_times(proposal.slots, zone, request.path) if proposal else [],
        "zone": zone,
        "back": _BACK[request.actor.role].format(assessment),
        "here": request.path,
        "layout": _LAYOUT[request.actor.role],
        "assessment": assessment,
        "place": found.facility_id,
        **_whom(request, found),
        **({} if found.emergency else _any_day(request, found)),
    }
    status = status_of(refused) if refused else 422 if form.errors else 200
    return render(request, "web/appointments/proposed.html", context, status=status)


def _any_day(request: PageRequest, found: FollowUpTimes) -> dict[str, Any]:
    """Return the free times of a chosen day, of the next one otherwise."""
    doctor, day = _kept(request).values()
    shown = appointments.find_day(
        found.facility_id, day=day, practitioner=doctor, patient=found.patient_id, by=request.actor
    )
    doctors = appointments.practitioners(found.facility_id, by=request.actor)
    kept = day_context(shown, request.path, {"doctor": doctor})
    return {"doctor": doctor, "doctors": doctors, **kept}
