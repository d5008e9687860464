"""The request as our views see it: with the actor that the middleware found."""

from typing import cast

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from bedside.audit import Actor


class PageRequest(HttpRequest):
    """A request after `SignedIn`; `actor` is anonymous when nobody is signed in.

    `htmx` is true when a page fetches a part of itself, and says which (`htmx.target`). `again` is
    what a page says above a form that comes back with what was typed in it (`typed`).
    """

    actor: Actor
    htmx: HtmxDetails
    again: str


def actor_of(request: HttpRequest) -> Actor:
    """Return who makes a request, for code that Django calls with its own type."""
    return cast(PageRequest, request).actor


def is_fetch(request: HttpRequest) -> bool:
    """Whether a page asks for a part of itself; also where no middleware has been yet."""
    return bool(HtmxDetails(request))


def address_of(request: HttpRequest) -> str:
    """Return the client's IP address; the edge has already applied the trusted proxies."""
    return request.META.get("REMOTE_ADDR") or "local"
