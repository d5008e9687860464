"""One ASGI application on one port: the pages, the admin, the API, its docs and the portal.

``create_application`` composes the doors and puts the edge around them. Workers that only serve
the API and the pages use ``without_portal``; the portal needs sticky sessions, so it runs in
processes of its own once there is more than one.
"""

import os
import secrets
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Any, cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bedside.config.settings")

from django.conf import settings
from django.core.asgi import get_asgi_application
from django.urls import get_resolver
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Router
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Lifespan, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from bedside.config.edge import Deployment, Edge
from bedside.config.headers import HeaderTable
from bedside.config.logs import adopt_streamlit
from bedside.config.options import Options
from bedside.config.told import words_of

if TYPE_CHECKING:
    from fastapi import FastAPI
    from streamlit.starlette import App

API_PATHS = ("/api", "/docs", "/fhir")


def create_application(*, portal_api: str | None) -> ASGIApp:
    """Compose Bedside. `portal_api` is the base URL at which the portal reaches the API from
    inside (``http://127.0.0.1:8000``); with None the portal is left out and never imported.
    """
    pages = get_asgi_application()  # Sets Django up; the API's modules need that done.
    from bedside.api.app import create_app
    from bedside.config.pages import bounded_pages
    from bedside.config.process import knowledge

    knowledge()  # Now, not in the first patient's turn; what does not hold stops the start.
    options: Options = settings.BEDSIDE
    key = secrets.token_urlsafe(32)
    portal = _portal(options, portal_api, key) if portal_api else None
    api = create_app(options)
    root = Router(
        routes=_mounts(portal),
        default=_Unmounted(api, bounded_pages(cast(ASGIApp, pages))),
        lifespan=_lifespan(api, portal),
    )
    words = words_of(get_resolver().url_patterns, (getattr(one, "path", "") for one in api.routes))
    return Edge(root, _deployment(options, key, words, with_portal=portal is not None))


def without_portal() -> ASGIApp:
    """Compose Bedside without the portal (a uvicorn factory)."""
    return create_application(portal_api=None)


def _portal(options: Options, api_url: str, key: str) -> "App":
    from bedside.portal import mount

    adopt_streamlit()
    return mount.build(
        api_url=api_url,
        public_url=options.public_url,
        internal_key=key,
        emergency_number=options.emergency_number,
        crisis_line=options.crisis_line,
        demo=options.demo,
    )


def _deployment(
    options: Options, key: str, words: frozenset[str], *, with_portal: bool
) -> Deployment:
    https = options.public_url.startswith("https://")
    return Deployment(
        hosts=[host.strip("[]") for host in settings.ALLOWED_HOSTS],
        https=https,
        trusted_proxies=options.trusted_proxies,
        internal_key=key,
        headers=HeaderTable(https=https, portal=_portal_policy() if with_portal else ""),
        words=words,
    )


def _portal_policy() -> str:
    from bedside.portal import mount

    return mount.content_security_policy()


def _mounts(portal: "App | None") -> list[BaseRoute]:
    owners = ("bedside.web", "django.contrib.admin", "django_htmx")
    assets = _Assets(packages=[(owner, "static") for owner in owners])
    mounts: list[BaseRoute] = [Mount("/assets", ExceptionMiddleware(assets))]
    if portal is not None:
        mounts.append(Mount("/portal", portal))
    return mounts


def _lifespan(api: "FastAPI", portal: "App | None") -> Lifespan[Any]:
    @asynccontextmanager
    async def lifespan(root: object) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(api.router.lifespan_context(api))
            if portal is not None:
                await stack.enter_async_context(portal.lifespan()(root))
            yield

    return lifespan


class _Unmounted:
    """Paths that keep their whole path: the API's and, for all the rest, the pages."""

    def __init__(self, api: ASGIApp, pages: ASGIApp) -> None:
        self._api = api
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await WebSocketClose(code=1008)(scope, receive, send)
            return
        path = scope["path"]
        is_api = any(path == own or path.startswith(f"{own}/") for own in API_PATHS)
        await (self._api if is_api else self._pages)(scope, receive, send)


class _Assets(StaticFiles):
    """Style sheets and the admin's files: the same for everyone, so they may be kept an hour."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        response.headers["cache-control"] = "public, max-age=3600"
        return response
