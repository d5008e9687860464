"""How much a caller may send: refused while it arrives, before anything is kept or parsed.

The whole body is read here, up to the limit, whatever Content-Length says or leaves out; the app
behind gets it in one piece. That also ends a body that trickles in for ever. Only where a file is
brought in may it be larger: a patient's record from another system is.
"""

import asyncio
import re
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bedside.api.problem import problem

BODY_BYTES = 1_000_000
FILE_BODY_BYTES = 7_000_000
"""A bundle of 5 MB in base64, and what is around it."""
_WITH_A_FILE = re.compile(r"/imports|/api/facilities/[0-9a-f-]{36}/imports")
HEADER_COUNT = 100
HEADER_BYTES = 32_768
BODY_SECONDS = 30.0


class _RefusedError(Exception):
    def __init__(self, status: int, detail: str) -> None:
        self.status = status
        self.detail = detail
        super().__init__(detail)


Answer = Callable[[Scope, int, str, dict[str, str]], Response]
"""Makes a door's answer of a refusal: the request, the status, a sentence and headers."""


def _problem(scope: Scope, status: int, detail: str, headers: dict[str, str]) -> Response:
    return problem(scope, status, detail, headers=headers)


class Limits:
    """ASGI middleware that hands on requests of a decent size only; `answer` words a refusal."""

    def __init__(self, app: ASGIApp, answer: Answer = _problem) -> None:
        self._app = app
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or refuse it with 400, 408, 413, 415 or 431."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            most = most_bytes(scope)
            _check_headers(scope, most)
            body = await _read(receive, most)
        except _RefusedError as refused:
            # What has not been read stays unread, so the connection cannot be used again.
            closing = {"Connection": "close"}
            answer = self._answer(scope, refused.status, refused.detail, closing)
            await answer(scope, receive, send)
            return
        if body is not None:
            await self._app(scope, _replay(body, receive), send)


def most_bytes(scope: Scope) -> int:
    """Return how large the body of a request may be."""
    brings = scope["method"] == "POST" and _WITH_A_FILE.fullmatch(scope["path"])
    return FILE_BODY_BYTES if brings else BODY_BYTES


def _check_headers(scope: Scope, most: int) -> None:
    raw = scope["headers"]
    if len(raw) > HEADER_COUNT or sum(len(name) + len(text) for name, text in raw) > HEADER_BYTES:
        raise _RefusedError(431, "There are too many headers, or they are too long.")
    headers = Headers(scope=scope)
    length = headers.get("content-length", "0")
    if not (length.isascii() and length.isdigit()):
        raise _RefusedError(400, "Content-Length must be a whole number.")
    # Compared as text first: a number of thousands of digits is slow to convert.
    if len(length) > 12 or int(length) > most:
        raise _too_large(most)
    if headers.get("content-encoding", "identity").lower() != "identity":
        raise _RefusedError(415, "Send the body without compression.")


async def _read(receive: Receive, most: int) -> bytes | None:
    """Return the body, or None when the caller left before it was whole."""
    try:
        return await asyncio.wait_for(_collect(receive, most), BODY_SECONDS)
    except TimeoutError:
        raise _RefusedError(408, "The body took too long to arrive.") from None


async def _collect(receive: Receive, most: int) -> bytes | None:
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        if len(body) > most:
            raise _too_large(most)
        if not message.get("more_body", False):
            return bytes(body)


def _too_large(most: int) -> _RefusedError:
    return _RefusedError(413, f"The body is larger than {most // 1_000_000} MB.")


def _replay(body: bytes, receive: Receive) -> Receive:
    given = False

    async def next_message() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return next_message
