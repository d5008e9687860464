"""Who is calling: from the cookies to an actor, for the pages and the admin alike.

The admin insists on Django's AuthenticationMiddleware, which reads Django's sessions; ours have
their own table, so this subclass answers the same question from the `sid` cookie. Somebody without
a session may still hold a draft. A page that renews itself says so in a header, which can only make
a session end earlier.
"""

from collections.abc import Callable

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from bedside import accounts, intake
from bedside.accounts import cookies
from bedside.audit import Actor
from bedside.errors import BedsideError, NotFound, Unauthenticated
from bedside.web.cookies import forget
from bedside.web.errors import error_page
from bedside.web.request import address_of


class SignedIn(AuthenticationMiddleware):
    """Set `request.actor` and `request.user`; forget cookies that no longer prove anything."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:  # type: ignore[override]
        """Find the actor. A store that is down is an error page, never an anonymous visitor."""
        try:
            found, worthless = _find(request)
        except BedsideError as error:
            request.actor = Actor.anonymous(address_of(request))  # type: ignore[attr-defined]
            return error_page(request, error)
        request.actor = found  # type: ignore[attr-defined]
        request.worthless_cookies = worthless  # type: ignore[attr-defined]
        request.user = SimpleLazyObject(lambda: _user(found))  # type: ignore[assignment]
        return None

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Take worthless cookies back, and keep every page out of shared caches and history."""
        for name in getattr(request, "worthless_cookies", ()):
            if name not in response.cookies:
                forget(response, name)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


Proof = Callable[..., Actor]

_PROOFS: dict[str, Proof] = {
    cookies.SESSION: lambda value, address, is_used: accounts.actor_for_sid(
        value, address=address, is_used=is_used
    ),
    cookies.DRAFT: lambda value, address, _: intake.actor_for_draft(value, address=address),
}
"""In this order: who is signed in does not act as the holder of a draft."""


def _find(request: HttpRequest) -> tuple[Actor, list[str]]:
    address = address_of(request)
    is_used = "X-Renewal" not in request.headers
    worthless: list[str] = []
    for name, actor_for in _PROOFS.items():
        value = request.COOKIES.get(name)
        if not value:
            continue
        try:
            return actor_for(value, address, is_used), worthless
        except (Unauthenticated, NotFound):
            worthless.append(name)
    return Actor.anonymous(address), worthless


def _user(actor: Actor) -> accounts.User | AnonymousUser:
    if actor.user is None:
        return AnonymousUser()
    return accounts.own_account(actor)
