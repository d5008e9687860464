"""What holds for every door: one port, its headers, its limits, whom it believes."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable
from ipaddress import ip_network
from typing import Any

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from bedside.api import limits
from bedside.api.limits import BODY_BYTES
from bedside.config import logs
from bedside.config.asgi import create_application
from bedside.config.edge import Deployment, Edge
from bedside.config.headers import HeaderTable
from bedside.config.pages import AT_ONCE, bounded_pages

SITE = "https://clinic.test"
Request = Callable[..., httpx.Response]


@pytest.fixture
def request_to(live_database: None) -> Request:
    """Ask the composed application, as the server would pass it on."""
    application = create_application(portal_api=None)

    def ask(method: str, path: str, **kwargs: Any) -> httpx.Response:
        async def once() -> httpx.Response:
            transport = httpx.ASGITransport(application, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url=SITE) as client:
                return await client.request(method, path, **kwargs)

        return asyncio.run(once())

    return ask


EVERYWHERE = [
    "/",
    "/sign-in",
    "/nowhere",
    "/api/live",
    "/api/nowhere",
    "/docs",
    "/assets/web/site.css",
]


@pytest.mark.parametrize("path", EVERYWHERE)
def test_every_door_sends_the_same_headers(request_to: Request, path: str) -> None:
    headers = request_to("GET", path).headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["strict-transport-security"].startswith("max-age=31536000")
    assert len(headers["x-request-id"]) == 32
    assert "server" not in headers
    assert "access-control-allow-origin" not in headers


def test_pages_are_not_kept_but_files_are(request_to: Request) -> None:
    for path in ("/sign-in", "/api/facilities", "/nowhere"):
        assert request_to("GET", path).headers["cache-control"] == "no-store"
    assert "max-age" in request_to("GET", "/assets/web/site.css").headers["cache-control"]
    for file in ("admin/css/base.css", "django_htmx/htmx-2.min.js", "web/work.js"):
        assert request_to("GET", f"/assets/{file}").status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "clinic.test.evil.example",
        "",
        "clinic.test@evil",
        "evil@clinic.test",
        "clinic.test/evil",
        "clinic.test:port",
        "[",
        "clinic.test]",
    ],
)
def test_another_host_is_refused(request_to: Request, host: str) -> None:
    for path in ("/", "/api/live"):
        assert request_to("GET", path, headers={"host": host}).status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "/home//accesses",
        "/sign-in/",
        "/SIGN-IN",
        "/sign-in;x",
        "/assess",
        "/api",
        "/apix",
        "/%2e%2e/admin/x",
        "/assets/../web/site.css",
        "/assets/..%2fviews/start.py",
        "/worklist%00",
    ],
)
def test_odd_spellings_are_not_found(request_to: Request, path: str) -> None:
    assert request_to("GET", path).status_code == 404


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"])
def test_unknown_methods_do_nothing(request_to: Request, method: str) -> None:
    """Also with the token that a form would send."""
    cookie = request_to("GET", "/sign-in").cookies["csrftoken"]
    headers = {"x-csrftoken": cookie, "cookie": f"csrftoken={cookie}", "origin": SITE}
    for path in ("/", "/sign-in", "/register", "/sign-out"):
        assert request_to(method, path, headers=headers).status_code == 405, path


def test_a_method_cannot_be_smuggled_in_a_header(request_to: Request) -> None:
    smuggled = {"x-http-method-override": "POST"}
    answer = request_to("GET", "/account/sign-out-everywhere", headers=smuggled)
    assert answer.status_code == 405


def test_a_body_has_a_limit_stated_or_not(request_to: Request) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(12):
            yield b"x" * 100_000

    stated = request_to("POST", "/sign-in", content=b"x" * (BODY_BYTES + 1))
    assert stated.status_code == 413
    assert request_to("POST", "/sign-in", content=chunks()).status_code == 413
    for length in ("-1", "1e3", "99999999999999999999999"):
        answer = request_to("POST", "/sign-in", headers={"content-length": length})
        assert answer.status_code in (400, 413)


def test_text_that_is_not_text_is_no_fault(request_to: Request) -> None:
    bodies: list[dict[str, Any]] = [
        {"data": {"email": "a\x00b", "password": "\x00"}},
        {"content": b"email=%ED%A0%80&password=%FF%FE", "headers": {"content-type": _FORM}},
        {"content": b"\xff\xfe\x00", "headers": {"content-type": "multipart/form-data"}},
        {"content": _MULTIPART, "headers": {"content-type": f"{_PARTS}; charset=hex"}},
        {"content": b"a=1", "headers": {"content-type": f"{_FORM}; charset=idna"}},
        {"content": b"&".join(b"a=1" for _ in range(500)), "headers": {"content-type": _FORM}},
    ]
    for body in bodies:
        answer = request_to("POST", "/sign-in", **body)
        assert 400 <= answer.status_code < 500


def test_only_a_form_with_a_file_comes_in_parts_and_only_in_utf_8(request_to: Request) -> None:
    def sent(path: str, kind: str) -> int:
        headers = {"content-type": kind}
        return request_to("POST", path, content=_MULTIPART, headers=headers).status_code

    assert sent("/imports", _PARTS) != 415
    for path in ("/sign-in", "/imports/", "/patients/new"):
        assert sent(path, _PARTS) == 415, path
    assert sent("/imports", f"{_PARTS}; charset=hex") == 415


_FORM = "application/x-www-form-urlencoded"
_PARTS = "multipart/form-data; boundary=x"
_MULTIPART = b'--x\r\nContent-Disposition: form-data; name="email"\r\n\r\na\r\n--x--\r\n'


def test_bodies_that_never_end_keep_nobody_else_out() -> None:
    pages = bounded_pages(Seen())
    start = {"type": "http", "method": "POST", "path": "/sign-in", "headers": []}
    statuses: list[int] = []

    async def unfinished() -> dict[str, Any]:
        await asyncio.sleep(3600)
        return {}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    async def whole() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def crowd() -> None:
        waiting = [
            asyncio.ensure_future(pages(dict(start), unfinished, send)) for _ in range(AT_ONCE)
        ]
        await asyncio.sleep(0)
        await asyncio.wait_for(pages(dict(start), whole, send), 2)
        for one in waiting:
            one.cancel()

    asyncio.run(crowd())
    assert statuses == [200]


def test_a_body_that_trickles_in_for_ever_is_ended(
    request_to: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "BODY_SECONDS", 0.05)

    async def trickle() -> AsyncIterator[bytes]:
        while True:
            await asyncio.sleep(0.02)
            yield b"a"

    answer = request_to("POST", "/sign-in", content=trickle(), headers={"content-type": _FORM})
    assert answer.status_code == 408


class Seen:
    """A door that notes what it was given."""

    def __init__(self) -> None:
        self.scope: Scope = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scope = scope
        await send({"type": "http.response.start", "status": 200, "headers": [(b"server", b"x")]})
        await send({"type": "http.response.body", "body": b""})


def edge(door: Any, *, proxies: tuple[str, ...] = ()) -> Edge:
    table = HeaderTable(https=True)
    trusted = tuple(map(ip_network, proxies))
    return Edge(door, Deployment(["clinic.test"], True, trusted, "the key", table))


def address_seen(headers: Any, *, proxies: tuple[str, ...] = ()) -> str:
    """Return whom the doors take for the caller, who connects from 192.0.2.1."""
    door = Seen()
    transport = httpx.ASGITransport(edge(door, proxies=proxies), client=("192.0.2.1", 4000))

    async def once() -> None:
        async with httpx.AsyncClient(transport=transport, base_url=SITE) as client:
            await client.get("/", headers=headers)

    asyncio.run(once())
    assert door.scope["scheme"] == "https"
    return str(door.scope["client"][0])


@pytest.mark.parametrize(
    ("headers", "proxies", "address"),
    [
        ({"x-forwarded-for": "198.51.100.7"}, (), "192.0.2.1"),
        ({"x-real-ip": "198.51.100.7", "x-original-url": "/admin/"}, (), "192.0.2.1"),
        ({"x-forwarded-for": "1.1.1.1, 198.51.100.7"}, ("192.0.2.1",), "198.51.100.7"),
        ({"x-forwarded-for": "198.51.100.7"}, ("192.0.2.2",), "192.0.2.1"),
        ({"x-forwarded-for": "198.51.100.7"}, ("10.0.0.0/8", "192.0.2.0/24"), "198.51.100.7"),
        ({"x-forwarded-for": "198.51.100.7"}, ("192.0.2.128/25", "2001:db8::/32"), "192.0.2.1"),
        ({"x-forwarded-for": "198.51.100.7", "x-bedside-portal": "the key"}, (), "198.51.100.7"),
        ({"x-forwarded-for": "198.51.100.7", "x-bedside-portal": "a key"}, (), "192.0.2.1"),
        ({"x-forwarded-for": "198.51.100.7", "x-bedside-portal": ""}, (), "192.0.2.1"),
        ({"x-forwarded-for": "1.1.1.1, no address"}, ("192.0.2.1",), "192.0.2.1"),
        ({"x-forwarded-for": ""}, ("192.0.2.1",), "192.0.2.1"),
        # The caller's own header, and the one that the proxy put behind it.
        (
            [("x-forwarded-for", "1.1.1.1"), ("x-forwarded-for", "198.51.100.7")],
            ("192.0.2.1",),
            "198.51.100.7",
        ),
    ],
)
def test_only_our_own_proxy_speaks_for_somebody_else(
    headers: Any, proxies: tuple[str, ...], address: str
) -> None:
    assert address_seen(headers, proxies=proxies) == address


@pytest.mark.parametrize(
    ("origin", "is_let_in"),
    [
        ("https://clinic.test", True),
        ("https://evil.example", False),
        ("null", False),
        ("", False),
        ("https://clinic.test.evil.example", False),
        ("http://clinic.test", False),
        ("clinic.test", False),
        ("https://[", False),
    ],
)
def test_a_websocket_needs_our_own_origin(origin: str, is_let_in: bool) -> None:
    reached: list[Scope] = []
    sent: list[dict[str, Any]] = []

    async def door(scope: Scope, receive: Receive, send: Send) -> None:
        reached.append(scope)

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(b"host", b"clinic.test"), (b"origin", origin.encode())]
    scope = {"type": "websocket", "path": "/portal/_stcore/stream", "headers": headers}
    asyncio.run(edge(door)(scope, _nothing, send))
    assert bool(reached) is is_let_in
    assert [message["type"] for message in sent] == ([] if is_let_in else ["websocket.close"])


async def _nothing() -> dict[str, Any]:
    return {"type": "websocket.connect"}


def test_a_broken_door_answers_without_a_trace_and_logs_no_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def door(scope: Scope, receive: Receive, send: Send) -> None:
        raise ValueError("Asha Verma has a headache")

    transport = httpx.ASGITransport(edge(door))
    handler = logging.StreamHandler()
    handler.setFormatter(_formatter())
    logging.getLogger("bedside.edge").addHandler(handler)

    async def once() -> httpx.Response:
        async with httpx.AsyncClient(transport=transport, base_url=SITE) as client:
            return await client.get("/reset/a-secret-token")

    answer = asyncio.run(once())
    logging.getLogger("bedside.edge").removeHandler(handler)
    assert answer.status_code == 500 and "ValueError" not in answer.text
    assert len(answer.headers["x-request-id"]) == 32
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    broke = next(line for line in lines if line["event"] == "a door broke")
    assert broke["error"] == "ValueError" and "test_edge.py" in broke["at"][-1]
    assert "headache" not in json.dumps(lines) and "a-secret-token" not in json.dumps(lines)


def test_addresses_in_the_log_tell_nothing_of_what_was_asked() -> None:
    assert logs.without_secrets("/api/assessments/1/answers/overdose") == (
        "/api/assessments/1/answers/..."
    )


def test_the_address_of_a_calendar_is_a_secret_of_its_owner() -> None:
    assert logs.without_secrets("GET /calendar/a-secret-token.ics 200") == "GET /calendar/... 200"


def test_other_libraries_log_no_words_either() -> None:
    try:
        raise ValueError("Asha Verma has a headache")
    except ValueError:
        import sys

        exc_info = sys.exc_info()
    record = logging.LogRecord(
        "django.request", logging.ERROR, __file__, 1, "oh\n%s", ("no",), exc_info
    )
    line = _formatter().format(record)
    assert "headache" not in line and "\n" not in line
    assert json.loads(line)["error"] == "ValueError"


def _formatter() -> logging.Formatter:
    given = logs.logging_config("INFO")["formatters"]["json"]
    made: logging.Formatter = given["()"](
        **{name: value for name, value in given.items() if name != "()"}
    )
    return made


def test_whatever_is_logged_passes_the_mask() -> None:
    asked = "GET /calendar/a-secret-token.ics 200"
    record = logging.LogRecord("uvicorn.access", logging.INFO, __file__, 1, asked, (), None)
    said = _formatter().format(record)
    assert "a-secret-token" not in said and "/calendar/..." in said
