"""One call of the API: who calls, which version they know, and what the answer will carry.

FastAPI may run a dependency in another thread than the endpoint, and Django's connections belong
to threads. So building a `Call` only looks at the request; who it is, which needs the database, is
found out by `identify`, in the endpoint's own thread.
"""

import re
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from starlette.responses import Response

from bedside import accounts, intake
from bedside.accounts import cookies
from bedside.api.errors import Refusal
from bedside.api.options import ApiOptions
from bedside.audit.actor import Actor
from bedside.errors import Stale, Unauthenticated

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_ENTITY_TAG = re.compile(r'(W/)?"[!#-~]*"')
_OUR_TAG = re.compile(r'"([1-9][0-9]{0,8})"')
_KEY = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_BEARER = re.compile(r"Bearer ([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)")
LONGEST_TOKEN = 4096


class Call:
    """A request on its way through an endpoint.

    `by` is known after `identify`. Headers and cookies set here go out with the answer.
    """

    def __init__(self, request: Request, body: bytes) -> None:
        self.request = request
        self.body = body
        self.options: ApiOptions = request.app.state.options
        self.by = Actor.anonymous(self.address)
        self.headers: dict[str, str] = {}
        self._cookies: dict[str, tuple[str, int]] = {}

    @property
    def address(self) -> str:
        """The client's address, as the edge found it."""
        return self.request.client.host if self.request.client else "local"

    @property
    def draft(self) -> str | None:
        """The token of a draft that was begun without an account."""
        return self.request.cookies.get(cookies.DRAFT)

    @property
    def device(self) -> str:
        """The random id of the caller's device, or nothing."""
        return self.request.cookies.get(cookies.DEVICE, "")

    def identify(self, *, newcomers: bool = False) -> None:
        """Find out who calls: a bearer token, else the session, else a draft, else nobody.

        Raises Unauthenticated for a proof that is not good: it never falls back to the next one.
        Where `newcomers` may begin, a draft that is over is taken off them instead.
        """
        headers = self.request.headers.getlist("authorization")
        sid = self.request.cookies.get(cookies.SESSION)
        if headers:
            self.by = accounts.actor_for_access(_bearer(headers), address=self.address)
        elif sid:
            self._must_come_from_us(sid)
            self.by = accounts.actor_for_sid(sid, address=self.address)
        elif self.draft:
            self._must_come_from_us(self.draft)
            self._hold_draft(self.draft, newcomers=newcomers)

    def _hold_draft(self, token: str, *, newcomers: bool) -> None:
        try:
            self.by = intake.actor_for_draft(token, address=self.address)
        except Unauthenticated:
            if not newcomers:
                raise
            self.set_cookie(cookies.DRAFT, "", 0)

    def _must_come_from_us(self, secret: str) -> None:
        # A browser sends cookies along with other sites' requests; a token in a header or our own
        # Origin shows that one of our pages asked.
        if self.request.method in SAFE or self._origin_is_ours():
            return
        if not accounts.check_csrf(secret, self.request.headers.get("x-csrf-token", "")):
            raise Refusal(403, "Send your own Origin, or the X-CSRF-Token of this session.")

    def _origin_is_ours(self) -> bool:
        return self.request.headers.get("origin") == self.options.public_url

    @property
    def known_version(self) -> int:
        """The version in If-Match.

        Raises Refusal (428 without one, 400 when it is not an entity tag), and Stale for an entity
        tag that we never gave.
        """
        given = self.request.headers.getlist("if-match")
        if not given or given == ["*"]:
            raise Refusal(428, 'Send If-Match with the ETag that you read, such as "3".')
        if len(given) != 1 or not _ENTITY_TAG.fullmatch(given[0]):
            raise Refusal(400, 'If-Match must be one ETag as it was given, such as "3".')
        ours = _OUR_TAG.fullmatch(given[0])
        if ours is None:
            raise Stale
        return int(ours[1])

    @property
    def repeat_key(self) -> UUID | None:
        """The Idempotency-Key, None without one. Raises Refusal (400) when it is not a UUID."""
        given = self.request.headers.getlist("idempotency-key")
        if not given:
            return None
        if len(given) != 1 or not _KEY.fullmatch(given[0]):
            raise Refusal(400, "Idempotency-Key must be one random UUID.")
        return UUID(given[0])

    def tag(self, version: int) -> None:
        """Say which version of the record the answer holds."""
        self.headers["ETag"] = f'"{version}"'

    def set_cookie(self, name: str, value: str, seconds: int) -> None:
        """Give the caller a cookie for so many seconds; 0 takes it back."""
        self._cookies[name] = (value, seconds)

    def dress(self, response: Response) -> None:
        """Put this call's headers and cookies on the answer."""
        response.headers.update(self.headers)
        for name, (value, seconds) in self._cookies.items():
            response.set_cookie(
                name,
                value,
                max_age=seconds,
                httponly=True,
                samesite="lax",
                secure=self.options.secure_cookies,
            )


def _bearer(headers: list[str]) -> str:
    match = _BEARER.fullmatch(headers[0]) if len(headers[0]) <= LONGEST_TOKEN else None
    if len(headers) != 1 or match is None:
        raise Unauthenticated
    return match[1]


async def _read_call(request: Request) -> Call:
    return Call(request, await request.body())


Current = Annotated[Call, Depends(_read_call)]
"""The call, for an endpoint's first parameter."""
