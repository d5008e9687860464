"""Many at the same moment: the same call from threads that start together, or one who must wait."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection

from bedside.errors import BedsideError

LONG_ENOUGH = 0.3
"""Seconds in one statement after which somebody waits in it; alone, each takes milliseconds."""
DONE_BY = 120.0
"""Seconds after which whoever is not done yet never will be."""


def at_once(times: int, do: Callable[[int], Any], *, connections: int | None = None) -> list[Any]:
    """Call `do(n)` in as many threads, started together; return results and refusals.

    At most `connections` of them hold one to the database at a time; None for all. Whatever else
    than a refusal is raised in a thread is raised here, when all are done.
    """
    results: list[Any] = [None] * times
    start = threading.Barrier(times)
    pool = threading.BoundedSemaphore(connections or times)

    def turn(n: int) -> Any:
        start.wait(20)
        with pool:
            return _on_its_own_connection(lambda: do(n))

    def run(n: int) -> None:
        results[n] = _tried(lambda: turn(n))

    threads = [threading.Thread(target=run, args=(n,), daemon=True) for n in range(times)]
    for thread in threads:
        thread.start()
    _end(threads, results)
    return results


class Writer:
    """Somebody who does one thing in a thread of their own.

    `results` holds what came of it, or the refusal, once they are done.
    """

    def __init__(self, do: Callable[[], Any]) -> None:
        self.results: list[Any] = []
        self._do = do
        self._reached = threading.Event()
        self._statements, self._is_in_one = 0, False
        self.thread = threading.Thread(target=self._run, daemon=True)

    def begin(self) -> None:
        """Let them begin; return when their first statement is on its way to the database."""
        self.thread.start()
        assert self._reached.wait(DONE_BY), f"came to no statement: {self.results}"

    def has_to_wait(self) -> bool:
        """Whether they come to a statement that does not end; False when they get through."""
        give_up = time.monotonic() + DONE_BY
        while time.monotonic() < give_up:
            before = self._statements
            self.thread.join(LONG_ENOUGH)
            if not self.thread.is_alive():
                return False
            if self._is_in_one and self._statements == before:
                return True
        return False

    def gets_through(self) -> bool:
        """Whether they come to their end while whoever asks goes on holding what they hold."""
        self.thread.join(20)
        return not self.thread.is_alive()

    def _run(self) -> None:
        self.results.append(_tried(lambda: _on_its_own_connection(self._watched)))

    def _watched(self) -> Any:
        with connection.execute_wrapper(self._on_the_way):
            return self._do()

    def _on_the_way(self, execute: Callable[..., Any], *statement: Any) -> Any:
        self._statements, self._is_in_one = self._statements + 1, True
        self._reached.set()
        try:
            return execute(*statement)
        finally:
            self._is_in_one = False


@contextmanager
def somebody_who(do: Callable[[], Any]) -> Iterator[Writer]:
    """Yield who is to `do` something in a thread of their own; at the end they are done.

    What they are to wait for is held within this, from before they begin. Whatever else than a
    refusal they raised is raised here.
    """
    writer = Writer(do)
    try:
        yield writer
    finally:
        if writer.thread.is_alive():
            writer.thread.join(DONE_BY)
    _end([writer.thread], writer.results)


def kinds(results: list[Any]) -> Counter[str]:
    """Count the results by the name of their type."""
    return Counter(type(result).__name__ for result in results)


def _tried(do: Callable[[], Any]) -> Any:
    try:
        return do()
    except BaseException as raised:  # `_end` raises what is no refusal
        return raised


def _on_its_own_connection(do: Callable[[], Any]) -> Any:
    try:
        return do()
    finally:
        connection.close()


def _end(threads: Sequence[threading.Thread], results: list[Any]) -> None:
    """Wait for all of them, and raise what was not meant to come of it."""
    for thread in threads:
        thread.join(DONE_BY)
    assert not [thread.name for thread in threads if thread.is_alive()], "never came to an end"
    faults = [
        each
        for each in results
        if isinstance(each, BaseException) and not isinstance(each, BedsideError)
    ]
    if faults:
        raise BaseExceptionGroup("raised by those who were at it at once", faults)
