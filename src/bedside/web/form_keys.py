"""The one-time key that every form of a page carries: which press it is, and for whom it was shown.

`{% csrf_token %}` writes it beside the CSRF token, so no form can forget it. The key is a random
number and a code made from it, from whoever was signed in when the page was made, and from our
secret: a key can be neither guessed nor made for somebody else. What it is good for:

- A page that was opened by one person is not sent by the next one at the same browser. What Asha
  wrote about herself does not become Ravi's because he signed in in another tab.
- Whoever is signed out meanwhile is told so, even where somebody without an account may go on.
"""

import hmac
import secrets
from dataclasses import dataclass
from typing import Literal

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from bedside.audit import Actor
from bedside.errors import Conflict, Unauthenticated

FIELD = "press"
"""The name of the hidden field."""
HEADER = "X-Page"
"""What a page says with every fetch: a key that tells whose page it is."""
_SALT = "bedside.web.form_keys"
_LONGEST = 100

Owner = Literal["reader", "nobody", "another"]


class OpenedByAnother(Conflict):
    """A page that was opened while somebody else was signed in."""

    detail = (
        "This page was opened while somebody else was signed in here, so it was not sent. "
        "Open it again."
    )


@dataclass(frozen=True)
class FormKey:
    """A key as a form sent it back; `number` says which press it was."""

    number: str
    code: str

    @classmethod
    def of(cls, text: str) -> "FormKey":
        """Read a key; a text that is none belongs to another."""
        number, _, code = text[:_LONGEST].partition(".")
        return cls(number, code)

    def owner(self, actor: Actor) -> Owner:
        """Say whose page it was: the actor's, one that was opened without signing in, another's."""
        if actor.user and self._was_made_for(str(actor.user)):
            return "reader"
        return "nobody" if self._was_made_for("") else "another"

    def _was_made_for(self, user: str) -> bool:
        return hmac.compare_digest(self.code.encode(), _code(self.number, user).encode())


def new(actor: Actor) -> str:
    """Return a new key for a form on a page that is shown to `actor`."""
    number = secrets.token_urlsafe(16)
    return f"{number}.{_code(number, str(actor.user or ''))}"


def is_anothers(request: HttpRequest, actor: Actor) -> bool:
    """Whether what was sent stood on a page that was opened by somebody else than `actor`."""
    text = request.POST.get(FIELD) or request.headers.get(HEADER)
    return text is not None and FormKey.of(text).owner(actor) == "another"


def must_be_shown_to(actor: Actor, request: HttpRequest) -> None:
    """Return if the page that sent this was shown to `actor`, or to nobody signed in.

    Raises Unauthenticated when whoever opened it is signed out by now, and OpenedByAnother.
    """
    if is_anothers(request, actor):
        raise OpenedByAnother if actor.user else Unauthenticated


def _code(number: str, user: str) -> str:
    return salted_hmac(_SALT, f"{number}.{user}", algorithm="sha256").hexdigest()[:32]
