"""Two presses of one button at the same moment: real threads, real commits, on every database."""

from typing import Any

import pytest
from django.test import Client

from bedside import audit
from bedside.accounts.models import Attempt, Session, User
from bedside.clinic.models import Facility, Patient
from bedside.intake.models import Assessment, DraftHolder
from tests.contract.together import at_once
from tests.people import Person
from tests.web.browsing import HOST, Form, Visitor
from tests.web.test_entering import NEW

pytestmark = pytest.mark.usefixtures("live_database")
PRESSES = 4


@pytest.fixture
def visitor(live_database: None) -> Visitor:
    return Visitor()


def press_at_once(visitor: Visitor, path: str, form: Form, **fields: str) -> list[Any]:
    """Press the button several times before the first answer comes; each with the same cookies."""
    cookies = {name: morsel.value for name, morsel in visitor.client.cookies.items()}

    def press(_: int) -> Any:
        browser = Client(enforce_csrf_checks=True)
        for name, value in cookies.items():
            browser.cookies[name] = value
        headers = {"host": HOST, "origin": f"https://{HOST}"}
        return browser.post(path, {**form.fields, **fields}, secure=True, headers=headers)

    return at_once(PRESSES, press)


def one(results: list[Any], cookie: str) -> Any:
    """Return the one answer that all of them got, cookie included."""
    told = {
        (answer.status_code, answer.headers.get("Location"), answer.cookies[cookie].value)
        for answer in results
    }
    assert len(told) == 1, told
    return results[0]


def test_registering_registers_once_and_all_are_signed_in(
    visitor: Visitor, harbour: Facility
) -> None:
    form = visitor.get("/register").form("password")
    answer = one(press_at_once(visitor, "/register", form, **NEW, facility=str(harbour.id)), "sid")
    assert (answer.status_code, answer["Location"]) == (303, "/home")
    assert User.objects.count() == Patient.objects.count() == Session.objects.count() == 1
    visitor.client.cookies["sid"] = answer.cookies["sid"].value
    visitor.get("/home")
    assert visitor.status == 200
    assert not list(audit.verify())


def test_signing_in_is_one_session_and_costs_no_try(visitor: Visitor, asha: Person) -> None:
    form = visitor.get("/sign-in").form("password")
    mine = {"email": asha.email, "password": asha.password}
    answer = one(press_at_once(visitor, "/sign-in", form, **mine), "sid")
    assert (answer.status_code, answer["Location"]) == (303, "/home")
    assert Session.objects.count() == 1 and Attempt.objects.count() == 0


def test_starting_is_one_draft(visitor: Visitor, harbour: Facility) -> None:
    form = visitor.get("/assess/").form("text")
    answer = one(press_at_once(visitor, "/assess/", form, text="My knee hurts"), "draft")
    assert answer.status_code == 303
    assert Assessment.objects.count() == DraftHolder.objects.count() == 1
    visitor.client.cookies["draft"] = answer.cookies["draft"].value
    visitor.get(answer["Location"])
    assert visitor.status == 200


def test_an_answer_is_given_once(visitor: Visitor, asha: Person) -> None:
    visitor.signs_in(asha)
    visitor.send("/assess/", visitor.get("/assess/").form("text"), text="My knee hurts")
    path = visitor.location
    results = press_at_once(visitor, path, visitor.get(path).form("answer"), unsure="1")
    assert {(answer.status_code, answer.headers.get("Location")) for answer in results} == {
        (303, path)
    }
    assert Assessment.objects.get().version == 2
