"""Taking out at a terminal: into a file for its owner alone, or into none."""

import csv
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from uuid import uuid4
from zipfile import ZipFile

import pytest

from bedside.cli.record import saving
from bedside.cli.record.client import Client
from bedside.errors import Unavailable
from tests.cli.clinic import Running, Terminal, served

WHY = ("--why", "backup")


@pytest.fixture(scope="module")
def clinic(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with served(template, tmp_path_factory.mktemp("clinic")) as clinic:
        yield clinic


@pytest.fixture
def terminal(
    clinic: Running, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    monkeypatch.setattr(saving, "LOOK_AGAIN", 0.1)
    return Terminal(clinic, monkeypatch, capsys)


def test_a_record_is_saved_for_its_owner_alone(
    terminal: Terminal, clinic: Running, tmp_path: Path
) -> None:
    out = tmp_path / "record.zip"
    ask = ("export", "record", clinic.ids["asha"], "--out", str(out), "--format", "fhir")
    said = terminal("bello", *ask, *WHY)
    assert (said.code, said.err) == (0, "")
    assert f"{out.stat().st_size} bytes" in said.out
    assert out.stat().st_mode & 0o777 == 0o600
    with ZipFile(out) as archive:
        bundle = json.loads(archive.read("Bundle.json"))
    assert "Latex" in str(bundle)
    assert clinic.rows("SELECT count(*) FROM accounts_session WHERE ended_at IS NULL") == [(0,)]


def test_nothing_that_is_there_is_overwritten(
    terminal: Terminal, clinic: Running, tmp_path: Path
) -> None:
    out = tmp_path / "mine"
    out.write_text("my own")
    before = clinic.rows("SELECT count(*) FROM outbox_job")
    said = terminal("bello", "export", "clinic", clinic.ids["harbour"], "--out", str(out), *WHY)
    assert said.code == 2 and "already" in said.err
    assert out.read_text() == "my own"
    assert clinic.rows("SELECT count(*) FROM outbox_job") == before, "nor is anything asked"
    nowhere = str(tmp_path / "no" / "folder")
    assert terminal("bello", "export", "report", clinic.ids["harbour"], "--out", nowhere).code == 2


def test_a_patient_takes_out_their_own_and_nobody_elses(
    terminal: Terminal, clinic: Running, tmp_path: Path
) -> None:
    out = tmp_path / "own.zip"
    ask = ("export", "record", clinic.ids["asha"], "--out", str(out))
    assert terminal("asha", *ask, "--sign-in-as", "patient").code == 0
    with ZipFile(out) as archive:
        assert "record.pdf" in archive.namelist()
    out.unlink()
    assert terminal("ravi", *ask, "--sign-in-as", "patient").code == 66
    assert terminal("chen", *ask, *WHY).code == 66
    assert terminal("bello", *ask).code == 65, "a doctor says why"
    assert not out.exists(), "what was refused leaves no file"


def test_a_clinic_is_saved_type_by_type(
    terminal: Terminal, clinic: Running, tmp_path: Path
) -> None:
    out = tmp_path / "clinic.zip"
    ask = ("export", "clinic", clinic.ids["harbour"], "--out", str(out), "--format", "fhir")
    assert terminal("bello", *ask, *WHY).code == 0
    with ZipFile(out) as archive:
        assert "Patient.ndjson" in archive.namelist()
    out.unlink()
    assert terminal("dana", *ask, *WHY, "--sign-in-as", "administrator").code == 77
    assert not out.exists()


def test_an_administrator_takes_out_the_log_that_they_narrowed_and_says_why(
    terminal: Terminal, clinic: Running, tmp_path: Path
) -> None:
    out = tmp_path / "audit.csv"
    ask = ("export", "administration", "--what", "audit", "--why", "incident", "--out", str(out))
    assert terminal("dana", *ask, "--action", "account.sign_in").code == 0
    lines = list(csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines()))
    assert {one["action"] for one in lines} == {"account.sign_in"}
    out.unlink()
    assert terminal("dana", *(one for one in ask if one not in ("--why", "incident"))).code == 2
    assert terminal("bello", *ask, "--sign-in-as", "doctor").code == 77
    assert not out.exists()


def test_a_report_is_saved_on_paper_and_as_a_table(
    terminal: Terminal, clinic: Running, tmp_path: Path
) -> None:
    paper, table = tmp_path / "report.pdf", tmp_path / "ages.csv"
    place = clinic.ids["harbour"]
    assert terminal("bello", "export", "report", place, "--out", str(paper)).code == 0
    assert paper.read_bytes().startswith(b"%PDF-")
    asked = ("export", "table", place, "--table", "ages", "--out", str(table))
    assert terminal("bello", *asked).code == 0
    assert "," in table.read_text(encoding="utf-8-sig").splitlines()[0]
    assert {paper.stat().st_mode & 0o777, table.stat().st_mode & 0o777} == {0o600}


def test_whoever_stops_waiting_calls_it_off(
    terminal: Terminal, clinic: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def give_up(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(saving, "_say", give_up)
    out = tmp_path / "clinic.zip"
    said = terminal("bello", "export", "clinic", clinic.ids["harbour"], "--out", str(out), *WHY)
    assert said.code not in (0, None)
    assert not out.exists()
    ((state,),) = clinic.rows("SELECT state FROM outbox_job ORDER BY created_at DESC LIMIT 1")
    assert state in ("cancelled", "done"), "unless the worker was quicker"


class Breaking(BaseHTTPRequestHandler):
    """A server whose line breaks off in the middle of a file, a number of times."""

    text = bytes(range(256)) * 40
    breaks = 0
    tag = '"one"'

    def do_POST(self) -> None:
        self.send_response(200)
        self.end_headers()
        said = {"user": str(uuid4()), "role": "doctor", "access": "a.b.c", "refresh": "r"}
        self.wfile.write(json.dumps({**said, "expires_in": 900}).encode())

    def do_GET(self) -> None:
        asked = self.headers.get("Range")
        begin = int(asked.removeprefix("bytes=").removesuffix("-")) if asked else 0
        goes_on = bool(begin) and self.headers.get("If-Range") == self.tag
        rest = self.text[begin:] if goes_on else self.text
        self.send_response(206 if goes_on else 200)
        self.send_header("ETag", self.tag)
        self.send_header("Content-Length", str(len(rest)))
        self.end_headers()
        cls = type(self)
        if cls.breaks:
            cls.breaks -= 1
            rest = rest[:1000]
        self.wfile.write(rest)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def breaking() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Breaking)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_download_that_breaks_off_goes_on(breaking: str) -> None:
    with Client(breaking, "doctor", "bello@example.org", "x") as client:
        Breaking.breaks = 3
        assert b"".join(client.pieces("jobs/1/file")) == Breaking.text
        Breaking.breaks = 9
        with pytest.raises(Unavailable):
            b"".join(client.pieces("jobs/1/file"))


def test_a_file_that_became_another_one_is_not_put_together(
    breaking: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Client(breaking, "doctor", "bello@example.org", "x") as client:
        Breaking.breaks = 1
        pieces = client.pieces("jobs/1/file")
        next(pieces)
        monkeypatch.setattr(Breaking, "tag", '"another"')
        with pytest.raises(Unavailable):
            b"".join(pieces)
