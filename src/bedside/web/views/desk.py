"""The desk: who comes today, and a patient as the desk sees them."""

from collections import Counter
from datetime import date, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from bedside import chart
from bedside.accounts import permissions
from bedside.clinic import appointments
from bedside.clinic.appointments import DeskDay
from bedside.web.access import page
from bedside.web.forms import base
from bedside.web.request import PageRequest
from bedside.web.views.appointments import chosen_place
from bedside.web.views.charts import chart_page

_COUNTED = ("booked", "arrived", "fulfilled", "noshow")
"""The states that the head of the day counts, in the order of a visit."""


class DayForm(forms.Form):
    """Which day of which clinic is shown."""

    facility = forms.UUIDField(required=False)
    day = base.Day(required=False)


@page("appointment.list_day", "GET")
def today(request: PageRequest) -> HttpResponse:
    """Show who comes to a clinic on a day, doctor by doctor."""
    form = DayForm(request.GET)
    chosen: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    place, places = chosen_place(request, chosen.get("facility"))
    if place is None:
        return render(request, "web/desk/day.html", {"places": []})
    found = appointments.read_day(place.id, day=chosen.get("day"), by=request.actor)
    context = {
        "place": place,
        "places": places,
        "found": found,
        "counts": _counts(found),
        "today": timezone.now().astimezone(ZoneInfo(place.time_zone)).date(),
        "before": found.day - timedelta(days=1),
        "following": found.day + timedelta(days=1),
        "desk": _shown(place.id, found.day),
    }
    return render(request, "web/desk/day.html", context)


@page("contact.read", "GET")
def patient(request: PageRequest, patient: UUID) -> HttpResponse:
    """Show a patient: the chart to whoever may read it, and to the desk how they are reached."""
    if permissions.may("chart.read", by=request.actor):
        return chart_page(request, patient)
    return contact(request, patient)


@page("contact.read", "GET")
def contact(request: PageRequest, patient: UUID) -> HttpResponse:
    """Show how a patient is reached and when they come next."""
    view = chart.read_contact(patient, by=request.actor)
    return render(request, "web/desk/contact.html", {"contact": view, "patient": view.patient})


def _shown(facility: UUID, day: date) -> str:
    """Return what an address of the desk's day says."""
    return f"facility={facility}&day={day}"


def _counts(found: DeskDay) -> list[tuple[str, int]]:
    """Return how many there are of each state that says where the patients are."""
    counted = Counter(row.status for one in found.doctors for row in one.rows)
    return [(status, counted[status]) for status in _COUNTED]
