"""A worker: takes one job after the other, and rests while there is none.

It is told to stop by an event. What it does then is finished first if it is short; a long job asks
in between and goes back untouched. A database that is away makes it wait, not end.
"""

import logging
import threading

from django.db import Error, connection
from django.utils import timezone

from bedside.errors import Unavailable
from bedside.jobs.periodic import Clock, put_due
from bedside.jobs.running import run_next

REST = 1.0
"""Seconds between looking for work when there was none."""
AWAY = 5.0
"""Seconds to wait for a database that does not answer."""
_log = logging.getLogger("bedside.jobs")


class Worker:
    """One worker; `stop` ends it, from any thread or signal handler."""

    def __init__(self) -> None:
        self._told = threading.Event()
        self._clock = Clock()

    def stop(self) -> None:
        """Let it come to an end."""
        self._told.set()

    def work(self) -> None:
        """Work until told to stop."""
        _log.info("worker begins")
        while not self._told.is_set():
            self._told.wait(self._step())
        connection.close()
        _log.info("worker ends")

    def work_off(self) -> int:
        """Do everything that is due now, and what that puts down; return how many jobs it were."""
        done = 0
        put_due(timezone.now())
        while not self._told.is_set() and run_next(stopping=self._told.is_set):
            done += 1
        return done

    def _step(self) -> float:
        """Do what is next; return for how long to rest after it."""
        try:
            self._clock.look()
            return 0 if run_next(stopping=self._told.is_set) else REST
        except (Error, Unavailable) as error:
            _log.warning("worker waits for the database", exc_info=error)
            connection.close()
            return AWAY
