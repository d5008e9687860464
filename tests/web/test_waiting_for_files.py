"""Waiting for a file on the pages: without JavaScript, by looking again."""

from datetime import timedelta

import pytest

from bedside import jobs
from bedside.accounts.models import Session
from bedside.clinic.appointments import Why
from bedside.clinic.models import Facility
from bedside.outbox import KINDS, Job
from bedside.web.wording import FILES, LIST_REASONS
from tests.clinic.diary import DAY, at, book, today
from tests.jobs.making import asked_for, give_a_file
from tests.people import Person
from tests.web.browsing import Visitor

pytestmark = pytest.mark.django_db
ASK = "/appointments/file"


@pytest.fixture
def doctor(bello: Person) -> Visitor:
    return Visitor().signs_in(bello)


def ask(doctor: Visitor, **values: str) -> None:
    form = doctor.get(ASK).form("why")
    said = {"first_day": str(today()), "last_day": str(today() + 9 * DAY), "why": "calling"}
    doctor.send(ASK, form, **{**said, **values})


def test_a_list_is_asked_for_waited_for_and_saved(
    doctor: Visitor, asha: Person, bello: Person, harbour: Facility
) -> None:
    book(asha, bello, harbour, at(12, days=3), by=bello)
    assert f"{ASK}?facility={harbour.id}" in doctor.get("/appointments/").links
    ask(doctor)
    waiting = doctor.location
    assert "It begins in a moment." in doctor.follow().text
    assert waiting in doctor.get(waiting).links  # look again
    doctor.get(f"{waiting}/file")
    assert doctor.status == 404
    assert jobs.run_next()
    while jobs.run_next():
        pass
    page = doctor.get(waiting)
    assert "It is ready." in page.text and "appointments.csv" in page.text
    assert "hx-trigger" not in doctor.html
    doctor.get(f"{waiting}/file")
    assert doctor.location == f"/api{waiting}/file"
    assert "ready" in doctor.get("/jobs").text
    doctor.send(waiting, page.form_to(f"{waiting}/drop"))
    assert "The file is deleted" in doctor.follow().text


def test_it_is_called_off(doctor: Visitor, bello: Person, harbour: Facility) -> None:
    ask(doctor)
    waiting = doctor.location
    doctor.send(waiting, doctor.follow().form_to(f"{waiting}/cancel"))
    assert "It was called off." in doctor.follow().text
    assert Job.objects.get(asked_by=bello.user).state == "cancelled"


def test_what_was_done_meanwhile_is_not_called_off(doctor: Visitor, harbour: Facility) -> None:
    ask(doctor)
    waiting = doctor.location
    form = doctor.follow().form_to(f"{waiting}/cancel")
    assert jobs.run_next()
    doctor.send(waiting, form)
    page = doctor.follow()
    assert "It went on meanwhile" in page.text and "It is ready." in page.text


def test_the_page_renews_itself_by_its_part_and_that_keeps_nobody_signed_in(
    doctor: Visitor, bello: Person
) -> None:
    job = asked_for(bello)
    doctor.get(f"/jobs/{job.id}")
    assert 'hx-trigger="every 3s"' in doctor.html
    before = Session.objects.get(user=bello.user).last_used_at
    Session.objects.update(last_used_at=before - timedelta(minutes=2))
    left = Session.objects.get(user=bello.user).last_used_at
    Job.objects.filter(id=job.id).update(done=1, total=4, state="running", lease=job.id)
    headers = {"HX-Request": "true", "HX-Target": "job", "X-Renewal": "1", "host": "clinic.test"}
    part = doctor.client.get(f"/jobs/{job.id}", secure=True, headers=headers).content.decode()
    assert part.strip().startswith('<section id="job"') and "25 of 100" in part
    assert Session.objects.get(user=bello.user).last_used_at == left


def test_what_cannot_be_asked_is_said_beside_its_field(doctor: Visitor, harbour: Facility) -> None:
    ask(doctor, last_day=str(today() - DAY), why="other")
    assert doctor.status == 422
    for said in ("The last day is before the first.", "Say what it is for."):
        assert said in doctor.html
    for _ in range(5):
        ask(doctor)
    ask(doctor)
    assert doctor.status == 422 and "You wait for 5 files already." in doctor.html


def test_nobody_sees_what_others_wait_for(doctor: Visitor, asha: Person, chen: Person) -> None:
    job = give_a_file(asked_for(asha), b"text")
    for path in (f"/jobs/{job.id}", f"/jobs/{job.id}/file"):
        doctor.get(path)
        assert doctor.status == 404
    doctor.get("/jobs")
    assert str(job.id) not in doctor.html


def test_every_reason_and_every_file_has_its_words() -> None:
    assert set(LIST_REASONS) == {one.value for one in Why}
    assert {name for name, kind in KINDS.items() if kind.still_may} <= set(FILES) <= set(KINDS)
