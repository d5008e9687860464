"""`bedside serve`: answers when it can run, and says in one sentence why it cannot."""

import signal
import socket
import subprocess
import time
from pathlib import Path

import httpx
import pytest

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
