"""`bedside serve`: the one application on one port.

The composition is named as text, as it is for any server: the command line does not reach up into
it. One process serves everything. Several need sticky sessions for the portal, so with more than
one worker the portal is left out and runs in processes of its own.
"""

from typing import Annotated

import typer
import uvicorn
from django.utils.module_loading import import_string


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8000,
    workers: Annotated[
        int, typer.Option(min=1, help="Processes; more than one leaves the portal out.")
    ] = 1,
    portal: Annotated[bool, typer.Option(help="Serve the portal too.")] = True,
) -> None:
    """Serve Bedside. Stops at once, with one sentence, when a store or key is missing."""
    import_string("bedside.config.wiring.check")()
    if workers > 1 or not portal:
        _run("bedside.config.asgi:without_portal", host, port, factory=True, workers=workers)
    else:
        create = import_string("bedside.config.asgi.create_application")
        inside = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104
        _run(create(portal_api=f"http://{inside}:{port}"), host, port)


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
