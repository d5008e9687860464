"""A form with a file that means harm: refused with a plain answer, and nothing of it stays.

Through everything that stands before the pages and the API, as a doctor who is signed in.
"""

import asyncio
import base64
import gzip
import logging
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx
import pytest

from bedside.clinic.models import Facility
from bedside.config.asgi import create_application
from bedside.documents.models import Blob, Volume
from bedside.imports.models import Import
from tests.imports.making import HEAD, MIA
from tests.people import Person
from tests.web.browsing import HOST, Visitor

SITE = f"https://{HOST}"
BOUNDARY = "clinic"
KIND = f"multipart/form-data; boundary={BOUNDARY}"
GOOD = (HEAD + MIA).encode()
Sent = Callable[..., httpx.Response]


@pytest.fixture
def database(live_database: None) -> None:
    """Where everybody of these tests is kept: the application asks it from threads of its own."""


class Sender:
    """A doctor's browser, which sends whatever bytes it is told to."""

    def __init__(self, doctor: Person, place: Facility) -> None:
        self.application = create_application(portal_api=None)
        self.visitor = Visitor().signs_in(doctor)
        self.cookies = {name: one.value for name, one in self.visitor.client.cookies.items()}
        form = self.visitor.get("/imports").form("facility")
        self.cookies |= {name: one.value for name, one in self.visitor.client.cookies.items()}
        self.fields = {
            **{name: texts[0] for name, texts in form.fields.items() if texts},
            "facility": str(place.id),
            "sheet": "patients",
        }

    def parts(self, *files: bytes, **fields: str) -> bytes:
        """Return a form in parts, with these files."""
        said = [
            _part(f'name="{name}"', text.encode())
            for name, text in {**self.fields, **fields}.items()
        ]
        return b"".join([*said, *files, f"--{BOUNDARY}--\r\n".encode()])

    def send(self, body: bytes, kind: str = KIND, **headers: str) -> httpx.Response:
        raw = {name: text.encode("latin-1") for name, text in headers.items()}
        kinds = {"content-type": kind.encode("latin-1")}
        return self.ask("/imports", content=body, headers={**kinds, **raw})

    def ask(self, path: str, **kwargs: Any) -> httpx.Response:
        async def once() -> httpx.Response:
            transport = httpx.ASGITransport(self.application, raise_app_exceptions=False)
            async with httpx.AsyncClient(
                transport=transport, base_url=SITE, cookies=self.cookies
            ) as client:
                headers = {"origin": SITE, **kwargs.pop("headers", {})}
                return await client.post(path, headers=headers, **kwargs)

        return asyncio.run(once())


def _part(disposition: str, content: bytes, *more: str) -> bytes:
    head = "\r\n".join([f"Content-Disposition: form-data; {disposition}", *more])
    return f"--{BOUNDARY}\r\n{head}\r\n\r\n".encode() + content + b"\r\n"


def _file(content: bytes = GOOD, *more: str, name: str = "patients.csv") -> bytes:
    return _part(f'name="file"; filename="{name}"', content, "Content-Type: text/csv", *more)


@pytest.fixture
def sender(bello: Person, harbour: Facility) -> Sender:
    return Sender(bello, harbour)


def assert_nothing_is_left(answer: httpx.Response, *, before: int) -> None:
    assert 400 <= answer.status_code < 500, answer.status_code
    for told in ("Traceback", "/src/", "SELECT", "Mia"):
        assert told not in answer.text
    assert not Import.objects.exists() and not Volume.objects.exists()
    assert Blob.objects.count() == before


def test_a_form_as_the_page_sends_it_comes_in(sender: Sender) -> None:
    answer = sender.send(sender.parts(_file()))
    assert answer.status_code == 303, answer.text
    assert Import.objects.count() == 1


HOSTILE: dict[str, Callable[[Sender], tuple[bytes, str]]] = {
    "another boundary": lambda s: (s.parts(_file()), "multipart/form-data; boundary=other"),
    "no boundary": lambda s: (s.parts(_file()), "multipart/form-data"),
    "an empty boundary": lambda s: (s.parts(_file()), "multipart/form-data; boundary="),
    "a boundary of 5,000 signs": lambda s: (
        s.parts(_file()),
        f"multipart/form-data; boundary={'x' * 5000}",
    ),
    "a boundary that is no text": lambda s: (s.parts(_file()), "multipart/form-data; boundary=ä"),
    "another charset": lambda s: (s.parts(_file()), f"{KIND}; charset=utf-7"),
    "no file": lambda s: (s.parts(), KIND),
    "two files": lambda s: (s.parts(_file(), _file()), KIND),
    "a file of another name beside it": lambda s: (
        s.parts(_file(), _part('name="other"; filename="b.csv"', GOOD)),
        KIND,
    ),
    "a file that is a field": lambda s: (s.parts(_part('name="file"', GOOD)), KIND),
    "thousands of fields": lambda s: (
        s.parts(*(_part(f'name="f{n}"', b"1") for n in range(5000)), _file()),
        KIND,
    ),
    "thousands of files": lambda s: (
        s.parts(*(_part(f'name="f{n}"; filename="{n}"', b"1") for n in range(5000))),
        KIND,
    ),
    "a file name of 60,000 letters": lambda s: (s.parts(_file(name="x" * 60_000)), KIND),
    "a part with a head of 60 kB": lambda s: (
        s.parts(_file(GOOD, f"X-More: {'y' * 60_000}")),
        KIND,
    ),
    "cut off in the file": lambda s: (s.parts(_file())[:-40], KIND),
    "cut off in a head": lambda s: (s.parts(_file()).split(b"Content-Type")[0], KIND),
    "cut off before the end": lambda s: (s.parts(_file())[:-6], KIND),
    "nothing at all": lambda _: (b"", KIND),
    "a compressed file": lambda s: (s.parts(_file(gzip.compress(b"0" * 5_000_000))), KIND),
    "a bomb in base64": lambda s: (
        s.parts(
            _file(
                base64.b64encode(gzip.compress(b"0" * 5_000_000)),
                "Content-Transfer-Encoding: base64",
            )
        ),
        KIND,
    ),
    "base64 that is none": lambda s: (
        s.parts(_file(b"!!!!!", "Content-Transfer-Encoding: base64")),
        KIND,
    ),
    "a workbook": lambda s: (s.parts(_file(b"PK\x03\x04" + GOOD)), KIND),
    "NUL in the file": lambda s: (s.parts(_file(GOOD.replace(b"Otto", b"\0") + b"\0")), KIND),
    "NUL in a field": lambda s: (s.parts(_file(), facility="\0"), KIND),
    "an empty file": lambda s: (s.parts(_file(b"")), KIND),
    "a clinic that is a path": lambda s: (s.parts(_file(), facility="../../etc/passwd"), KIND),
    "a clinic that nobody has": lambda s: (s.parts(_file(), facility=str(uuid4())), KIND),
    "rows that there are not": lambda s: (s.parts(_file(), sheet="notes"), KIND),
    "no key of a page": lambda s: (s.parts(_file(), csrfmiddlewaretoken="x"), KIND),
    "a body of another kind": lambda s: (s.parts(_file()), "text/csv"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_means_harm_is_refused_and_leaves_nothing(what: str, sender: Sender) -> None:
    before = Blob.objects.count()
    body, kind = HOSTILE[what](sender)
    answer = sender.send(body, kind)
    assert_nothing_is_left(answer, before=before)


def test_a_body_that_is_compressed_is_refused_before_it_grows(sender: Sender) -> None:
    before = Blob.objects.count()
    body = gzip.compress(sender.parts(_file(b"0" * 5_000_000)))
    answer = sender.send(body, **{"content-encoding": "gzip"})
    assert answer.status_code == 415
    assert_nothing_is_left(answer, before=before)


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "..\\..\\boot.ini", "C:\\patients.csv", "/etc/cron.d/x", "a\0b.csv", "%2e",
     "\u202egnp.csv", "x.csv;id", "CON"],
)  # fmt: skip
def test_a_name_that_is_a_path_names_nothing(
    name: str, sender: Sender, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    answer = sender.send(sender.parts(_file(name=name)))
    assert answer.status_code in (303, 400, 422), answer.text
    assert name not in answer.text and name not in caplog.text
    assert name not in str(list(Import.objects.values_list()))


BODIES: dict[str, dict[str, Any]] = {
    "half an object": {"content": b"{", "headers": {"content-type": "application/json"}},
    "no parts": {"content": b"--x\r\n", "headers": {"content-type": KIND}},
    "compressed": {"content": gzip.compress(b"{}"), "headers": {"content-encoding": "gzip"}},
    "no base64": {"json": {"file": "\0"}},
    "NULs": {"json": {"file": base64.b64encode(b"\0\0a").decode()}},
    "a bomb": {"json": {"file": base64.b64encode(gzip.compress(b"0" * 1_000_000)).decode()}},
    "a list": {"json": {"file": [GOOD.decode()]}},
    "no such sheet": {"json": {"file": "TQ==", "sheet": "../patients"}},
    "more than asked": {"json": {"file": "TQ==", "name": "x"}},
    "nothing": {"json": {}},
}
"""What the route is sent. The names are the tests': a compressed body says when it was made."""


@pytest.mark.parametrize("name", BODIES)
def test_the_route_refuses_as_the_page_does(name: str, sender: Sender, harbour: Facility) -> None:
    said = BODIES[name]
    before = Blob.objects.count()
    token = {"x-csrftoken": sender.cookies.get("csrftoken", "")}
    headers = {**said.get("headers", {}), **token}
    path = f"/api/facilities/{harbour.id}/imports"
    answer = sender.ask(path, **{**said, "headers": headers})
    assert_nothing_is_left(answer, before=before)
