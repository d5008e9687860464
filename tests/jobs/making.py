"""Jobs with an effect that can be counted: each makes a facility, in an act of Bedside's own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from bedside import clinic, outbox
from bedside.accounts.acts import prepared_act
from bedside.clinic.messages import MessageKind
from bedside.clinic.models import Facility
from bedside.documents.volumes import PIECE
from bedside.ids import new_id
from bedside.outbox import Job, Task
from bedside.outbox.kinds import KINDS, Kind
from tests import people
from tests.people import Person

KIND = "test.make"
NOT_YET = timezone.now() + timedelta(days=400)


def make(_: Task) -> None:
    """Make a facility."""
    clinic.create_facility(name=f"Made {new_id()}", by=people.SYSTEM)


def give(task: Task, *, then: Callable[[], object] = lambda: None) -> None:
    """Give a file of two pieces and a bit in one act; call `then` after the first piece."""
    file = outbox.Result(task, name="list.csv", media_type="text/csv")
    file.write(bytes(PIECE))
    then()
    file.write(bytes(PIECE + 7))
    with prepared_act("search.rebuild", by=people.SYSTEM) as doing:
        file.close()
        with doing.commit():
            file.keep()


def made() -> int:
    return Facility.objects.filter(name__startswith="Made ").count()


@contextmanager
def doing(run: Callable[[Task], None] = make, **more: object) -> Iterator[None]:
    """Let there be a kind of job that runs this."""
    KINDS[KIND] = Kind(run, **more)  # type: ignore[arg-type]
    try:
        yield
    finally:
        del KINDS[KIND]


def put(key: str = "one") -> Job:
    with transaction.atomic():
        outbox.put(KIND, key=key)
    return Job.objects.get(key=key)


def asked_for(by: Person) -> Job:
    """Return a job that somebody waits for."""
    key = f"asked:{new_id()}"
    with transaction.atomic():
        outbox.put(MessageKind.BOOKED, key=key, asked_by=by.user, due_at=NOT_YET)
    return Job.objects.get(key=key)


def give_a_file(job: Job, text: bytes) -> Job:
    """Let a file have come of a job."""
    Job.objects.filter(id=job.id).update(due_at=timezone.now(), ready_at=timezone.now())
    task = outbox.claim(timezone.now(), only=job.id)
    assert task is not None
    file = outbox.Result(task, name="list.csv", media_type="text/csv")
    file.write(text)
    file.close()
    with transaction.atomic():
        outbox.finish(task)
        file.keep()
    job.refresh_from_db()
    return job


def let_the_lease_end() -> None:
    """Let more time pass than a worker may be silent."""
    Job.objects.filter(state="running").update(ready_at=timezone.now())
