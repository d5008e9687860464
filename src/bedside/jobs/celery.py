"""Workers behind a broker (RabbitMQ, Redis): for many machines, and for those who run one already.

The outbox stays the one place where work is kept. A message holds the id of a job and nothing else,
and whoever gets it does what a worker without a broker would do: `run_one`, which takes the job if
it is ready and nobody else has it. So a message that comes twice, late, or from somebody who got
into the broker does no more than a clock that strikes once too often.

Each worker also tells the broker of what has become ready. There is no beat: the rows are the guard
(`outbox.dispatching`), whoever looks at them.

Only who has a broker imports this module, and Celery with it.
"""

import logging
import threading
from typing import Any
from uuid import UUID

from celery import Celery
from celery.signals import worker_shutting_down
from django.db import Error, close_old_connections, connection
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerAway

from bedside import outbox
from bedside.errors import Unavailable
from bedside.jobs.periodic import Clock
from bedside.jobs.running import run_one
from bedside.jobs.worker import AWAY, REST

QUEUE = "bedside"
RUN = "bedside.run"
_log = logging.getLogger("bedside.jobs")


def application(broker_url: str) -> Celery:
    """Return Celery as it does our jobs: one at a time, and acknowledged when it is done."""
    app = Celery("bedside", broker=broker_url, set_as_current=False)
    app.conf.update(
        task_default_queue=QUEUE,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        worker_prefetch_multiplier=1,
        # Nobody asks a message what came of it: the row knows.
        task_ignore_result=True,
        task_serializer="json",
        accept_content=["json"],
        # Nobody steers a worker through the broker, either.
        worker_enable_remote_control=False,
        worker_send_task_events=False,
        worker_hijack_root_logger=False,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
    )
    return app


class CeleryWorker:
    """One worker behind a broker; `stop` ends it, from any thread or signal handler."""

    def __init__(self, broker_url: str) -> None:
        self._app = application(broker_url)
        self._told = threading.Event()
        self._app.task(name=RUN)(self._run)
        self._worker: Any = None

    def stop(self) -> None:
        """Let it come to an end: a short job is finished, a long one goes back."""
        self._told.set()
        if self._worker is not None:
            self._worker.stop()

    def work(self) -> None:
        """Work until told to stop."""
        worker_shutting_down.connect(self._is_stopping)
        sender = threading.Thread(target=self._send_until_told, daemon=True)
        sender.start()
        # A thread does the job, so that this one can go on telling the broker that it is there.
        self._worker = self._app.Worker(
            pool="threads",
            concurrency=1,
            loglevel="WARNING",
            without_gossip=True,
            without_mingle=True,
            without_heartbeat=True,
        )
        self._worker.start()
        self._told.set()
        sender.join(AWAY)

    def send_ready(self) -> int:
        """Tell the broker of what is ready; return of how much. Raises Error and BrokerAway."""
        jobs = outbox.take_to_send(timezone.now())
        left = set(jobs)
        try:
            with self._app.producer_pool.acquire(block=True) as producer:
                for job in jobs:
                    self._app.send_task(RUN, (str(job),), producer=producer, retry=False)
                    left.discard(job)
        finally:
            if left:
                outbox.was_not_sent(left)
        return len(jobs)

    def _is_stopping(self, **_: object) -> None:
        self._told.set()

    def _run(self, job: str) -> None:
        """Do the job that a message names, if there is something to do."""
        close_old_connections()
        try:
            run_one(UUID(job), stopping=self._told.is_set)
        except (Error, Unavailable) as error:
            # It stays where it is, and the broker is told of it once more.
            _log.warning("worker waits for the database", exc_info=error)
            self._told.wait(AWAY)
        finally:
            close_old_connections()

    def _send_until_told(self) -> None:
        clock = Clock()
        while not self._told.is_set():
            self._told.wait(self._step(clock))
        connection.close()

    def _step(self, clock: Clock) -> float:
        """Put down what comes by itself, send what is ready; return for how long to rest."""
        try:
            clock.look()
            return 0 if self.send_ready() else REST
        except (Error, Unavailable, BrokerAway, OSError) as error:
            _log.warning("worker waits for the database or the broker", exc_info=error)
            connection.close()
            return AWAY
