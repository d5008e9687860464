"""Start a server on a free port, ask it things, and read what it cost from the kernel."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.servers import free_port

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Server:
    """A running server process."""

    process: subprocess.Popen[bytes]
    client: httpx.Client
    started_in: float
    """Seconds from the start of the process to its first answer."""

    def cpu(self) -> float:
        """Seconds of processor time so far, user and system together."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory(self) -> float:
        """Resident memory in megabytes."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
        raise LookupError("VmRSS")


@contextmanager
def serve(target: str, environment: dict[str, str], probe: str, host: str) -> Iterator[Server]:
    """Run uvicorn on `target` until the block ends; ready when `probe` answers anything."""
    port = free_port()
    factory = ["--factory"] if "without_portal" in target else []
    command = [sys.executable, "-m", "uvicorn", target, *factory]
    options = ["--port", str(port), "--log-level", "warning", "--no-access-log"]
    began = time.monotonic()
    process = subprocess.Popen(command + options, env=environment)
    client = httpx.Client(base_url=f"http://127.0.0.1:{port}", headers={"Host": host}, timeout=30)
    try:
        _wait(client, probe, process)
        yield Server(process, client, time.monotonic() - began)
    finally:
        client.close()
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def _wait(client: httpx.Client, probe: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError("The server did not start.")
        try:
            client.get(probe)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError("The server did not answer.")
