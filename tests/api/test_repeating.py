"""An answer that is given again says something about a patient, so it is asked like a reading."""

from uuid import uuid4

from starlette.testclient import TestClient

from bedside.audit.models import Event
from tests.api.checks import assert_refused
from tests.api.conftest import Clinic

SAID = {"substance": "Penicillin", "reaction": "a rash"}


def test_whoever_lost_the_patient_is_not_answered_again(day: Clinic, bello: TestClient) -> None:
    patient = day.new_patient().patient
    where, key = f"/api/patients/{patient}/allergies", {"Idempotency-Key": str(uuid4())}
    assert bello.post(where, json=SAID, headers=key).status_code == 201
    left = bello.post(
        f"/api/patients/{patient}/transfer",
        json={"facility": str(day.millfield.id)},
        headers={"If-Match": '"1"'},
    )
    assert left.status_code == 204, left.text
    again = bello.post(where, json=SAID, headers=key)
    assert_refused(again, 404)
    assert "Penicillin" not in again.text
    assert _repeats(patient) == ["refused"]


def test_an_answer_that_is_given_again_is_on_record(day: Clinic, bello: TestClient) -> None:
    patient = day.new_patient().patient
    where, key = f"/api/patients/{patient}/allergies", {"Idempotency-Key": str(uuid4())}
    one, two = (bello.post(where, json=SAID, headers=key) for _ in range(2))
    assert (one.status_code, one.json()) == (two.status_code, two.json()) == (201, one.json())
    assert _repeats(patient) == ["done"]
    event = Event.objects.get(action="answer.repeat", subjects=[str(patient)])
    assert event.chain == day.harbour.id


def test_whoever_enrolled_a_patient_and_lost_them_is_not_answered_again(
    day: Clinic, bello: TestClient
) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    told = {
        "name": "Noor Verma", "birth_date": "1990-01-01", "sex": "female",
        "phone": "07700 900222", "facility": str(day.harbour.id),
    }  # fmt: skip
    made = bello.post("/api/patients", json=told, headers=key)
    assert made.status_code == 201, made.text
    patient = made.json()["id"]
    assert bello.post("/api/patients", json=told, headers=key).json() == made.json()
    left = bello.post(
        f"/api/patients/{patient}/transfer",
        json={"facility": str(day.millfield.id)},
        headers={"If-Match": f'"{made.json()["version"]}"'},
    )
    assert left.status_code == 204, left.text
    assert_refused(bello.post("/api/patients", json=told, headers=key), 404)


def _repeats(patient: object) -> list[str]:
    events = Event.objects.filter(action="answer.repeat")
    return [event.outcome for event in events if str(patient) in event.subjects]
