"""The administrator's page about jobs: what failed, and trying it again."""

import pytest

from bedside.outbox import KINDS, Job
from bedside.web.wording import JOB_STATES, JOBS
from tests.clinic.diary import at, book
from tests.jobs.test_watching import dead
from tests.people import Person
from tests.web.browsing import Visitor

pytestmark = pytest.mark.django_db
PAGE = "/admin/jobs/"


@pytest.fixture
def administrator(dana: Person) -> Visitor:
    return Visitor().signs_in(dana)


def test_what_was_given_up_is_shown_first_and_tried_again(administrator: Visitor) -> None:
    row = dead()
    assert PAGE in administrator.get("/admin/").links
    page = administrator.get(PAGE)
    assert "OSError" in page.text and "Given up: 1" in page.text
    administrator.send(PAGE, page.form_to(f"{PAGE}{row.id}/retry/"))
    page = administrator.follow()
    assert "A worker tries it again now." in page.text and "There are none." in page.text
    assert Job.objects.get().state == "waiting"
    page = administrator.get(f"{PAGE}?state=waiting")
    administrator.send(PAGE, page.form_to(f"{PAGE}{row.id}/cancel/"))
    assert "called off" in administrator.follow().text
    assert Job.objects.get().state == "cancelled"


def test_what_was_changed_meanwhile_is_left_alone(administrator: Visitor) -> None:
    row = dead()
    form = administrator.get(PAGE).form_to(f"{PAGE}{row.id}/cancel/")
    Job.objects.update(version=row.version + 1)
    administrator.send(PAGE, form)
    assert "changed since you read it" in administrator.follow().text
    assert Job.objects.get().state == "dead"


def test_it_does_not_say_whom_a_job_is_about(
    administrator: Visitor, asha: Person, bello: Person, harbour: object
) -> None:
    booked = book(asha, bello, harbour, at(12, days=3), by=bello)  # type: ignore[arg-type]
    administrator.get(f"{PAGE}?state=waiting")
    assert "an appointment is booked" in administrator.html
    for secret in (str(asha.patient), str(booked.id), "Asha", "Bello"):
        assert secret not in administrator.html


def test_an_address_that_no_page_gave_is_refused(administrator: Visitor) -> None:
    for wrong in ("?state=lost", "?after=yesterday"):
        administrator.get(PAGE + wrong)
        assert administrator.status == 422


def test_every_kind_and_state_has_its_words() -> None:
    assert set(KINDS) == set(JOBS)
    assert {code for code, _ in Job._meta.get_field("state").choices} == set(JOB_STATES)  # type: ignore[union-attr]
