"""Behind a broker a job has one effect too: killed at each step, told of twice, or late.

Redis' language is spoken by a wheel; RabbitMQ is the operating system's, and its tests are part of
the long suite.
"""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.utils import timezone
from kombu import Connection

from bedside import audit, outbox
from bedside.jobs.celery import RUN, CeleryWorker, application
from bedside.outbox import Job
from tests import servers
from tests.jobs.making import doing, let_the_lease_end, made, put

pytestmark = pytest.mark.usefixtures("live_database")
STEPS = ("begun", "in the transaction", "committed")
BROKERS = [
    pytest.param(servers.redis, id="redis"),
    pytest.param(servers.rabbitmq, id="rabbitmq", marks=pytest.mark.faults),
]


@pytest.fixture(params=BROKERS)
def broker(request: pytest.FixtureRequest) -> Iterator[str]:
    """A broker with nothing in its queue."""
    url: str = request.param()
    empty(url)
    yield url
    empty(url)


def empty(url: str) -> None:
    with Connection(url) as connection:
        connection.ensure_connection(max_retries=10, interval_start=0.5)
        queue = connection.SimpleQueue("bedside")
        queue.clear()
        queue.close()


@contextmanager
def worker(
    url: str, environment: dict[str, str], step: str = ""
) -> Iterator[subprocess.Popen[bytes]]:
    program = f"from tests.contract import dying; dying.work_behind({url!r}, {step!r})"
    process = subprocess.Popen([sys.executable, "-c", program], env=environment)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def within(seconds: float, condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.1)
    return False


def is_done() -> bool:
    return Job.objects.get(key="one").state == "done"


def test_it_is_done_by_whoever_the_broker_tells(broker: str, real_database: dict[str, str]) -> None:
    with doing():
        put()
        with worker(broker, real_database) as process:
            assert within(40, is_done)
            process.send_signal(signal.SIGTERM)
            assert process.wait(20) == 0
    assert made() == 1


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_each_step_it_has_one_effect(
    broker: str, step: str, real_database: dict[str, str]
) -> None:
    with doing():
        put()
        with worker(broker, real_database, step) as process:
            assert process.wait(40) == -signal.SIGKILL
        committed = step == "committed"
        assert (made(), is_done()) == ((1, True) if committed else (0, False))
        let_the_lease_end()
        with worker(broker, real_database):
            assert within(40, is_done)
            time.sleep(2)  # for whatever the broker has to say once more
        assert (made(), audit.verify()) == (1, [])


def test_told_of_many_times_and_late_it_is_done_once(
    broker: str, real_database: dict[str, str]
) -> None:
    with doing():
        job = put()
        tell(broker, job, times=3)
        with worker(broker, real_database):
            assert within(40, is_done)
            tell(broker, job, times=2)
            time.sleep(2)
        assert (made(), Job.objects.get(key="one").attempts) == (1, 1)


def test_what_is_no_job_of_ours_harms_no_worker(broker: str, real_database: dict[str, str]) -> None:
    with doing():
        application(broker).send_task(RUN, ("not an id",), queue="bedside")
        application(broker).send_task("os.system", ("reboot",), queue="bedside")
        put()
        with worker(broker, real_database):
            assert within(40, is_done)


def test_a_message_holds_the_id_of_a_job_and_nothing_else(broker: str) -> None:
    with doing():
        job = put()
        assert CeleryWorker(broker).send_ready() == 1
    with Connection(broker) as connection:
        queue = connection.SimpleQueue("bedside")
        message = queue.get(timeout=10)
        message.ack()
        queue.close()
    args, kwargs, _ = message.payload
    assert (args, kwargs) == ([str(job.id)], {})
    assert "test.make" not in str((message.payload, message.headers, message.properties))


def test_the_broker_is_told_once_whoever_looks(broker: str) -> None:
    with doing():
        put()
        assert [CeleryWorker(broker).send_ready() for _ in range(3)] == [1, 0, 0]


def test_a_broker_that_is_away_is_told_later() -> None:
    with doing():
        put()
        away = CeleryWorker(f"redis://127.0.0.1:{servers.free_port()}/0")
        with pytest.raises(Exception):  # noqa: B017 - whatever the driver calls it
            away.send_ready()
        assert len(outbox.take_to_send(timezone.now())) == 1


def tell(url: str, job: Job, *, times: int) -> None:
    for _ in range(times):
        application(url).send_task(RUN, (str(job.id),))
