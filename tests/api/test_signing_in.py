"""Signing in at the three addresses, who that makes the caller, and signing out."""

import pytest
from starlette.testclient import TestClient

from bedside import vault
from bedside.vault.models import DataKey
from tests.api.conftest import Clinic


def test_a_patient_signs_in_and_is_themselves(day: Clinic, asha: TestClient) -> None:
    me = asha.get("/api/me")
    assert me.status_code == 200
    assert me.json()["name"] == "Asha Verma"
    assert me.json()["patient"] == str(day.asha.patient)
    assert me.headers["etag"] == '"1"'
    assert me.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("door", ["patient", "admin"])
def test_each_address_takes_its_role_only(day: Clinic, nobody: TestClient, door: str) -> None:
    answer = nobody.post(
        f"/api/auth/{door}/login",
        json={"email": day.bello.email, "password": day.bello.password},
    )
    assert answer.status_code == 401


def test_a_doctor_reads_where_they_work(bello: TestClient) -> None:
    me = bello.get("/api/me").json()
    assert (me["role"], me["name"]) == ("doctor", "Dr Amara Bello")
    assert [place["name"] for place in me["facilities"]] == ["Harbour Street Clinic"]


def test_signing_out_ends_token_and_refresh_at_once(day: Clinic) -> None:
    tokens = day.sign_in(day.asha)
    client = day.caller(None, Authorization=f"Bearer {tokens['access']}")
    assert client.post("/api/auth/logout").status_code == 204
    assert client.get("/api/me").status_code == 401
    again = day.caller().post("/api/auth/refresh", json={"refresh": tokens["refresh"]})
    assert again.status_code == 400


def test_signing_out_everywhere_ends_the_other_session(day: Clinic) -> None:
    person = day.new_patient()
    one, other = day.caller(person), day.caller(person)
    assert one.post("/api/auth/logout", json={"everywhere": True}).status_code == 204
    assert other.get("/api/me").status_code == 401


def test_a_draft_that_cannot_be_brought_along_refuses_no_sign_in(day: Clinic) -> None:
    person = day.new_patient()
    client = day.caller()
    assert client.post("/api/assessments", json={"text": "a cough"}).status_code == 201
    assert person.patient is not None
    DataKey.objects.filter(patient=person.patient).update(wrapped=b"\x01" * 80)
    vault.forget_keys()
    known = {"email": person.email, "password": person.password}
    answer = client.post("/api/auth/patient/login", json=known)
    assert answer.status_code == 200
    assert client.cookies["draft"]
