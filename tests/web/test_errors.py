"""The table from errors to pages: every kind has its status, and none shows a fault's inside."""

import pytest
from django.test import RequestFactory

from bedside import errors
from bedside.audit import Actor
from bedside.web.errors import TABLE, error_page, server_error, status_of
from tests.intake.talking import COLD, finish
from tests.people import Person
from tests.web.browsing import Visitor

STATUSES = [
    (errors.Forbidden(), 403),
    (errors.NotFound(), 404),
    (errors.Stale(), 412),
    (errors.Conflict(), 409),
    (errors.Invalid(), 422),
    (errors.Throttled(30), 429),
    (errors.Damaged(), 500),
    (errors.Unavailable(), 503),
    (errors.Unauthenticated(), 401),
]


@pytest.mark.parametrize(("error", "status"), STATUSES, ids=lambda one: type(one).__name__)
def test_each_error_has_its_page(error: errors.BedsideError, status: int) -> None:
    request = RequestFactory().post("/account")
    request.actor = Actor.anonymous("local")  # type: ignore[attr-defined]
    response = error_page(request, error)
    assert response.status_code == status == status_of(error)
    assert error.detail in response.content.decode().replace("&#x27;", "'")
    waits = {429: "30", 503: "10"}
    assert response.headers.get("Retry-After") == waits.get(status)


def test_every_error_of_the_house_is_in_the_table() -> None:
    kinds = [one for one in vars(errors).values() if isinstance(one, type)]
    assert {kind for kind, _, _ in TABLE} == {
        kind for kind in kinds if issubclass(kind, errors.BedsideError)
    }


def test_a_fault_shows_a_page_with_the_emergency_number_and_nothing_else() -> None:
    response = server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "tel:112" in response.content.decode()


def test_sending_what_was_changed_meanwhile_shows_how_it_stands(asha: Person) -> None:
    view = finish(COLD, asha.actor)
    visitor = Visitor().signs_in(asha)
    path = f"/assess/{view.id}"
    old = visitor.get(f"{path}/check").form_to(f"{path}/send")
    old.fields["version"] = ["1"]
    page = visitor.send(f"{path}/check", old)
    assert visitor.status == 412
    assert "Nothing is lost" in page.text and COLD.text in page.text
    visitor.send(f"{path}/check", page.form_to(f"{path}/send"))
    assert visitor.location == f"{path}/result"
