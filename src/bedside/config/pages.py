"""Django behind ASGI: how much a request may send and how many are served at once.

Django runs each request's views in a thread of its own and reads the whole body first, so both
need a bound before it.
"""

import asyncio

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_BODY = 1_000_000
"""Bytes; the longest form of ours is far below."""
AT_ONCE = 32
"""Requests in threads; each may hold a database connection."""


class _TooLargeError(Exception):
    """The body passed the limit while it was read."""


class BoundedPages:
    """Django's ASGI application with a limit on bodies and on concurrency."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one http request; answer 400 or 413 to a body that is not acceptable."""
        stated = Headers(scope=scope).get("content-length", "0")
        if not (stated.isascii() and stated.isdigit()):
            await _say(400, "The request is not well formed.", scope, receive, send)
            return
        try:
            if int(stated[:20]) > MAX_BODY:
                raise _TooLargeError
            async with self._slots:
                await self._app(scope, _limited(receive), send)
        except _TooLargeError:
            await _say(413, "The request is too large.", scope, receive, send)


def _limited(receive: Receive) -> Receive:
    seen = 0

    async def next_message() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > MAX_BODY:
            raise _TooLargeError
        return message

    return next_message


async def _say(status: int, text: str, scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse(text, status_code=status)(scope, receive, send)
