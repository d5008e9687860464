"""What somebody typed when their session had ended: it goes along until they are signed in again.

The page that asks to sign in carries it in hidden fields of its form, and so does every answer to
that form until it succeeds. Then the person sees it in the form they typed it in (`in_its_form`)
or, where that form is gone or has changed, as a list with a button that sends it to where it was
meant for. It is never stored here and never in an address. Passwords are left out; whatever is sent
again gets a fresh CSRF token and is checked like any other form. Nothing is sent by itself, and
nothing is shown to somebody else than whoever opened the page (`form_keys`).
"""

from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from http import HTTPStatus

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.response import SimpleTemplateResponse
from django.urls import Resolver404, resolve
from django.utils.functional import SimpleLazyObject

from bedside import accounts
from bedside.accounts.acts import together_with
from bedside.audit import Actor
from bedside.errors import BedsideError
from bedside.web import form_keys
from bedside.web.access import OPEN
from bedside.web.destinations import own_path
from bedside.web.form_keys import FormKey
from bedside.web.forms.base import PageForm, Returning, shown_again
from bedside.web.forms.people import SignInForm
from bedside.web.request import PageRequest

MOST_BYTES = 900_000
"""Of a form that is carried along; a little below what a form may have at all."""
MOST_FIELDS = 180
_PREFIX = "typed."
_PATH, _KEY = "typed-path", "typed-key"
_OURS = frozenset({"csrfmiddlewaretoken", form_keys.FIELD, _PATH, _KEY})
_MACHINES = ("initial-", "_")
"""How the names begin of what Django's own forms say beside what somebody wrote."""

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Typed:
    """What a form sent: where to, its fields, and the key of the page that it stood on."""

    path: str
    fields: Pairs
    key: str

    @classmethod
    def sent(cls, request: HttpRequest) -> "Typed | None":
        """Return what a request sent, None when that is too much to carry along."""
        path = own_path(request.get_full_path()) or own_path(request.path)
        fields = tuple(_without_secrets(_pairs(request)))
        if len(request.POST.urlencode()) > MOST_BYTES or len(fields) > MOST_FIELDS or not path:
            return None
        return cls(path, fields, request.POST.get(form_keys.FIELD, ""))

    @classmethod
    def carried(cls, request: HttpRequest) -> "Typed | None":
        """Return what the sign-in form carries along, None when there is nothing."""
        path = own_path(request.POST.get(_PATH, ""))
        if not path:
            return None
        named = [(name, text) for name, text in _pairs(request) if name.startswith(_PREFIX)]
        stripped = ((name.removeprefix(_PREFIX), text) for name, text in named)
        return cls(path, tuple(_without_secrets(stripped)), request.POST.get(_KEY, ""))

    def hidden(self) -> Pairs:
        """Return the fields with which the sign-in form carries this along."""
        carried = tuple((_PREFIX + name, text) for name, text in self.fields)
        return (*carried, (_PATH, self.path), (_KEY, self.key))

    def shown(self) -> list[tuple[str, str]]:
        """Return (label, text) of what a person wrote or chose, in the order of the form."""
        known = _fields_of(self.names())
        return [(_label(known, name), _said(known, name, text)) for name, text in self._seen()]

    def names(self) -> set[str]:
        """Return the names of the fields in which a person wrote or chose something."""
        return {name for name, _ in self._seen()}

    def _seen(self) -> Iterator[tuple[str, str]]:
        unseen = _unseen()
        for name, text in self.fields:
            if text.strip() and name not in unseen and not name.startswith(_MACHINES):
                yield name, text

    def may_be_shown_to(self, actor: Actor) -> bool:
        """Whether the page that this was typed on was not opened by somebody else."""
        return not self.key or FormKey.of(self.key).owner(actor) != "another"


def came_from_us(request: HttpRequest) -> bool:
    """Whether a browser says that a page of ours sent this; other sites cannot make it say so."""
    ours = {settings.BEDSIDE.public_url, f"{request.scheme}://{request.get_host()}"}
    return request.headers.get("origin") in ours


def sign_in_first(request: HttpRequest, sentence: str) -> HttpResponse:
    """Ask whoever sent a form to sign in, and keep what they typed in the page."""
    typed = Typed.sent(request)
    has_text = typed is not None and bool(typed.shown())
    context = {
        "title": "Sign in to go on",
        "button": "Sign in",
        "action": "/sign-in",
        "form": SignInForm(),
        "sentence": sentence,
        "typed": typed if has_text else None,
        "too_much": typed is None,
        "next": "" if has_text else _where_it_stood(request),
    }
    return render(request, "web/account/sign_in.html", context, status=HTTPStatus.UNAUTHORIZED)


class NotSentYet(BedsideError):
    """A page that only shows what was typed came to change something: no view expects this."""


def in_its_form(request: PageRequest, typed: Typed, sentence: str) -> HttpResponse | None:
    """Return the page of the form that this was typed in, filled in and not sent; None without one.

    The form's own view is asked as if it had been sent and something were still to be corrected,
    which is how every page shows a form again. No act may change anything meanwhile.
    """
    before, _, query = typed.path.partition("?")
    try:
        match = resolve(before)
    except Resolver404:
        return None
    if getattr(match.func, "needs", OPEN) == OPEN and match.app_name != "admin":
        return None
    again = _as_sent(request, typed, before, query, sentence)
    again.resolver_match = match
    try:
        with shown_again() as forms, together_with(_refuse):
            page = match.func(again, *match.args, **match.kwargs)
            if isinstance(page, SimpleTemplateResponse):
                page.render()
    except BedsideError:
        return None
    names = typed.names()
    if page.status_code not in _SHOWS or not any(names <= _sent_by(form) for form in forms):
        return None
    page.status_code = HTTPStatus.OK
    return page


def _sent_by(form: Returning) -> set[str]:
    """Return the names under which a browser sends a form's fields."""
    return {form.add_prefix(name) for name in form.fields}


_SHOWS = frozenset({HTTPStatus.OK, HTTPStatus.UNPROCESSABLE_ENTITY})


def _refuse() -> None:
    raise NotSentYet


def _as_sent(
    request: PageRequest, typed: Typed, path: str, query: str, sentence: str
) -> PageRequest:
    """Return the request with which a browser would send it now; its page says `sentence`."""
    sent = copy(request)
    fields = QueryDict(mutable=True)
    for name, text in typed.fields:
        fields.appendlist(name, text)
    sent.META = {**request.META, "PATH_INFO": path, "QUERY_STRING": query}
    sent.path = sent.path_info = path
    sent.GET, sent.POST = QueryDict(query), QueryDict(fields.urlencode())
    sent.again = sentence
    # Django's own pages ask for the account and the CSRF cookie, and both are new since this came.
    if secret := request.META.get("CSRF_COOKIE"):
        sent.COOKIES = {**request.COOKIES, settings.CSRF_COOKIE_NAME: secret}
    sent.user = SimpleLazyObject(lambda: accounts.own_account(request.actor))  # type: ignore[assignment]
    return sent


def send_again(
    request: HttpRequest, typed: Typed, *, title: str, sentence: str, status: int = 200
) -> HttpResponse:
    """Show what was typed, with the button that sends it to where it was meant for."""
    context = {"title": title, "sentence": sentence, "typed": typed, "shown": typed.shown()}
    return render(request, "web/send_again.html", context, status=status)


def _where_it_stood(request: HttpRequest) -> str:
    """Return our page with the button that was pressed, for a form in which nothing was typed."""
    before, _, path = request.headers.get("referer", "").partition(f"//{request.get_host()}/")
    return own_path(f"/{path}") if before in {"http:", "https:"} else ""


def _pairs(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for name, texts in request.POST.lists():
        for text in texts:
            yield name, str(text)


def _without_secrets(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    secret = _OURS | {name for form in _forms() for name in _passwords(form)}
    for name, text in pairs:
        if name not in secret and "password" not in name.lower():
            yield name, text


def _passwords(form: type[PageForm]) -> Iterator[str]:
    for name, field in form.base_fields.items():
        if isinstance(field.widget, forms.PasswordInput):
            yield name


def _forms() -> list[type[PageForm]]:
    """Return every form of ours."""
    found: list[type[PageForm]] = []
    left: list[type[PageForm]] = [PageForm]
    while left:
        form = left.pop()
        found.append(form)
        left += form.__subclasses__()
    return found


def _unseen() -> set[str]:
    """Return what the forms of ours say beside what somebody wrote: hidden fields and buttons."""
    hidden = {
        name
        for form in _forms()
        for name, field in form.base_fields.items()
        if field.widget.is_hidden
    }
    return hidden.union({"next"}, *(form.unseen for form in _forms()))


def _fields_of(names: set[str]) -> Mapping[str, forms.Field]:
    """Return the fields of the form that has all of these; nothing when no form of ours has."""
    fitting = [form.base_fields for form in _forms() if names <= set(form.base_fields)]
    return min(fitting, key=len, default={})


def _label(known: Mapping[str, forms.Field], name: str) -> str:
    field = known.get(name)
    return str(field.label) if field and field.label else name.replace("_", " ").capitalize()


def _said(known: Mapping[str, forms.Field], name: str, text: str) -> str:
    """Return a chosen code in the words of its form, and a text as it was written."""
    choices = getattr(known.get(name), "choices", ())
    return next((str(label) for code, label in choices if str(code) == text), text)
