"""Signing in and out, for every role and every door: the cookie is that of one session row."""

from django.contrib import messages
from django.http import HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import render

from bedside import accounts, intake
from bedside.accounts import cookies
from bedside.errors import Throttled, Unauthenticated, Unavailable
from bedside.web.access import open_page, page
from bedside.web.cookies import WORKLIST, forget, set_device, set_session
from bedside.web.destinations import home_of, next_of
from bedside.web.errors import status_of, with_wait
from bedside.web.forms.people import SignInForm
from bedside.web.request import PageRequest, address_of
from bedside.web.typed import Typed, in_its_form, send_again
from bedside.web.views.showing import form_page, go_to


@open_page("GET", "POST")
def sign_in(request: PageRequest) -> HttpResponse:
    """Ask for email and password; lead to where the visitor wanted to go, or to their start."""
    form = SignInForm(request.POST or None)
    if not form.is_valid():
        return _sign_in_page(request, form)
    try:
        signed_in = _signed_in(request, **form.cleaned_data)
    except (Unauthenticated, Throttled, Unavailable) as error:
        form.add_error(None, error.detail)
        page = _sign_in_page(request, form)
        if not isinstance(error, Unauthenticated):
            page.status_code = status_of(error)
        return with_wait(page, error)
    return welcome(request, signed_in)


@page("account.sign_out", "GET", "POST")
def sign_out(request: PageRequest) -> HttpResponse:
    """End this session for the pages, the portal and the API at once.

    A link leads to a button: only a form of ours may sign somebody out.
    """
    if request.method != "POST":
        return render(request, "web/account/sign_out.html")
    accounts.sign_out(by=request.actor)
    return _goodbye(request, "You are signed out.")


@page("account.sign_out", "POST")
def sign_out_everywhere(request: PageRequest) -> HttpResponse:
    """End every session of this person, on every device."""
    accounts.sign_out(by=request.actor, everywhere=True)
    return _goodbye(request, "You are signed out on every device.")


def welcome(request: PageRequest, signed_in: accounts.SignedIn) -> HttpResponse:
    """Hand out the cookies of a new session and lead on; a draft comes along."""
    rotate_token(request)
    request.actor = signed_in.actor
    brought = signed_in.actor.role == "patient" and _brought_along(request, signed_in)
    response = _onward(request)
    set_session(response, signed_in.sid)
    set_device(response, signed_in.device)
    if brought:
        forget(response, cookies.DRAFT)
    return response


def _onward(request: PageRequest) -> HttpResponse:
    """Lead to where somebody was going; whoever had typed something sees it again first."""
    typed = Typed.carried(request)
    if typed is None:
        return go_to(next_of(request) or home_of(request.actor.role))
    if not typed.may_be_shown_to(request.actor):
        messages.warning(request, _ANOTHERS)
        return go_to(home_of(request.actor.role))
    page = in_its_form(request, typed, f"You are signed in again. {_STILL_HERE}")
    if page is not None:
        return page
    return send_again(request, typed, title="You are signed in again", sentence=_STILL_HERE)


_ANOTHERS = "Somebody else had typed something on that page. It was not sent and is not shown."
_STILL_HERE = "This is what you typed. It was not sent yet."


def _sign_in_page(request: PageRequest, form: SignInForm) -> HttpResponse:
    context = {
        "title": "Sign in",
        "button": "Sign in",
        "next": next_of(request),
        "typed": Typed.carried(request),
    }
    return form_page(request, "web/account/sign_in.html", form, **context)


def _signed_in(request: PageRequest, email: str, password: str) -> accounts.SignedIn:
    signed_in = accounts.sign_in(
        email=email,
        password=password,
        role=None,
        address=address_of(request),
        device=request.COOKIES.get(cookies.DEVICE, ""),
    )
    if request.actor.session:
        accounts.sign_out(by=request.actor)
    return signed_in


def _brought_along(request: PageRequest, signed_in: accounts.SignedIn) -> bool:
    """Make the draft the patient's own; true when its cookie has done its work."""
    token = request.COOKIES.get(cookies.DRAFT)
    if not token:
        return False
    used_up = intake.bring_along(token, by=signed_in.actor)
    if not used_up:
        messages.warning(request, _NOT_BROUGHT)
    return used_up


_NOT_BROUGHT = (
    "What you began before you signed in could not be brought along now. It stays in this browser: "
    "sign in again later to go on with it."
)


def _goodbye(request: PageRequest, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    response = go_to("/")
    forget(response, cookies.SESSION)
    forget(response, WORKLIST)
    return response
