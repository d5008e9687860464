"""Patients over HTTP: registered at the desk, corrected, answered for, moved."""

from datetime import date

from starlette.testclient import TestClient

from tests.api.checks import assert_refused
from tests.api.conftest import Clinic

FIRST = {"If-Match": '"1"'}


def test_a_newborn_without_an_email_is_registered(day: Clinic, bello: TestClient) -> None:
    made = bello.post("/api/patients", json=newborn(day))
    assert made.status_code == 201, made.text
    read = bello.get(made.headers["location"]).json()
    assert (read["name"], read["age_text"], read["email"]) == ("Ida", "born today", "")


def test_nobody_is_registered_where_the_doctor_does_not_work(day: Clinic, chen: TestClient) -> None:
    assert chen.post("/api/patients", json=newborn(day)).status_code == 422


def test_two_people_correct_different_details(day: Clinic, bello: TestClient) -> None:
    person = day.new_patient()
    own = day.caller(person)
    assert own.patch("/api/me", json={"language": "hi"}, headers=FIRST).status_code == 200
    path = f"/api/patients/{person.patient}"
    kin = {"name": "Mira Rao", "relationship": "sister", "phone": "07700 900018"}
    said = {"needs": ["wheelchair"], "next_of_kin": kin, "preferred_name": "Ash"}
    answer = bello.patch(path, json=said, headers=FIRST)
    assert answer.status_code == 200, answer.text
    assert answer.headers["etag"] == '"3"'
    told = answer.json()
    assert (told["language"], told["needs"], told["next_of_kin"]) == ("hi", ["wheelchair"], kin)
    taken_off = bello.patch(path, json={"next_of_kin": None}, headers={"If-Match": '"3"'}).json()
    assert taken_off["next_of_kin"] is None


def test_what_both_changed_is_named_in_the_refusal(day: Clinic, bello: TestClient) -> None:
    person = day.new_patient()
    own = day.caller(person)
    own.patch("/api/me", json={"phone": "01632 960111"}, headers=FIRST)
    path = f"/api/patients/{person.patient}"
    answer = bello.patch(path, json={"phone": "01632 960222", "sex": "male"}, headers=FIRST)
    assert answer.status_code == 412
    assert [one["field"] for one in answer.json()["errors"]] == ["body.phone"]
    assert "960222" not in answer.text and "960111" not in answer.text


def test_a_name_cannot_be_taken_off(day: Clinic, bello: TestClient) -> None:
    person = day.new_patient()
    path = f"/api/patients/{person.patient}"
    answer = bello.patch(path, json={"name": None, "gender": "woman"}, headers=FIRST)
    assert_refused(answer, 422)
    told = bello.get(path).json()
    assert told["name"] != "" and told["gender"] == ""


def test_details_without_a_difference_write_nothing(day: Clinic, bello: TestClient) -> None:
    person = day.new_patient()
    own, path = day.caller(person), f"/api/patients/{person.patient}"
    told = bello.get(path).json()
    for said in ({}, {"phone": told["phone"]}, {"phone": f" {told['phone']} ", "needs": []}):
        assert own.patch("/api/me", json=said, headers=FIRST).headers["etag"] == '"1"'
        assert bello.patch(path, json=said, headers=FIRST).headers["etag"] == '"1"'
    path += "/responsible"
    for _ in range(2):
        answer = bello.put(path, json={"doctor": None}, headers=FIRST)
        assert answer.headers["etag"] == '"1"'


def test_a_facility_and_an_encounter_change_only_with_a_difference(
    day: Clinic, bello: TestClient, dana: TestClient
) -> None:
    where = f"/api/facilities/{day.harbour.id}"
    told = dana.get(where)
    for said in ({}, {"city": told.json()["city"], "active": True}):
        answer = dana.patch(where, json=said, headers={"If-Match": told.headers["etag"]})
        assert (answer.json(), answer.headers["etag"]) == (told.json(), told.headers["etag"])
    assert_refused(dana.patch(where, json={"city": None}, headers=FIRST), 422)
    made = bello.post(f"/api/patients/{day.asha.patient}/encounters", json={"kind": "phone"})
    where, tag = made.headers["location"], {"If-Match": made.headers["etag"]}
    for said in ({}, {"kind": "phone", "started_at": made.json()["started_at"]}):
        assert bello.patch(where, json=said, headers=tag).json() == made.json()
    assert_refused(bello.patch(where, json={"kind": None}, headers=tag), 422)


def test_somebody_is_found_over_http_with_the_reason(
    day: Clinic, bello: TestClient, chen: TestClient
) -> None:
    made = bello.post("/api/patients", json=newborn(day) | {"name": "Idabelle Quist"}).json()
    asked = {"text": "quis 07700"}
    found = bello.post("/api/patients/search", json=asked).json()
    assert [one["patient"]["id"] for one in found["items"]] == [made["id"]]
    assert found["items"][0]["why"][0] == {
        "field": "name",
        "text": "Idabelle Quist",
        "start": 9,
        "end": 13,
        "how": "begins",
    }
    assert (found["next"], found["recent"]) == (None, False)
    assert found["items"][0]["patient"]["record_number"] == made["record_number"] != ""
    assert chen.post("/api/patients/search", json=asked).json()["items"] == []


def test_a_search_goes_on_where_it_ended_and_only_that_one(
    day: Clinic, bello: TestClient, chen: TestClient
) -> None:
    for name in ("Ida Hallberg", "Bo Hallberg", "Ulf Hallberg"):
        bello.post("/api/patients", json=newborn(day) | {"name": name})
    asked = {"text": "hallberg", "limit": 2}
    first = bello.post("/api/patients/search", json=asked).json()
    on = asked | {"cursor": first["next"]}
    rest = bello.post("/api/patients/search", json=on).json()
    names = [one["patient"]["name"] for one in first["items"] + rest["items"]]
    assert sorted(names) == ["Bo Hallberg", "Ida Hallberg", "Ulf Hallberg"]
    assert bello.post("/api/patients/search", json=on | {"text": "ida"}).status_code == 422
    assert chen.post("/api/patients/search", json=on).status_code == 422


def test_what_is_looked_for_is_never_part_of_an_address(bello: TestClient) -> None:
    assert bello.get("/api/patients/search?text=quist").status_code == 400
    assert bello.post("/api/patients/search?text=quist", json={}).status_code == 400


def test_former_names_are_kept_and_found(day: Clinic, bello: TestClient) -> None:
    made = bello.post("/api/patients", json=newborn(day) | {"name": "Edda Blom"}).json()
    path = f"/api/patients/{made['id']}"
    said = {"former_names": ["Edda Zetterlund"]}
    assert bello.patch(path, json=said, headers=FIRST).json()["former_names"] == ["Edda Zetterlund"]
    found = bello.post("/api/patients/search", json={"text": "zetterlund"}).json()
    assert found["items"][0]["why"][0]["field"] == "former_name"


def test_a_doctor_answers_for_a_patient_and_the_patient_moves(
    day: Clinic, bello: TestClient, chen: TestClient
) -> None:
    person = day.new_patient()
    path = f"/api/patients/{person.patient}"
    named = {"doctor": str(day.bello.user)}
    assert bello.put(f"{path}/responsible", json=named, headers=FIRST).json()["responsible"]
    assert chen.get(path).status_code == 404
    moved = bello.post(
        f"{path}/transfer", json={"facility": str(day.millfield.id)}, headers={"If-Match": '"2"'}
    )
    assert moved.status_code == 204, moved.text
    assert bello.get(path).status_code == 404
    assert chen.get(path).json()["responsible"] is None


def newborn(day: Clinic) -> dict[str, str]:
    return {
        "name": "Ida",
        "birth_date": date.today().isoformat(),
        "sex": "female",
        "phone": "07700 900017",
        "facility": str(day.harbour.id),
    }
