"""Mails on the pages: choosing what to get, what comes back, and a forgotten password."""

import pytest
from django.utils import timezone

from bedside.accounts.models import User
from bedside.clinic.messages import Topic
from bedside.clinic.models import Correspondence
from bedside.outbox import Job
from bedside.web.wording import MAILS
from tests.people import Person
from tests.web.browsing import Visitor

pytestmark = pytest.mark.django_db
MINE = "/account/mails"


def test_a_patient_chooses_what_they_are_written_about(asha: Person) -> None:
    visitor = Visitor().signs_in(asha)
    assert MINE in visitor.get("/account").links
    form = visitor.get(MINE).form("wanted")
    assert set(form.fields["wanted"]) == set(Topic)
    visitor.send(MINE, form, wanted=["answers"])
    assert "Your choice is kept." in visitor.follow().text
    assert visitor.get(MINE).form("wanted").fields["wanted"] == ["answers"]
    visitor.send(MINE, form, wanted=["notes"])
    assert visitor.status == 412


def test_nothing_at_all_can_be_chosen(asha: Person) -> None:
    visitor = Visitor().signs_in(asha)
    visitor.send(MINE, visitor.get(MINE).form("wanted"), wanted=[])
    assert set(Correspondence.objects.get().unwanted) == set(Topic)


def test_mails_that_come_back_are_said_where_somebody_can_do_something(
    asha: Person, bello: Person, noa: Person, dana: Person
) -> None:
    Correspondence.objects.create(patient_id=asha.patient, undeliverable_since=timezone.now())
    assert "have come back since" in Visitor().signs_in(asha).get(MINE).text
    chart = Visitor().signs_in(bello).get(f"/patients/{asha.patient}")
    assert "mails have come back since" in chart.text
    desk = Visitor().signs_in(noa).get(f"/patients/{asha.patient}")
    assert "Mails have come back since" in desk.text
    admin = Visitor().signs_in(dana)
    assert "Mails come back since" in admin.get("/admin/clinic/patient/").text
    User.objects.filter(id=bello.user).update(undeliverable_since=timezone.now())
    assert "Undeliverable since" in admin.get(f"/admin/accounts/user/{bello.user}/change/").text


@pytest.mark.parametrize("email", ["asha@example.org", "nobody@example.org"])
def test_whoever_forgot_the_password_is_told_the_same(asha: Person, email: str) -> None:
    visitor = Visitor()
    assert "/forgot" in visitor.get("/sign-in").links
    page = visitor.send("/forgot", visitor.get("/forgot").form("email"), email=email)
    assert visitor.status == 200 and "Look into your mailbox" in page.text
    assert email not in visitor.html
    assert Job.objects.filter(kind="account.reset").count() == 1


def test_what_is_no_address_is_said_beside_its_field() -> None:
    visitor = Visitor()
    visitor.send("/forgot", visitor.get("/forgot").form("email"), email="asha")
    assert visitor.status == 422


def test_every_topic_has_its_words() -> None:
    assert set(MAILS) == set(Topic)
