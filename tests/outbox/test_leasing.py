"""One worker does a job, for as long as it is alive."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bedside import outbox
from bedside.clinic.messages import MessageKind
from bedside.outbox import Job, Task
from bedside.outbox.kinds import ATTEMPTS, KINDS
from bedside.outbox.leasing import KEPT, LEASE, waits_for

KIND = MessageKind.BOOKED


@pytest.fixture
def job(db: None) -> Job:
    outbox.put(KIND, key="one")
    return Job.objects.get()


def claim(after: timedelta = timedelta(0)) -> Task | None:
    return outbox.claim(timezone.now() + after)


def claimed(after: timedelta = timedelta(0)) -> Task:
    task = claim(after)
    assert task is not None
    return task


def test_nobody_else_gets_it_while_it_is_done(job: Job) -> None:
    task = claimed()
    assert (task.job, task.kind, task.attempt) == (job.id, KIND, 1)
    assert claim() is None
    assert claim(LEASE / 2) is None


def test_whoever_does_not_say_that_they_are_alive_loses_it(job: Job) -> None:
    first = claimed()
    second = claimed(LEASE + timedelta(seconds=1))
    assert (second.job, second.attempt, second.occasion) == (job.id, 2, first.occasion)
    assert not outbox.renew(first)
    with pytest.raises(outbox.LeaseLost):
        outbox.finish(first)
    outbox.finish(second)
    assert Job.objects.get().state == "done"


def test_whoever_says_so_keeps_it(job: Job) -> None:
    task = claimed()
    Job.objects.update(ready_at=timezone.now() + timedelta(seconds=1))
    assert outbox.renew(task)
    assert claim(LEASE / 2) is None


def test_nothing_is_done_before_it_is_due(db: None) -> None:
    outbox.put(KIND, key="one", due_at=timezone.now() + timedelta(hours=1))
    assert claim() is None
    assert claim(timedelta(hours=2)) is not None


def test_the_one_that_waits_longest_comes_first(db: None) -> None:
    now = timezone.now()
    for name, minutes in (("late", 1), ("later", 2), ("latest", 3)):
        outbox.put(KIND, key=name, due_at=now - timedelta(minutes=10 - minutes))
    done = [Job.objects.get(id=claimed().job).key for _ in range(3)]
    assert done == ["late", "later", "latest"]


def test_what_this_worker_does_not_know_is_left_to_one_that_does(
    job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as older:
        older.delitem(KINDS, KIND)
        assert claim() is None
    assert claim() is not None


def test_after_a_failure_it_is_tried_again_later_and_then_no_more(job: Job) -> None:
    now = timezone.now()
    for attempt in range(1, ATTEMPTS + 1):
        Job.objects.update(ready_at=now)
        task = claimed()
        assert task.attempt == attempt
        state = outbox.fail(task, "SMTPServerDisconnected")
        assert state == ("dead" if attempt == ATTEMPTS else "failed")
    row = Job.objects.get()
    assert (row.state, row.error, row.lease) == ("dead", "SMTPServerDisconnected", None)
    assert claim(timedelta(days=30)) is None


def test_it_waits_longer_after_each_failure_and_not_all_at_once() -> None:
    for attempt, seconds in ((1, 15), (2, 30), (5, 240), (12, 21_600), (40, 21_600)):
        waits = {waits_for(attempt).total_seconds() for _ in range(50)}
        assert all(0.75 * seconds <= wait <= 1.25 * seconds for wait in waits)
        assert len(waits) > 10


def test_one_that_kills_its_worker_each_time_is_dead_in_the_end(job: Job) -> None:
    Job.objects.update(attempts=ATTEMPTS - 1)
    claimed()
    assert claim(LEASE + timedelta(seconds=1)) is None
    row = Job.objects.get()
    assert (row.state, row.error, row.attempts) == ("dead", "Lost", ATTEMPTS)


def test_given_back_untouched_its_try_does_not_count(job: Job) -> None:
    outbox.release(claimed())
    assert claimed().attempt == 1


def test_progress_is_written_down_while_the_lease_holds(job: Job) -> None:
    task = claimed()
    assert outbox.say(task, 3, 10)
    row = Job.objects.get()
    assert (row.done, row.total) == (3, 10)
    outbox.take_back("one")
    assert not outbox.say(task, 4, 10)


def test_what_is_over_is_forgotten_and_what_is_dead_is_not(db: None) -> None:
    for name in ("done", "cancelled", "dead", "waiting"):
        outbox.put(KIND, key=name)
    outbox.finish(claimed())
    outbox.take_back("cancelled")
    outbox.fail(claimed(), "OSError", for_good=True)
    now = timezone.now()
    assert outbox.forget_old(now + KEPT - timedelta(minutes=1)) == 0
    assert outbox.forget_old(now + KEPT + timedelta(minutes=1)) == 2
    assert set(Job.objects.values_list("state", flat=True)) == {"dead", "waiting"}
