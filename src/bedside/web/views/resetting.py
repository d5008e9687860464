"""Setting a password with a one-time link: one that was mailed, or handed over."""

from django.http import HttpResponse
from django.shortcuts import render

from bedside import accounts
from bedside.errors import Invalid
from bedside.web.access import open_page
from bedside.web.forms import base
from bedside.web.forms.people import NewPasswordForm
from bedside.web.request import PageRequest, address_of
from bedside.web.views.showing import form_page


class ForgotForm(base.PageForm):
    """Whose password was forgotten."""

    email = base.email()


@open_page("GET", "POST")
def forgot(request: PageRequest) -> HttpResponse:
    """Have a link sent. The answer is the same whether the address has an account or not."""
    form = ForgotForm(request.POST or None)
    if form.is_valid():
        accounts.ask_for_reset_link(form.cleaned_data["email"], address=address_of(request))
        return render(request, "web/message.html", _SENT)
    context = {"title": "Forgot the password", "button": "Send me a link"}
    return form_page(request, "web/account/forgot.html", form, **context)


_SENT = {
    "title": "Look into your mailbox",
    "sentence": "If this address has an account here, a link to set a new password is on its way."
    " It is good for an hour. If none has come after ten minutes, look among unwanted mails, and"
    " ask once more.",
    "onward": "/sign-in",
    "onward_label": "Back to the sign-in",
}


@open_page("GET", "POST")
def reset(request: PageRequest, token: str) -> HttpResponse:
    """Show the form while the link is good; use it up when a password was set."""
    form = NewPasswordForm(request.POST or None)
    if not accounts.reset_link_is_good(token):
        return render(request, "web/message.html", _TOO_LATE, status=404)
    if form.is_valid() and _was_reset(request, token, form):
        return render(request, "web/message.html", _DONE)
    context = {"title": "Set a new password", "button": "Set the password"}
    return form_page(request, "web/form_page.html", form, **context)


_TOO_LATE = {
    "title": "This link does not work any more",
    "sentence": "It was used, replaced or is too old.",
    "onward": "/forgot",
    "onward_label": "Ask for a new one",
}

_DONE = {
    "title": "Your password is set",
    "sentence": "Sign in with it now. You were signed out everywhere else.",
    "onward": "/sign-in",
    "onward_label": "Sign in",
}


def _was_reset(request: PageRequest, token: str, form: NewPasswordForm) -> bool:
    try:
        accounts.reset_password(token, form.cleaned_data["new"], address=address_of(request))
    except Invalid as error:
        form.take(error, password="new")  # noqa: S106 - the name of a field
    return form.is_valid()
