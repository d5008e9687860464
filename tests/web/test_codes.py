"""The page that finds a code, and the list that forms of diagnoses fetch from it."""

import re

import pytest

from tests.people import Person
from tests.web.browsing import HOST, Visitor


@pytest.fixture
def doctor(bello: Person) -> Visitor:
    return Visitor().signs_in(bello)


def fetch(visitor: Visitor, target: str, **fields: str) -> str:
    """Type as htmx does, with the token of the page; return what comes back."""
    form = visitor.get("/codes").form("text")
    headers = {"hx-request": "true", "hx-target": target, "hx-current-url": f"https://{HOST}/codes"}
    visitor.post("/codes", {**form.fields, **fields}, **headers)
    return visitor.html


def test_a_doctor_finds_a_code_and_looks_at_it(doctor: Visitor) -> None:
    page = doctor.get("/codes")
    assert page.headings.count(1) == 1
    assert "0 codes" not in page.text and "No code" not in page.text
    found = doctor.send("/codes", page.form("text"), text="asthama", find="1")
    assert "The 20 likeliest codes." in found.text
    assert "J45.909 Unspecified asthma, uncomplicated" in " ".join(found.text.split())
    assert 'value="asthama"' in doctor.html
    shown = doctor.send("/codes", found.form("text"), text="asthama", code="J45.909", show="1")
    said = " ".join(shown.text.split())
    assert "J45.909: Unspecified asthma, uncomplicated" in said
    assert "For a diagnosis Yes Category J45 Asthma" in said
    assert "Chronic lower respiratory diseases (J40-J4A)" in said
    assert "Also Asthma NOS" in said
    assert re.search(r'value="J45.909" checked', doctor.html)


def test_a_header_says_that_it_only_groups(doctor: Visitor) -> None:
    page = doctor.get("/codes")
    found = doctor.send("/codes", page.form("text"), text="J45", find="1")
    assert "J45 Asthma Groups other codes." in " ".join(found.text.split())
    shown = doctor.send("/codes", page.form("text"), text="J45", code="J45", show="1")
    assert "No, it groups the codes below it." in shown.text


def test_nothing_found_nothing_asked_and_nothing_chosen(doctor: Visitor) -> None:
    form = doctor.get("/codes").form("text")
    assert "No code found" in doctor.send("/codes", form, text="qqqq wwww", find="1").text
    for fields in ({"text": ""}, {"text": "asthma", "show": "1"}, {}):
        assert doctor.send("/codes", form, **fields) and doctor.status == 200
    shown = doctor.send("/codes", form, text="", code="X99999", show="1")
    assert "ICD-10-CM has no such code." in shown.text and doctor.status == 200


def test_hostile_text_is_text(doctor: Visitor) -> None:
    form = doctor.get("/codes").form("text")
    for text in ('"><script>', "NEAR(", "'" * 500, "x" * 10_000, "%_*"):
        page = doctor.send("/codes", form, text=text, find="1")
        assert doctor.status in {200, 422} and page.headings.count(1) == 1
        assert "<script>" not in doctor.html
    assert doctor.send("/codes", form, text="a\0b") and doctor.status == 422


def test_forms_fetch_the_list_to_choose_from(doctor: Visitor) -> None:
    part = fetch(doctor, "code-options", text="J45", codable="1")
    assert "<html" not in part and "<form" not in part
    assert '<p id="codes-said" hx-swap-oob="innerHTML">18 codes found.' in part
    assert '<input type="radio" name="code" value="J45.909">' in part
    assert 'value="J45"' not in part
    assert "<html" in fetch(doctor, "elsewhere", text="J45")


def test_what_is_looked_for_stands_in_no_address(doctor: Visitor) -> None:
    page = doctor.get("/codes?text=asthma")
    assert doctor.status == 200 and "J45" not in page.text
    assert page.form("text").method == "post"
    assert not re.search(r"hx-get|hx-push-url", doctor.html)


def test_a_forged_search_is_refused(doctor: Visitor) -> None:
    doctor.get("/codes")
    doctor.post("/codes", {"text": "asthma"})
    assert doctor.status == 403
