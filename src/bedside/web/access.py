"""Every view says what it needs: an action of the permission table, or that it is open.

The declaration stays on the view, so a test can walk all routes and refuse one that says nothing.
It only decides whether this page is for this kind of person at all; which objects they reach is
decided by the acts that the view calls.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.http import HttpResponse, HttpResponseNotAllowed

from bedside import accounts
from bedside.accounts import permissions
from bedside.audit import Actor
from bedside.errors import Unauthenticated
from bedside.web import form_keys, presses
from bedside.web.request import PageRequest

P = ParamSpec("P")
View = Callable[Concatenate[PageRequest, P], HttpResponse]
OPEN = "open"


def open_page(*methods: str) -> Callable[[View[P]], View[P]]:
    """Declare a view that anyone may call with `methods`."""
    return _declared(OPEN, methods)


def page(needs: str, *methods: str) -> Callable[[View[P]], View[P]]:
    """Declare a view for those who may do the action `needs`, called with `methods`."""
    if needs not in permissions.ACTIONS:
        raise KeyError(needs)
    return _declared(needs, methods)


def require(action: str, *, by: Actor) -> None:
    """Return if the role of `by` may do `action`.

    Raises Unauthenticated for a visitor; Forbidden, which leaves its trace in the audit log, for
    somebody signed in.
    """
    if action in permissions.ALLOWED[by.role]:
        return
    if by.role == "anonymous":
        raise Unauthenticated
    with accounts.act(action, by=by):
        raise AssertionError("the permission table lets nobody through here")


def _declared(needs: str, methods: tuple[str, ...]) -> Callable[[View[P]], View[P]]:
    allowed = {*methods, "HEAD"} if "GET" in methods else set(methods)

    def declare(view: View[P]) -> View[P]:
        @wraps(view)
        def checked(request: PageRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method not in allowed:
                return HttpResponseNotAllowed(sorted(allowed))

            def answer() -> HttpResponse:
                if needs != OPEN:
                    form_keys.must_be_shown_to(request.actor, request)
                    require(needs, by=request.actor)
                return view(request, *args, **kwargs)

            return presses.once(request, answer) if request.method == "POST" else answer()

        cast(Any, checked).needs = needs
        cast(Any, checked).methods = frozenset(methods)
        return checked

    return declare
