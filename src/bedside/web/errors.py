"""From what went wrong to a page: one table, no traces, nothing of what was sent.

The rooms' errors carry a sentence that is safe to show. Anything else is a fault of ours: the
visitor reads a fixed page, the log holds the type and the place.
"""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.deprecation import MiddlewareMixin
from django_htmx.http import reswap, retarget
from django_htmx.middleware import HtmxDetails

from bedside.errors import (
    BedsideError,
    Conflict,
    Damaged,
    Forbidden,
    Invalid,
    NotFound,
    Stale,
    Throttled,
    Unauthenticated,
    Unavailable,
)
from bedside.web.destinations import own_path, sign_in_for
from bedside.web.request import is_fetch

TABLE: tuple[tuple[type[BedsideError], HTTPStatus, str], ...] = (
    (Unauthenticated, HTTPStatus.UNAUTHORIZED, "Sign in"),
    (Forbidden, HTTPStatus.FORBIDDEN, "This is not for your account"),
    (NotFound, HTTPStatus.NOT_FOUND, "Page not found"),
    (Stale, HTTPStatus.PRECONDITION_FAILED, "This was changed meanwhile"),
    (Conflict, HTTPStatus.CONFLICT, "This cannot be done now"),
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
    status, title = _row_for(error)
    response = _page(request, status, title, error.detail)
    if isinstance(error, Throttled):
        response["Retry-After"] = str(error.retry_after)
    if status is HTTPStatus.SERVICE_UNAVAILABLE:
        response["Retry-After"] = "10"
    return response


def status_of(error: BedsideError) -> HTTPStatus:
    """Return the status for `error`, for views that show it on their own page."""
    return _row_for(error)[0]


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
    """A form that did not come from a page of ours, or from one that is too old."""
    sentence = "This form is out of date or came from elsewhere. Go back, reload it and try again."
    return _page(request, HTTPStatus.FORBIDDEN, "The form was not accepted", sentence)


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
