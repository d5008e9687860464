"""Live, ready and the counters."""

import threading

import pytest
from django.db import OperationalError
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from bedside import documents
from tests.api.checks import MARK, assert_refused
from tests.api.conftest import Clinic
from tests.jobs.making import asked_for


def test_alive_and_ready(nobody: TestClient) -> None:
    assert nobody.get("/api/live").json() == {"status": "ok"}
    assert nobody.get("/api/ready").json() == {"status": "ok"}


def test_not_ready_but_alive_while_a_store_hangs(
    nobody: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    released = threading.Event()
    store = _Hanging(released)
    monkeypatch.setattr("bedside.documents.current.store", lambda: store)
    assert_refused(nobody.get("/api/ready"), 503)
    assert not store.answered
    assert nobody.get("/api/live").status_code == 200
    released.set()


def test_a_database_that_is_gone_is_503(asha: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object, **__: object) -> None:
        raise OperationalError(f"{MARK}: connection to server failed")

    monkeypatch.setattr("bedside.accounts.actor_for_access", gone, raising=False)
    answer = asha.get("/api/me")
    assert_refused(answer, 503)
    assert answer.headers["retry-after"]


def test_a_fault_of_ours_says_nothing(asha: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError(f"{MARK} is in the message")

    monkeypatch.setattr("bedside.accounts.actor_for_access", broken, raising=False)
    assert_refused(asha.get("/api/me"), 500)


def test_counters_name_routes_and_never_ids(
    day: Clinic, bello: TestClient, nobody: TestClient
) -> None:
    bello.get(f"/api/patients/{day.asha.patient}")
    bello.get(f"/api/{MARK}")
    nobody.request(MARK, "/api/me")
    text = nobody.get("/api/metrics").text
    assert 'route="/api/patients/{patient}",status="200"' in text
    assert str(day.asha.patient) not in text
    assert MARK not in text


def metric(client: TestClient, name: str, labels: dict[str, str]) -> float | None:
    """The value of one sample, as Prometheus reads it."""
    families = text_string_to_metric_families(client.get("/api/metrics").text)
    samples = [sample for family in families for sample in family.samples]
    found = [one.value for one in samples if (one.name, one.labels) == (name, labels)]
    return found[0] if found else None


def test_jobs_are_counted_by_kind_and_state_and_never_by_person(
    day: Clinic, nobody: TestClient
) -> None:
    counted = {"kind": "appointment.booked", "state": "waiting"}
    before = metric(nobody, "bedside_jobs", counted) or 0
    job = asked_for(day.asha)
    assert metric(nobody, "bedside_jobs", counted) == before + 1
    waited = metric(nobody, "bedside_jobs_oldest_due_seconds", {})
    assert waited is not None and waited >= 0
    text = nobody.get("/api/metrics").text
    assert str(job.id) not in text and str(day.asha.user) not in text


def test_the_counters_are_there_while_the_database_is_not(
    nobody: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise OperationalError(f"{MARK}: connection to server failed")

    monkeypatch.setattr("bedside.outbox.count", gone)
    text = nobody.get("/api/metrics").text
    assert "bedside_api_requests_total" in text and "bedside_jobs" not in text


class _Hanging(documents.Store):
    """A store that answers only once the test lets it."""

    def __init__(self, released: threading.Event) -> None:
        self._released = released
        self.answered = False

    def check(self) -> None:
        self._released.wait(60)
        self.answered = True
