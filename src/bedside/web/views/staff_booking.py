"""The doctor books, moves and puts on the waiting list: for a patient, with any doctor there."""

from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render

from bedside import clinic
from bedside.clinic import PatientView, appointments
from bedside.clinic.appointments import AppointmentView, Wish
from bedside.clinic.models import Facility
from bedside.errors import BedsideError, Conflict, Invalid, NotFound
from bedside.web.access import page
from bedside.web.errors import status_of
from bedside.web.forms.base import stated_version
from bedside.web.forms.schedules import (
    LookForm,
    StaffBookForm,
    StaffMoveForm,
    StaffTimeForm,
    StaffWaitForm,
)
from bedside.web.request import PageRequest
from bedside.web.views.appointments import chosen_place, one_page, path_of
from bedside.web.views.showing import form_page, go_to
from bedside.web.views.times import by_day, first_moment

DAYS = 14
SLOTS = 100
WAITING = "/appointments/waiting"


@page("appointment.overbook", "GET", "POST")
def book(request: PageRequest) -> HttpResponse:
    """Show free times for a patient, or book one of them or any other."""
    chosen = _chosen(request)
    place, places = chosen_place(request, chosen.get("facility"))
    if chosen.get("patient") is None or place is None:
        return go_to("/patients/")
    patient = clinic.read_patient(chosen["patient"], by=request.actor)
    doctor = chosen.get("doctor") or _myself(request)
    form = StaffBookForm(request.POST or None, zone=place.time_zone, doctor=doctor)
    refused: BedsideError | None = None
    if form.is_valid():
        said = form.cleaned_data
        wish = Wish(
            patient=patient.id,
            facility=place.id,
            practitioner=form.practitioner,
            start=form.start_at,
            minutes=said["minutes"],
            reason=said["reason"],
            overbook_because=said["overbook_because"],
        )
        try:
            made = appointments.book(wish, by=request.actor)
        except (Invalid, Conflict) as error:
            refused = _taken(form, error)
        else:
            messages.success(request, "The appointment is booked.")
            return go_to(path_of(made.id))
    return _times_page(request, place, form, chosen, refused, patient=patient, places=places)


@page("appointment.overbook", "GET", "POST")
def move(request: PageRequest, appointment: UUID) -> HttpResponse:
    """Show other free times for an appointment, or move it to one of them or any other."""
    chosen = _chosen(request)
    view = appointments.read(appointment, by=request.actor)
    place, _ = chosen_place(request, view.facility_id)
    if place is None or "move" not in view.may:
        return one_page(request, appointment, refused=Conflict())
    chosen.setdefault("doctor", None)
    doctor = chosen["doctor"] or view.practitioner_id
    form = StaffMoveForm(
        request.POST or None,
        zone=view.zone,
        doctor=doctor,
        initial={"version": view.version},
    )
    refused: BedsideError | None = None
    if form.is_valid():
        said = form.cleaned_data
        try:
            appointments.reschedule(
                appointment,
                start=form.start_at,
                practitioner=form.practitioner,
                minutes=said["minutes"],
                overbook_because=said["overbook_because"],
                version=said["version"],
                by=request.actor,
            )
        except (Invalid, Conflict) as error:
            refused = _taken(form, error)
        else:
            messages.success(request, "The appointment is moved. The patient will be told.")
            return go_to(path_of(appointment))
    chosen |= {"patient": view.patient_id, "doctor": doctor}
    return _times_page(request, place, form, chosen, refused, moving=view, patient=view.patient)


@page("appointment.overbook", "GET")
def waiting(request: PageRequest) -> HttpResponse:
    """List who waits for a time at a clinic."""
    place, places = chosen_place(request, _chosen(request).get("facility"))
    found = appointments.read_waiting(
        by=request.actor, facility=place.id if place else None, limit=100
    )
    context = {"rows": found.rows, "place": place, "places": places, "more": found.next}
    return render(request, "web/appointments/waiting.html", context)


@page("appointment.overbook", "GET", "POST")
def wait(request: PageRequest) -> HttpResponse:
    """Put a patient on the waiting list."""
    chosen = _chosen(request)
    place, _ = chosen_place(request, chosen.get("facility"))
    if chosen.get("patient") is None or place is None:
        return go_to("/patients/")
    patient = clinic.read_patient(chosen["patient"], by=request.actor)
    form = StaffWaitForm(request.POST or None)
    form.offer(appointments.practitioners(place.id, by=request.actor))
    if form.is_valid():
        said = form.cleaned_data
        try:
            appointments.join(
                patient=patient.id,
                facility=place.id,
                first_day=said["first_day"],
                last_day=said["last_day"],
                practitioner=form.practitioner,
                urgency_rank=said["urgency"],
                by=request.actor,
            )
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.add_error(None, error.detail)
        else:
            messages.success(request, "The patient waits. A free time is offered to them.")
            return go_to(f"{WAITING}?facility={place.id}")
    context = {"title": "Put on the waiting list", "button": "Wait", "patient": patient}
    return form_page(request, "web/appointments/staff_form.html", form, **context)


@page("appointment.overbook", "POST")
def leave(request: PageRequest, place: UUID) -> HttpResponse:
    """Take a patient off the waiting list."""
    left = appointments.leave(place, version=stated_version(request), by=request.actor)
    messages.success(request, "The patient does not wait any more.")
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


def _myself(request: PageRequest) -> UUID:
    if request.actor.user is None:
        raise NotFound
    return request.actor.user


def _chosen(request: PageRequest) -> dict[str, Any]:
    form = LookForm(request.GET)
    return form.cleaned_data if form.is_valid() else {}


def _taken(form: StaffTimeForm, error: BedsideError) -> BedsideError:
    """Show why a time was refused, at its field or above them all."""
    if isinstance(error, Invalid):
        form.take(error, practitioner="start")
    else:
        form.add_error(None, error.detail)
    return error


def _times_page(
    request: PageRequest,
    place: Facility,
    form: StaffTimeForm,
    chosen: dict[str, Any],
    refused: BedsideError | None,
    *,
    patient: PatientView | None,
    moving: AppointmentView | None = None,
    places: list[Facility] | None = None,
) -> HttpResponse:
    zone = ZoneInfo(place.time_zone)
    first = first_moment(chosen.get("day"), zone)
    later = first + timedelta(days=DAYS)
    found = appointments.find_slots(
        place.id,
        since=first,
        until=later,
        practitioner=chosen.get("doctor"),
        patient=chosen["patient"],
        limit=SLOTS,
        by=request.actor,
    )
    context = {
        "form": form,
        "patient": patient,
        "patient_id": chosen["patient"],
        "moving": moving,
        "place": place,
        "places": places or [],
        "days": by_day(found.slots, zone),
        "zone": str(zone),
        "doctor": chosen.get("doctor"),
        "doctors": appointments.practitioners(place.id, by=request.actor),
        "first": first.astimezone(zone).date(),
        "later": later.astimezone(zone).date(),
    }
    status = status_of(refused) if refused else 422 if form.errors else 200
    return render(request, "web/appointments/staff_times.html", context, status=status)
