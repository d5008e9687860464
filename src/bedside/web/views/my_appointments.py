"""The patient's own appointments: booking, moving, cancelling, waiting for a free time."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render

from bedside import clinic
from bedside.clinic import appointments
from bedside.clinic.appointments import AppointmentView, Wish
from bedside.errors import BedsideError, Conflict, Invalid, NotFound, Stale
from bedside.web.access import page
from bedside.web.cursors import AfterForm, asked, moment_text
from bedside.web.errors import status_of
from bedside.web.forms.appointments import (
    BookForm,
    CancelForm,
    LookForm,
    MoveForm,
    Slot,
    WaitForm,
    slot_text,
)
from bedside.web.forms.base import stated_version
from bedside.web.request import PageRequest
from bedside.web.views.showing import form_page, go_to, tried
from bedside.web.views.times import confirm_page, day_context

MINE = "/home/appointments"
PAGE = 50


@page("chart.read_own", "GET")
def mine(request: PageRequest) -> HttpResponse:
    """List the patient's appointments and what they wait for."""
    patient = _patient(request)
    after = asked(AfterForm(request.GET))["after"]
    found = appointments.read_appointments(
        by=request.actor, patient=patient, newest_first=True, after=after, limit=PAGE
    )
    context = {
        "coming": sorted((one for one in found.rows if one.is_to_come), key=lambda one: one.start),
        "past": [one for one in found.rows if not one.is_to_come],
        "earlier": moment_text(found.next) if found.next else "",
        "is_first": after is None,
        "waiting": appointments.read_waiting(by=request.actor).rows,
        "calendar": appointments.own_calendar(by=request.actor),
    }
    return render(request, "web/appointments/mine.html", context)


@page("chart.read_own", "GET", "POST")
def book(request: PageRequest) -> HttpResponse:
    """Show the free times of a day, ask whether the chosen one is meant, and book it."""
    return _Choosing(request, _clinic(request)).book()


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
    """Show other free times, ask whether the chosen one is meant, and take it instead."""
    view = appointments.read(appointment, by=request.actor)
    if "move" not in view.may:
        return _one_page(request, view, refused=Conflict())
    return _Choosing(request, view.facility_id, moving=view).move(view)


@page("appointment.acknowledge", "POST")
def acknowledge(request: PageRequest, appointment: UUID) -> HttpResponse:
    """Note that the patient has seen what the clinic did."""
    try:
        appointments.acknowledge(appointment, version=stated_version(request), by=request.actor)
    except Conflict as error:
        return _one_page(request, appointments.read(appointment, by=request.actor), refused=error)
    return go_to("/home")


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

    def join() -> object:
        said = form.cleaned_data
        return appointments.join(
            patient=patient,
            facility=facility,
            first_day=said["first_day"],
            last_day=said["last_day"],
            practitioner=form.practitioner,
            by=request.actor,
        )

    if tried(form, join):
        messages.success(
            request, "You are on the waiting list. When a time is free it is held for you."
        )
        return go_to(MINE)
    context = {"title": "Wait for an earlier time", "button": "Put me on the waiting list"}
    return form_page(request, "web/appointments/wait.html", form, **context)


@page("chart.read_own", "POST")
def leave(request: PageRequest, place: UUID) -> HttpResponse:
    """Wait no longer."""
    appointments.leave(place, version=stated_version(request), by=request.actor)
    messages.success(request, "You are off the waiting list.")
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


class _Choosing:
    """A patient chooses a time at a clinic, for a new appointment or instead of one they have."""

    def __init__(
        self, request: PageRequest, facility: UUID, *, moving: AppointmentView | None = None
    ) -> None:
        self._request, self._facility, self._moving = request, facility, moving
        self._patient = _patient(request)
        look = LookForm(request.GET)
        self._is_clear = look.is_valid()
        self._chosen = look.cleaned_data

    def book(self) -> HttpResponse:
        """Book the chosen time once they have said yes."""
        form = BookForm(self._request.POST or None, initial=self._initial())
        if not form.is_valid():
            return self._asked(form)
        wish = self._wish(*form.cleaned_data["slot"], reason=form.cleaned_data["reason"])
        try:
            made = appointments.book(wish, by=self._request.actor)
        except Invalid as error:
            return self._refused(form, error)
        except Conflict as error:
            return self._day_page(refused=error)
        messages.success(self._request, "Your appointment is booked.")
        return go_to(f"{MINE}/{made.id}")

    def move(self, view: AppointmentView) -> HttpResponse:
        """Move to the chosen time once they have said yes."""
        initial = {**self._initial(), "version": view.version}
        form = MoveForm(self._request.POST or None, initial=initial)
        if not form.is_valid():
            return self._asked(form)
        start, practitioner = form.cleaned_data["slot"]
        try:
            moved = appointments.reschedule(
                view.id,
                start=start,
                practitioner=practitioner,
                version=form.cleaned_data["version"],
                by=self._request.actor,
            )
        except Stale as error:
            return self._refused(form.renewed(view.version), error)
        except (Invalid, Conflict) as error:
            return self._day_page(refused=error)
        messages.success(self._request, "Your appointment is at another time now.")
        return go_to(f"{MINE}/{moved.id}")

    def _asked(self, form: BookForm | MoveForm) -> HttpResponse:
        """Show the page that asks when a time is chosen, the free times otherwise."""
        slot = form.cleaned_data.get("slot") if form.is_bound else self._chosen.get("slot")
        if not slot:
            return self._day_page(form)
        try:
            return self._confirm_page(form, slot)
        except (Invalid, Conflict) as error:
            return self._day_page(refused=error)

    def _refused(self, form: BookForm | MoveForm, error: Invalid | Stale) -> HttpResponse:
        slot = form.cleaned_data["slot"]
        if isinstance(error, Invalid):
            form.take(error)
        return self._confirm_page(form, slot, refused=error)

    def _initial(self) -> dict[str, Any]:
        slot = self._chosen.get("slot")
        return {"slot": slot_text(*slot)} if slot else {}

    def _wish(self, start: datetime, practitioner: UUID, *, reason: str = "") -> Wish:
        return Wish(self._patient, self._facility, practitioner, start, reason=reason)

    def _confirm_page(
        self, form: BookForm | MoveForm, slot: Slot, *, refused: BedsideError | None = None
    ) -> HttpResponse:
        moving = self._moving
        return confirm_page(
            self._request,
            form,
            appointments.preview(
                self._wish(*slot), moving=moving.id if moving else None, by=self._request.actor
            ),
            kept=self._kept(),
            refused=refused,
            layout="web/base.html",
            moving=moving,
        )

    def _kept(self) -> dict[str, Any]:
        return {name: self._chosen.get(name) for name in ("doctor", "day")}

    def _day_page(
        self, form: BookForm | MoveForm | None = None, *, refused: BedsideError | None = None
    ) -> HttpResponse:
        """Show the free times of a day."""
        moving, doctor = self._moving, self._chosen.get("doctor")
        found = appointments.find_day(
            self._facility,
            day=self._chosen.get("day"),
            practitioner=doctor,
            besides=moving.id if moving else None,
            by=self._request.actor,
        )
        context = {
            "form": form,
            "refused": refused,
            "moving": moving,
            "is_clear": self._is_clear,
            "doctor": doctor,
            "doctors": appointments.practitioners(self._facility, by=self._request.actor),
            **day_context(found, self._request.path, {"doctor": doctor}),
        }
        status = status_of(refused) if refused else 422 if form and form.errors else 200
        return render(self._request, "web/appointments/times.html", context, status=status)
