"""A patient's own account, opened with a code: staff make the code, the patient uses it up."""

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from bedside import chart, clinic
from bedside.errors import Conflict, Invalid, NotFound
from bedside.web.access import open_page, page
from bedside.web.errors import status_of
from bedside.web.forms.people import InviteForm, OpenAccountForm
from bedside.web.request import PageRequest, address_of
from bedside.web.views.showing import form_page

_INVITE = {"title": "Give access to their own page", "button": "Make the code"}
_OPEN = {"title": "Open your account", "button": "Open my account"}
_OPENED = {
    "title": "Your account is open",
    "sentence": "Sign in with the email address on your paper and the password that you chose.",
    "onward": "/sign-in",
    "onward_label": "Sign in",
}


@page("patient.invite", "GET", "POST")
def invite(request: PageRequest, patient: UUID) -> HttpResponse:
    """Ask who they are and how they sign in, and show the code, this once."""
    view = chart.read_contact(patient, by=request.actor)
    profile = view.patient.profile
    initial = {"version": view.patient.version, "email": profile.email if profile else ""}
    form = InviteForm(request.POST or None, initial=initial)
    context = {**_INVITE, "contact": view, "patient": view.patient}
    if not form.is_valid():
        return form_page(request, "web/desk/invite.html", form, **context)
    try:
        made = clinic.invite_patient(patient, **form.cleaned_data, by=request.actor)
    except Invalid as error:
        form.take(error)
        return form_page(request, "web/desk/invite.html", form, **context)
    except Conflict as error:
        form.add_error(None, error.detail)
        form.renewed(view.patient.version)
        return render(
            request, "web/desk/invite.html", {"form": form, **context}, status=status_of(error)
        )
    context |= {
        "made": made,
        "email": form.cleaned_data["email"],
        "address": f"{settings.BEDSIDE.public_url}/open-account",
    }
    return render(request, "web/desk/code.html", context)


@open_page("GET", "POST")
def open_account(request: PageRequest) -> HttpResponse:
    """Let a patient open the account that their clinic made for them."""
    form = OpenAccountForm(request.POST or None)
    if form.is_valid() and _was_opened(request, form):
        return render(request, "web/message.html", _OPENED)
    return form_page(request, "web/account/open.html", form, **_OPEN)


def _was_opened(request: PageRequest, form: OpenAccountForm) -> bool:
    said = form.cleaned_data
    try:
        clinic.accept_invitation(
            said["code"],
            birth_date=said["birth_date"],
            password=said["new"],
            address=address_of(request),
        )
    except Invalid as error:
        form.take(error, password="new")  # noqa: S106 - the name of a field
    except NotFound as error:
        form.add_error("code", error.detail)
    return form.is_valid()
