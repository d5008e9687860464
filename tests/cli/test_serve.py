"""`bedside serve`: answers when it can run, and says in one sentence why it cannot."""

import signal
import socket
import sqlite3
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from bedside.cli.serve import inside
from tests import servers
from tests.cli.conftest import COMMAND, Run


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


@pytest.mark.usefixtures("initialised")
def test_it_answers_and_stops_when_told(environment: dict[str, str], tmp_path: Path) -> None:
    port = free_port()
    process = subprocess.Popen(
        [*COMMAND, "serve", "--port", str(port), "--no-portal"],
        env=environment,
        cwd=tmp_path,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert live(port, within=60)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) in {0, -signal.SIGTERM}
    finally:
        process.kill()


@pytest.mark.parametrize(
    ("host", "reached"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("0.0.0.0", "127.0.0.1"),
        ("::", "[::1]"),
        ("::1", "[::1]"),
        ("2001:db8::1", "[2001:db8::1]"),
        ("clinic.example", "clinic.example"),
    ],
)
def test_the_portal_reaches_the_address_that_is_served(host: str, reached: str) -> None:
    assert inside(host) == reached


def live(port: int, *, within: float) -> bool:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        try:
            url = f"http://127.0.0.1:{port}/api/live"
            return httpx.get(url, headers={"Host": "clinic.test"}).status_code == 200
        except httpx.TransportError:
            time.sleep(0.2)
    return False


def test_without_tables_it_says_what_to_run(bedside: Run, template: Path) -> None:
    refused = bedside("serve", BEDSIDE_ROOT_KEY_FILE=str(template / "keys" / "root.key"))
    assert refused.returncode == 78
    assert "bedside migrate" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.usefixtures("initialised")
def test_with_another_root_key_it_does_not_start(bedside: Run, tmp_path: Path) -> None:
    bedside("init", DATABASE_URL=f"sqlite:///{tmp_path}/b.sqlite3", BEDSIDE_ROOT_KEY_FILE="b.key")
    refused = bedside("serve", BEDSIDE_ROOT_KEY_FILE="b.key")
    assert refused.returncode == 78
    assert "another deployment" in refused.stderr.replace("\n", " ")


def workers_of(process: subprocess.Popen[bytes]) -> list[int]:
    """The ids of the workers that a server has started."""
    threads = Path(f"/proc/{process.pid}/task").iterdir()
    children = [int(child) for one in threads for child in (one / "children").read_text().split()]
    return [one for one in children if b"--with-input" in Path(f"/proc/{one}/cmdline").read_bytes()]


@pytest.mark.usefixtures("initialised")
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_its_worker_works_beside_it_and_ends_with_it(
    environment: dict[str, str], tmp_path: Path, how: int
) -> None:
    port = free_port()
    process = subprocess.Popen(
        [*COMMAND, "serve", "--port", str(port), "--no-portal"],
        env=environment,
        cwd=tmp_path,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert within(60, lambda: sweeps(tmp_path) == [("house.sweep", "done")])
        (worker,) = workers_of(process)
        process.send_signal(how)
        assert process.wait(20) in {0, -how}
        assert within(20, lambda: not Path(f"/proc/{worker}").exists())
    finally:
        process.kill()


@pytest.mark.usefixtures("initialised")
def test_with_a_broker_the_worker_is_another_process_that_ends_when_told(
    environment: dict[str, str], tmp_path: Path
) -> None:
    environment = {**environment, "BROKER_URL": servers.redis()}
    port = free_port()
    server = subprocess.Popen(
        [*COMMAND, "serve", "--port", str(port), "--no-portal"],
        env=environment,
        cwd=tmp_path,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert live(port, within=60)
        assert (workers_of(server), sweeps(tmp_path)) == ([], [])
        worker = subprocess.Popen(
            [*COMMAND, "work"], env=environment, cwd=tmp_path, stderr=subprocess.DEVNULL
        )
        assert within(40, lambda: sweeps(tmp_path) == [("house.sweep", "done")])
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(20) == 0
    finally:
        server.kill()
        server.wait()


@pytest.mark.usefixtures("initialised")
def test_without_its_worker_nothing_is_done_until_one_comes(
    bedside: Run, environment: dict[str, str], tmp_path: Path
) -> None:
    port = free_port()
    process = subprocess.Popen(
        [*COMMAND, "serve", "--port", str(port), "--no-portal", "--no-worker"],
        env=environment,
        cwd=tmp_path,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert live(port, within=60)
        assert (workers_of(process), sweeps(tmp_path)) == ([], [])
        done = bedside("work", "--until-idle")
        assert (done.returncode, done.stdout) == (0, "Did 4 jobs.\n"), done.stderr
        periodic = ("audit.check", "house.sweep", "report.month", "waiting.settle")
        assert found(tmp_path, *periodic) == [(kind, "done") for kind in periodic]
        assert bedside("work", "--until-idle").stdout == "Did 0 jobs.\n"
    finally:
        process.kill()


def sweeps(directory: Path) -> list[tuple[str, str]]:
    """The jobs that sweep, as the database has them."""
    return found(directory, "house.sweep")


def found(directory: Path, *kinds: str) -> list[tuple[str, str]]:
    """The jobs of these kinds by kind, and how they stand, as the database has them."""
    marks = ", ".join("?" for _ in kinds)
    asked = f"SELECT kind, state FROM outbox_job WHERE kind IN ({marks}) ORDER BY kind"
    with sqlite3.connect(f"file:{directory}/bedside.sqlite3?mode=ro", uri=True) as database:
        rows = database.execute(asked, kinds).fetchall()
    database.close()
    return rows


def within(seconds: float, condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.2)
    return False
