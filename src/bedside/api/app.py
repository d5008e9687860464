"""The API as one ASGI application."""

from importlib.metadata import version
from typing import Any

from fastapi import FastAPI

from bedside.api import described, docs, errors
from bedside.api.limits import Limits
from bedside.api.metrics import Counting, Metrics
from bedside.api.options import ApiOptions
from bedside.api.routers import ALL, health
from bedside.schemas.problems import Problem

_ABOUT = """
Everything Bedside does, for programs. Sign in at one of the three login addresses and send the
access token as `Authorization: Bearer ...`; a browser that is signed in needs nothing more.

* Errors are problem details (RFC 9457). They never repeat what was sent.
* A record that can change comes with an `ETag`; changing it needs `If-Match` with that value.
* `Idempotency-Key` (a random UUID) makes it safe to send a request again.
* Lists give `next` when they go on; send it as `cursor`.
"""


def create_app(options: ApiOptions) -> FastAPI:
    """Return the API for a deployment, with full paths (`/api/...`, `/docs`).

    Django must be set up. Who calls from where, request ids and security headers are the affair of
    the edge in front.
    """
    app = FastAPI(
        title="Bedside",
        version=version("bedside"),
        description=_ABOUT,
        openapi_url=docs.OPENAPI_URL,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.options = options
    app.state.metrics = Metrics()
    app.state.checkers = health.checkers()
    for router in ALL:
        app.router.routes.extend(router.routes)
    app.router.routes.extend(docs.routes())
    errors.add_handlers(app)
    app.add_middleware(Limits)
    app.add_middleware(Counting, metrics=app.state.metrics)
    _describe(app)
    return app


def _describe(app: FastAPI) -> None:
    """Complete what FastAPI writes into OpenAPI by what only we know."""
    write = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema:
            return app.openapi_schema
        return described.complete(write(), Problem)

    app.openapi = openapi  # type: ignore[method-assign]
