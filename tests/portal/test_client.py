"""The client against a real server on loopback that answers what the test tells it to."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bedside.portal.client import Api, ApiError, Caller, Gateway, SignedOut
from bedside.schemas.facilities import FacilityName

NAME = {"id": "01980000-0000-7000-8000-000000000001", "name": "Riverside", "city": "Leeds"}


@dataclass
class Server:
    url: str = ""
    status: int = 200
    body: bytes = json.dumps(NAME).encode()
    headers: dict[str, str] = field(default_factory=dict)
    seen: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)

    def problem(self, status: int, detail: str, **fields: str) -> None:
        errors = [{"field": name, "detail": text} for name, text in fields.items()]
        problem = {
            "title": "Problem",
            "status": status,
            "detail": detail,
            "request_id": "r-1",
            "errors": errors,
        }
        self.status, self.body = status, json.dumps(problem).encode()


@pytest.fixture
def server() -> Iterator[Server]:
    told = Server()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            length = int(self.headers.get("content-length", 0))
            given = dict(self.headers.items())
            told.seen.append((self.command, self.path, given, self.rfile.read(length)))
            self.send_response(told.status)
            for name, value in told.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(told.body)))
            self.end_headers()
            self.wfile.write(told.body)

        do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = answer

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    told.url = f"http://127.0.0.1:{running.server_port}"
    yield told
    running.shutdown()
    running.server_close()


def api(server: Server, **cookies: str) -> Api:
    gateway = Gateway(server.url, "https://clinic.example", "k")
    return Api(gateway, Caller.of(cookies, "203.0.113.9"))


def test_it_passes_on_the_two_cookies_and_no_other(server: Server) -> None:
    api(server, sid="s", draft="d", other="o").ask("GET", "facilities/1", FacilityName)
    ((_, path, headers, _),) = server.seen
    assert path == "/api/facilities/1"
    assert headers["Cookie"] == "sid=s; draft=d"
    assert headers["Host"] == "clinic.example"
    assert headers["X-Forwarded-For"] == "203.0.113.9"
    assert headers["X-Bedside-Portal"] == "k"


def test_a_change_names_its_origin_and_version(server: Server) -> None:
    asha = api(server, sid="s")
    asha.ask("GET", "a", FacilityName)
    asha.ask("POST", "a", FacilityName, body={"answer": "yes"}, version=7)
    read, changed = server.seen
    assert "Origin" not in read[2] and "If-Match" not in read[2]
    assert changed[2]["Origin"] == "https://clinic.example"
    assert changed[2]["If-Match"] == '"7"'
    assert json.loads(changed[3]) == {"answer": "yes"}


def test_a_cookie_that_an_answer_sets_reaches_nobody(server: Server) -> None:
    server.headers = {"Set-Cookie": "sid=of-asha; Path=/"}
    api(server, sid="asha").ask("GET", "a", FacilityName)
    api(server, sid="ben").ask("GET", "a", FacilityName)
    assert [headers["Cookie"] for _, _, headers, _ in server.seen] == ["sid=asha", "sid=ben"]


@pytest.mark.parametrize(("status", "kind"), [(401, SignedOut), (412, ApiError), (409, ApiError)])
def test_a_problem_becomes_an_error_with_its_sentence(
    server: Server, status: int, kind: type[ApiError]
) -> None:
    server.problem(status, "A sentence.", **{"body.text": "Write something here."})
    with pytest.raises(kind) as caught:
        api(server, sid="s").ask("GET", "a", FacilityName)
    assert type(caught.value) is kind
    assert (caught.value.status, caught.value.detail) == (status, "A sentence.")
    assert caught.value.fields == {"text": "Write something here."}
    assert caught.value.reference == "r-1"


@pytest.mark.parametrize("body", [b"<h1>oops</h1>", b"", b'{"id": 1}'])
def test_an_answer_that_is_no_answer_is_an_error_without_its_text(
    server: Server, body: bytes
) -> None:
    server.body = body
    with pytest.raises(ApiError) as caught:
        api(server, sid="s").ask("GET", "a", FacilityName)
    assert caught.value.status == 502
    assert "oops" not in caught.value.detail


def test_an_api_that_is_away_is_said_so(server: Server) -> None:
    gone = Gateway("http://127.0.0.1:9", "https://clinic.example", "k")
    with pytest.raises(ApiError) as caught:
        Api(gone, Caller(sid="s")).ask("GET", "a", FacilityName)
    assert caught.value.status == 0


def test_proofs_are_not_in_a_repr() -> None:
    assert "secret" not in repr(Caller(sid="secret", draft="secret"))
    assert "secret" not in repr(Gateway("http://a", "http://b", "secret"))
