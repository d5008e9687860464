"""Pages that fetch a part of themselves: only that part comes, and nothing typed is lost."""

import json
import re

import pytest
from django.test import RequestFactory

from bedside.errors import Conflict, Unavailable
from bedside.intake.models import Assessment
from bedside.web.errors import error_page, server_error
from tests.intake.talking import COLD, send
from tests.people import Person
from tests.web.browsing import HOST, Visitor

FETCH = {"hx-request": "true", "hx-target": "list", "hx-current-url": f"https://{HOST}/worklist"}


def fetch(visitor: Visitor, path: str, **headers: str) -> str:
    """Ask as htmx does; return what comes back."""
    sent = {"host": HOST, **FETCH, **headers}
    visitor._took(visitor.client.get(path, secure=True, headers=sent))
    return visitor.html


@pytest.fixture
def doctor(bello: Person) -> Visitor:
    return Visitor().signs_in(bello)


def test_the_filters_fetch_the_list_and_nothing_else(doctor: Visitor, asha: Person) -> None:
    view = send(COLD, asha.actor)
    part = fetch(doctor, "/worklist?state=submitted&facility=")
    assert f"/worklist/{view.id}" in part and "<html" not in part and "<select" not in part
    assert '<p id="said" hx-swap-oob="innerHTML">1 waiting' in part
    whole = doctor.get("/worklist?state=submitted&facility=")
    assert whole.lang == "en" and 'hx-swap-oob="' not in doctor.html
    assert f"/worklist/{view.id}" in whole.links
    form = whole.form("csrfmiddlewaretoken") and next(f for f in whole.forms if f.method == "get")
    assert form.action == "" and 'hx-push-url="true"' in doctor.html


def test_a_fetch_for_another_place_gets_the_whole_page(doctor: Visitor) -> None:
    assert "<html" in fetch(doctor, "/worklist", **{"hx-target": "elsewhere"})


def test_htmx_makes_no_style_no_code_and_keeps_no_page(doctor: Visitor) -> None:
    """What the content security policy would refuse, and what would stay in the browser."""
    doctor.get("/worklist")
    found = re.search(r"<meta name=\"htmx-config\" content='([^']*)'>", doctor.html)
    assert found
    settings = json.loads(found[1])
    assert settings["includeIndicatorStyles"] is settings["allowEval"] is False
    assert settings["allowScriptTags"] is False and settings["historyCacheSize"] == 0
    assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\shx-on|\son[a-z]+=", doctor.html)


def test_a_fetch_that_changes_something_carries_its_token(doctor: Visitor, asha: Person) -> None:
    view = send(COLD, asha.actor)
    page = f"/worklist/{view.id}"
    doctor.get(page)
    found = re.search(r"hx-headers='([^']*)'", doctor.html)
    assert found
    given, version = json.loads(found[1]), {"version": str(view.version)}
    doctor.post(f"{page}/review", version)
    assert doctor.status == 403
    doctor.post(f"{page}/review", version, **given)
    assert doctor.status == 303 and Assessment.objects.get().state == "reviewed"


def test_a_fetch_after_the_session_ended_leaves_the_page_as_it_is(visitor: Visitor) -> None:
    part = fetch(visitor, "/worklist?state=reviewed")
    assert visitor.status == 401 and "Location" not in visitor.response
    assert visitor.response["HX-Retarget"] == "#notices"
    assert "You are signed out" in part and 'href="/sign-in?next=/worklist"' in part
    assert "<html" not in part


def test_a_failed_fetch_is_one_sentence_at_the_top() -> None:
    request = RequestFactory().get("/", headers={"hx-request": "true"})
    for response, status in (
        (error_page(request, Conflict("It was sent already.")), 409),
        (error_page(request, Unavailable()), 503),
        (server_error(request), 500),
    ):
        assert response.status_code == status
        assert response["HX-Retarget"] == "#notices" and response["HX-Reswap"] == "innerHTML"
        assert b'role="alert"' in response.content and b"<html" not in response.content


def test_after_leaving_quickly_a_fetch_shows_nothing(doctor: Visitor, asha: Person) -> None:
    send(COLD, asha.actor)
    doctor.get("/leave")
    assert fetch(doctor, "/worklist") == "" and doctor.response["HX-Refresh"] == "true"


def test_pages_of_patients_load_no_script_for_it(visitor: Visitor, asha: Person) -> None:
    visitor.signs_in(asha)
    for path in ("/", "/home", "/account", "/assess/"):
        visitor.get(path)
        assert "htmx" not in visitor.html
