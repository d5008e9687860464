"""A clinic's appointments as a file: for who works there, with a reason, and on record."""

import csv
import io
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from bedside import accounts, audit, clinic, jobs, outbox, spreadsheets
from bedside.clinic.appointments import ListWish, Why, ask_for_list, taking_out
from bedside.clinic.models import Facility
from bedside.documents.models import Blob
from bedside.errors import Conflict, Forbidden, Invalid, NotFound
from bedside.outbox import Job
from tests.clinic.diary import at, book, today
from tests.jobs.making import let_the_lease_end
from tests.people import ASHA, Person, register_patient, staff

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def wish(place: Facility, **more: object) -> ListWish:
    days = {"first_day": today(place), "last_day": today(place) + 30 * DAY}
    return ListWish(place.id, **{**days, "why": Why.PLANNING, **more})  # type: ignore[arg-type]


def make(place: Facility, by: Person, **more: object) -> Job:
    """Ask for a list and let a worker make it."""
    job = ask_for_list(wish(place, **more), by=by.actor)
    assert jobs.run_one(job)
    return Job.objects.get(id=job)


def table(job: Job, by: Person) -> list[list[str]]:
    text = b"".join(jobs.read_file(job.id, by=by.actor).read()).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def test_it_has_who_comes_when_and_not_why(asha: Person, bello: Person, harbour: Facility) -> None:
    book(asha, bello, harbour, at(12, days=3), by=bello, reason="A lump in my breast")
    job = make(harbour, bello)
    head, line = table(job, bello)
    assert head == list(taking_out.COLUMNS)
    number = clinic.read_patient(asha.patient, by=bello.actor).record_number
    day = f"{at(12, days=3):%Y-%m-%d}"
    told = [day, "12:00", "12:20", "Dr Amara Bello", number, ASHA.name, ASHA.phone, "booked"]
    assert number and line == told


def test_the_desk_takes_it_out_to_call_people(
    asha: Person, bello: Person, noa: Person, millfield: Facility, harbour: Facility
) -> None:
    book(asha, bello, harbour, at(12, days=3), by=bello, reason="A lump in my breast")
    text = str(table(make(harbour, noa, why=Why.CALLING), noa))
    assert ASHA.name in text and ASHA.phone in text and "lump" not in text
    with pytest.raises(NotFound):
        ask_for_list(wish(millfield), by=noa.actor)


def test_whoever_is_called_like_a_formula_harms_nobody(bello: Person, harbour: Facility) -> None:
    evil = register_patient(
        replace(ASHA, name='=HYPERLINK("http://evil.example")', email="evil@example.org"), harbour
    )
    book(evil, bello, harbour, at(12, days=3), by=bello)
    name = table(make(harbour, bello), bello)[1][5]
    assert name.startswith("'=") and spreadsheets.as_written(name).startswith("=HYPERLINK")


def test_asking_and_making_are_on_record_with_who_is_in_it_and_how_many(
    asha: Person, bello: Person, harbour: Facility
) -> None:
    for days in (2, 3):
        book(asha, bello, harbour, at(12, days=days), by=bello)
    job = make(harbour, bello, why=Why.OTHER, words="The street fair")
    asked, made = (
        audit.Event.objects.get(action=f"appointment_list.{verb}") for verb in ("ask", "make")
    )
    assert (asked.chain, asked.details) == (harbour.id, {"why": "other", "days": 31})
    assert (made.chain, made.details) == (harbour.id, {"why": "other", "count": 2})
    assert (made.actor_user, made.subjects) == (bello.user, [str(asha.patient)])
    assert "fair" not in str(Job.objects.filter(id=job.id).values("subject", "key", "result_name"))
    table(job, bello)
    assert audit.Event.objects.get(action="job.read_file").chain == harbour.id


def test_it_is_for_whoever_asked_and_for_nobody_else(
    asha: Person, bello: Person, chen: Person, dana: Person, harbour: Facility
) -> None:
    job = make(harbour, bello)
    for other in (asha, chen, dana):
        with pytest.raises(NotFound):
            jobs.read_file(job.id, by=other.actor)
        with pytest.raises(NotFound):
            jobs.drop_file(job.id, version=job.version, by=other.actor)
    assert jobs.read_job(job.id, by=dana.actor).file is None
    with pytest.raises(Forbidden):
        ask_for_list(wish(harbour), by=dana.actor)
    with pytest.raises(NotFound):
        ask_for_list(wish(harbour), by=chen.actor)


def test_who_does_not_work_there_any_more_gets_none(
    bello: Person, chen: Person, dana: Person, harbour: Facility
) -> None:
    made, waits = make(harbour, bello), ask_for_list(wish(harbour), by=bello.actor)
    staff(harbour, chen, by=dana)
    jobs.run_one(waits)
    row = Job.objects.get(id=waits)
    assert (row.state, row.error, row.result) == ("dead", "NotFound", None)
    with pytest.raises(NotFound):
        jobs.read_file(made.id, by=bello.actor)


def test_nothing_is_made_for_an_account_that_was_shut(
    bello: Person, dana: Person, harbour: Facility
) -> None:
    job = ask_for_list(wish(harbour), by=bello.actor)
    accounts.disable(bello.user, by=dana.actor)
    jobs.run_one(job)
    assert (Job.objects.get(id=job).state, Job.objects.get(id=job).error) == ("dead", "Forbidden")


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"last_day": today() - DAY}, "last_day"),
        ({"last_day": today() + 366 * DAY}, "last_day"),
        ({"why": Why.OTHER}, "words"),
        ({"words": "x" * 501}, "words"),
    ],
)
def test_what_cannot_be_asked_is_said_at_its_field(
    more: dict[str, object], field: str, bello: Person, harbour: Facility
) -> None:
    with pytest.raises(Invalid) as error:
        ask_for_list(wish(harbour, **more), by=bello.actor)
    assert set(error.value.fields) == {field}
    assert not Job.objects.filter(kind=taking_out.KIND).exists()


def test_nobody_waits_for_more_than_five_at_once(bello: Person, harbour: Facility) -> None:
    for _ in range(5):
        ask_for_list(wish(harbour), by=bello.actor)
    with pytest.raises(Conflict):
        ask_for_list(wish(harbour), by=bello.actor)
    jobs.run_one(Job.objects.filter(kind=taking_out.KIND).earliest("id").id)
    ask_for_list(wish(harbour), by=bello.actor)


def test_the_file_expires_and_can_be_deleted_before(bello: Person, harbour: Facility) -> None:
    job = make(harbour, bello)
    view = jobs.read_job(job.id, by=bello.actor)
    assert view.file and view.file.expires_at <= timezone.now() + timedelta(days=3)
    left = jobs.drop_file(job.id, version=view.version, by=bello.actor)
    assert left.file is None and left.may == frozenset()
    with pytest.raises(jobs.NoFile):
        jobs.read_file(job.id, by=bello.actor)
    other = make(harbour, bello)
    Job.objects.filter(id=other.id).update(result_expires_at=timezone.now())
    assert jobs.read_job(other.id, by=bello.actor).file is None
    with pytest.raises(jobs.NoFile):
        jobs.read_file(other.id, by=bello.actor)


def test_sweeping_forgets_what_has_expired(bello: Person, harbour: Facility) -> None:
    make(harbour, bello)
    before = Blob.objects.count()
    jobs.sweep(timezone.now() + timedelta(days=5))
    assert Blob.objects.count() < before
    jobs.sweep(timezone.now() + timedelta(days=60))
    assert not Job.objects.filter(kind=taking_out.KIND).exists()


def test_many_are_read_in_batches_and_it_says_how_far_it_is(
    asha: Person, bello: Person, harbour: Facility, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking_out, "BATCH", 2)
    for days in range(2, 7):
        book(asha, bello, harbour, at(12, days=days), by=bello)
    job = make(harbour, bello)
    assert (job.done, job.total) == (5, 5)
    lines = table(job, bello)[1:]
    assert [line[0] for line in lines] == [f"{at(12, days=d):%Y-%m-%d}" for d in range(2, 7)]


def test_called_off_while_it_is_made_there_is_no_file(
    asha: Person, bello: Person, harbour: Facility
) -> None:
    book(asha, bello, harbour, at(12, days=3), by=bello)
    job = ask_for_list(wish(harbour), by=bello.actor)
    task = outbox.claim(timezone.now(), only=job)
    assert task is not None
    row = Job.objects.get(id=job)
    jobs.cancel(job, version=row.version, by=bello.actor)
    with pytest.raises(outbox.LeaseLost):
        jobs.running._do(task)  # type: ignore[attr-defined]
    assert (Job.objects.get(id=job).state, Job.objects.get(id=job).result) == ("cancelled", None)


def test_made_twice_because_the_first_was_late_there_is_one_file(
    bello: Person, harbour: Facility
) -> None:
    job = ask_for_list(wish(harbour), by=bello.actor)
    late = outbox.claim(timezone.now(), only=job)
    assert late is not None
    let_the_lease_end()
    assert jobs.run_one(job)
    result = Job.objects.get(id=job).result
    with pytest.raises(outbox.LeaseLost):
        jobs.running._do(late)  # type: ignore[attr-defined]
    assert Job.objects.get(id=job).result == result
