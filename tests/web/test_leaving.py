"""Leaving a private page quickly: what is shown then, what going back shows, and what is kept."""

from dataclasses import replace

import pytest
from django.conf import settings

from bedside.cli.sampledata.answering import Story
from bedside.intake.models import Assessment
from tests.web.browsing import Visitor
from tests.web.test_assessing import answers, present, starts, talks

LOW = Story("I have been feeling sad and low", (30, 40), yes=frozenset({"low-mood"}))
LINK = "Leave this page quickly"


def to_the_private_question(visitor: Visitor) -> str:
    """Answer up to the first private screen; return the assessment's path."""
    path = starts(visitor, LOW)
    for _ in range(10):
        if present(path).private:
            return path
        assert LINK not in visitor.get(path).text
        answers(visitor, path, LOW)
    raise AssertionError("nothing private was asked")


def test_a_private_question_has_a_way_out(visitor: Visitor) -> None:
    page = visitor.get(to_the_private_question(visitor))
    assert "/leave" in page.links
    assert "You need not answer" in page.text


def test_leaving_shows_a_page_that_gives_nothing_away(visitor: Visitor) -> None:
    to_the_private_question(visitor)
    page = visitor.get("/leave")
    assert visitor.status == 200
    for word in ("bedside", "clinic", "health", "assessment", "doctor"):
        assert word not in visitor.html.lower().replace("/assets/web/site.css", "")
    assert page.links == []
    assert visitor.response["Cache-Control"] == "no-store"
    assert visitor.response["Clear-Site-Data"] == '"cache"'


def test_going_back_shows_nothing_until_one_goes_on(visitor: Visitor) -> None:
    path = to_the_private_question(visitor)
    question = present(path).text
    visitor.get("/leave")
    for address in (path, f"{path}/check", "/assess/", "/home"):
        page = visitor.get(address)
        assert "Go on?" in page.text
        assert question not in page.text
    page = visitor.get(path)
    visitor.send("/come-back", page.form("next"))
    assert visitor.location == path
    assert question in visitor.get(path).text


def test_what_was_answered_is_kept(visitor: Visitor) -> None:
    path = to_the_private_question(visitor)
    before = Assessment.objects.get(id=path.split("/")[2])
    visitor.get("/leave")
    after = Assessment.objects.get(id=before.id)
    assert (after.version, after.state, after.blob_id) == (before.version, "draft", before.blob_id)


def test_the_answers_and_the_result_have_a_way_out_too(visitor: Visitor) -> None:
    path = starts(visitor, LOW)
    talks(visitor, path, LOW)
    assert "/leave" in visitor.get(f"{path}/check").links
    assert "/leave" in visitor.get(f"{path}/result").links


def test_going_on_leads_to_our_own_pages_only(visitor: Visitor) -> None:
    page = visitor.get("/come-back?next=https://elsewhere.example/")
    visitor.send("/come-back", page.form("next"))
    assert visitor.location == "/"


def test_an_operator_may_choose_where_it_leads(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = "https://weather.example/"
    monkeypatch.setattr(settings, "BEDSIDE", replace(settings.BEDSIDE, leave_url=chosen))
    visitor.get("/leave")
    assert (visitor.status, visitor.location) == (302, chosen)
