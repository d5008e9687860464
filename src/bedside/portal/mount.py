"""The portal as one ASGI application that a root application mounts under `PATH`.

Streamlit is configured here and only here: its look, what it may show of an error, and the
addresses the script needs, which reach it as Streamlit secrets because a script has no arguments.
The policy that `content_security_policy` returns is as strict as Streamlit's front end allows.
"""

import base64
import hashlib
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import streamlit
import streamlit.config
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route
from streamlit.starlette import App

from bedside.portal.assets import CompressedAssets
from bedside.portal.doors import apologise
from bedside.portal.options import OPTIONS

PATH = "/portal"
SCRIPT = Path(__file__).with_name("main.py")
FRONT_END = Path(streamlit.__file__).with_name("static")
_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_NO_SCRIPT = (
    "<noscript><p>This part of Bedside needs JavaScript. "
    '<a href="/home">The plain pages</a> do everything without it.</p></noscript>'
)


def build(
    *,
    api_url: str,
    public_url: str,
    internal_key: str,
    emergency_number: str,
    crisis_line: str,
    demo: bool = False,
    options: Mapping[str, object] | None = None,
) -> App:
    """Return the portal. The root application must run `app.lifespan()` beside its own.

    `api_url` is where this process reaches the API (scheme, host, port; no path), `public_url` is
    the origin that browsers see, which the portal names as its own when it changes something.
    With `internal_key` it proves that it is the portal, so that the address of the person it
    speaks for is believed. A `demo` says so on every screen.
    `options` are further Streamlit options, such as a cookie secret shared by several processes.
    """
    for name, value in {**OPTIONS, **(options or {})}.items():
        streamlit.config.set_option(name, value)
    return App(
        SCRIPT,
        secrets={
            "api_url": api_url,
            "public_url": public_url,
            "internal_key": internal_key,
            "emergency_number": emergency_number,
            "crisis_line": crisis_line,
            "demo": demo,
        },
        routes=[Route("/", _front_page)],
        middleware=[Middleware(CompressedAssets, directory=FRONT_END)],
        on_script_error=apologise,
    )


def content_security_policy() -> str:
    """Return the policy for everything under `PATH`, with the hashes of the inline scripts."""
    hashes = " ".join(f"'{_hash(script)}'" for script in _INLINE_SCRIPT.findall(_index()))
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src 'self' blob: {hashes}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "manifest-src 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "object-src 'none'",
        ]
    )


async def _front_page(_: Request) -> HTMLResponse:
    return HTMLResponse(_index(), headers={"Cache-Control": "no-cache"})


@cache
def _index() -> str:
    """Streamlit's page under Bedside's name, with a way on for a browser without JavaScript."""
    page = (FRONT_END / "index.html").read_text(encoding="utf-8")
    page = page.replace("<title>Streamlit</title>", "<title>Bedside</title>")
    return page.replace("</body>", f"{_NO_SCRIPT}</body>")


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return "sha256-" + base64.b64encode(digest).decode()
