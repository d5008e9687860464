"""Staff keep the waiting list: they put patients on it, and answer for them when a time is free."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render

from bedside import clinic
from bedside.clinic import appointments
from bedside.errors import Conflict
from bedside.web.access import page
from bedside.web.forms.base import stated_version
from bedside.web.forms.schedules import StaffWaitForm
from bedside.web.request import PageRequest
from bedside.web.views.appointments import chosen_place, one_page, path_of
from bedside.web.views.showing import form_page, go_to, tried
from bedside.web.views.staff_booking import Look, is_desk

WAITING = "/appointments/waiting"


@page("appointment.overbook", "GET")
def waiting(request: PageRequest) -> HttpResponse:
    """List who waits for a time at a clinic."""
    place, places = chosen_place(request, Look(request).chosen.get("facility"))
    found = appointments.read_waiting(
        by=request.actor, facility=place.id if place else None, limit=100
    )
    context = {"rows": found.rows, "place": place, "places": places, "more": found.next}
    return render(request, "web/appointments/waiting.html", context)


@page("appointment.overbook", "GET", "POST")
def wait(request: PageRequest) -> HttpResponse:
    """Put a patient on the waiting list."""
    look = Look(request)
    place, _ = chosen_place(request, look.chosen.get("facility"))
    if look.chosen.get("patient") is None or place is None:
        messages.info(request, "Choose the patient first.")
        return go_to("/patients/")
    patient = clinic.read_patient(look.chosen["patient"], by=request.actor)
    form = StaffWaitForm(request.POST or None)
    form.offer(appointments.practitioners(place.id, by=request.actor))
    if is_desk(request):
        form.ask_at_the_desk()

    def join() -> object:
        said = form.cleaned_data
        return appointments.join(
            patient=patient.id,
            facility=place.id,
            first_day=said["first_day"],
            last_day=said["last_day"],
            practitioner=form.practitioner,
            urgency_rank=said.get("urgency"),
            by=request.actor,
        )

    if tried(form, join):
        messages.success(
            request,
            "The patient is on the waiting list. A time that becomes free is held for them.",
        )
        return go_to(f"{WAITING}?facility={place.id}")
    context = {
        "title": "Put on the waiting list",
        "button": "Put on the waiting list",
        "patient": patient,
    }
    return form_page(request, "web/appointments/staff_form.html", form, **context)


@page("appointment.overbook", "POST")
def leave(request: PageRequest, place: UUID) -> HttpResponse:
    """Take a patient off the waiting list."""
    left = appointments.leave(place, version=stated_version(request), by=request.actor)
    messages.success(request, "The patient is off the waiting list.")
    return go_to(f"{WAITING}?facility={left.facility_id}")


@page("appointment.overbook", "POST")
def accept(request: PageRequest, appointment: UUID) -> HttpResponse:
    """Take a held time for the patient, who said so."""
    try:
        appointments.accept(appointment, version=stated_version(request), by=request.actor)
    except Conflict as error:
        return one_page(request, appointment, refused=error)
    messages.success(request, "The appointment is booked.")
    return go_to(path_of(appointment))


@page("appointment.overbook", "POST")
def decline(request: PageRequest, appointment: UUID) -> HttpResponse:
    """Let a held time go for the patient, who said so."""
    try:
        appointments.decline(appointment, version=stated_version(request), by=request.actor)
    except Conflict as error:
        return one_page(request, appointment, refused=error)
    messages.success(request, "The time goes to the next one.")
    return go_to(path_of(appointment))
