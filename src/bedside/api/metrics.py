"""How many requests, how they ended and how long they took, by route: never by person.

The route is the template (`/api/patients/{patient}`), so no id reaches a label. Each process counts
requests for itself. Jobs are counted in the database, the same for all.
"""

import time
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bedside import outbox, vault

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

    def text(self, jobs: outbox.Counts | None) -> bytes:
        """Return everything counted so far; without `jobs` when they could not be counted."""
        counted = generate_latest(self._registry)
        return counted + generate_latest(_registry_of(jobs)) if jobs else counted


def _registry_of(jobs: outbox.Counts) -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(CountedJobs(jobs))
    return registry


class CountedJobs(Collector):
    """How many jobs there are, and how late the oldest one is."""

    def __init__(self, jobs: outbox.Counts) -> None:
        self._jobs = jobs

    def collect(self) -> Iterator[Metric]:
        """Return the gauges."""
        number = GaugeMetricFamily("bedside_jobs", "Jobs there are.", labels=["kind", "state"])
        for labels, jobs in self._jobs.jobs.items():
            number.add_metric(labels, jobs)
        yield number
        late = self._jobs.late.total_seconds()
        yield GaugeMetricFamily(
            "bedside_jobs_oldest_due_seconds", "For how long the oldest job is due.", value=late
        )


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
