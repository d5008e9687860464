"""The API where it really is: behind the edge, as config composes it."""

import logging

import pytest
from starlette.testclient import TestClient

from bedside.audit.models import Event
from bedside.config.asgi import create_application
from tests.api.checks import MARK, assert_refused
from tests.api.conftest import ORIGIN, Clinic


@pytest.fixture(scope="module")
def outside(day: Clinic) -> TestClient:
    """Somebody unknown, in front of everything."""
    return TestClient(
        create_application(portal_api=None), base_url=ORIGIN, client=("198.51.100.7", 4711)
    )


def test_the_problem_names_the_request_as_the_header_does(outside: TestClient) -> None:
    answer = outside.get("/api/me")
    problem = assert_refused(answer, 401)
    assert answer.headers["x-request-id"] == problem.request_id


def test_every_answer_is_locked_down(outside: TestClient) -> None:
    headers = outside.get("/api/me").headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert "access-control-allow-origin" not in headers


def test_the_documentation_runs_no_script_but_ours(outside: TestClient) -> None:
    page = outside.get("/docs")
    assert page.status_code == 200
    policy = dict(
        part.strip().split(" ", 1) for part in page.headers["content-security-policy"].split(";")
    )
    assert policy["script-src"] == "'self'"
    assert policy["connect-src"] == "'self'"


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded"])
def test_a_forged_address_is_not_believed(day: Clinic, outside: TestClient, header: str) -> None:
    outside.post(
        "/api/auth/patient/login",
        json={"email": day.asha.email, "password": "not the one at all"},
        headers={header: "203.0.113.66"},
    )
    event = Event.objects.filter(action="account.sign_in", outcome="refused").latest("at")
    assert event.address == "198.51.100.7"


def test_nothing_that_was_sent_is_logged(
    outside: TestClient, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    outside.get(f"/api/me?access_token={MARK}", headers={"Authorization": f"Bearer {MARK}"})
    outside.post("/api/auth/patient/login", json={"email": f"{MARK}@example.org", MARK: MARK})
    outside.post("/api/assessments", json={"text": MARK, "age_years": -1})
    written = caplog.text + "".join(capfd.readouterr())
    assert MARK not in written
    assert "/api/auth/patient/login" in written
