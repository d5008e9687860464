"""The worker beside a server: a process of its own, begun anew if it dies, ended with the server.

A process rather than a thread: a job that computes for a minute would hold the interpreter that
answers requests, and connections to the database cannot be shared. The child ends when its standard
input does, which the kernel sees to however the server ends.
"""

import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0
"""Seconds before a worker that ended by itself is begun again; each time twice as long."""
GOODBYE = 10.0
"""Seconds that it has to end what it does."""
_PROGRAM = "from bedside.cli.main import main; main()"
_log = logging.getLogger("bedside.jobs")


@contextmanager
def worker_beside() -> Iterator[None]:
    """Keep a worker running within."""
    over = threading.Event()
    keeper = threading.Thread(target=_keep, args=(over,), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join(GOODBYE + 5)


def _keep(over: threading.Event) -> None:
    wait = FIRST_WAIT
    while not over.is_set():
        code = _run_until(over)
        if over.wait(wait):
            return
        _log.warning("the worker ended with code %s; another one begins", code)
        wait = min(2 * wait, LONGEST_WAIT)


def _run_until(over: threading.Event) -> int:
    """Run one worker until it ends or everything is over; return its exit code."""
    command = [sys.executable, "-c", _PROGRAM, "work", "--with-input"]
    child = subprocess.Popen(command, stdin=subprocess.PIPE)  # noqa: S603
    try:
        while not over.wait(0.2):
            if child.poll() is not None:
                return child.returncode
        return _end(child)
    finally:
        if child.stdin:
            child.stdin.close()


def _end(child: subprocess.Popen[bytes]) -> int:
    child.terminate()
    try:
        return child.wait(GOODBYE)
    except subprocess.TimeoutExpired:
        child.kill()
        return child.wait()
