"""The clinic's patients: the list, registering at the desk, details, who cares for them, moving."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render

from bedside import clinic
from bedside.clinic import PatientView
from bedside.errors import BedsideError, Conflict, Invalid
from bedside.web.access import page
from bedside.web.cursors import asked
from bedside.web.errors import status_of
from bedside.web.forms.people import CareForm, EnrolForm, TransferForm
from bedside.web.request import PageRequest
from bedside.web.views.details import Details
from bedside.web.views.duplicates import before_registering
from bedside.web.views.finding import looked_for
from bedside.web.views.showing import SEE_OTHER, form_page, go_to

PAGE = 50


class Chosen(forms.Form):
    """Where the list goes on: a random id, nothing about a person."""

    after = forms.UUIDField(required=False)


@page("patient.correct", "GET")
def patients(request: PageRequest) -> HttpResponse:
    """List the patients in reach below the box that finds one."""
    after = asked(Chosen(request.GET))["after"]
    found = clinic.read_patients(by=request.actor, after=after, limit=PAGE)
    context = {
        "patients": found,
        "after": found[-1].id if found.more else "",
        "first_page": after is None,
        **looked_for(request),
    }
    return render(request, "web/patients/list.html", context)


@page("patient.enrol", "GET", "POST")
def enrol(request: PageRequest) -> HttpResponse:
    """Register somebody at the desk."""
    form = EnrolForm(request.POST or None)
    form.offer(clinic.facilities_of(request.actor))
    if form.is_valid():
        likely = before_registering(request, form)
        if likely:
            return likely
        try:
            row = clinic.enrol_patient(
                profile=form.profile(), facility=form.facility_id, by=request.actor
            )
        except Invalid as error:
            form.take(error)
        except Conflict as error:
            form.add_error("email", error.detail)
        else:
            messages.success(request, "The patient is registered.")
            return go_to(f"/patients/{row.id}")
    context = {"title": "Register a patient", "button": "Register"}
    return form_page(request, "web/form_page.html", form, **context)


@page("patient.correct", "GET", "POST")
def details(request: PageRequest, patient: UUID) -> HttpResponse:
    """Correct a patient's details."""
    done = f"/patients/{patient}"
    answer = Details(
        patient, clinic.correct_profile, done, "Correct the details", is_own=False
    ).show(request)
    if answer.status_code == SEE_OTHER and clinic.duplicates.of_patient(patient, by=request.actor):
        messages.warning(request, "Somebody else may be the same person. Please look.")
        return go_to(f"/patients/{patient}/duplicates")
    return answer


@page("patient.set_responsible", "GET", "POST")
def responsible(request: PageRequest, patient: UUID) -> HttpResponse:
    """Say which doctor answers for the patient's care."""
    view = clinic.read_patient(patient, by=request.actor)
    initial = {"responsible": view.responsible_id or "", "version": view.version}
    form = CareForm(request.POST or None, initial=initial)
    form.offer(_doctors(view))
    if form.is_valid():
        version = form.cleaned_data["version"]
        try:
            clinic.set_responsible(patient, form.doctor, version=version, by=request.actor)
        except (Invalid, Conflict) as error:
            return _refused(request, _CARE_PAGE, form, error, {**_CARE, "patient": view})
        messages.success(request, "The responsible doctor is noted.")
        return go_to(f"/patients/{patient}")
    return form_page(request, _CARE_PAGE, form, **_CARE, patient=view)


@page("patient.transfer", "GET", "POST")
def transfer(request: PageRequest, patient: UUID) -> HttpResponse:
    """Move the patient to another facility."""
    view = clinic.read_patient(patient, by=request.actor)
    form = TransferForm(request.POST or None, initial={"version": view.version})
    form.offer([place for place in clinic.list_facilities() if place.id != view.facility_id])
    if form.is_valid():
        version = form.cleaned_data["version"]
        try:
            clinic.transfer(patient, to=form.facility_id, version=version, by=request.actor)
        except (Invalid, Conflict) as error:
            return _refused(request, _TRANSFER_PAGE, form, error, {**_TRANSFER, "patient": view})
        messages.success(request, "The patient was moved with the whole record.")
        return go_to("/patients/")
    return form_page(request, _TRANSFER_PAGE, form, **_TRANSFER, patient=view)


_CARE_PAGE, _TRANSFER_PAGE = "web/patients/responsible.html", "web/patients/transfer.html"
_CARE = {"title": "Responsible doctor", "button": "Save"}
_TRANSFER = {"title": "Move to another clinic", "button": "Move the patient"}


def _doctors(view: PatientView) -> list[tuple[UUID, str]]:
    """Return who works at the patient's facility, by name."""
    return clinic.doctors_of(view.facility_id) if view.facility_id else []


def _refused(
    request: PageRequest,
    template: str,
    form: CareForm | TransferForm,
    error: BedsideError,
    words: dict[str, Any],
) -> HttpResponse:
    """Show why, with the form as it was written, for the patient as they are on record now."""
    if isinstance(error, Invalid):
        form.take(error)
    else:
        form.add_error(None, error.detail)
    form.renewed(words["patient"].version)
    return render(request, template, {"form": form, **words}, status=status_of(error))
