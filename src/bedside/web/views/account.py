"""One's own account: who is signed in, their details and their password."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render

from bedside import accounts, clinic
from bedside.errors import Invalid, NotFound
from bedside.web.access import page
from bedside.web.forms import base
from bedside.web.forms.people import ChangePasswordForm
from bedside.web.memberships import in_words
from bedside.web.request import PageRequest
from bedside.web.views.details import Details
from bedside.web.views.showing import form_page, go_to
from bedside.web.wording import MAILS


@page("account.read", "GET")
def account(request: PageRequest) -> HttpResponse:
    """Show who is signed in, their details, and what they can change."""
    user = accounts.describe(accounts.own_account(request.actor))
    view = clinic.read_self(by=request.actor) if request.actor.patient else None
    context = {
        "email": accounts.shown(user["email"]),
        "name": accounts.NOT_OPENED if view else accounts.shown(user["name"]),
        "patient": view,
        "readable": user["readable"] and (view is None or view.readable),
        "reference": user["id"] if view is None else view.id,
        "works_at": _works_at(request) if request.actor.works_at_a_facility else [],
    }
    return render(request, "web/account/account.html", context)


def _works_at(request: PageRequest) -> list[tuple[clinic.MembershipView, str]]:
    """Where somebody works and worked; who else does is not said here."""
    return [(one, in_words(one)) for one in clinic.own_memberships(by=request.actor)]


@page("patient.change", "GET", "POST")
def details(request: PageRequest) -> HttpResponse:
    """Change one's own details."""
    patient = request.actor.patient
    if patient is None:
        raise NotFound
    return Details(patient, clinic.change_profile, "/account", "Change your details").show(request)


class MailsForm(base.PageForm):
    """What to be written about."""

    version = base.version()
    wanted = forms.MultipleChoiceField(
        label="Write to me about",
        choices=list(MAILS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


@page("mail_choice.change", "GET", "POST")
def mails(request: PageRequest) -> HttpResponse:
    """Choose what to be written about."""
    form = MailsForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        clinic.messages.choose_mails(said["wanted"], version=said["version"], by=request.actor)
        messages.success(request, "Your choice is kept.")
        return go_to("/account")
    choice = clinic.messages.read_mail_choice(by=request.actor)
    if not form.is_bound:
        initial = {"wanted": sorted(choice.wanted), "version": choice.version}
        form = MailsForm(initial=initial)
    context = {"title": "Mails to you", "button": "Keep this choice", "choice": choice}
    return form_page(request, "web/account/mails.html", form, **context)


@page("account.change_password", "GET", "POST")
def password(request: PageRequest) -> HttpResponse:
    """Change the password; other devices are signed out."""
    form = ChangePasswordForm(request.POST or None)
    if form.is_valid() and _password_changed(request, form):
        messages.success(request, "Your password is changed. Other devices were signed out.")
        return go_to("/account")
    context = {"title": "Change the password", "button": "Change the password"}
    return form_page(request, "web/form_page.html", form, **context)


def _password_changed(request: PageRequest, form: ChangePasswordForm) -> bool:
    cleaned = form.cleaned_data
    try:
        accounts.change_password(by=request.actor, current=cleaned["current"], new=cleaned["new"])
    except Invalid as error:
        form.take(error, password="new")  # noqa: S106 - the name of a field
    return form.is_valid()
