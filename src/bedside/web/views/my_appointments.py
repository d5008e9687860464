"""The patient's own appointments: booking, moving, cancelling, waiting for a free time."""

from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from bedside import clinic
from bedside.clinic import appointments
from bedside.clinic.appointments import AppointmentView, Wish
from bedside.errors import Conflict, Invalid, NotFound
from bedside.web.access import page
from bedside.web.errors import status_of
from bedside.web.forms.appointments import (
    BookForm,
    CancelForm,
    LookForm,
    MoveForm,
    WaitForm,
)
from bedside.web.forms.base import stated_version
from bedside.web.request import PageRequest
from bedside.web.views.showing import form_page, go_to
from bedside.web.views.times import by_day, first_moment

DAYS = 14
"""Of free times on one page."""
SLOTS = 100
MINE = "/home/appointments"


@page("chart.read_own", "GET")
def mine(request: PageRequest) -> HttpResponse:
    """List the patient's appointments and what they wait for."""
    patient = _patient(request)
    now = timezone.now()
    found = appointments.read_appointments(by=request.actor, patient=patient, newest_first=True)
    context = {
        "coming": sorted(
            (one for one in found.rows if one.end > now and one.status != "cancelled"),
            key=lambda one: one.start,
        ),
        "past": [one for one in found.rows if one.end <= now or one.status == "cancelled"],
        "waiting": appointments.read_waiting(by=request.actor).rows,
        "calendar": appointments.own_calendar(by=request.actor),
    }
    return render(request, "web/appointments/mine.html", context)


@page("chart.read_own", "GET", "POST")
def book(request: PageRequest) -> HttpResponse:
    """Show free times, or book one of them."""
    patient, facility = _patient(request), _clinic(request)
    form = BookForm(request.POST or None)
    if form.is_valid():
        start, practitioner = form.cleaned_data["slot"]
        wish = Wish(patient, facility, practitioner, start, reason=form.cleaned_data["reason"])
        try:
            made = appointments.book(wish, by=request.actor)
        except (Invalid, Conflict) as error:
            return _times_page(request, facility, form, refused=error)
        messages.success(request, "Your appointment is booked.")
        return go_to(f"{MINE}/{made.id}")
    return _times_page(request, facility, form)


@page("chart.read_own", "GET")
def one(request: PageRequest, appointment: UUID) -> HttpResponse:
    """Show one appointment and what can be done with it."""
    return _one_page(request, appointments.read(appointment, by=request.actor))


@page("chart.read_own", "GET", "POST")
def cancel(request: PageRequest, appointment: UUID) -> HttpResponse:
    """Ask why, and cancel."""
    view = appointments.read(appointment, by=request.actor)
    form = CancelForm(request.POST or None, initial={"version": view.version})
    if form.is_valid():
        said = form.cleaned_data
        try:
            appointments.cancel(appointment, **said, by=request.actor)
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            return _one_page(request, view, refused=error)
        else:
            messages.success(request, "Your appointment is cancelled.")
            return go_to(MINE)
    context = {"title": "Cancel the appointment", "button": "Cancel it", "appointment": view}
    return form_page(request, "web/appointments/cancel.html", form, **context)


@page("chart.read_own", "GET", "POST")
def move(request: PageRequest, appointment: UUID) -> HttpResponse:
    """Show other free times, or take one of them instead."""
    view = appointments.read(appointment, by=request.actor)
    form = MoveForm(request.POST or None, initial={"version": view.version})
    if form.is_valid():
        start, practitioner = form.cleaned_data["slot"]
        try:
            moved = appointments.reschedule(
                appointment,
                start=start,
                practitioner=practitioner,
                version=form.cleaned_data["version"],
                by=request.actor,
            )
        except (Invalid, Conflict) as error:
            return _times_page(request, view.facility_id, form, refused=error, moving=view)
        messages.success(request, "Your appointment is at another time now.")
        return go_to(f"{MINE}/{moved.id}")
    return _times_page(request, view.facility_id, form, moving=view)


@page("chart.read_own", "POST")
def accept(request: PageRequest, appointment: UUID) -> HttpResponse:
    """Take the time that is held for the patient."""
    try:
        appointments.accept(appointment, version=stated_version(request), by=request.actor)
    except Conflict as error:
        return _one_page(request, appointments.read(appointment, by=request.actor), refused=error)
    messages.success(request, "Your appointment is booked.")
    return go_to(f"{MINE}/{appointment}")


@page("chart.read_own", "POST")
def decline(request: PageRequest, appointment: UUID) -> HttpResponse:
    """Let the held time go to the next one, and wait on."""
    appointments.decline(appointment, version=stated_version(request), by=request.actor)
    messages.success(request, "The time goes to somebody else. You still wait for another one.")
    return go_to(MINE)


@page("chart.read_own", "GET", "POST")
def wait(request: PageRequest) -> HttpResponse:
    """Wait for a time to become free."""
    patient, facility = _patient(request), _clinic(request)
    form = WaitForm(request.POST or None)
    form.offer(appointments.practitioners(facility, by=request.actor))
    if form.is_valid():
        said = form.cleaned_data
        try:
            appointments.join(
                patient=patient,
                facility=facility,
                first_day=said["first_day"],
                last_day=said["last_day"],
                practitioner=form.practitioner,
                by=request.actor,
            )
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.add_error(None, error.detail)
        else:
            messages.success(request, "You wait for a time. When one is free it is held for you.")
            return go_to(MINE)
    context = {"title": "Wait for an earlier time", "button": "Wait"}
    return form_page(request, "web/appointments/wait.html", form, **context)


@page("chart.read_own", "POST")
def leave(request: PageRequest, place: UUID) -> HttpResponse:
    """Wait no longer."""
    appointments.leave(place, version=stated_version(request), by=request.actor)
    messages.success(request, "You do not wait any more.")
    return go_to(MINE)


@page("calendar.create", "POST")
def subscribe(request: PageRequest) -> HttpResponse:
    """Make a calendar address, and show it this once."""
    token = appointments.create_calendar(by=request.actor)
    address = f"{settings.BEDSIDE.public_url}/calendar/{token}.ics"
    return render(request, "web/appointments/calendar.html", {"address": address})


@page("calendar.revoke", "POST")
def unsubscribe(request: PageRequest) -> HttpResponse:
    """Let the calendar address open nothing any more."""
    appointments.revoke_calendar(by=request.actor)
    messages.success(request, "The calendar address opens nothing any more.")
    return go_to("/account")


def _patient(request: PageRequest) -> UUID:
    if request.actor.patient is None:
        raise NotFound
    return request.actor.patient


def _clinic(request: PageRequest) -> UUID:
    """Return the patient's own clinic."""
    facility = clinic.read_patient(_patient(request), by=request.actor).facility_id
    if facility is None:
        raise NotFound
    return facility


def _one_page(
    request: PageRequest, view: AppointmentView, *, refused: Conflict | None = None
) -> HttpResponse:
    context = {"appointment": view, "refused": refused}
    status = status_of(refused) if refused else 200
    return render(request, "web/appointments/one.html", context, status=status)


def _times_page(
    request: PageRequest,
    facility: UUID,
    form: BookForm | MoveForm,
    *,
    refused: Invalid | Conflict | None = None,
    moving: AppointmentView | None = None,
) -> HttpResponse:
    """Show free times by day, from the chosen one on."""
    look = LookForm(request.GET)
    chosen: dict[str, Any] = look.cleaned_data if look.is_valid() else {}
    zone = ZoneInfo(clinic.zone_of(facility))
    first = first_moment(chosen.get("day"), zone)
    found = appointments.find_slots(
        facility,
        since=first,
        until=first + timedelta(days=DAYS),
        practitioner=chosen.get("doctor"),
        limit=SLOTS,
        by=request.actor,
    )
    context = {
        "form": form,
        "refused": refused,
        "moving": moving,
        "days": by_day(found.slots, zone),
        "zone": str(zone),
        "doctor": chosen.get("doctor"),
        "doctors": appointments.practitioners(facility, by=request.actor),
        "first": first.astimezone(zone).date(),
        "later": (first + timedelta(days=DAYS)).astimezone(zone).date(),
    }
    status = status_of(refused) if refused else 422 if form.errors else 200
    return render(request, "web/appointments/times.html", context, status=status)
