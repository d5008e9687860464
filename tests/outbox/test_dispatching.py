"""A broker is told of each job when it becomes ready, and again when nothing comes of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bedside import outbox
from bedside.outbox import Job
from bedside.outbox.dispatching import AGAIN
from tests.jobs.making import doing, put

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def test_it_is_told_of_what_is_ready_once() -> None:
    with doing():
        one, later = put("one"), put("later")
        Job.objects.filter(id=later.id).update(ready_at=timezone.now() + timedelta(hours=1))
        now = timezone.now()
        assert outbox.take_to_send(now) == [one.id]
        assert outbox.take_to_send(now + SECOND) == []
        assert outbox.take_to_send(now + timedelta(hours=1, seconds=1), limit=1) != []


def test_it_is_told_again_when_nothing_came_of_it() -> None:
    with doing():
        put()
        now = timezone.now()
        assert len(outbox.take_to_send(now)) == 1
        assert outbox.take_to_send(now + AGAIN) == []
        assert len(outbox.take_to_send(now + AGAIN + SECOND)) == 1


def test_it_is_told_anew_when_a_job_is_to_be_tried_again_or_its_worker_fell_silent() -> None:
    with doing():
        put()
        outbox.take_to_send(timezone.now())
        task = outbox.claim(timezone.now())
        assert task is not None
        silent = Job.objects.get().ready_at + SECOND
        assert outbox.take_to_send(silent - 2 * SECOND) == []
        assert len(outbox.take_to_send(silent)) == 1
        outbox.fail(task, "OSError")
        Job.objects.update(sent_at=timezone.now())
        again = Job.objects.get().ready_at + SECOND
        assert len(outbox.take_to_send(again)) == 1


def test_put_down_anew_it_is_told_at_once() -> None:
    with doing():
        put()
        outbox.take_to_send(timezone.now())
        put()
        assert len(outbox.take_to_send(timezone.now())) == 1


def test_it_is_told_again_when_the_broker_did_not_take_it_and_not_of_what_is_over() -> None:
    with doing():
        job = put()
        outbox.was_not_sent(outbox.take_to_send(timezone.now()))
        assert outbox.take_to_send(timezone.now()) == [job.id]
        outbox.take_back("one")
        assert outbox.take_to_send(timezone.now() + 2 * AGAIN) == []
