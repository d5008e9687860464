"""Codes of ICD-10-CM over HTTP: found by what was typed, which stays out of every address."""

import pytest
from starlette.testclient import TestClient

from bedside.audit import Event
from tests.api.checks import assert_refused, fields
from tests.api.conftest import Clinic


def test_a_doctor_finds_a_code(bello: TestClient) -> None:
    answer = bello.post("/api/codes/search", json={"text": "hart atack", "limit": 2})
    assert answer.status_code == 200
    found = answer.json()
    assert found["items"][0] == {
        "code": "I21.9",
        "display": "Acute myocardial infarction, unspecified",
        "billable": True,
        "retired_after": "",
        "said": "heart attack",
    }
    assert len(found["items"]) == 2
    assert found["system"] == "http://hl7.org/fhir/sid/icd-10-cm"
    assert found["release"] == "2026-04-01"


def test_codes_to_prefer_come_first_and_headers_can_be_left_out(bello: TestClient) -> None:
    asked = {"text": "diabetes", "prefer": ["e10.65"], "codable": True}
    items = bello.post("/api/codes/search", json=asked).json()["items"]
    assert items[0]["code"] == "E10.65"
    assert all(one["billable"] for one in items)
    asked["codable"] = False
    items = bello.post("/api/codes/search", json=asked | {"limit": 50}).json()["items"]
    assert not all(one["billable"] for one in items)


def test_a_doctor_reads_a_code(bello: TestClient) -> None:
    found = bello.post("/api/codes/lookup", json={"code": "j00"}).json()
    assert found["code"] == "J00"
    assert found["category"] == {"code": "J00", "display": "Acute nasopharyngitis [common cold]"}
    assert found["block"]["code"] == "J00-J06"
    assert found["chapter"]["code"] == "10"
    assert "Acute rhinitis" in found["terms"]
    assert_refused(bello.post("/api/codes/lookup", json={"code": "J0"}), 404)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "body.text"),
        ({"text": "a\0b"}, "body.text"),
        ({"text": "x" * 4001}, "body.text"),
        ({"text": "asthma", "limit": 51}, "body.limit"),
        ({"text": "asthma", "limit": 0}, "body.limit"),
        ({"text": "asthma", "prefer": ["E11"] * 51}, "body.prefer"),
        ({"text": "asthma", "patient": "me"}, "body.patient"),
    ],
)
def test_what_is_refused(bello: TestClient, body: dict[str, object], field: str) -> None:
    assert field in fields(assert_refused(bello.post("/api/codes/search", json=body), 422))


@pytest.mark.parametrize(
    "text", ["", '"', "NEAR(", "'; DROP TABLE code; --", "a* OR b", "%", "肺炎"]
)
def test_any_text_is_an_honest_question(bello: TestClient, text: str) -> None:
    assert bello.post("/api/codes/search", json={"text": text}).status_code == 200


def test_looking_leaves_no_event_and_being_refused_does(day: Clinic, bello: TestClient) -> None:
    before = Event.objects.count()
    assert bello.post("/api/codes/search", json={"text": "asthma"}).status_code == 200
    assert Event.objects.count() == before
    assert_refused(day.caller(day.asha).post("/api/codes/search", json={"text": "asthma"}), 403)
    event = Event.objects.order_by("at").last()
    assert event is not None
    assert (event.action, event.outcome) == ("code.search", "refused")
