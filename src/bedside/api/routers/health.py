"""Whether this process lives, whether it can work, and how busy it is. No health data."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connection
from django.utils import timezone
from fastapi import APIRouter
from starlette.responses import Response

from bedside import documents, outbox, vault
from bedside.api import metrics
from bedside.api.call import Call, Current
from bedside.api.problem import NO_STORE
from bedside.api.routing import BedsideRoute, open_to_all, own_connection
from bedside.errors import Unavailable
from bedside.schemas.health import Health

router = APIRouter(prefix="/api", tags=["health"], route_class=BedsideRoute)

Answer = TypeVar("Answer")
READY_WITHIN = 0.8
"""Seconds: a balancer asks every few, and a store that needs longer is no use to a patient."""
_OPEN = "Balancers and monitors ask; the answer says nothing about anybody."


def checkers() -> ThreadPoolExecutor:
    """Return threads of an app's own: when all others wait for a store, these still say so."""
    return ThreadPoolExecutor(max_workers=2, thread_name_prefix="ready")


@router.get("/live", summary="Is the process alive")
@open_to_all(_OPEN)
async def live(call: Current) -> Health:  # noqa: ARG001
    """Answer without asking any store: when this fails, restart the process."""
    return Health(status="ok")


@router.get("/ready", summary="Can it work")
@open_to_all(_OPEN)
async def ready(call: Current) -> Health:
    """Ask the database, the document store and the keys; 503 when one does not answer in time."""
    try:
        await _in_time(call, _ask_stores)
    except Exception:
        raise Unavailable from None
    return Health(status="ok")


@router.get("/metrics", summary="Counters for Prometheus", response_class=metrics.Text)
@open_to_all(_OPEN)
async def read_metrics(call: Current) -> Response:
    """Return counts and times of requests by route and status, and jobs, for Prometheus.

    Without the jobs while the database does not answer in time.
    """
    try:
        counted = await _in_time(call, _count_jobs)
    except Exception:
        counted = None
    return metrics.Text(call.request.app.state.metrics.text(counted), headers=NO_STORE)


async def _in_time(call: Call, ask: Callable[[], Answer]) -> Answer:
    """Return the answer of something slow. Raises TimeoutError when it takes too long."""
    threads = call.request.app.state.checkers
    asked = asyncio.get_running_loop().run_in_executor(threads, ask)
    return await asyncio.wait_for(asked, READY_WITHIN)


def _count_jobs() -> outbox.Counts:
    with own_connection():
        return outbox.count(timezone.now())


def _ask_stores() -> None:
    with own_connection():
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        documents.check()
        vault.check()
