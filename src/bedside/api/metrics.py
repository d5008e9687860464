"""How many requests, how they ended and how long they took, by route: never by person.

The route is the template (`/api/patients/{patient}`), so no id reaches a label. Each process counts
for itself.
"""

import time
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import CounterMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bedside import vault

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Text(Response):
    """An answer in Prometheus' text format."""

    media_type = CONTENT_TYPE_LATEST


class Metrics:
    """The counters of one app."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "bedside_api_requests",
            "Requests by route, method and status.",
            ["method", "route", "status"],
            registry=self._registry,
        )
        self._seconds = Histogram(
            "bedside_api_request_seconds",
            "Time to answer a request.",
            ["method", "route"],
            registry=self._registry,
        )
        self._registry.register(Damages())

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one answered request."""
        method = method if method in _METHODS else "other"
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(method, route).observe(seconds)

    def text(self) -> bytes:
        """Return everything counted so far."""
        return generate_latest(self._registry)


class Damages(Collector):
    """How often sealed texts did not open in this process, whichever door met them.

    A list that is read often meets the same damaged document often: above zero, somebody looks.
    """

    def collect(self) -> Iterator[Metric]:
        """Return the counter, by the kind of text and what is wrong with it."""
        found = CounterMetricFamily(
            "bedside_damaged_texts", "Sealed texts that did not open.", labels=["kind", "reason"]
        )
        for (kind, reason), times in vault.damage_counts().items():
            found.add_metric([kind, reason], times)
        yield found


class Counting:
    """ASGI middleware that counts every request of the API."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request and count it; one that broke before it answered counts as 500."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = time.perf_counter(), 500

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, watched)
        finally:
            route = getattr(scope.get("route"), "path", "unknown")
            self._metrics.count(scope["method"], route, status, time.perf_counter() - started)
