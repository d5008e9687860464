"""What happens to every request before a door sees it, and to every answer on its way out.

Pure ASGI, so that it holds for Django, FastAPI, Streamlit, its websocket and plain files alike:
who is calling, which host was meant, the request id, the security headers, one line in the log,
and an answer without a stack trace when a door breaks.
"""

import hmac
import re
import time
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import Any

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from bedside.config.headers import HeaderTable
from bedside.config.told import told

log = structlog.get_logger("bedside.edge")

_HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([a-z0-9.-]+))(?::[0-9]{1,5})?", re.IGNORECASE)


@dataclass(frozen=True)
class Deployment:
    """What the edge knows of where it runs; `internal_key` lets the portal speak for its user."""

    hosts: Collection[str]
    https: bool
    trusted_proxies: Collection[IPv4Network | IPv6Network]
    internal_key: str
    headers: HeaderTable
    words: Collection[str] = ()
    """The fixed parts of our addresses, all that the log tells of a path."""


class Edge:
    """The outermost ASGI application."""

    def __init__(self, app: ASGIApp, deployment: Deployment) -> None:
        self._app = app
        self._deployment = deployment

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, one websocket, or the lifespan of the process."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        exchange = _Exchange(scope, send, self._deployment)
        self._set_caller(scope, headers)
        if not self._is_for_us(scope, headers):
            await _refuse(scope, receive, exchange.send)
            return
        await exchange.serve(self._app, receive)

    def _set_caller(self, scope: Scope, headers: Headers) -> None:
        # Behind a proxy that ends TLS the connection itself is plain http; the public scheme is
        # configuration, so no header has to be believed for it.
        secure = self._deployment.https
        scope["scheme"] = {"http": ("http", "https"), "websocket": ("ws", "wss")}[scope["type"]][
            secure
        ]
        peer = (scope.get("client") or ("local", 0))[0]
        if self._is_our_proxy(peer) or self._is_portal(headers):
            scope["client"] = (_forwarded(headers) or peer, 0)

    def _is_our_proxy(self, peer: str) -> bool:
        trusted = self._deployment.trusted_proxies
        if not trusted:
            return False
        try:
            address = ip_address(peer)
        except ValueError:  # a socket without addresses
            return False
        return any(address in network for network in trusted)

    def _is_portal(self, headers: Headers) -> bool:
        key = headers.get("x-bedside-portal", "")
        return hmac.compare_digest(key.encode(), self._deployment.internal_key.encode())

    def _is_for_us(self, scope: Scope, headers: Headers) -> bool:
        host = headers.get("host", "")
        named = _HOST.fullmatch(host)
        if named is None or (named[1] or named[2]).lower() not in self._deployment.hosts:
            return False
        if scope["type"] == "http":
            return True
        scheme = "https" if self._deployment.https else "http"
        return headers.get("origin", "").lower() == f"{scheme}://{host}".lower()


class _Exchange:
    """One request and its answer."""

    def __init__(self, scope: Scope, send: Send, deployment: Deployment) -> None:
        self._scope = scope
        self._send = send
        self._table, self._words = deployment.headers, deployment.words
        self._started = time.perf_counter()
        self._status = 0
        self.request_id = uuid.uuid4().hex
        scope.setdefault("state", {})["request_id"] = self.request_id

    async def send(self, message: Message) -> None:
        """Pass a message on, with our headers on the first one."""
        if message["type"] in {"http.response.start", "websocket.http.response.start"}:
            self._status = message["status"]
            # Django writes "Cache-Control", and a name in capitals would not be found below.
            message["headers"] = [(name.lower(), value) for name, value in message["headers"]]
            headers = MutableHeaders(scope=message)
            for name, value in self._table.for_path(self._scope["path"]):
                headers[name.decode()] = value.decode()
            headers.setdefault("cache-control", "no-store")
            headers["x-request-id"] = self.request_id
            if "server" in headers:
                del headers["server"]
        await self._send(message)

    async def serve(self, app: ASGIApp, receive: Receive) -> None:
        """Let `app` answer; when it breaks before it answered, say so without a trace."""
        with structlog.contextvars.bound_contextvars(request_id=self.request_id):
            try:
                await app(self._scope, receive, self.send)
            except Exception:
                log.exception("a door broke", **self._facts())
                if self._status or self._scope["type"] != "http":
                    raise
                body = PlainTextResponse("Something went wrong on our side.", status_code=500)
                await body(self._scope, receive, self.send)
            finally:
                log.info("request", status=self._status, **self._facts())

    def _facts(self) -> dict[str, Any]:
        milliseconds = round((time.perf_counter() - self._started) * 1000, 1)
        method = self._scope.get("method", "WEBSOCKET")
        path = told(self._scope["path"], self._words)
        return {"method": method, "path": path, "ms": milliseconds}


def _forwarded(headers: Headers) -> str | None:
    """Return the address that our own proxy saw: the last one, as each adds its own at the end.

    Some add a header of their own instead, so all of them count. None for what is no address.
    """
    named = ",".join(headers.getlist("x-forwarded-for")).rpartition(",")[2].strip()
    try:
        return str(ip_address(named))
    except ValueError:
        return None


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await WebSocketClose(code=1008)(scope, receive, send)
        return
    await PlainTextResponse("This host is not served here.", status_code=400)(scope, receive, send)
