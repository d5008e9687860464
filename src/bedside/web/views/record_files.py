"""Asking for whole records as a file: a patient's own, one patient's, or all of a clinic's."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse

from bedside import exports, limits
from bedside.errors import Conflict, Invalid, NotFound
from bedside.exports import Format, RecordWish, Why
from bedside.web.access import page
from bedside.web.forms import base
from bedside.web.request import PageRequest
from bedside.web.views.appointment_files import places_of
from bedside.web.views.charts import banner
from bedside.web.views.showing import form_page, go_to
from bedside.web.wording import CLINIC_REASONS, FORMATS, IN_WORDS, RECORD_REASONS

AS_IT_IS = "If it is only to be read, leave this as it is: a document to print comes with it"
Ask = Callable[[RecordWish], UUID]


class OwnOrderForm(base.PageForm):
    """In which form, and the password once more."""

    format = forms.ChoiceField(
        label="How it is written down",
        choices=list(FORMATS.items()),
        initial=Format.JSON,
        widget=forms.RadioSelect,
        help_text=AS_IT_IS,
        error_messages={"required": "Choose a form"},
    )
    password = base.password(
        "Your password, once more",
        autocomplete="current-password",
        help_text="So that nobody takes it out who finds this page open.",
    )

    def wish(self) -> RecordWish:
        """Return what was asked for."""
        said: dict[str, Any] = self.cleaned_data
        why = Why(said["why"]) if said.get("why") else None
        return RecordWish(said["password"], Format(said["format"]), why, said.get("words", ""))


class OrderForm(OwnOrderForm):
    """What it is for as well."""

    why = forms.ChoiceField(
        label="What it is for",
        choices=list(RECORD_REASONS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is for"},
    )
    words = base.line(IN_WORDS, longest=limits.REASON, required=False)
    field_order: tuple[str, ...] = ("why", "words", "format", "password")


class ClinicOrderForm(OrderForm):
    """And which clinic."""

    facility = forms.ChoiceField(label="Clinic", error_messages={"required": "Choose a clinic"})
    # Of a whole clinic there is no document to print.
    format = forms.ChoiceField(
        label="How it is written down",
        choices=list(FORMATS.items()),
        initial=Format.JSON,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a form"},
    )
    why = forms.ChoiceField(
        label="What it is for",
        choices=list(CLINIC_REASONS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is for"},
    )
    field_order = ("facility", "why", "words", "format", "password")


@page("record_file.ask", "GET", "POST")
def own(request: PageRequest) -> HttpResponse:
    """Let a patient take out everything that the clinic keeps about them, and who looked."""
    patient = request.actor.patient
    if patient is None:
        raise NotFound
    form = OwnOrderForm(request.POST or None)
    job = _asked(form, lambda wish: exports.ask_for_record(patient, wish, by=request.actor))
    return go_to(f"/jobs/{job}") if job else _page(request, form, "Take out my record", "own")


# The page of those who have charts; patients have one of their own.
@page("chart.export", "GET", "POST")
def of_patient(request: PageRequest, patient: UUID) -> HttpResponse:
    """Take out one patient's whole record."""
    form = OrderForm(request.POST or None)
    job = _asked(form, lambda wish: exports.ask_for_record(patient, wish, by=request.actor))
    if job:
        return go_to(f"/jobs/{job}")
    whose = banner(request, patient)
    return _page(request, form, "Take out the whole record", "patient", **whose)


@page("clinic_file.ask", "GET", "POST")
def of_clinic(request: PageRequest) -> HttpResponse:
    """Take out the records of all of a clinic's patients."""
    place, places = places_of(request)
    form = ClinicOrderForm(request.POST or None, initial={"facility": place.id})
    known = [(str(one.id), one.name) for one in places]
    form.fields["facility"].choices = known  # type: ignore[attr-defined]
    job = _asked(
        form,
        lambda wish: exports.ask_for_clinic(
            UUID(form.cleaned_data["facility"]), wish, by=request.actor
        ),
    )
    if job:
        return go_to(f"/jobs/{job}")
    return _page(request, form, "Take out all records of a clinic", "clinic")


def _asked(form: OwnOrderForm, ask: Ask) -> UUID | None:
    """Return the job, None when the form says why there is none."""
    if not form.is_valid():
        return None
    try:
        return ask(form.wish())
    except Invalid as error:
        form.take(error)
    except Conflict as error:
        form.add_error(None, error.detail)
    return None


def _page(
    request: PageRequest, form: OwnOrderForm, title: str, whose: str, **context: Any
) -> HttpResponse:
    context |= {"title": title, "button": "Make the file", "whose": whose}
    return form_page(request, "web/exports/ask.html", form, **context)
