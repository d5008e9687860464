"""Changing one's own details and password.

Two people (or two windows) may change details at once. Fields that only one of them touched are
merged; a field that both changed is shown from both sides, and the person decides.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from bedside import accounts, clinic
from bedside.clinic import PatientView, Profile
from bedside.errors import Invalid, NotFound, Stale
from bedside.web.access import page
from bedside.web.forms.people import SHOWN, ChangeDetailsForm, ChangePasswordForm
from bedside.web.request import PageRequest
from bedside.web.views.showing import form_page, go_to


@page("account.read", "GET")
def account(request: PageRequest) -> HttpResponse:
    """Show who is signed in, their details, and what they can change."""
    user = accounts.describe(accounts.own_account(request.actor))
    patient = request.actor.patient
    view = clinic.read_patient(patient, by=request.actor) if patient else None
    return render(request, "web/account/account.html", {"user_is": user, "patient": view})


@page("patient.change", "GET", "POST")
def details(request: PageRequest) -> HttpResponse:
    """Change name, birth date, sex or phone."""
    patient = request.actor.patient
    if patient is None:
        raise NotFound
    form = ChangeDetailsForm(request.POST or None)
    if not form.is_bound:
        view = clinic.read_patient(patient, by=request.actor)
        initial = {**ChangeDetailsForm.of(_profile(view)), "version": view.version}
        return _details_page(request, ChangeDetailsForm(initial=initial))
    if form.is_valid():
        return _changed(request, patient, form)
    return _details_page(request, form)


@page("account.change_password", "GET", "POST")
def password(request: PageRequest) -> HttpResponse:
    """Change the password; other devices are signed out."""
    form = ChangePasswordForm(request.POST or None)
    if form.is_valid() and _password_changed(request, form):
        messages.success(request, "Your password is changed. Other devices were signed out.")
        return go_to("/account")
    context = {"title": "Change the password", "button": "Change the password"}
    return form_page(request, "web/form_page.html", form, **context)


def _changed(request: PageRequest, patient: UUID, form: ChangeDetailsForm) -> HttpResponse:
    try:
        _save(request, patient, form)
    except Invalid as error:
        form.take(error)
        return _details_page(request, form)
    except _BothChangedError as conflict:
        return _both_sides(request, form, conflict)
    messages.success(request, "Your details are saved.")
    return go_to("/account")


class _BothChangedError(Exception):
    """The same field was changed here and elsewhere."""

    def __init__(self, now: PatientView, fields: list[str]) -> None:
        super().__init__()
        self.now = now
        self.fields = fields


def _save(request: PageRequest, patient: UUID, form: ChangeDetailsForm) -> None:
    """Write what was changed. Somebody else's change of the same field is for the person to see."""
    mine, version = form.changes(), form.cleaned_data["version"]
    if not mine:
        return
    try:
        clinic.change_profile(patient, mine, version=version, by=request.actor)
    except Stale as error:
        if not error.fields:
            raise
        now = clinic.read_patient(patient, by=request.actor)
        raise _BothChangedError(now, list(error.fields)) from None


def _both_sides(
    request: PageRequest, form: ChangeDetailsForm, conflict: _BothChangedError
) -> HttpResponse:
    """Show what is stored beside what was written; sending again decides for the latter."""
    stored = ChangeDetailsForm.of(_profile(conflict.now))
    sides = [
        {
            "label": form.fields[name].label,
            "theirs": stored[name],
            "mine": form.cleaned_data[name],
        }
        for name in conflict.fields
    ]
    again = ChangeDetailsForm(_as_if_loaded_now(form, stored, conflict.now.version))
    context = {**_DETAILS, "form": again, "sides": sides}
    return render(request, "web/account/details.html", context, status=412)


def _as_if_loaded_now(form: ChangeDetailsForm, stored: dict[str, Any], version: int) -> QueryDict:
    data = QueryDict(mutable=True)
    data["version"] = str(version)
    mine = form.changes()
    for name in SHOWN:
        data[name] = str(mine.get(name, stored[name]))
        data[form.add_initial_prefix(name)] = str(stored[name])
    return data


def _details_page(request: PageRequest, form: ChangeDetailsForm) -> HttpResponse:
    return form_page(request, "web/account/details.html", form, **_DETAILS)


_DETAILS = {"title": "Change your details", "button": "Save"}


def _profile(view: PatientView) -> Profile:
    if view.profile is None:
        raise NotFound
    return view.profile


def _password_changed(request: PageRequest, form: ChangePasswordForm) -> bool:
    cleaned = form.cleaned_data
    try:
        accounts.change_password(by=request.actor, current=cleaned["current"], new=cleaned["new"])
    except Invalid as error:
        form.take(error, password="new")  # noqa: S106 - the name of a field
    return form.is_valid()
