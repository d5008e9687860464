"""When a doctor can be seen: weekly hours, days off and extra days, at each of their clinics."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render

from bedside import clinic
from bedside.clinic import appointments
from bedside.clinic.appointments import ScheduleView
from bedside.errors import Conflict, Invalid, NotFound, Stale
from bedside.web.access import page
from bedside.web.errors import status_of
from bedside.web.forms.base import PageForm, stated_version
from bedside.web.forms.schedules import WEEKDAYS, ClosedForm, HoursForm, OpenForm, RowForm
from bedside.web.request import PageRequest
from bedside.web.views.showing import go_to

_FORMS: dict[str, type[PageForm]] = {"hours": HoursForm, "closed": ClosedForm, "open": OpenForm}


@page("schedule.read", "GET")
def schedules(request: PageRequest) -> HttpResponse:
    """Lead to the hours at the doctor's first clinic."""
    places = clinic.facilities_of(request.actor)
    if not places:
        raise NotFound
    return go_to(path_of(places[0].id))


@page("schedule.read", "GET")
def schedule(request: PageRequest, facility: UUID) -> HttpResponse:
    """Show the doctor's hours at a clinic, with forms to change them."""
    return _schedule_page(request, facility)


@page("schedule.publish", "POST")
def add_hours(request: PageRequest, facility: UUID) -> HttpResponse:
    """Add hours to some days of the week."""

    def add(form: HoursForm, now: ScheduleView) -> object:
        rows = [*now.weekly, *form.rows()]
        version = form.cleaned_data["version"]
        return appointments.publish(facility, rows, version=version, by=request.actor)

    return _changed(request, facility, "hours", add, "The hours are published.")


@page("schedule.publish", "POST")
def remove_hours(request: PageRequest, facility: UUID) -> HttpResponse:
    """Take one row out of the weekly hours."""
    form = RowForm(request.POST)
    now = appointments.read_schedule(facility, by=request.actor)
    if not form.is_valid():
        return _schedule_page(request, facility, refused=Conflict())
    number, version = form.cleaned_data["number"], form.cleaned_data["version"]
    if number >= len(now.weekly):
        return _schedule_page(request, facility, refused=Stale())
    rows = [row for place, row in enumerate(now.weekly) if place != number]
    try:
        appointments.publish(facility, rows, version=version, by=request.actor)
    except (Invalid, Conflict) as error:
        return _schedule_page(request, facility, refused=error)
    messages.success(request, "These hours are removed.")
    return go_to(path_of(facility))


@page("schedule.close", "POST")
def close(request: PageRequest, facility: UUID) -> HttpResponse:
    """Be away on a day."""

    def away(form: ClosedForm, _: ScheduleView) -> object:
        return appointments.close(facility, **form.cleaned_data, by=request.actor)

    return _changed(request, facility, "closed", away, "You are away then.")


@page("schedule.open", "POST")
def open_extra(request: PageRequest, facility: UUID) -> HttpResponse:
    """Offer hours on one day."""

    def opened(form: OpenForm, _: ScheduleView) -> object:
        return appointments.open_extra(facility, **form.cleaned_data, by=request.actor)

    return _changed(request, facility, "open", opened, "These hours are offered.")


@page("schedule.restore", "POST")
def restore(request: PageRequest, facility: UUID, exception: UUID) -> HttpResponse:
    """Let a day be like every other again."""
    try:
        appointments.remove_exception(
            facility, exception, version=stated_version(request), by=request.actor
        )
    except Conflict as error:
        return _schedule_page(request, facility, refused=error)
    messages.success(request, "This day is like every other again.")
    return go_to(path_of(facility))


def path_of(facility: UUID) -> str:
    """Return the page of the doctor's hours at a clinic."""
    return f"/schedule/{facility}"


def _changed(
    request: PageRequest,
    facility: UUID,
    name: str,
    act: Callable[[Any, ScheduleView], object],
    sentence: str,
) -> HttpResponse:
    """Do what a form on the page says, or show it again with what is wrong."""
    form = _FORMS[name](request.POST, auto_id=f"{name}_%s")
    now = appointments.read_schedule(facility, by=request.actor)
    refused: Conflict | None = None
    if form.is_valid():
        try:
            act(form, now)
        except Invalid as error:
            form.take(error, **_field_names(error))
        except Conflict as error:
            refused = error
            form.renewed(now.version)
        else:
            messages.success(request, sentence)
            return go_to(path_of(facility))
    return _schedule_page(request, facility, refused=refused, **{name: form})


def _field_names(error: Invalid) -> dict[str, str]:
    """Return which field of the form answers to `weekly.2.end` and its like."""
    return {name: name.rpartition(".")[2] for name in error.fields}


def _schedule_page(
    request: PageRequest,
    facility: UUID,
    *,
    refused: Conflict | Invalid | None = None,
    **given: PageForm,
) -> HttpResponse:
    view = appointments.read_schedule(facility, by=request.actor)
    fresh = {
        name: form(initial={"version": view.version}, auto_id=f"{name}_%s")
        for name, form in _FORMS.items()
    }
    wrong = next(iter(given.values()), None)
    context = {
        "schedule": view,
        "rows": [(number, WEEKDAYS[row.weekday], row) for number, row in enumerate(view.weekly)],
        "places": clinic.facilities_of(request.actor),
        "forms": {**fresh, **given},
        "form": wrong,
        "refused": refused,
    }
    status = status_of(refused) if refused else 422 if wrong and wrong.errors else 200
    return render(request, "web/appointments/schedule.html", context, status=status)
