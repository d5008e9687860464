"""Unwrapped keys, kept for a short time so that opening costs no query.

The time to live bounds how long another process can still read with a key that was destroyed.
"""

import time
from collections.abc import Callable
from threading import Lock
from typing import Generic, NamedTuple, TypeVar

TIME_TO_LIVE = 60.0
"""Seconds from the moment a key was asked for in the database."""
CAPACITY = 10_000

K = TypeVar("K")
V = TypeVar("V")


class Ticket(NamedTuple):
    """Taken before asking the database: what is older than a `drop` is not kept."""

    generation: int
    expires: float


class TimedCache(Generic[K, V]):
    """A dict whose entries end. Reading takes no lock; writing does."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._entries: dict[K, tuple[float, V]] = {}
        self._generation = 0
        self._lock = Lock()

    def get(self, key: K) -> V | None:
        entry = self._entries.get(key)
        return entry[1] if entry is not None and self._clock() < entry[0] else None

    def ticket(self) -> Ticket:
        return Ticket(self._generation, self._clock() + TIME_TO_LIVE)

    def put(self, key: K, value: V, ticket: Ticket) -> None:
        """Keep `value`, unless something was dropped since the ticket was taken."""
        with self._lock:
            if ticket.generation != self._generation:
                return
            self._entries.pop(key, None)
            self._make_room()
            self._entries[key] = (ticket.expires, value)

    def drop(self, key: K) -> None:
        with self._lock:
            self._generation += 1
            self._entries.pop(key, None)

    def clear(self) -> None:
        with self._lock:
            self._generation += 1
            self._entries.clear()

    def _make_room(self) -> None:
        # Entries are in the order they end, so the oldest is always in front.
        now = self._clock()
        while self._entries:
            oldest = next(iter(self._entries))
            if len(self._entries) < CAPACITY and self._entries[oldest][0] > now:
                return
            del self._entries[oldest]
