"""Asking for a clinic's appointments as a file."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse

from bedside import limits
from bedside.clinic import appointments
from bedside.clinic.appointments import ListWish, Why
from bedside.clinic.models import Facility
from bedside.errors import Conflict, Invalid, NotFound
from bedside.web.access import page
from bedside.web.forms import base
from bedside.web.request import PageRequest
from bedside.web.views.appointments import chosen_place
from bedside.web.views.showing import form_page, go_to
from bedside.web.wording import IN_WORDS, LIST_REASONS


class PlaceForm(forms.Form):
    """Which clinic the page is about."""

    facility = forms.UUIDField(required=False)


class ListOrderForm(base.PageForm):
    """Which days, and what for."""

    facility = forms.ChoiceField(label="Clinic", error_messages={"required": "Choose a clinic"})
    first_day = base.day("From", missing="Choose the first day")
    last_day = base.day("Until", missing="Choose the last day")
    why = forms.ChoiceField(
        label="What it is for",
        choices=list(LIST_REASONS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is for"},
    )
    words = base.line(IN_WORDS, longest=limits.REASON, required=False)

    def offer(self, places: list[Facility]) -> None:
        """Fill the list of clinics."""
        known = [(str(one.id), one.name) for one in places]
        self.fields["facility"].choices = known  # type: ignore[attr-defined]


@page("appointment_list.ask", "GET", "POST")
def ask(request: PageRequest) -> HttpResponse:
    """Ask which days and what for, and lead to the page that waits for the file."""
    place, places = places_of(request)
    form = ListOrderForm(request.POST or None, initial={"facility": place.id})
    form.offer(places)
    job = _asked(form, request) if form.is_valid() else None
    if job:
        return go_to(f"/jobs/{job}")
    context = {"title": "Take appointments out as a file", "button": "Make the file"}
    return form_page(request, "web/appointments/file.html", form, **context)


def _asked(form: ListOrderForm, request: PageRequest) -> UUID | None:
    """Return the job, None when the form says why there is none."""
    said: dict[str, Any] = form.cleaned_data
    wish = ListWish(
        UUID(said["facility"]),
        said["first_day"],
        said["last_day"],
        Why(said["why"]),
        said["words"],
    )
    try:
        return appointments.ask_for_list(wish, by=request.actor)
    except Invalid as error:
        form.take(error)
    except Conflict as error:
        form.add_error(None, error.detail)
    return None


def places_of(request: PageRequest) -> tuple[Facility, list[Facility]]:
    """Return the clinic that the page is about, and all where the reader works. Raises NotFound."""
    asked = PlaceForm(request.GET)
    wanted = asked.cleaned_data["facility"] if asked.is_valid() else None
    place, places = chosen_place(request, wanted)
    if place is None:
        raise NotFound("You do not work at a clinic.")
    return place, places
