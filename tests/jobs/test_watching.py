"""An administrator sees what failed and has it tried again; everybody has what they asked for."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from bedside import audit, jobs, outbox
from bedside.clinic.messages import MessageKind
from bedside.errors import Conflict, Forbidden, Invalid, NotFound, Stale, Unauthenticated
from bedside.outbox import Job
from tests.jobs.making import asked_for, doing, made, put
from tests.people import SYSTEM, Person

pytestmark = pytest.mark.django_db


def dead(key: str = "one") -> Job:
    """Return a job that was given up."""
    with doing(attempts=1):
        put(key)
        task = outbox.claim(timezone.now())
        assert task is not None
        outbox.fail(task, "OSError")
    return Job.objects.get(key=key)


def test_what_was_given_up_is_tried_again_with_all_its_tries(dana: Person) -> None:
    row = dead()
    view = jobs.read_job(row.id, by=dana.actor)
    assert (view.state, view.error, view.may) == ("dead", "OSError", {"retry", "cancel"})
    again = jobs.retry(row.id, version=view.version, by=dana.actor)
    assert (again.state, again.attempts, again.error, again.finished_at) == ("waiting", 0, "", None)
    assert Job.objects.get().occasion == row.occasion
    with doing():
        assert jobs.run_next()
    assert (made(), Job.objects.get().state) == (1, "done")


def test_what_was_called_off_is_not_done(dana: Person) -> None:
    row = put_it()
    jobs.cancel(row.id, version=row.version, by=dana.actor)
    with doing():
        assert not jobs.run_next()
    assert (made(), Job.objects.get().state) == (0, "cancelled")


def test_who_does_it_stops_when_it_is_called_off(dana: Person) -> None:
    def long(task: outbox.Task) -> None:
        row = Job.objects.get()
        jobs.cancel(row.id, version=row.version, by=dana.actor)
        task.progress(1, 2)
        raise AssertionError("went on")

    with doing(long, one_act=False):
        put()
        jobs.run_next()
    assert (Job.objects.get().state, Job.objects.get().error) == ("cancelled", "")


@pytest.mark.parametrize("event", ["retry", "cancel"])
def test_nobody_settles_what_they_have_not_seen(event: str, dana: Person) -> None:
    row = dead()
    with pytest.raises(Stale):
        getattr(jobs, event)(row.id, version=row.version - 1, by=dana.actor)
    assert Job.objects.get().state == "dead"


def test_what_is_done_can_be_neither_repeated_nor_called_off(dana: Person) -> None:
    with doing():
        put()
        jobs.run_next()
    row = Job.objects.get()
    for settle in (jobs.retry, jobs.cancel):
        with pytest.raises(Conflict):
            settle(row.id, version=row.version, by=dana.actor)
    assert jobs.read_job(row.id, by=dana.actor).may == frozenset()


def test_settling_is_on_record_with_the_kind(dana: Person) -> None:
    row = dead()
    jobs.retry(row.id, version=row.version, by=dana.actor)
    event = audit.Event.objects.get(action="job.retry")
    assert (event.actor_user, event.details) == (dana.user, {"kind": "test.make"})
    assert event.objects_touched == {"job": str(row.id)}


def test_everybody_reaches_what_they_asked_for_and_nothing_else(
    asha: Person, ravi: Person, bello: Person, dana: Person
) -> None:
    hers, his = asked_for(asha), asked_for(bello)
    for person, job in ((asha, hers), (bello, his)):
        assert jobs.read_job(job.id, by=person.actor).own
        page = jobs.list_jobs(by=person.actor)
        assert [one.id for one in page.items] == [job.id]
        assert page.items[0].may == {"cancel"}
    for stranger in (ravi, bello):
        with pytest.raises(NotFound):
            jobs.read_job(hers.id, by=stranger.actor)
        with pytest.raises(NotFound):
            jobs.cancel(hers.id, version=1, by=stranger.actor)
    assert not jobs.read_job(hers.id, by=dana.actor).own
    assert len(jobs.list_jobs(by=dana.actor).items) == 2
    assert audit.Event.objects.filter(action="job.read", outcome="refused").count() == 2


def test_a_patient_retries_nothing_and_a_stranger_sees_nothing(asha: Person) -> None:
    row = asked_for(asha)
    with pytest.raises(Forbidden):
        jobs.retry(row.id, version=row.version, by=asha.actor)
    with pytest.raises(Forbidden):
        jobs.read_counts(by=asha.actor)
    with pytest.raises(Unauthenticated):
        jobs.read_job(row.id, by=audit.Actor.anonymous("192.0.2.1"))


def test_the_list_goes_on_behind_its_last_row_by_state_and_kind(dana: Person) -> None:
    for number in range(5):
        dead(str(number))
    with transaction.atomic():
        outbox.put(MessageKind.BOOKED, key="other")
    first = jobs.list_jobs(states=["dead"], limit=3, by=dana.actor)
    rest = jobs.list_jobs(states=["dead"], limit=3, after=first.next, by=dana.actor)
    assert [len(first.items), len(rest.items), rest.next] == [3, 2, None]
    ids = [one.id for one in (*first.items, *rest.items)]
    assert len(set(ids)) == 5 and ids == sorted(ids, reverse=True)
    assert len(jobs.list_jobs(kind=MessageKind.BOOKED, by=dana.actor).items) == 1
    for wrong in ({"states": ["lost"]}, {"limit": 101}, {"limit": 0}):
        with pytest.raises(Invalid):
            jobs.list_jobs(by=dana.actor, **wrong)  # type: ignore[arg-type]


def test_counting_names_kinds_states_and_how_late_it_is(dana: Person) -> None:
    dead()
    row = put_it("two")
    Job.objects.filter(id=row.id).update(ready_at=timezone.now() - timedelta(minutes=7))
    found = jobs.read_counts(by=dana.actor)
    assert found.kinds == {"test.make": {"dead": 1, "waiting": 1}}
    assert found.of("dead") == 1
    assert found.late >= timedelta(minutes=7)
    assert jobs.read_counts(by=SYSTEM).kinds == found.kinds


def put_it(key: str = "one") -> Job:
    with doing():
        return put(key)
