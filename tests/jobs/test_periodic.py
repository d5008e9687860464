"""What comes by itself comes once in each period."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from bedside.jobs.periodic import put_due
from bedside.jobs.worker import Worker
from bedside.outbox import Job
from tests.jobs.making import KIND, doing, made

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)


def test_the_job_of_a_period_is_put_down_once() -> None:
    with doing(every="hour"):
        for minutes in (0, 1, 59):
            put_due(NOON + timedelta(minutes=minutes))
        assert Job.objects.filter(kind=KIND).count() == 1
        put_due(NOON + timedelta(minutes=60))
        keys = list(Job.objects.filter(kind=KIND).order_by("key").values_list("key", flat=True))
    assert keys == [f"{KIND}:2026-11-30T12:00", f"{KIND}:2026-11-30T13:00"]


def test_a_period_in_which_nobody_worked_is_left_out() -> None:
    with doing(every="hour"):
        put_due(NOON)
        put_due(NOON + timedelta(days=3))
        assert Job.objects.filter(kind=KIND).count() == 2


def test_the_house_sweeps_itself_and_what_waits_is_settled() -> None:
    worker = Worker()
    assert worker.work_off() > 0
    assert worker.work_off() == 0
    done = Job.objects.filter(state="done").values_list("kind", flat=True)
    assert {"house.sweep", "waiting.settle"} <= set(done)


def test_what_is_due_by_itself_is_done() -> None:
    with doing(every="month"):
        Worker().work_off()
        assert made() == 1
        assert Job.objects.get(kind=KIND).due_at <= timezone.now()
