"""Requests that are too large, too slow or lie about their size: refused while they arrive."""

import asyncio
import gzip
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn
from starlette.testclient import TestClient

from bedside.api import limits
from tests.api.checks import assert_refused
from tests.api.conftest import Clinic
from tests.servers import free_port

LOGIN = "/api/auth/patient/login"
CHUNK = b"x" * 65_536


async def exchange(
    app: Any, headers: list[tuple[bytes, bytes]], chunks: int, path: str = LOGIN
) -> tuple[int, int]:
    """Offer `chunks` pieces of a body; return the status and how many were taken."""
    taken, status = 0, 0

    async def receive() -> dict[str, Any]:
        nonlocal taken
        taken += 1
        return {"type": "http.request", "body": CHUNK, "more_body": taken < chunks}

    async def send(message: dict[str, Any]) -> None:
        nonlocal status
        status = message.get("status", status)

    scope = {
        "type": "http",
        "method": "POST",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(b"content-type", b"application/json"), *headers],
        "client": ("192.0.2.1", 1),
    }
    await app(scope, receive, send)
    return status, taken


@pytest.mark.parametrize("declared", [None, b"10"], ids=["no length", "a length that lies"])
def test_reading_stops_at_the_limit(day: Clinic, declared: bytes | None) -> None:
    headers = [(b"content-length", declared)] if declared else []
    status, taken = asyncio.run(exchange(day.app, headers, chunks=1600))
    assert status == 413
    assert taken == limits.BODY_BYTES // len(CHUNK) + 1


def test_only_where_a_file_is_brought_in_may_a_body_be_larger(day: Clinic) -> None:
    brings = f"/api/facilities/{day.harbour.id}/imports"
    for path, most in (
        (brings, limits.FILE_BODY_BYTES),
        (f"{brings}/x", limits.BODY_BYTES),
        ("/api/imports", limits.BODY_BYTES),
    ):
        status, taken = asyncio.run(exchange(day.app, [], chunks=1600, path=path))
        assert (status, taken) == (413, most // len(CHUNK) + 1), path


@pytest.mark.parametrize("declared", [b"104857600", b"9" * 5000])
def test_a_large_length_is_refused_unread(day: Clinic, declared: bytes) -> None:
    assert asyncio.run(exchange(day.app, [(b"content-length", declared)], 1600)) == (413, 0)


@pytest.mark.parametrize("declared", [b"-1", b"+5", b"1e3", b"0x10", b"", "٣".encode()])
def test_a_length_is_a_whole_number(day: Clinic, declared: bytes) -> None:
    assert asyncio.run(exchange(day.app, [(b"content-length", declared)], 1)) == (400, 0)


def test_a_bomb_is_not_unpacked(nobody: TestClient) -> None:
    bomb = gzip.compress(b"0" * 10_000_000)
    headers = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
    assert_refused(nobody.post(LOGIN, content=bomb, headers=headers), 415)


@pytest.mark.parametrize(
    "headers",
    [{f"X-{number}": "x" for number in range(200)}, {"Cookie": "sid=" + "a" * 65_536}],
    ids=["200 headers", "a cookie of 64 KB"],
)
def test_headers_are_bounded(nobody: TestClient, headers: dict[str, str]) -> None:
    assert_refused(nobody.get("/api/me", headers=headers), 431)


def test_a_body_that_never_ends_is_given_up(day: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "BODY_SECONDS", 0.05)

    async def never() -> Any:
        await asyncio.sleep(60)

    async def collect(message: Any) -> None:
        found.append(message)

    found: list[Any] = []
    scope = {"type": "http", "method": "POST", "path": LOGIN, "headers": [], "query_string": b""}
    asyncio.run(day.app(scope, never, collect))
    assert found[0]["status"] == 408


@pytest.fixture(scope="module")
def port(day: Clinic) -> Iterator[int]:
    """A real server, to see what its parser makes of it all."""
    number = free_port()
    server = uvicorn.Server(
        uvicorn.Config(day.app, port=number, log_config=None, proxy_headers=False, lifespan="off")
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield number
    server.should_exit = True
    thread.join()


def speak(port: int, said: bytes, *, body: bytes = b"", times: int = 0) -> bytes:
    """Send bytes over a socket, as much as is taken, and return the first line of the answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(said)
        try:
            for _ in range(times):
                line.sendall(body)
        except OSError:
            pass
        try:
            return line.recv(4096).split(b"\r\n")[0]
        except ConnectionResetError:
            return b"reset"


HEAD = f"POST {LOGIN} HTTP/1.1\r\nHost: clinic.test\r\nContent-Type: application/json\r\n"


@pytest.mark.parametrize(
    "header",
    ["Content-Length: 104857600", "Transfer-Encoding: chunked"],
    ids=["100 MB declared", "100 MB in chunks"],
)
def test_a_hundred_megabytes_over_a_real_socket(port: int, header: str) -> None:
    chunked = "chunked" in header
    piece = b"10000\r\n" + CHUNK + b"\r\n" if chunked else CHUNK
    answer = speak(port, f"{HEAD}{header}\r\n\r\n".encode(), body=piece, times=1600)
    assert answer.startswith(b"HTTP/1.1 413") or answer == b"reset"
    assert speak(port, b"GET /api/live HTTP/1.1\r\nHost: clinic.test\r\n\r\n").endswith(b"200 OK")


@pytest.mark.parametrize("length", ["-5", "abc", "5\r\nContent-Length: 6"])
def test_a_length_that_makes_no_sense_over_a_real_socket(port: int, length: str) -> None:
    answer = speak(port, f"{HEAD}Content-Length: {length}\r\n\r\n{{}}".encode())
    assert b" 400 " in answer
