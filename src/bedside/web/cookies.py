"""Setting and taking back Bedside's cookies, in one place so that none misses an attribute."""

from django.conf import settings
from django.http import HttpResponse

from bedside.accounts import cookies

LEFT = "left"
"""Somebody left quickly; goes when the browser closes, or when they go on."""

WORKLIST = "worklist"
"""How the worklist was filtered last."""


def set_session(response: HttpResponse, sid: str) -> None:
    """Sign this browser in; the cookie goes when the browser closes."""
    _set(response, cookies.SESSION, sid, seconds=None)


def set_draft(response: HttpResponse, token: str) -> None:
    """Let this browser come back to its assessment for as long as the draft is kept."""
    _set(response, cookies.DRAFT, token, seconds=cookies.DRAFT_SECONDS)


def set_device(response: HttpResponse, device: str) -> None:
    """Remember this browser beyond the session."""
    _set(response, cookies.DEVICE, device, seconds=cookies.DEVICE_SECONDS)


def set_left(response: HttpResponse) -> None:
    """Remember that this browser's person left quickly."""
    _set(response, LEFT, "1", seconds=None)


def set_worklist(response: HttpResponse, filters: str) -> None:
    """Remember how this browser's doctor last filtered the worklist: states and a facility."""
    _set(response, WORKLIST, filters, seconds=None)


def forget(response: HttpResponse, name: str) -> None:
    """Take a cookie back."""
    response.delete_cookie(name, samesite="Lax")


def _set(response: HttpResponse, name: str, value: str, *, seconds: int | None) -> None:
    secure = settings.BEDSIDE.secure_cookies
    response.set_cookie(name, value, max_age=seconds, secure=secure, httponly=True, samesite="Lax")
