"""Django behind ASGI: what a request may send and how many are served at once.

Django runs each request's views in a thread of its own, so their number needs a bound; and it reads
the body while it holds that place, so the body has to be there before. Otherwise a few dozen
senders who never finish would keep everybody else out.
"""

import asyncio

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from bedside.api.bodies import names_utf8
from bedside.api.limits import Limits

AT_ONCE = 32
"""Requests in threads; each may hold a database connection."""
_FORM = "application/x-www-form-urlencoded"
_FORM_WITH_A_FILE = "multipart/form-data"
_WITH_FILES = frozenset({"/imports"})
"""Where a form of ours carries a file."""


def bounded_pages(app: ASGIApp) -> ASGIApp:
    """Return Django's application behind the limits on bodies, their form and concurrency."""
    return Limits(_FormsOnly(_SomeAtOnce(app)), answer=_say)


class _FormsOnly:
    """Lets in the kinds of body that our forms send, in UTF-8.

    Django would also read multipart bodies anywhere, in any codec that the request names; only the
    forms that carry a file need that, and some codecs break it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        kind = Headers(scope=scope).get("content-type", _FORM)
        if kind.split(";")[0].strip().lower() in _forms_at(scope["path"]) and names_utf8(kind):
            await self._app(scope, receive, send)
            return
        await _say(scope, 415, "Send a form in UTF-8.", {})(scope, receive, send)


def _forms_at(path: str) -> tuple[str, ...]:
    return (_FORM, _FORM_WITH_A_FILE) if path in _WITH_FILES else (_FORM,)


class _SomeAtOnce:
    """Keeps requests beyond AT_ONCE waiting."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with self._slots:
            await self._app(scope, receive, send)


def _say(_: Scope, status: int, text: str, headers: dict[str, str]) -> Response:
    return PlainTextResponse(text, status_code=status, headers=headers)
