"""The desk over HTTP: who comes, a patient's contact page, and a code that opens an account."""

from datetime import UTC, datetime

from bedside.clinic.models import Correspondence
from tests.api.conftest import Clinic
from tests.clinic.diary import DAY, at, book, publish, today
from tests.people import PASSWORD

NEWCOMER = {"name": "Tilda Brandt", "birth_date": "1944-09-30", "sex": "female"}
EMAIL = "tilda@example.org"


def test_who_comes_is_told_without_why(day: Clinic) -> None:
    publish(day.bello, day.harbour)
    booked = book(day.asha, day.bello, day.harbour, at(9), by=day.asha, reason="My knee")
    noa = day.caller(day.noa)
    path = f"/api/facilities/{day.harbour.id}/day?day={today() + DAY}"
    answer = noa.get(path)
    assert answer.status_code == 200, answer.text
    (doctor,) = answer.json()["doctors"]
    assert doctor["doctor"]["name"] == "Dr Amara Bello"
    (seen,) = doctor["appointments"]
    assert (seen["id"], seen["patient_name"], seen["reason"]) == (
        str(booked.id),
        "Asha Verma",
        "",
    )
    assert "fulfil" not in seen["may"]
    assert "knee" not in noa.get(f"/api/appointments/{booked.id}").text


def test_a_contact_page_says_when_and_how(day: Clinic) -> None:
    answer = day.caller(day.noa).get(f"/api/patients/{day.asha.patient}/contact")
    said = answer.json()
    assert (said["patient"]["name"], said["clinic"]) == ("Asha Verma", "Harbour Street Clinic")
    assert said["access"] == {"state": "open", "until": None}
    assert answer.headers["ETag"] == f'"{said["patient"]["version"]}"'
    assert said["mails_come_back_since"] is None


def test_a_program_at_the_desk_learns_that_a_mail_would_not_arrive(day: Clinic) -> None:
    bounced = datetime(2026, 3, 2, 9, tzinfo=UTC)
    Correspondence.objects.create(patient_id=day.asha.patient, undeliverable_since=bounced)
    said = day.caller(day.noa).get(f"/api/patients/{day.asha.patient}/contact").json()
    assert datetime.fromisoformat(said["mails_come_back_since"]) == bounced


def test_a_reason_is_not_taken_at_the_desk(day: Clinic) -> None:
    wish = {
        "facility": str(day.harbour.id),
        "patient": str(day.asha.patient),
        "practitioner": str(day.bello.user),
        "start": at(11, days=3).isoformat(),
    }
    noa = day.caller(day.noa)
    refused = noa.post("/api/appointments", json={**wish, "reason": "Her knee"})
    assert refused.status_code == 422 and "Her knee" not in refused.text
    assert noa.post("/api/appointments", json=wish).status_code == 201


def test_a_code_from_the_desk_opens_the_account(day: Clinic) -> None:
    noa, anybody = day.caller(day.noa), day.caller()
    said = {**NEWCOMER, "phone": "07700 900044", "facility": str(day.harbour.id)}
    made = noa.post("/api/patients", json=said)
    path = f"/api/patients/{made.json()['id']}"
    assert noa.get(f"{path}/contact").json()["access"]["state"] == "none"
    wish = {"email": EMAIL, "checked": ["document"]}
    assert noa.post(f"{path}/invitations", json=wish).status_code == 428
    tag = {"If-Match": made.headers["ETag"]}
    given = noa.post(f"{path}/invitations", json=wish, headers=tag)
    assert given.status_code == 201, given.text
    assert given.json()["url"].endswith("/open-account")
    assert noa.post(f"{path}/invitations", json=wish, headers=tag).status_code == 412
    accept = {"code": given.json()["code"], "birth_date": "1944-03-09", "password": PASSWORD}
    assert anybody.post("/api/auth/invitation", json=accept).status_code == 422
    accept["birth_date"] = NEWCOMER["birth_date"]
    assert anybody.post("/api/auth/invitation", json=accept).status_code == 204
    again = anybody.post("/api/auth/invitation", json=accept)
    assert again.status_code == 404
    login = {"email": EMAIL, "password": PASSWORD}
    assert anybody.post("/api/auth/patient/login", json=login).status_code == 200
    newest = {"If-Match": noa.get(f"{path}/contact").headers["ETag"]}
    assert noa.post(f"{path}/invitations", json=wish, headers=newest).status_code == 409
