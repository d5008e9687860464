"""A job is done at least once and has one effect, and what fails is looked after."""

import logging
import smtplib
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from bedside import audit, clinic, jobs, outbox
from bedside.errors import Damaged, Invalid, NotFound, Unavailable
from bedside.outbox import Job, LeaseLost, Obsolete, Task
from tests import people
from tests.jobs.making import doing, let_the_lease_end, made, make, put

pytestmark = pytest.mark.django_db


def failing(error: Exception) -> Callable[[Task], None]:
    def run(_: Task) -> None:
        raise error

    return run


def test_what_waits_is_done_once() -> None:
    with doing():
        put()
        assert jobs.run_next()
        assert not jobs.run_next()
    row = Job.objects.get()
    assert (row.state, row.attempts, row.lease, made()) == ("done", 1, None, 1)
    assert row.finished_at is not None


def test_it_is_finished_in_the_transaction_of_its_effect() -> None:
    """Whoever was paused until somebody else took over finds that out when they begin to write."""

    def late(task: Task) -> None:
        let_the_lease_end()
        assert outbox.claim(timezone.now()) is not None
        make(task)

    with doing(late):
        put()
        assert jobs.run_next()
    assert made() == 0
    assert Job.objects.get().state == "running"
    event = audit.Event.objects.get(action="facility.create")
    assert (event.outcome, event.details["error"]) == ("refused", "LeaseLost")


def test_taken_back_meanwhile_it_has_no_effect() -> None:
    def late(task: Task) -> None:
        outbox.take_back("one")
        make(task)

    with doing(late):
        put()
        assert jobs.run_next()
    assert (made(), Job.objects.get().state) == (0, "cancelled")


def test_one_whose_effect_is_rolled_back_is_not_done() -> None:
    def taken(_: Task) -> None:
        clinic.create_facility(name="Harbour Street Clinic", by=people.SYSTEM)

    clinic.create_facility(name="Harbour Street Clinic", by=people.SYSTEM)
    with doing(taken):
        put()
        assert jobs.run_next()
    row = Job.objects.get()
    assert (row.state, row.error, row.lease) == ("failed", "Conflict", None)


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (Unavailable(), "failed"),
        (smtplib.SMTPServerDisconnected("gone"), "failed"),
        (RuntimeError("Asha has a headache"), "failed"),
        (NotFound(), "dead"),
        (Invalid(), "dead"),
        (Damaged(), "dead"),
        (Obsolete(), "cancelled"),
        (LeaseLost(), "running"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else value,
)
def test_what_may_go_well_later_is_tried_again_and_nothing_else(
    error: Exception, state: str
) -> None:
    with doing(failing(error)):
        put()
        assert jobs.run_next()
    row = Job.objects.get()
    assert row.state == state
    assert row.error == (type(error).__name__ if state in {"failed", "dead"} else "")


def test_a_failure_is_known_by_its_type_alone(caplog: pytest.LogCaptureFixture) -> None:
    with doing(failing(RuntimeError("Asha has a headache"))):
        job = put()
        jobs.run_next()
    assert Job.objects.get().error == "RuntimeError"
    (line,) = [one for one in caplog.records if one.name == "bedside.jobs"]
    assert line.levelno == logging.WARNING
    assert line.getMessage() == f"job failed: test.make {job.id}"


def test_many_acts_are_finished_after_the_last_one() -> None:
    def two(task: Task) -> None:
        make(task)
        assert Job.objects.get().state == "running"
        make(task)

    with doing(two, one_act=False):
        put()
        assert jobs.run_next()
    assert (made(), Job.objects.get().state) == (2, "done")


def test_one_with_nothing_to_do_is_done_too() -> None:
    with doing(lambda task: None):
        put()
        assert jobs.run_next()
    assert Job.objects.get().state == "done"


def test_one_is_done_by_its_id_if_nobody_does_it_and_it_is_due() -> None:
    with doing():
        one, two = put("one"), put("two")
        assert jobs.run_one(two.id)
        assert not jobs.run_one(two.id)
        assert not jobs.run_one(UUID(int=0))
        Job.objects.filter(id=one.id).update(ready_at=timezone.now() + timedelta(hours=1))
        assert not jobs.run_one(one.id)
    assert made() == 1


def test_told_to_stop_a_long_one_goes_back_untouched() -> None:
    def long(task: Task) -> None:
        for number in range(1000):
            task.progress(number, 1000)

    with doing(long):
        put()
        assert jobs.run_next(stopping=lambda: Job.objects.get().done == 7)
    row = Job.objects.get()
    assert (row.state, row.attempts, row.done, row.total) == ("waiting", 0, 7, 1000)


def test_a_long_one_that_was_taken_back_stops() -> None:
    reached = []

    def long(task: Task) -> None:
        for number in range(1000):
            reached.append(number)
            if number == 5:
                outbox.take_back("one")
            task.progress(number, 1000)

    with doing(long):
        put()
        assert jobs.run_next()
    assert reached[-1] == 5
    assert Job.objects.get().state == "cancelled"
