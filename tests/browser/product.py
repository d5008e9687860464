"""The product as somebody runs it: one `bedside demo` on a free port, in a directory of its own."""

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

_START = 120
"""Seconds that making the sample and starting may take on a slow machine."""


@dataclass(frozen=True)
class Account:
    """Somebody who can sign in."""

    role: str
    name: str
    email: str
    password: str


@dataclass(frozen=True)
class Product:
    """A running Bedside. `accounts` by email, as the demo printed them."""

    url: str
    home: Path
    accounts: dict[str, Account]

    @property
    def environment(self) -> dict[str, str]:
        """The environment of a `bedside` command on the same database."""
        return {
            **_clean(),
            "DATABASE_URL": f"sqlite:///{self.home}/bedside.sqlite3",
            "BEDSIDE_ROOT_KEY_FILE": str(self.home / "root.key"),
            "BEDSIDE_PUBLIC_URL": self.url,
            "BEDSIDE_EMERGENCY_NUMBER": "112",
            "BEDSIDE_CRISIS_LINE": "116 123",
            "BEDSIDE_DEMO": "1",
        }

    def verify_audit(self) -> subprocess.CompletedProcess[str]:
        """Run `bedside audit verify`."""
        return subprocess.run(
            [_bedside(), "audit", "verify"],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def events(self, action: str) -> list[dict[str, Any]]:
        """Return the audit events of one action, oldest first."""
        with sqlite3.connect(f"file:{self.home}/bedside.sqlite3?mode=ro", uri=True) as rows:
            rows.row_factory = sqlite3.Row
            found = rows.execute(
                "SELECT * FROM audit_event WHERE action = ? ORDER BY at, seq", (action,)
            ).fetchall()
        return [{**dict(row), "objects": json.loads(row["objects"])} for row in found]

    def give_up(self, kind: str) -> None:
        """Let the jobs of a kind that are done be ones that went wrong until nobody tried again."""
        with sqlite3.connect(f"{self.home}/bedside.sqlite3", timeout=20) as rows:
            rows.execute(_GIVE_UP, (kind,))

    @contextmanager
    def damaged(self, assessment: str) -> Iterator[None]:
        """Let the document of an assessment not open within this: one bit of it is another."""
        with sqlite3.connect(f"{self.home}/bedside.sqlite3", timeout=20) as rows:
            (blob,) = rows.execute(
                "SELECT blob_id FROM intake_assessment WHERE id = ?", (assessment.replace("-", ""),)
            ).fetchone()
            (whole,) = rows.execute(
                "SELECT body FROM documents_blob WHERE id = ?", (blob,)
            ).fetchone()
            rows.execute(_PUT, (whole[:-20] + bytes([whole[-20] ^ 1]) + whole[-19:], blob))
        try:
            yield
        finally:
            with sqlite3.connect(f"{self.home}/bedside.sqlite3", timeout=20) as rows:
                rows.execute(_PUT, (whole, blob))


_GIVE_UP = (
    "UPDATE outbox_job SET state = 'dead', error = 'OSError' WHERE kind = ? AND state = 'done'"
)
_PUT = "UPDATE documents_blob SET body = ? WHERE id = ?"


@contextmanager
def running(directory: Path) -> Iterator[Product]:
    """Start the demo in `directory`, wait until it answers, and stop it at the end."""
    port = _free_port()
    log = directory / "demo.log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [_bedside(), "demo", "--port", str(port), "--patients", "100"],
            cwd=directory,
            env={**_clean(), "COLUMNS": "160", "PYTHONUNBUFFERED": "1"},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait(process, f"http://127.0.0.1:{port}/api/ready", log)
        home = directory / "var" / "demo"
        yield Product(f"http://localhost:{port}", home, _accounts(log.read_text()))
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    for _ in range(_START * 4):
        if process.poll() is not None:
            raise RuntimeError(f"The demo ended by itself:\n{log.read_text()}")
        try:
            if httpx.get(url, timeout=2).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.25)
    raise RuntimeError(f"The demo did not answer in {_START} s:\n{log.read_text()}")


def _accounts(printed: str) -> dict[str, Account]:
    """Read the accounts from the table that the demo prints."""
    rows = [line.strip("│ ").split("│") for line in printed.splitlines() if "@" in line]
    accounts = [Account(*(cell.strip() for cell in row)) for row in rows if len(row) == 4]
    return {account.email: account for account in accounts}


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _bedside() -> str:
    beside = Path(sys.executable).with_name("bedside")
    return str(beside) if beside.exists() else (shutil.which("bedside") or "bedside")


def _clean() -> dict[str, str]:
    own = ("BEDSIDE_", "DATABASE_URL", "DOCUMENTS_URL", "DJANGO_SETTINGS_MODULE")
    return {name: value for name, value in os.environ.items() if not name.startswith(own)}
