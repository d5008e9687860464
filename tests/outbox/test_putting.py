"""Work is put down with the change that causes it, once, and holds ids only."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from bedside import outbox
from bedside.clinic.messages import MessageKind
from bedside.ids import new_id
from bedside.outbox import Job
from bedside.outbox.kinds import KINDS, Kind, beginning_of, declare

KIND = MessageKind.BOOKED
LATER = datetime(2026, 12, 24, 9, tzinfo=UTC)


def test_it_is_due_now_or_when_it_was_said(db: None) -> None:
    appointment = new_id()
    outbox.put(KIND, key="one", subject={"appointment": appointment})
    outbox.put(KIND, key="two", due_at=LATER)
    one, two = Job.objects.get(key="one"), Job.objects.get(key="two")
    assert one.due_at <= timezone.now()
    assert (one.subject, two.subject) == ({"appointment": str(appointment)}, {})
    assert (two.due_at, two.ready_at, two.state) == (LATER, LATER, "waiting")


def test_it_is_not_there_when_the_change_is_not(db: None) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        outbox.put(KIND, key="one")
        _ = 1 / 0
    assert not Job.objects.exists()


def test_it_is_put_down_within_a_transaction_only(live_database: None) -> None:
    for put in (
        lambda: outbox.put(KIND, key="one"),
        lambda: outbox.put_once(KIND, key="one"),
        lambda: outbox.take_back("one"),
    ):
        with pytest.raises(RuntimeError):
            put()


def test_nobody_can_put_down_what_no_room_declares(db: None) -> None:
    with pytest.raises(KeyError):
        outbox.put("wallet.empty", key="one")


@pytest.mark.parametrize("subject", ["Asha has a headache", "0192", 7, None])
def test_what_it_is_about_is_an_id(db: None, subject: object) -> None:
    with pytest.raises(TypeError):
        outbox.put(KIND, key="one", subject={"appointment": subject})  # type: ignore[dict-item]
    assert not Job.objects.exists()


def test_put_again_it_begins_anew_whatever_became_of_it(db: None) -> None:
    outbox.put(KIND, key="one", due_at=timezone.now())
    before = Job.objects.get()
    task = outbox.claim(timezone.now())
    assert task is not None
    outbox.fail(task, "OSError", for_good=True)
    outbox.put(KIND, key="one", due_at=LATER)
    row = Job.objects.get()
    assert (row.id, row.state, row.due_at, row.attempts) == (before.id, "waiting", LATER, 0)
    assert (row.error, row.lease, row.finished_at) == ("", None, None)
    assert row.occasion != before.occasion
    assert row.version > before.version


def test_put_once_it_stays_as_it_is(db: None) -> None:
    assert outbox.put_once(KIND, key="one", due_at=LATER)
    assert not outbox.put_once(KIND, key="one")
    assert Job.objects.get().due_at == LATER


def test_whoever_does_it_when_it_is_put_again_or_taken_back_loses_it(db: None) -> None:
    for again in (lambda: outbox.put(KIND, key="one"), lambda: outbox.take_back("one")):
        outbox.put(KIND, key="one")
        task = outbox.claim(timezone.now())
        assert task is not None
        again()
        assert not outbox.renew(task)
        with pytest.raises(outbox.LeaseLost):
            outbox.finish(task)
        assert outbox.fail(task, "OSError") is None
    assert Job.objects.get().state == "cancelled"


def test_what_is_done_cannot_be_taken_back(db: None) -> None:
    outbox.put(KIND, key="one")
    task = outbox.claim(timezone.now())
    assert task is not None
    outbox.finish(task)
    outbox.take_back("one")
    assert Job.objects.get().state == "done"


def test_it_is_put_down_with_one_statement(
    db: None, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    for _ in range(2):
        with django_assert_num_queries(1, connection=connection):  # type: ignore[operator]
            outbox.put(KIND, key="one")


def test_two_rooms_cannot_declare_the_same_job() -> None:
    before = dict(KINDS)
    one = {"note.print": Kind(lambda task: None)}
    with pytest.raises(ValueError, match="same kind"):
        declare(one, one)
    assert before == KINDS


def test_a_period_begins_by_utc() -> None:
    nepal = timezone.get_fixed_timezone(timedelta(hours=5, minutes=45))
    now = datetime(2026, 11, 30, 14, 37, 12, tzinfo=UTC).astimezone(nepal)
    assert beginning_of("ten minutes", now) == datetime(2026, 11, 30, 14, 30, tzinfo=UTC)
    assert beginning_of("hour", now) == datetime(2026, 11, 30, 14, tzinfo=UTC)
    assert beginning_of("day", now) == datetime(2026, 11, 30, tzinfo=UTC)
    assert beginning_of("month", now) == datetime(2026, 11, 1, tzinfo=UTC)


def test_counting_says_what_waits_and_for_how_long(db: None) -> None:
    now = timezone.now()
    outbox.put(KIND, key="one", due_at=now - timedelta(minutes=5))
    outbox.put(KIND, key="two", due_at=now + timedelta(minutes=5))
    found = outbox.count(now)
    assert found.jobs == {(KIND.value, "waiting"): 2}
    assert found.late == timedelta(minutes=5)
    assert outbox.count(now - timedelta(hours=1)).late == timedelta(0)
