"""From what went wrong to a page: one table, no traces, nothing of what was sent.

The rooms' errors carry a sentence that is safe to show. Anything else is a fault of ours: the
visitor reads a fixed page, the log holds the type and the place.
"""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.deprecation import MiddlewareMixin
from django_htmx.http import reswap, retarget, trigger_client_event
from django_htmx.middleware import HtmxDetails

from bedside.errors import (
    AlreadyDone,
    BedsideError,
    Conflict,
    Contraindicated,
    Damaged,
    Forbidden,
    Invalid,
    NotFound,
    OnRecordAlready,
    Stale,
    Throttled,
    Unauthenticated,
    Unavailable,
)
from bedside.web.destinations import own_path, sign_in_for
from bedside.web.form_keys import OpenedByAnother, is_anothers
from bedside.web.presses import led_before
from bedside.web.request import actor_of, is_fetch
from bedside.web.typed import Typed, came_from_us, send_again, sign_in_first

TABLE: tuple[tuple[type[BedsideError], HTTPStatus, str], ...] = (
    (Unauthenticated, HTTPStatus.UNAUTHORIZED, "Sign in"),
    (Forbidden, HTTPStatus.FORBIDDEN, "This is not for your account"),
    (NotFound, HTTPStatus.NOT_FOUND, "Page not found"),
    (Stale, HTTPStatus.PRECONDITION_FAILED, "This was changed meanwhile"),
    (Contraindicated, HTTPStatus.CONFLICT, "The record speaks against this"),
    (OnRecordAlready, HTTPStatus.CONFLICT, "This is on record already"),
    (Conflict, HTTPStatus.CONFLICT, "This cannot be done now"),
    (AlreadyDone, HTTPStatus.CONFLICT, "This was already done"),
    (Invalid, HTTPStatus.UNPROCESSABLE_ENTITY, "Something is not right in what was sent"),
    (Throttled, HTTPStatus.TOO_MANY_REQUESTS, "Too many tries"),
    (Damaged, HTTPStatus.INTERNAL_SERVER_ERROR, "A record could not be opened"),
    (Unavailable, HTTPStatus.SERVICE_UNAVAILABLE, "Not available right now"),
    (BedsideError, HTTPStatus.BAD_REQUEST, "Something went wrong"),
)
"""The first that fits counts, so a special case stands before its parent."""


def error_page(request: HttpRequest, error: BedsideError) -> HttpResponse:
    """Return the page for `error`; whom nobody knows is sent to sign in and back again."""
    if isinstance(error, Unauthenticated) and is_fetch(request):
        return _signed_out(request)
    if isinstance(error, Unauthenticated) and request.method in {"GET", "HEAD"}:
        return HttpResponseRedirect(sign_in_for(request.get_full_path()))
    if isinstance(error, Unauthenticated):
        return sign_in_first(request, error.detail)
    status, title = _row_for(error)
    return with_wait(_page(request, status, title, error.detail), error)


def status_of(error: BedsideError) -> HTTPStatus:
    """Return the status for `error`, for views that show it on their own page."""
    return _row_for(error)[0]


def with_wait(response: HttpResponse, error: BedsideError) -> HttpResponse:
    """Say in a header how long to wait, after an error that passes."""
    if isinstance(error, Throttled):
        response["Retry-After"] = str(error.retry_after)
    if status_of(error) is HTTPStatus.SERVICE_UNAVAILABLE:
        response["Retry-After"] = "10"
    return response


class ErrorPages(MiddlewareMixin):
    """Turn what the rooms raise in a view into its page."""

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the page for an error of ours; leave anything else to the 500 page."""
        return error_page(request, error) if isinstance(error, BedsideError) else None


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """A path nobody serves looks like an object that is not there."""
    return error_page(request, NotFound())


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """A request that is not well formed, or meant for another host."""
    return _page(request, HTTPStatus.BAD_REQUEST, "Bad request", "The request is not well formed.")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Django's own refusals look like ours."""
    return error_page(request, Forbidden())


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """A form that did not come from a page of ours, or from one that is too old.

    Tokens change when somebody signs in, so a page of ours that stood open in another window may
    well send an old one. What was typed there is kept.
    """
    if came_from_us(request):
        return led_before(request) or _out_of_date(request)
    sentence = "This form is out of date or came from elsewhere. Go back, reload it and try again."
    return _page(request, HTTPStatus.FORBIDDEN, "The form was not accepted", sentence)


def _out_of_date(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    if is_anothers(request, actor):
        return error_page(request, OpenedByAnother() if actor.user else Unauthenticated())
    if is_fetch(request):
        return _with_token(request, _notice(_OUT_OF_DATE, HTTPStatus.FORBIDDEN))
    typed = Typed.sent(request)
    if typed is None:
        return _page(request, HTTPStatus.FORBIDDEN, "The form was not accepted", _OUT_OF_DATE)
    return send_again(request, typed, title="Send it once more", sentence=_OUT_OF_DATE, status=403)


_OUT_OF_DATE = (
    "You signed in in another window after this page was opened, so it was not sent yet. "
    "Nothing is lost."
)


def _with_token(request: HttpRequest, notice: HttpResponse) -> HttpResponse:
    """Give the page that fetched the token of now (web/work.js puts it into its forms)."""
    return trigger_client_event(notice, "bedside:token", {"token": get_token(request)})


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours: a page that needs no database, no user and no context processor."""
    if is_fetch(request):
        return _notice("Something went wrong on our side. Please try again in a moment.", 500)
    context = {"emergency_number": settings.BEDSIDE.emergency_number}
    return render(None, "web/500.html", context, status=500)


def _row_for(error: BedsideError) -> tuple[HTTPStatus, str]:
    return next((status, title) for kind, status, title in TABLE if isinstance(error, kind))


def _signed_out(request: HttpRequest) -> HttpResponse:
    """Say it on the page that fetched, which stays as it is: something may be typed there."""
    back = own_path(HtmxDetails(request).current_url_abs_path or "")
    return _notice("You are signed out. What you typed is still here.", 401, sign_in_for(back))


def _notice(sentence: str, status: int, sign_in: str = "") -> HttpResponse:
    """Return a sentence for the top of the page that fetched, instead of what it fetched."""
    notice = render(None, "web/notice.html", {"sentence": sentence, "sign_in": sign_in})
    notice.status_code = status
    return reswap(retarget(notice, "#notices"), "innerHTML")


def _page(request: HttpRequest, status: HTTPStatus, title: str, sentence: str) -> HttpResponse:
    if is_fetch(request):
        return _notice(sentence, status)
    context = {"title": title, "sentence": sentence}
    return render(request, "web/error.html", context, status=status)
