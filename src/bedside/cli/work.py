"""`bedside work`: a worker that does what acts left to be done later.

Any number of them may run, on any machine that has the database and the root key. With BROKER_URL
they are told by a broker what to do, and look for themselves without one.
"""

import os
import signal
import sys
import threading
from typing import Annotated, Protocol

import typer
from django.conf import settings
from django.utils.module_loading import import_string

from bedside import jobs


def work(
    until_idle: Annotated[
        bool, typer.Option("--until-idle", help="Do what is due now, and end.")
    ] = False,
    with_input: Annotated[
        bool, typer.Option("--with-input", hidden=True, help="End when standard input does.")
    ] = False,
) -> None:
    """Work until told to stop (SIGTERM or Ctrl+C)."""
    import_string("bedside.config.wiring.check")()
    worker = _worker() if not until_idle else jobs.Worker()
    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, lambda *_: worker.stop())
    if with_input:
        threading.Thread(target=_stop_at_the_end, args=(worker,), daemon=True).start()
    if isinstance(worker, jobs.Worker) and until_idle:
        typer.echo(f"Did {worker.work_off()} jobs.")
    else:
        worker.work()


class _Works(Protocol):
    """What both kinds of workers do."""

    def work(self) -> None: ...
    def stop(self) -> None: ...


def _worker() -> _Works:
    broker_url = settings.BEDSIDE.broker_url
    if not broker_url:
        return jobs.Worker()
    # Celery takes a while to import, which only those with a broker need.
    from bedside.jobs.celery import CeleryWorker

    return CeleryWorker(broker_url)


def _stop_at_the_end(worker: _Works) -> None:
    """Stop with whoever started this process, even if they were killed: their end of it closes."""
    # Unbuffered: a buffered reader could not be left alone when the process ends first.
    while os.read(sys.stdin.fileno(), 1024):
        pass
    worker.stop()
