"""Jobs have one effect: killed at any step, done by several at once, late, or twice."""

import signal
from datetime import timedelta

import pytest
from django.utils import timezone

from bedside import audit, documents, jobs
from bedside.documents.models import Volume
from bedside.documents.volumes import PIECE, open_volume
from bedside.jobs.periodic import put_due
from bedside.outbox import Job
from tests import databases
from tests.contract.together import at_once
from tests.jobs.making import KIND, doing, give, let_the_lease_end, made, make, put

pytestmark = pytest.mark.usefixtures("live_database")
STEPS = ("begun", "in the transaction", "committed")


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_each_step_it_has_one_effect(step: str, real_database: dict[str, str]) -> None:
    with doing():
        put()
        program = f"from tests.contract import dying; dying.work_and_die('{step}')"
        done = databases.run(program, real_database)
        assert done.returncode == -signal.SIGKILL, done.stderr
        committed = step == "committed"
        assert made() == (1 if committed else 0)
        assert Job.objects.get().state == ("done" if committed else "running")
        assert not jobs.run_next()

        let_the_lease_end()
        assert jobs.run_next() is not committed
        assert (made(), Job.objects.get().state) == (1, "done")
        assert audit.verify() == []


@pytest.mark.parametrize("step", ["sealed", "stored", "in the transaction", "committed"])
def test_killed_while_it_writes_a_file_there_is_one_file_and_the_rest_is_swept(
    step: str, real_database: dict[str, str]
) -> None:
    with doing(give):
        put()
        program = f"from tests.contract import dying; dying.write_a_file_and_die('{step}')"
        done = databases.run(program, real_database)
        assert done.returncode == -signal.SIGKILL, done.stderr
        committed = step == "committed"
        assert Volume.objects.count() == (1 if committed else 0)
        let_the_lease_end()
        assert jobs.run_next() is not committed
    row = Job.objects.get()
    assert (row.state, row.result_size, Volume.objects.count()) == ("done", 2 * PIECE + 7, 1)
    assert row.result is not None
    assert len(b"".join(open_volume(row.result).read())) == row.result_size
    later = timezone.now() + timedelta(days=2)
    left = {"sealed": 1, "stored": 2, "in the transaction": 3, "committed": 0}[step]
    assert documents.sweep(later) == left
    documents.forget_expired(later + timedelta(days=2))
    assert documents.sweep(later) == 3
    assert audit.verify() == []


def test_two_workers_that_write_the_same_file_leave_one() -> None:
    with doing(give):
        put()
        results = at_once(4, lambda n: jobs.run_next())
        assert results.count(True) == 1
    assert Volume.objects.count() == 1


def test_of_many_workers_one_does_it() -> None:
    with doing():
        put()
        results = at_once(8, lambda n: jobs.run_next())
        assert sorted(results) == [False] * 7 + [True]
        assert (made(), Job.objects.get().attempts) == (1, 1)


def test_delivered_many_times_at_once_it_is_done_once() -> None:
    with doing():
        job = put()
        results = at_once(8, lambda n: jobs.run_one(job.id))
        assert sorted(results) == [False] * 7 + [True]
        assert made() == 1


def test_many_workers_share_the_work() -> None:
    def until_there_is_none(_: int) -> int:
        done = 0
        while jobs.run_next():
            done += 1
        return done

    with doing():
        for number in range(12):
            put(str(number))
        results = at_once(3, until_there_is_none)
        left = until_there_is_none(3)  # what was passed by while somebody else held it
        assert made() == 12
        assert set(Job.objects.values_list("state", "attempts")) == {("done", 1)}
        assert sum(results) + left == 12


def test_of_two_who_do_it_because_one_was_paused_only_one_has_an_effect() -> None:
    def paused(task: object) -> None:
        if Job.objects.get().attempts == 1:
            let_the_lease_end()
            assert jobs.run_next()
        make(task)  # type: ignore[arg-type]

    with doing(paused):
        put()
        assert jobs.run_next()
        row = Job.objects.get()
        assert (made(), row.state, row.attempts) == (1, "done", 2)


def test_what_comes_by_itself_comes_once_however_many_look() -> None:
    with doing(every="hour"):
        now = timezone.now()
        results = at_once(8, lambda n: put_due(now))
        assert Job.objects.filter(kind=KIND).count() == 1
        assert sum(results) == Job.objects.count()
        at_once(3, lambda n: jobs.Worker().work_off())
        assert made() == 1


def test_what_is_put_down_again_while_it_is_done_is_done_again() -> None:
    times = []

    def again(task: object) -> None:
        times.append(task)
        if len(times) == 1:
            put()
        make(task)  # type: ignore[arg-type]

    with doing(again):
        put()
        while jobs.run_next():
            pass
        row = Job.objects.get()
        assert (len(times), made(), row.state) == (2, 1, "done")
        assert row.due_at > timezone.now() - timedelta(minutes=1)
