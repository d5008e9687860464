"""Many at the same moment: the same call from threads that start together."""

import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.db import connection

from bedside.errors import BedsideError


def at_once(times: int, do: Callable[[int], Any], *, connections: int | None = None) -> list[Any]:
    """Call `do(n)` in as many threads, started together; return results and refusals.

    At most `connections` of them hold one to the database at a time; None for all.
    """
    results: list[Any] = [None] * times
    start = threading.Barrier(times)
    pool = threading.BoundedSemaphore(connections or times)

    def run(n: int) -> None:
        start.wait(20)
        with pool:
            try:
                results[n] = do(n)
            except BedsideError as refusal:
                results[n] = refusal
            finally:
                connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return results


def kinds(results: list[Any]) -> Counter[str]:
    """Count the results by the name of their type."""
    return Counter(type(result).__name__ for result in results)
