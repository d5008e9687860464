"""`bedside serve`: the one application on one port.

The composition is named as text, as it is for any server: the command line does not reach up into
it. One process serves everything. Several need sticky sessions for the portal, so with more than
one worker the portal is left out and runs in processes of its own.

What outlives a request is done by a worker beside it, in a process of its own, as no job should
take the time of those who wait for a page. It ends with the server, however that ends. With
BROKER_URL there are workers elsewhere, and none beside it.
"""

import signal
import sys
from contextlib import nullcontext
from typing import Annotated, NoReturn

import typer
import uvicorn
from django.conf import settings
from django.utils.module_loading import import_string

from bedside.jobs.beside import worker_beside


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8000,
    workers: Annotated[
        int, typer.Option(min=1, help="Processes; more than one leaves the portal out.")
    ] = 1,
    portal: Annotated[bool, typer.Option(help="Serve the portal too.")] = True,
    worker: Annotated[
        bool, typer.Option(help="Do mails and whatever else can wait, too; see `bedside work`.")
    ] = True,
) -> None:
    """Serve Bedside. Stops at once, with one sentence, when a store or key is missing."""
    import_string("bedside.config.wiring.check")()
    signal.signal(signal.SIGTERM, _leave)
    beside = worker and not settings.BEDSIDE.broker_url
    with worker_beside() if beside else nullcontext():
        _serve(host, port, workers, portal=portal)


def _leave(*_: object) -> NoReturn:
    """Let what is open be closed, where the signal alone would end the process at once."""
    sys.exit(0)


def _serve(host: str, port: int, workers: int, *, portal: bool) -> None:
    if workers > 1 or not portal:
        _run("bedside.config.asgi:without_portal", host, port, factory=True, workers=workers)
    else:
        create = import_string("bedside.config.asgi.create_application")
        _run(create(portal_api=f"http://{inside(host)}:{port}"), host, port)


def inside(host: str) -> str:
    """Return the host of an address by which this process reaches what it serves on `host`."""
    reached = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    return f"[{reached}]" if ":" in reached else reached


def _run(application: object, host: str, port: int, **more: object) -> None:
    uvicorn.run(
        application,  # type: ignore[arg-type]
        host=host,
        port=port,
        # The edge logs each request, without its query, and knows whose proxies to believe.
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        **more,  # type: ignore[arg-type]
    )
