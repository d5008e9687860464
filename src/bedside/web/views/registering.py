"""Becoming a patient of a clinic, or asking to work there."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import render

from bedside import accounts, clinic
from bedside.accounts import cookies
from bedside.errors import Conflict, Invalid, Throttled, Unauthenticated, Unavailable
from bedside.web.access import page
from bedside.web.cookies import forget
from bedside.web.destinations import next_of, sign_in_for
from bedside.web.forms.people import JoinForm, RegisterForm
from bedside.web.request import PageRequest, address_of
from bedside.web.views.showing import form_page
from bedside.web.views.signing_in import welcome


@page("patient.register", "GET", "POST")
def register(request: PageRequest) -> HttpResponse:
    """Register a patient and sign them in; the holder of a draft comes back to it."""
    form = RegisterForm(request.POST or None)
    form.offer(clinic.list_facilities())
    if form.is_valid() and _registered(request, form):
        return _signed_in(request, form)
    context = {
        "title": "Register",
        "button": "Register",
        "next": next_of(request),
        "has_draft": request.actor.patient is not None,
    }
    return form_page(request, "web/account/register.html", form, **context)


@page("account.register", "GET", "POST")
def register_doctor(request: PageRequest) -> HttpResponse:
    """Take a doctor's request for an account; nothing works before it is approved."""
    return _join(request, clinic.register_doctor, "Ask for a doctor's account")


@page("account.register", "GET", "POST")
def register_receptionist(request: PageRequest) -> HttpResponse:
    """Take the request of somebody at a desk; nothing works before it is approved."""
    return _join(request, clinic.register_receptionist, "Ask for a receptionist's account")


def _join(request: PageRequest, ask: Callable[..., accounts.User], title: str) -> HttpResponse:
    form = JoinForm(request.POST or None)
    form.offer(clinic.list_facilities())
    if form.is_valid() and _asked_to_join(request, ask, form):
        return render(request, "web/message.html", _WAITING)
    context = {"title": title, "button": "Ask for the account"}
    return form_page(request, "web/account/join.html", form, **context)


_WAITING = {
    "title": "Your request was sent",
    "sentence": "An administrator of the clinic checks it. You can sign in once it is approved.",
    "onward_label": "Go to the start",
}


def _registered(request: PageRequest, form: RegisterForm) -> bool:
    try:
        clinic.register_patient(
            profile=form.profile(),
            facility=form.facility_id,
            password=form.cleaned_data["password"],
            by=request.actor,
        )
    except Invalid as error:
        form.take(error)
    except Conflict as error:
        form.add_error("email", error.detail)
    return form.is_valid()


def _signed_in(request: PageRequest, form: RegisterForm) -> HttpResponse:
    """Sign in whoever has just registered. Where that is refused, the account stands all the same,
    and the draft is in it."""
    try:
        signed_in = accounts.sign_in(
            email=form.cleaned_data["email"],
            password=form.cleaned_data["password"],
            role="patient",
            address=address_of(request),
            device=request.COOKIES.get(cookies.DEVICE, ""),
        )
    except (Throttled, Unauthenticated, Unavailable):
        onward = sign_in_for(next_of(request) or "/home")
        response = render(request, "web/message.html", {**_REGISTERED, "onward": onward})
    else:
        response = welcome(request, signed_in)
    forget(response, cookies.DRAFT)
    return response


_REGISTERED = {
    "title": "You are registered",
    "sentence": "Only signing in did not work just now: there were too many tries, or we are busy. "
    "Wait a quarter of an hour, then sign in. What you have written is kept in your account.",
    "onward_label": "Sign in",
}


def _asked_to_join(request: PageRequest, ask: Callable[..., accounts.User], form: JoinForm) -> bool:
    cleaned = form.cleaned_data
    try:
        ask(
            name=cleaned["name"],
            email=cleaned["email"],
            password=cleaned["password"],
            facility=form.facility_id,
            by=request.actor,
        )
    except Invalid as error:
        form.take(error)
    except Conflict as error:
        form.add_error("email", error.detail)
    return form.is_valid()
