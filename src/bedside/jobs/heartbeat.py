"""Saying that a worker is alive while it does a job, from a thread beside it.

The thread has a database connection of its own, as every thread has, and gives it back at the end.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from django.db import Error, connection

from bedside import outbox
from bedside.outbox import LeaseLost, Task
from bedside.outbox.leasing import LEASE

BEAT = LEASE.total_seconds() / 4
_log = logging.getLogger("bedside.jobs")


class Stopping(Exception):
    """The worker was told to stop: the job goes back untouched."""


@contextmanager
def beating(task: Task, stopping: Callable[[], bool]) -> Iterator[Task]:
    """Keep a job's lease within; gives the task with a `progress` that knows when to stop."""
    over, lost = threading.Event(), threading.Event()
    thread = threading.Thread(target=_beat, args=(task, over, lost), daemon=True)
    thread.start()

    def progress(done: int, total: int) -> None:
        if stopping():
            raise Stopping
        if lost.is_set() or not outbox.say(task, done, total):
            raise LeaseLost

    try:
        yield replace(task, progress=progress)
    finally:
        over.set()
        thread.join()


def _beat(task: Task, over: threading.Event, lost: threading.Event) -> None:
    try:
        while not over.wait(BEAT):
            if not _renewed(task):
                lost.set()
                return
    finally:
        connection.close()


def _renewed(task: Task) -> bool:
    """Renew the lease; a database that is away or busy may be back before the lease is over."""
    try:
        return outbox.renew(task)
    except Error:
        _log.warning("lease not renewed: %s %s", task.kind, task.job)
        return True
