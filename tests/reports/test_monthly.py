"""The report of the month comes by itself, once for each administrator, and names nobody."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from bedside import audit, jobs
from bedside.clinic.models import CareRelation, Facility
from bedside.errors import NotFound
from bedside.jobs.periodic import put_due
from bedside.outbox import Job, Task
from bedside.reports.monthly import COLUMNS, HIDDEN, MAKE, MONTH, READY, begin, month_before
from tests.mail.server import Post, serving
from tests.people import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def post() -> Iterator[Post]:
    with serving() as post:
        yield post


def let_the_month_begin() -> None:
    """Let the day come on which the report is made, and do all that is due."""
    put_due(timezone.now())
    put_due(timezone.now())
    while jobs.run_next():
        pass
    Job.objects.filter(kind=MAKE, state="waiting").update(ready_at=timezone.now())
    while jobs.run_next():
        pass


def table(job: Job, by: Person) -> list[list[str]]:
    text = b"".join(jobs.read_file(job.id, by=by.actor).read()).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def test_each_administrator_gets_one_with_every_clinic_and_is_told(
    post: Post, dana: Person, asha: Person, ravi: Person
) -> None:
    let_the_month_begin()
    let_the_month_begin()
    job = Job.objects.get(kind=MAKE)
    assert (job.state, job.asked_by) == ("done", dana.user)
    head, *lines = table(job, dana)
    assert head == list(COLUMNS)
    last = month_before(job.due_at.date()).first
    assert last is not None
    months = [(line[0], line[1]) for line in lines]
    assert months == [
        ("Harbour Street Clinic", f"{last:%Y-%m}"),
        ("Millfield Health Centre", f"{last:%Y-%m}"),
    ]
    (got,) = post.taken
    assert (got["To"], got["Subject"]) == ("dana@example.org", "The report of the month")
    assert f"https://clinic.test/jobs/{job.id}" in str(got.get_content())
    assert Job.objects.get(kind=READY).state == "done"


def test_few_are_hidden_and_nobody_is_named(dana: Person, asha: Person, harbour: Facility) -> None:
    last = month_before(timezone.now().date()).last
    assert last is not None
    then = datetime(last.year, last.month, 10, tzinfo=UTC)
    CareRelation.objects.filter(patient=asha.patient).update(since=then)
    let_the_month_begin()
    line = table(Job.objects.get(kind=MAKE), dana)[1]
    assert line[2] == HIDDEN
    assert "Asha" not in str(line) and str(asha.patient) not in str(line)


def test_reading_and_making_are_on_record_by_the_administrator(
    dana: Person, harbour: Facility
) -> None:
    let_the_month_begin()
    for action in ("report.read_counts", "report.make_month"):
        event = audit.Event.objects.get(action=action, outcome="done")
        assert event.actor_user == dana.user
    assert audit.Event.objects.get(action="report.make_month").details == {"count": 1}


def test_it_is_nobody_elses_and_kept_until_the_next(
    dana: Person, bello: Person, harbour: Facility
) -> None:
    let_the_month_begin()
    job = Job.objects.get(kind=MAKE)
    with pytest.raises(NotFound):
        jobs.read_file(job.id, by=bello.actor)
    assert job.result_expires_at is not None
    assert job.result_expires_at > timezone.now() + timedelta(days=30)


@pytest.mark.parametrize(
    ("begun", "due"),
    [
        (datetime(2026, 12, 1, 0, 0, 9, tzinfo=UTC), datetime(2026, 12, 2, tzinfo=UTC)),
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), datetime(2026, 12, 31, 23, 59, tzinfo=UTC)),
    ],
)
def test_it_is_made_when_the_month_is_over_everywhere_and_about_that_one(
    dana: Person, begun: datetime, due: datetime
) -> None:
    task = Task(dana.user, MONTH, {}, None, begun, dana.user, dana.user, 1)
    begin(task)
    begin(task)
    job = Job.objects.get(kind=MAKE)
    assert job.due_at == due
    assert month_before(job.due_at.date()).last == date(2026, 11, 30)
