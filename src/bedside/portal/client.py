"""The portal's way to the API: HTTP with the person's own cookies, and answers as schemas.

The API decides on every call who may do what; this client only carries. It holds no answer longer
than the call and keeps no cookie that an answer sets, so that nothing of one person can reach
another although all sessions share one pool of connections.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any, TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from bedside.schemas.problems import Problem

_TIMEOUT = httpx.Timeout(20, connect=5)
_UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_COOKIES = ("sid", "draft")
Answer = TypeVar("Answer", bound=BaseModel)


class ApiError(Exception):
    """The API refused or could not answer. `detail` is a sentence for the person.

    `fields` names each input that is wrong, with a sentence; `reference` finds the request in the
    server's log. `status` is 0 when there was no answer at all.
    """

    def __init__(self, status: int, detail: str, fields: Mapping[str, str], reference: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.fields = dict(fields)
        self.reference = reference


class SignedOut(ApiError):
    """Nobody is signed in with these cookies (any more)."""


@dataclass(frozen=True)
class Caller:
    """On whose behalf the portal asks: their cookies and their address."""

    sid: str = field(default="", repr=False)
    draft: str = field(default="", repr=False)
    address: str = ""

    @classmethod
    def of(cls, cookies: Mapping[str, str], address: str | None) -> "Caller":
        """Take what the API needs from a browser's cookies; nothing else is passed on."""
        return cls(cookies.get("sid", ""), cookies.get("draft", ""), address or "127.0.0.1")

    @property
    def known(self) -> bool:
        """Whether there is anything that may prove who this is."""
        return bool(self.sid or self.draft)


@dataclass(frozen=True)
class Gateway:
    """Where the API is and how the portal shows that it is the portal."""

    api_url: str
    public_url: str
    internal_key: str = field(repr=False)


class Api:
    """The API as one person sees it. Raises ApiError or SignedOut."""

    def __init__(
        self, gateway: Gateway, caller: Caller, *, http: httpx.Client | None = None
    ) -> None:
        self._gateway = gateway
        self.caller = caller
        self._http = http or connections()

    def ask(
        self,
        method: str,
        path: str,
        answer: type[Answer],
        *,
        body: Mapping[str, Any] | None = None,
        version: int | None = None,
        query: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send one request under /api/ and read its answer.

        `version` is the version of what is to be changed, as it was read.
        """
        response = self._send(method, path, body=body, version=version, query=query)
        try:
            return answer.model_validate_json(response.content)
        except ValidationError:
            raise ApiError(502, _UNREADABLE, {}, _reference(response)) from None

    def fetch(self, method: str, path: str, *, body: Mapping[str, Any] | None = None) -> bytes:
        """Send one request whose answer is a file."""
        return self._send(method, path, body=body, version=None, query=None).content

    def tell(self, method: str, path: str, *, body: Mapping[str, Any] | None = None) -> None:
        """Send one request whose answer has nothing to read."""
        self._send(method, path, body=body, version=None, query=None)

    def _send(
        self,
        method: str,
        path: str,
        *,
        body: Mapping[str, Any] | None,
        version: int | None,
        query: Mapping[str, str] | None,
    ) -> httpx.Response:
        headers = self._headers(method, version)
        url = f"{self._gateway.api_url}/api/{path}"
        try:
            response = self._http.request(method, url, json=body, params=query, headers=headers)
        except httpx.HTTPError:
            raise ApiError(0, _AWAY, {}, "") from None
        if response.is_success:
            return response
        raise _problem(response)

    def _headers(self, method: str, version: int | None) -> dict[str, str]:
        public = httpx.URL(self._gateway.public_url)
        held = {"sid": self.caller.sid, "draft": self.caller.draft}
        headers = {
            "Host": public.netloc.decode(),
            "Cookie": "; ".join(f"{name}={held[name]}" for name in _COOKIES if held[name]),
            "X-Forwarded-For": self.caller.address,
            "X-Bedside-Portal": self._gateway.internal_key,
        }
        if method in _UNSAFE:
            headers["Origin"] = self._gateway.public_url
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        return headers


_AWAY = "Bedside cannot be reached right now. Nothing was changed; try again in a moment."
_UNREADABLE = "The answer could not be read. Reload the page; if it happens again, tell the clinic."


@cache
def connections() -> httpx.Client:
    """The process's one pool of connections. It refuses every cookie it is given."""
    refusing = CookieJar(policy=DefaultCookiePolicy(allowed_domains=[]))
    return httpx.Client(timeout=_TIMEOUT, cookies=refusing, follow_redirects=False, trust_env=False)


def _problem(response: httpx.Response) -> ApiError:
    kind = SignedOut if response.status_code == 401 else ApiError
    try:
        problem = Problem.model_validate_json(response.content)
    except ValidationError:
        return kind(response.status_code, _UNREADABLE, {}, _reference(response))
    fields = {error.field.removeprefix("body."): error.detail for error in problem.errors}
    return kind(response.status_code, problem.detail, fields, problem.request_id)


def _reference(response: httpx.Response) -> str:
    return response.headers.get("x-request-id", "")
