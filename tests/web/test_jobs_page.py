"""The administrator's page about jobs: what failed, and trying it again."""

from datetime import UTC, datetime

import pytest

from bedside.clinic.models import Facility
from bedside.outbox import KINDS, Job
from bedside.web.wording import JOB_ENDS, JOB_STATES, JOBS
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
    assert "Another system could not be reached" in page.text and "Given up: 1" in page.text
    assert "1 given up" in page.text and "Given up on" in page.text
    assert "OSError" not in administrator.html and "Next try" not in page.text
    administrator.send(PAGE, page.form_to(f"{PAGE}{row.id}/retry/"))
    page = administrator.follow()
    assert "A worker tries it again now." in page.text and "There are none." in page.text
    assert Job.objects.get().state == "waiting"
    page = administrator.get(f"{PAGE}?state=waiting")
    administrator.send(PAGE, page.form_to(f"{PAGE}{row.id}/cancel/"))
    assert "called off" in administrator.follow().text
    assert Job.objects.get().state == "cancelled"


def test_a_fault_that_nobody_thought_of_is_said_without_its_name(administrator: Visitor) -> None:
    dead()
    Job.objects.update(error="ZeroDivisionError")
    page = administrator.get(PAGE)
    assert (
        "A fault in Bedside itself" in page.text and "ZeroDivisionError" not in administrator.html
    )


def test_times_are_those_of_the_clinic_as_long_as_it_is_one_clock(
    administrator: Visitor, harbour: Facility, millfield: Facility, asha: Person
) -> None:
    dead()
    Job.objects.update(created_at=datetime(2026, 3, 2, 23, 30, tzinfo=UTC))
    Facility.objects.update(time_zone="Asia/Kolkata")
    page = administrator.get(PAGE)
    assert "Kolkata time" in page.text and "3 March 2026, 05:00" in page.text
    Facility.objects.filter(id=millfield.id).update(time_zone="Europe/London")
    page = administrator.get(PAGE)
    assert "times are UTC" in page.text and "2 March 2026, 23:30" in page.text
    Job.objects.update(kind="record_file.make", asked_by=asha.user)
    own = Visitor().signs_in(asha).get("/jobs").text
    assert "3 March 2026, 05:00" in own and "(Kolkata time)" in own
    one = Visitor().signs_in(asha).get(f"/jobs/{Job.objects.get().id}").text
    assert "3 March 2026, 05:00 (Kolkata time)" in one


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
    assert (
        {code for code, _ in Job._meta.get_field("state").choices}
        == set(JOB_STATES)
        == set(JOB_ENDS)
    )  # type: ignore[union-attr]
