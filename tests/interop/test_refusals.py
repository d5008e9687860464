"""Every error under /fhir is an OperationOutcome, and repeats nothing of what was sent."""

from email.utils import parsedate_to_datetime
from uuid import uuid4

import pytest
from starlette.testclient import TestClient

from tests.api.checks import MARK
from tests.api.conftest import Clinic, bello, chen, dana, day, nobody
from tests.interop.checks import assert_refused

__all__ = ["bello", "chen", "dana", "day", "nobody"]


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", f"/fhir/{MARK}", 404, "not-found"),
        ("GET", "/fhir", 405, "not-supported"),
        ("GET", f"/fhir/Patient/{MARK}", 404, "not-found"),
        ("GET", "/fhir/Patient/0190a6c8-0000-7000-8000-000000000000", 404, "not-found"),
        ("GET", f"/fhir/Patient?{MARK}=1", 422, "processing"),
        ("GET", f"/fhir/Patient?name:exact={MARK}", 422, "processing"),
        ("GET", f"/fhir/Patient?_sort={MARK}", 422, "processing"),
        ("GET", f"/fhir/Patient?birthdate={MARK}", 422, "processing"),
        ("GET", "/fhir/Patient?birthdate=ge2026-02-30", 422, "processing"),
        ("GET", "/fhir/Patient?birthdate=2026-01-01T10Z", 422, "processing"),
        ("GET", "/fhir/Appointment?date=2026-01-01T1000Z", 422, "processing"),
        ("GET", "/fhir/Appointment?date=ge0001-01-01T00:00:00%2B14:00", 422, "processing"),
        ("GET", f"/fhir/Patient?_count={MARK}", 422, "processing"),
        ("GET", f"/fhir/Patient?_include={MARK}", 422, "processing"),
        ("GET", f"/fhir/Patient?_cursor={MARK}", 422, "processing"),
        ("GET", "/fhir/Patient?_format=xml", 422, "processing"),
        ("GET", f"/fhir/Patient?organization=Group/{MARK}", 422, "processing"),
        ("PATCH", "/fhir/Patient", 405, "not-supported"),
        ("DELETE", "/fhir/Patient/0190a6c8-0000-7000-8000-000000000000", 405, "not-supported"),
    ],
)
def test_a_refusal_is_an_outcome(
    bello: TestClient, method: str, path: str, status: int, code: str
) -> None:
    answer = bello.request(method, path)
    assert assert_refused(answer, status)["issue"][0]["code"] == code
    assert MARK not in answer.text


def test_a_search_is_sent_as_a_form(bello: TestClient) -> None:
    assert_refused(bello.post("/fhir/Patient/_search", json={"name": MARK}), 415)
    answer = bello.post(
        "/fhir/Patient/_search",
        content=b"\xff\xfe=1",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert_refused(answer, 400)


def test_who_is_unknown_or_may_not_is_told_that_first(
    day: Clinic, nobody: TestClient, dana: TestClient
) -> None:
    path = f"/fhir/Patient/{day.asha.patient}"
    assert assert_refused(nobody.get(path), 401)["issue"][0]["code"] == "login"
    assert nobody.get(path).headers["www-authenticate"] == "Bearer"
    assert assert_refused(dana.get(path), 403)["issue"][0]["code"] == "forbidden"
    assert_refused(dana.get("/fhir/Patient?unknown=1"), 403)


def test_somebody_elses_patient_is_as_if_there_were_none(day: Clinic, chen: TestClient) -> None:
    real = chen.get(f"/fhir/Patient/{day.asha.patient}")
    missing = chen.get("/fhir/Patient/0190a6c8-0000-7000-8000-000000000000")
    assert assert_refused(real, 404) == assert_refused(missing, 404)


def test_too_large_a_body_is_an_outcome_too(bello: TestClient) -> None:
    answer = bello.post("/fhir/Patient/_search", data={"name": "x" * 1_100_000})
    assert assert_refused(answer, 413)["issue"][0]["code"] == "too-long"


def test_only_json_is_spoken(day: Clinic, bello: TestClient) -> None:
    path = f"/fhir/Patient/{day.asha.patient}"
    for accepted in ("application/fhir+xml", "text/html, application/xml;q=0.9"):
        answer = bello.get(path, headers={"Accept": accepted})
        assert assert_refused(answer, 406)["issue"][0]["code"] == "not-supported"
    # But for the files of an export, which are lines of it.
    lines = {"Accept": "application/fhir+ndjson"}
    assert_refused(bello.get(f"/fhir/bulk/{uuid4()}/Patient.ndjson", headers=lines), 404)
    assert_refused(bello.get(path, headers=lines), 406)
    for accepted in ("", "*/*", "text/html, */*;q=0.1", "application/fhir+json; fhirVersion=4.0"):
        assert bello.get(path, headers={"Accept": accepted}).status_code == 200


def test_of_one_resource_nothing_is_asked_but_its_form(day: Clinic, bello: TestClient) -> None:
    path = f"/fhir/Patient/{day.asha.patient}"
    for form in ("json", "application/fhir%2Bjson"):
        assert bello.get(f"{path}?_format={form}").status_code == 200
    assert_refused(bello.get(f"{path}?_format=xml"), 406)
    for asked in ("_elements=id", "_summary=true", f"{MARK}=1"):
        answer = bello.get(f"{path}?{asked}")
        assert_refused(answer, 400)
        assert MARK not in answer.text
        assert_refused(bello.post(f"/fhir/Flag?{asked}", json={"resourceType": "Flag"}), 400)


def test_whether_something_is_there_can_be_asked_for_alone(day: Clinic, bello: TestClient) -> None:
    path = f"/fhir/Patient/{day.asha.patient}"
    asked = bello.head(path)
    assert (asked.status_code, asked.headers["etag"]) == (200, bello.get(path).headers["etag"])
    assert bello.head("/fhir/Patient?_count=1").status_code == 200
    assert bello.head("/fhir/metadata").status_code == 200
    assert day.caller(day.chen).head(path).status_code == 404


def test_what_somebody_has_already_is_not_sent_again(day: Clinic, bello: TestClient) -> None:
    path = f"/fhir/Patient/{day.asha.patient}"
    answer = bello.get(path)
    assert parsedate_to_datetime(answer.headers["last-modified"])
    tag = answer.headers["etag"]
    for given in (tag, f'W/"99", {tag}', tag.removeprefix("W/")):
        known = bello.get(path, headers={"If-None-Match": given})
        assert (known.status_code, known.content, known.headers["etag"]) == (304, b"", tag)
    assert bello.get(path, headers={"If-None-Match": 'W/"99"'}).json() == answer.json()
    # Who may not read it learns nothing of its version.
    chen = day.caller(day.chen)
    assert_refused(chen.get(path, headers={"If-None-Match": tag}), 404)


def test_nothing_is_made_on_a_condition(day: Clinic, bello: TestClient) -> None:
    sent = {"resourceType": "Patient", "name": [{"text": MARK}]}
    answer = bello.post("/fhir/Patient", json=sent, headers={"If-None-Exist": f"name={MARK}"})
    assert_refused(answer, 400)
    assert MARK not in answer.text
