"""What is outside the caller's reach does not exist for them: same answer as for a random id."""

from typing import Any
from uuid import uuid4

import pytest
from starlette.testclient import TestClient

from bedside import clinic
from tests.api.checks import assert_refused
from tests.api.conftest import Clinic
from tests.api.test_assessing import ADULT, finish, tag

WRITES = [
    ("POST", "answers", {"question_id": "headache", "answer": "yes"}),
    ("PATCH", "answers/headache", {"answer": "yes"}),
    ("POST", "back", None),
    ("POST", "submit", None),
    ("DELETE", "", None),
]


@pytest.fixture(scope="module")
def of_asha(asha: TestClient) -> str:
    """An assessment that Asha has sent."""
    done = finish(asha, asha.post("/api/assessments", json=ADULT))
    path = f"/api/assessments/{done.json()['id']}"
    assert asha.post(f"{path}/submit", headers=tag(done)).status_code == 200
    return str(done.json()["id"])


@pytest.fixture(scope="module")
def draft_of_asha(asha: TestClient) -> str:
    return str(asha.post("/api/assessments", json=ADULT).json()["id"])


def assert_as_if_missing(
    client: TestClient, method: str, path: str, real: str, **sent: Any
) -> None:
    """The answer for a real id is that for an id which nobody has, but for the request's own id."""
    found = client.request(method, path.format(real), **sent)
    missing = client.request(method, path.format(uuid4()), **sent)
    assert_refused(found, 404)
    known, unknown = found.json(), missing.json()
    assert {**known, "request_id": ""} == {**unknown, "request_id": ""}
    assert set(found.headers) == set(missing.headers)


@pytest.mark.parametrize(("method", "path", "body"), WRITES)
def test_another_patient_changes_nothing(
    asha: TestClient, ravi: TestClient, draft_of_asha: str, method: str, path: str, body: Any
) -> None:
    before = asha.get(f"/api/assessments/{draft_of_asha}").json()
    url = "/api/assessments/{}/" + path if path else "/api/assessments/{}"
    assert_as_if_missing(ravi, method, url, draft_of_asha, json=body, headers={"If-Match": '"1"'})
    assert asha.get(f"/api/assessments/{draft_of_asha}").json() == before


@pytest.mark.parametrize("path", ["/api/assessments/{}", "/api/patients/{}/assessments/{}"])
def test_another_patient_and_another_doctor_read_nothing(
    day: Clinic, ravi: TestClient, chen: TestClient, dana: TestClient, of_asha: str, path: str
) -> None:
    url = path.replace("{}", str(day.asha.patient), 1) if path.count("{}") == 2 else path
    assert_as_if_missing(ravi, "GET", url, of_asha)
    assert_as_if_missing(chen, "GET", url, of_asha)
    assert_refused(dana.get(url.format(of_asha)), 403)


@pytest.mark.parametrize("path", ["/api/patients/{}", "/api/patients/{}/assessments"])
def test_patients_elsewhere_are_not_there(
    day: Clinic, ravi: TestClient, chen: TestClient, path: str
) -> None:
    for client in (ravi, chen):
        assert_as_if_missing(client, "GET", path, str(day.asha.patient))


def test_who_looked_is_the_patients_own(day: Clinic, ravi: TestClient, bello: TestClient) -> None:
    path = f"/api/patients/{day.asha.patient}/accesses"
    assert_refused(ravi.get(path), 404)
    assert_refused(bello.get(path), 403)


def test_a_child_of_another_parent_is_not_there(
    day: Clinic, ravi: TestClient, bello: TestClient, of_asha: str
) -> None:
    """/patients/{A}/assessments/{one of B's}, although both ids are real and in reach."""
    neighbour = day.new_patient()
    assert bello.get(f"/api/patients/{neighbour.patient}").status_code == 200
    path = f"/api/patients/{neighbour.patient}/assessments/{{}}"
    assert_as_if_missing(bello, "GET", path, of_asha)
    assert_as_if_missing(ravi, "GET", f"/api/patients/{day.ravi.patient}/assessments/{{}}", of_asha)
    right = bello.get(f"/api/patients/{day.asha.patient}/assessments/{of_asha}")
    assert right.status_code == 200


def test_lists_hold_the_callers_own_only(
    day: Clinic, ravi: TestClient, chen: TestClient, of_asha: str
) -> None:
    assert ravi.get("/api/assessments").json()["items"] == []
    assert chen.get("/api/worklist").json()["items"] == []
    assert chen.get("/api/patients").json()["items"] == [] or all(
        item["id"] != str(day.asha.patient) for item in chen.get("/api/patients").json()["items"]
    )
    assert_refused(ravi.get(f"/api/assessments?patient_id={day.asha.patient}"), 400)


def test_a_doctor_sees_nothing_of_a_facility_they_do_not_belong_to(
    day: Clinic, chen: TestClient
) -> None:
    assert_as_if_missing(chen, "GET", "/api/worklist?facility={}", str(day.harbour.id))


def test_administrators_get_ids_without_health_data(day: Clinic, dana: TestClient) -> None:
    items = dana.get("/api/patients").json()["items"]
    assert str(day.asha.patient) in {item["id"] for item in items}
    for item in items:
        for field in ("name", "birth_date", "age", "sex", "email", "phone"):
            assert item[field] is None


def test_a_closed_account_opens_nothing_at_once(day: Clinic, dana: TestClient) -> None:
    doctor = day.new_doctor()
    client = day.caller(doctor)
    assert client.get("/api/worklist").status_code == 200
    assert dana.post(f"/api/users/{doctor.user}/disable").status_code == 200
    assert_refused(client.get("/api/worklist"), 401)


def test_a_doctor_moved_elsewhere_loses_the_patients_at_once(day: Clinic, of_asha: str) -> None:
    doctor = day.new_doctor()
    client = day.caller(doctor)
    assert client.get(f"/api/assessments/{of_asha}").status_code == 200
    clinic.end_member(day.harbour.id, doctor.user, version=1, by=day.dana.actor)
    assert_refused(client.get(f"/api/assessments/{of_asha}"), 404)


def test_approval_opens_a_doctors_account(day: Clinic, dana: TestClient) -> None:
    body = {
        "name": "Dr Ines Prado",
        "email": "prado@example.org",
        "facility": str(day.harbour.id),
        "password": "violet ladders in rain",
    }
    assert day.caller().post("/api/auth/register/doctor", json=body).json() == {"state": "pending"}
    credentials = {"email": body["email"], "password": body["password"]}
    assert_refused(day.caller().post("/api/auth/doctor/login", json=credentials), 401)
    waiting = dana.get("/api/approvals").json()["items"]
    asked = next(account for account in waiting if account["email"] == body["email"])
    assert (
        dana.post(f"/api/approvals/{asked['id']}", json={"checked": ["identity"]}).json()["state"]
        == "active"
    )
    assert day.caller().post("/api/auth/doctor/login", json=credentials).status_code == 200


def test_members_are_added_and_ended_over_the_api(day: Clinic) -> None:
    dana, path = day.caller(day.dana), f"/api/facilities/{day.millfield.id}/members"
    doctor = day.new_doctor()
    made = dana.post(path, json={"user": str(doctor.user), "since": "2030-05-01T07:00:00Z"})
    assert (made.status_code, made.json()["standing"]) == (201, "coming")
    assert dana.post(path, json={"user": str(doctor.user)}).status_code == 409
    own = f"{path}/{doctor.user}"
    assert dana.patch(own, json={}).status_code == 428
    assert dana.patch(own, json={}, headers={"If-Match": '"7"'}).status_code == 412
    ended = dana.patch(own, json={}, headers={"If-Match": made.headers["ETag"]})
    assert (ended.status_code, ended.json()["standing"]) == (200, "ended")
    listed = {one["user"]: one["standing"] for one in dana.get(path).json()["items"]}
    assert listed == {str(doctor.user): "ended", str(day.chen.user): "now"}
