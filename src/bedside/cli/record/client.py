"""One person's way to the API for as long as one command takes: sign in, ask, sign out.

Nothing is kept: no token, no cookie, no answer. What the API refuses becomes the error of the same
meaning, for which the command line has a sentence and an exit code.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from types import TracebackType
from typing import Any, Literal

import httpx
from pydantic import ValidationError

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
from bedside.schemas.accounts import Tokens
from bedside.schemas.problems import Problem

Role = Literal["patient", "doctor", "receptionist", "administrator"]
_DOORS = {
    "patient": "patient",
    "doctor": "doctor",
    "receptionist": "receptionist",
    "administrator": "admin",
}
PAGE = 100
"""Rows in one answer."""
_TIMEOUT = httpx.Timeout(30, connect=5)
_AWAY = (
    "Bedside does not answer there. Is --server right, and is it running? After a change, look "
    "whether it was made before you repeat it."
)
_BROKEN = "The file broke off. Ask for it again."
_TRIES = 5
"""How often a file may break off."""
_STRANGE = "What answers there is not Bedside, or not this version of it."


class Client:
    """The API as one person sees it, signed in while the block lasts. Raises BedsideError."""

    def __init__(self, server: str, role: Role, email: str, password: str) -> None:
        self._http = httpx.Client(
            base_url=f"{server}/api/",
            timeout=_TIMEOUT,
            trust_env=server.startswith("https:"),  # no proxy gets to read plain http
        )
        self._door, self._email, self.password = _DOORS[role], email, password

    def __enter__(self) -> "Client":
        self._sign_in()
        return self

    def _sign_in(self) -> None:
        self._http.headers.pop("Authorization", None)
        said = {"email": self._email, "password": self.password}
        try:
            answer = self.ask("POST", f"auth/{self._door}/login", body=said)
            access = Tokens.model_validate_json(answer.content).access
        except ValidationError:
            raise Unavailable(_STRANGE) from None
        self._http.cookies.clear()
        self._http.headers["Authorization"] = f"Bearer {access}"

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with suppress(BedsideError):  # what was asked has its answer; the session ends by itself
            self.ask("POST", "auth/logout")
        self._http.close()

    def ask(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Mapping[str, Any] | None = None,
        version: str | None = None,
    ) -> httpx.Response:
        """Send one request under /api/. `version` is the ETag of what is to be changed."""
        headers = {} if version is None else {"If-Match": version}
        try:
            answer = self._http.request(method, path, params=query, json=body, headers=headers)
        except httpx.HTTPError:
            raise Unavailable(_AWAY) from None
        if answer.is_success:
            return answer
        raise _error(answer)

    def ask_patiently(self, method: str, path: str) -> httpx.Response:
        """Ask as above, and sign in once more when that was too long ago: for whoever waits."""
        try:
            return self.ask(method, path)
        except Unauthenticated:
            self._sign_in()
            return self.ask(method, path)

    def pieces(self, path: str) -> Iterator[bytes]:
        """Read a file piece by piece; one that breaks off goes on from there.

        Raises Unavailable when it breaks off again and again, or has become another one.
        """
        at, tag = 0, ""
        for left in reversed(range(_TRIES)):
            going_on = {"Range": f"bytes={at}-", "If-Range": tag} if at else {}
            try:
                with self._http.stream("GET", path, headers=going_on) as answer:
                    tag = _must_go_on(answer, at)
                    for piece in answer.iter_raw():
                        at += len(piece)
                        yield piece
                    return
            except httpx.HTTPError:
                if not left:
                    raise Unavailable(_BROKEN) from None

    def pages(
        self, path: str, *, query: Mapping[str, Any] | None = None, limit: int = sys.maxsize
    ) -> Iterator[dict[str, Any]]:
        """Read a list page by page until `limit` rows or its end, each when it is asked for."""
        asked, left = dict(query or {}), limit
        while left > 0:
            page = json_of(self.ask("GET", path, query={**asked, "limit": min(left, PAGE)}))
            yield page
            left -= len(page["items"])
            if page["next"] is None:
                return
            asked["cursor"] = page["next"]


def _must_go_on(answer: httpx.Response, at: int) -> str:
    """Return a file's tag if the answer has it from a place on. Raises the error that it is."""
    if not answer.is_success:
        answer.read()
        raise _error(answer)
    if at and answer.status_code != httpx.codes.PARTIAL_CONTENT:
        raise Unavailable(_BROKEN)
    return answer.headers.get("ETag", "")


def json_of(answer: httpx.Response) -> Any:
    """Return what an answer says. Raises Unavailable when it is not JSON."""
    try:
        return answer.json()
    except ValueError:
        raise Unavailable("What answers there is not Bedside.") from None


def _error(answer: httpx.Response) -> BedsideError:
    try:
        problem = Problem.model_validate_json(answer.content)
    except ValidationError:
        return Unavailable(_STRANGE)
    if problem.errors:
        return Invalid(fields={_name(one.field): one.detail for one in problem.errors})
    if answer.status_code == 429:
        return Throttled(int(answer.headers.get("Retry-After", 0)), problem.detail)
    return _ERRORS.get(answer.status_code, Invalid)(problem.detail)


_ERRORS: dict[int, Callable[[str], BedsideError]] = {
    401: Unauthenticated,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    412: Stale,
    500: Damaged,
    503: Unavailable,
}


def _name(field: str) -> str:
    """Return the field as it is called here: `body.first_day` is `first_day`."""
    return field.partition(".")[2] or field
