"""Sending a file that is too long to hold: piece by piece, whole or a part of it (RFC 9110, 14).

A part is asked for by one range of bytes; anything else gets the whole file, which is what the
standard says of ranges that a server does not take.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from bedside.api import described
from bedside.api.problem import NO_STORE, problem
from bedside.api.routing import own_connection

RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"description": "The whole file.", "content": {"application/octet-stream": {}}},
    206: {"description": "A part of it.", "content": {"application/octet-stream": {}}},
    **described.also(416),
}
"""What OpenAPI says of a route that sends a file."""
_ONE_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
Read = Callable[[int, int], Iterator[bytes]]
"""Yields the bytes from a place until before another one."""


def answer(
    request: Request, read: Read, *, size: int, tag: str, name: str, media_type: str
) -> Response:
    """Return a file of `size` bytes, or the part that was asked for; `tag` names this very file."""
    headers = {
        **NO_STORE,
        "Accept-Ranges": "bytes",
        "ETag": f'"{tag}"',
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    asked = _asked(request, size, tag)
    if asked is None:
        whole = {"Content-Range": f"bytes */{size}"}
        return problem(request.scope, 416, "The file is shorter than that.", headers=whole)
    start, end = asked
    headers["Content-Length"] = str(end - start)
    if (start, end) == (0, size):
        return StreamingResponse(_pieces(read(0, size)), 200, headers, media_type)
    headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    return StreamingResponse(_pieces(read(start, end)), 206, headers, media_type)


def _asked(request: Request, size: int, tag: str) -> tuple[int, int] | None:
    """Return from where until before where to send; None when there is nothing there."""
    found = _ONE_RANGE.fullmatch(request.headers.get("range", ""))
    unchanged = request.headers.get("if-range", f'"{tag}"') == f'"{tag}"'
    if found is None or not unchanged or found[0] == "bytes=-":
        return 0, size
    first, last = found.groups()
    if not first:  # so many bytes from the end
        return (max(size - int(last), 0), size) if int(last) and size else None
    if last and int(last) < int(first):
        return 0, size
    end = min(int(last) + 1, size) if last else size
    return (int(first), end) if int(first) < size else None


def _pieces(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Read each piece with a connection of the thread that happens to ask for it."""
    while True:
        with own_connection():
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece
