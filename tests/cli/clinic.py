"""A clinic with people in it, served as a process, and its accounts at a terminal."""

import json
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

from bedside.cli.main import main
from tests.cli.conftest import COMMAND, configured
from tests.databases import run
from tests.people import PASSWORD
from tests.servers import free_port

FILL = """
import django, json
from dataclasses import replace
django.setup()
from bedside import accounts, clinic
from bedside.clinic.allergies import AllergyBody
from bedside.clinic.notes.text import NoteText, Section
from tests.clinic.diary import at, book, publish
from tests.clinic.lists.recording import record
from tests.intake.talking import COLD, send
from tests.intake.test_worklist import HEART
from tests.people import (
    ASHA, PASSWORD, RAVI, SYSTEM, register_doctor, register_patient, register_receptionist,
)

harbour = clinic.create_facility(name="Harbour Street Clinic", city="Port Alder", by=SYSTEM)
millfield = clinic.create_facility(name="Millfield Health Centre", city="Millfield", by=SYSTEM)
asha, ravi = register_patient(ASHA, harbour), register_patient(RAVI, millfield)
bello = register_doctor("Dr Amara Bello", "bello@example.org", harbour)
chen = register_doctor("Dr Lian Chen", "chen@example.org", millfield)
register_receptionist("Noa Lindqvist", "noa@example.org", harbour)
newcomer = clinic.register_doctor(
    name="Dr Noor Haddad", email="noor@example.org", password=PASSWORD, facility=millfield.id,
    by=SYSTEM,
)
accounts.register_user(
    email="dana@example.org", name="Dana Whitlock", password=PASSWORD, role="administrator",
    state="active", by=SYSTEM,
)
record(asha, bello)
body = AllergyBody(substance="Latex", reaction="Itchy red hands for hours after washing up")
clinic.allergies.add(asha.patient, body, by=bello.actor)
again = replace(ASHA, email="", phone="020 7946 0018")
double = clinic.enrol_patient(profile=again, facility=harbour.id, by=bello.actor)
seen = clinic.encounters.start(asha.patient, by=bello.actor)
clinic.notes.begin(
    seen.id, NoteText("Draft about Asha", (Section("", "To be said."),)), by=bello.actor
)
publish(bello, harbour)
book(asha, bello, harbour, at(9, place=harbour), by=bello, reason="Asthma review")
sent = send(COLD, asha.actor)
send(HEART, asha.actor)
print(json.dumps({
    "asha": str(asha.patient), "harbour": str(harbour.id), "millfield": str(millfield.id),
    "sent": str(sent.id), "bello": str(bello.user), "noor": str(newcomer.id),
    "double": str(double.id),
}))
"""


class Said(NamedTuple):
    """What a command printed, and how it ended."""

    code: int | str | None
    out: str
    err: str


@dataclass(frozen=True)
class Running:
    """A served clinic. `ids` of people and places by name."""

    url: str
    home: Path
    ids: dict[str, str]

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """Ask the database, read only."""
        with sqlite3.connect(f"file:{self.home}/bedside.sqlite3?mode=ro", uri=True) as asked:
            return asked.execute(query).fetchall()


class Terminal:
    """`bedside` as somebody calls it: `terminal("bello", "worklist")`."""

    def __init__(
        self, clinic: Running, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self._clinic, self._monkeypatch, self._capsys = clinic, monkeypatch, capsys
        self.password = clinic.home / "password"
        self.password.write_text(f"{PASSWORD}\n")
        self.password.chmod(0o600)

    def __call__(self, who: str, *arguments: str) -> Said:
        """Run a command as somebody, with their password in a file."""
        email, file = f"{who}@example.org", str(self.password)
        return self.bare(*arguments, "--as", email, "--password-file", file)

    def bare(self, *arguments: str) -> Said:
        """Run a command with these arguments and no others."""
        self._monkeypatch.setattr(sys, "argv", ["bedside", *arguments])
        self._monkeypatch.setenv("BEDSIDE_PUBLIC_URL", self._clinic.url)
        self._capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        printed = self._capsys.readouterr()
        return Said(ended.value.code, printed.out, printed.err)


@contextmanager
def served(template: Path, directory: Path) -> Iterator[Running]:
    """Make a deployment in `directory` of another one, fill it and serve it within the block."""
    shutil.copytree(template, directory, dirs_exist_ok=True)
    port = free_port()
    environment = {
        **configured(directory),
        "BEDSIDE_PUBLIC_URL": f"http://localhost:{port}",
        "BEDSIDE_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "bedside.config.settings",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    filled = run(FILL, environment)
    assert filled.returncode == 0, filled.stderr
    process = subprocess.Popen(
        [*COMMAND, "serve", "--port", str(port), "--no-portal"],
        env=environment,
        cwd=directory,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(f"http://localhost:{port}/api/live")
        yield Running(f"http://localhost:{port}", directory, json.loads(filled.stdout))
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def _wait(url: str) -> None:
    for _ in range(300):
        try:
            httpx.get(url)
        except httpx.TransportError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError("The clinic did not answer.")
