"""Allergies, medicines, problems, diagnoses and measurements over HTTP."""

from typing import Any
from uuid import uuid4

import httpx
import pytest
from starlette.testclient import TestClient

from tests.api.checks import MARK, assert_refused, fields
from tests.api.conftest import Clinic

NEW: dict[str, dict[str, Any]] = {
    "allergies": {"substance": "Penicillin", "severity": "severe", "since": "2019-03"},
    "medicines": {"as_written": "Metformin 500 mg", "dose": "one", "since": "2024"},
    "problems": {"title": "Trouble sleeping", "since": "2025-11-02", "comment": "moved house"},
    "flags": {"title": "Falls", "category": "safety", "since": "2025", "comment": "at night"},
    "diagnoses": {
        "code": "J45.909",
        "status": "confirmed",
        "onset": "2020",
        "comment": "wheeze",
        "repeated": True,
    },
    "vitals": {"measured_at": "2026-03-02T09:15:00+01:00", "temperature": 38.5, "systolic": 120},
}
BESIDE = {"code", "status", "measured_at", "repeated"}
CHANGES: dict[str, dict[str, Any]] = {
    "allergies": {"severity": "mild", "since": None},
    "medicines": {"dose": "two", "until": "2027-01"},
    "problems": {"title": "Insomnia", "comment": ""},
    "flags": {"category": "clinical", "since": None},
    "diagnoses": {"onset": "2021-05", "comment": ""},
}


def path(day: Clinic, plural: str, *more: object) -> str:
    return "/".join([f"/api/patients/{day.asha.patient}/{plural}", *map(str, more)])


def etag(answer: httpx.Response) -> dict[str, str]:
    return {"If-Match": answer.headers["etag"]}


@pytest.mark.parametrize("plural", NEW)
def test_what_was_sent_comes_back(bello: TestClient, day: Clinic, plural: str) -> None:
    made = bello.post(path(day, plural), json=NEW[plural])
    assert (made.status_code, made.headers["etag"]) == (201, '"1"')
    entry = made.json()
    assert made.headers["location"] == path(day, plural, entry["id"])
    read = bello.get(made.headers["location"])
    assert read.json() == entry
    sent = {k: v for k, v in NEW[plural].items() if k not in BESIDE}
    assert {name: entry["said"][name] for name in sent} == sent
    assert entry["recorded_by"]["name"] == "Dr Amara Bello"
    (change,) = entry["history"]
    assert (change["event"], change["said"]) == ("add", entry["said"])
    listed = bello.get(path(day, plural)).json()["items"][0]
    assert listed == {**entry, "history": None}


def test_the_same_code_twice_is_asked_back(day: Clinic) -> None:
    where = f"/api/patients/{day.new_patient().patient}/diagnoses"
    bello = day.caller(day.bello)
    assert bello.post(where, json={"code": "J00"}).status_code == 201
    refused = bello.post(where, json={"code": "j00"})
    problem = assert_refused(refused, 409)
    assert problem.type == "urn:bedside:problem:on-record-already"
    assert fields(problem) == {"body.repeated"}
    assert bello.post(where, json={"code": "J00", "repeated": True}).status_code == 201


@pytest.mark.parametrize(
    ("plural", "field", "day_before"),
    [
        ("allergies", "since", "1991-04-16"),
        ("medicines", "since", "1990"),
        ("medicines", "until", "1991-03"),
        ("problems", "since", "1991-03"),
        ("flags", "since", "1990-12-31"),
        ("diagnoses", "onset", "1990"),
        ("vitals", "measured_at", "1991-04-16T08:00:00Z"),
    ],
)
def test_nothing_was_before_the_patient_was_born(
    day: Clinic, plural: str, field: str, day_before: str
) -> None:
    """Asha was born on 17 April 1991."""
    bello = day.caller(day.bello)
    new = {k: v for k, v in NEW[plural].items() if k != "since"}
    refused = bello.post(path(day, plural), json={**new, field: day_before})
    assert_refused(refused, 422)
    assert refused.json()["errors"] == [
        {"field": f"body.{field}", "detail": "The patient was not born yet."}
    ]
    made = bello.post(path(day, plural), json=new)
    if plural != "vitals":
        changed = bello.patch(
            path(day, plural, made.json()["id"]), json={field: day_before}, headers=etag(made)
        )
        assert_refused(changed, 422)


def test_an_encounter_was_not_before_the_patient_was_born(day: Clinic) -> None:
    bello, where = day.caller(day.bello), path(day, "encounters")
    too_early = {"started_at": "1991-04-15T08:00:00Z"}
    refused = bello.post(where, json=too_early)
    assert fields(assert_refused(refused, 422)) == {"body.started_at"}
    begun = bello.post(where, json={"started_at": "1991-04-17T08:00:00Z"})
    assert begun.status_code == 201
    changed = bello.patch(
        path(day, "encounters", begun.json()["id"]), json=too_early, headers=etag(begun)
    )
    assert_refused(changed, 422)


def test_a_diagnosis_has_its_code_and_a_set_its_time(bello: TestClient, day: Clinic) -> None:
    diagnosis = bello.post(path(day, "diagnoses"), json=NEW["diagnoses"]).json()
    assert diagnosis["code"]["code"] == "J45.909"
    assert diagnosis["said"]["certainty"] == "certain"
    vitals = bello.post(path(day, "vitals"), json=NEW["vitals"]).json()
    assert vitals["measured_at"] == "2026-03-02T08:15:00Z"
    assert vitals["recorded_at"] > vitals["measured_at"]


def test_a_medicine_says_that_its_planned_end_is_over(bello: TestClient, day: Clinic) -> None:
    for until, is_over in (("2026-02-03", True), (None, False)):
        made = bello.post(path(day, "medicines"), json={**NEW["medicines"], "until": until}).json()
        assert (made["state"], made["past_planned_end"]) == ("active", is_over)


@pytest.mark.parametrize("plural", CHANGES)
def test_a_change_needs_the_version_that_was_read(
    bello: TestClient, day: Clinic, plural: str
) -> None:
    made = bello.post(path(day, plural), json=NEW[plural])
    where = made.headers["location"]
    assert_refused(bello.patch(where, json=CHANGES[plural]), 428)
    changed = bello.patch(where, json=CHANGES[plural], headers=etag(made))
    assert (changed.status_code, changed.headers["etag"]) == (200, '"2"')
    kept = made.json()["said"]
    assert changed.json()["said"] == {**kept, **CHANGES[plural]}
    assert_refused(bello.patch(where, json=CHANGES[plural], headers=etag(made)), 412)
    assert [one["event"] for one in changed.json()["history"]] == ["add", "change"]


@pytest.mark.parametrize("plural", CHANGES)
def test_a_change_without_a_difference_writes_nothing(
    bello: TestClient, day: Clinic, plural: str
) -> None:
    made = bello.post(path(day, plural), json=NEW[plural])
    where, said = made.headers["location"], made.json()["said"]
    for same in ({}, {name: said[name] for name in CHANGES[plural]}):
        answer = bello.patch(where, json=same, headers=etag(made))
        assert (answer.status_code, answer.headers["etag"]) == (200, '"1"')
        assert answer.json() == made.json()


@pytest.mark.parametrize(
    ("plural", "field"),
    [
        ("allergies", "severity"),
        ("medicines", "dose"),
        ("problems", "comment"),
        ("flags", "title"),
        ("diagnoses", "certainty"),
    ],
)
def test_null_is_refused_where_it_would_say_nothing(
    bello: TestClient, day: Clinic, plural: str, field: str
) -> None:
    made = bello.post(path(day, plural), json=NEW[plural])
    where = made.headers["location"]
    assert_refused(bello.patch(where, json={field: None}, headers=etag(made)), 422)
    assert bello.get(where).json() == made.json()


@pytest.mark.parametrize("plural", ["allergies", "medicines", "problems", "flags"])
def test_ended_marked_as_an_error_and_reinstated(
    bello: TestClient, day: Clinic, asha: TestClient, plural: str
) -> None:
    answer = bello.post(path(day, plural), json=NEW[plural])
    where = answer.headers["location"]
    ending = {"until": "2026-02", "why_ended": "It no longer helped."}
    answer = bello.post(f"{where}/end", json=ending, headers=etag(answer))
    assert answer.json()["state"] == "ended"
    assert {name: answer.json()["said"][name] for name in ending} == ending
    if plural != "flags":
        assert asha.get(where).json()["said"]["until"] == "2026-02"
    answer = bello.post(f"{where}/error", json={"reason": "a mix-up"}, headers=etag(answer))
    assert answer.json()["history"][-1]["reason"] == "a mix-up"
    assert_refused(asha.get(where), 403 if plural == "flags" else 404)
    assert_refused(bello.patch(where, json={}, headers=etag(answer)), 409)
    answer = bello.post(f"{where}/reinstate", json={}, headers=etag(answer))
    assert answer.json()["state"] == "ended"
    answer = bello.post(f"{where}/reinstate", json={}, headers=etag(answer))
    assert (answer.json()["state"], answer.json()["said"]["until"]) == ("active", None)


def test_a_diagnosis_turns(bello: TestClient, day: Clinic, asha: TestClient) -> None:
    answer = bello.post(path(day, "diagnoses"), json={"code": "J18.9", "certainty": "probable"})
    where = answer.headers["location"]
    assert answer.json()["may"] == ["change", "confirm", "mark_as_error", "refute", "resolve"]
    assert_refused(asha.get(where), 404)
    steps = [
        ("confirm", {}, "confirmed"),
        ("resolve", {"abated": "2026-03"}, "resolved"),
        ("suspect", {"certainty": "possible"}, "suspected"),
        ("refute", {}, "refuted"),
        ("error", {}, "entered-in-error"),
        ("reinstate", {}, "refuted"),
    ]
    for event, body, state in steps:
        answer = bello.post(f"{where}/{event}", json=body, headers=etag(answer))
        assert (answer.status_code, answer.json()["state"]) == (200, state), answer.text
    assert_refused(bello.post(f"{where}/resolve", json={}, headers=etag(answer)), 409)


def test_a_patient_reads_what_is_theirs_to_read(
    bello: TestClient, day: Clinic, asha: TestClient
) -> None:
    for plural, hidden in (("problems", "moved house"), ("diagnoses", "wheeze")):
        where = bello.post(path(day, plural), json=NEW[plural]).headers["location"]
        entry = asha.get(where)
        assert hidden not in entry.text and entry.json()["may"] == []
        assert entry.json()["history"] is None


def test_none_known(bello: TestClient, day: Clinic) -> None:
    patient = day.new_patient().patient
    where = f"/api/patients/{patient}/allergies"
    assert bello.get(where).json() == {"items": [], "next": None, "none_known": None}
    stated = bello.put(f"{where}/none-known")
    assert bello.get(where).json()["none_known"] == stated.json()
    assert_refused(bello.delete(f"{where}/none-known"), 428)
    assert bello.delete(f"{where}/none-known", headers=etag(stated)).status_code == 200
    bello.put(f"{where}/none-known")
    assert_refused(bello.put(f"{where}/none-known"), 409)
    assert bello.post(where, json={"substance": "Latex"}).status_code == 201
    assert bello.get(where).json()["none_known"] is None
    assert_refused(bello.put(f"{where}/none-known"), 409)


@pytest.mark.parametrize("plural", NEW)
def test_one_key_adds_one_entry(bello: TestClient, day: Clinic, plural: str) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    one, two = (bello.post(path(day, plural), json=NEW[plural], headers=key) for _ in range(2))
    assert one.json() == two.json()


@pytest.mark.parametrize("plural", NEW)
def test_pages_of_a_list(bello: TestClient, day: Clinic, chen: TestClient, plural: str) -> None:
    patient = day.new_patient().patient
    where = f"/api/patients/{patient}/{plural}"
    ids = [bello.post(where, json=NEW[plural]).json()["id"] for _ in range(3)]
    first = bello.get(where, params={"limit": 2}).json()
    rest = bello.get(where, params={"limit": 2, "cursor": first["next"]}).json()
    assert [one["id"] for one in first["items"] + rest["items"]] == ids[::-1]
    assert rest["next"] is None
    other = path(day, plural)
    assert_refused(bello.get(other, params={"cursor": first["next"]}), 422)
    state = {"state": "entered-in-error"}
    assert_refused(bello.get(where, params={"cursor": first["next"], **state}), 422)
    assert bello.get(where, params=state).json()["items"] == []


@pytest.mark.parametrize(
    ("plural", "wrong", "field"),
    [
        ("allergies", {"substance": ""}, "substance"),
        ("allergies", {"substance": MARK * 30}, "substance"),
        ("allergies", {"severity": MARK}, "severity"),
        ("allergies", {"since": "2019-02-30"}, "since"),
        ("allergies", {"since": "9999"}, "since"),
        ("allergies", {"reaction": "\0"}, "reaction"),
        ("medicines", {"as_written": "two\nlines"}, "as_written"),
        ("medicines", {"until": "2001"}, "until"),
        ("problems", {"diagnosis": str(uuid4())}, "diagnosis"),
        ("flags", {"title": "two\nlines"}, "title"),
        ("flags", {"category": MARK}, "category"),
        ("diagnoses", {"code": "J45"}, "code"),
        ("diagnoses", {"code": MARK}, "code"),
        ("diagnoses", {"certainty": "possible"}, "certainty"),
        ("diagnoses", {"status": "resolved"}, "status"),
        ("vitals", {"temperature": 385}, "temperature"),
        ("vitals", {"temperature": "38,5"}, "temperature"),
        ("vitals", {"diastolic": 140}, "diastolic"),
        ("vitals", {"measured_at": "2999-01-01T00:00:00Z"}, "measured_at"),
        ("vitals", {"measured_at": "2026-01-01T00:00:00"}, "measured_at"),
    ],
)
def test_what_cannot_be_sent(
    bello: TestClient, day: Clinic, plural: str, wrong: dict[str, Any], field: str
) -> None:
    answer = bello.post(path(day, plural), json={**NEW[plural], **wrong})
    assert fields(assert_refused(answer, 422)) == {f"body.{field}"}


def test_an_encounter_of_somebody_else_is_not_found(
    bello: TestClient, chen: TestClient, day: Clinic
) -> None:
    theirs = chen.post(f"/api/patients/{day.ravi.patient}/encounters", json={}).json()["id"]
    mine = bello.post(path(day, "encounters"), json={}).json()["id"]
    for plural, body in NEW.items():
        assert_refused(bello.post(path(day, plural), json={**body, "encounter": theirs}), 404)
        made = bello.post(path(day, plural), json={**body, "encounter": mine})
        assert made.json()["encounter"] == mine


def test_any_text_survives(bello: TestClient, day: Clinic) -> None:
    for text in (
        "O'Brien",
        '"; DROP TABLE x; --',
        "<b>مرحبا</b>",
        "👩🏽‍⚕️ 青霉素",
        "{{7*7}} %s \\u0000",
    ):
        made = bello.post(path(day, "allergies"), json={"substance": text, "reaction": text})
        read = bello.get(made.headers["location"]).json()["said"]
        assert (read["substance"], read["reaction"]) == (text, text)


def test_a_medicine_against_an_allergy_needs_a_reason(
    bello: TestClient, asha: TestClient, day: Clinic
) -> None:
    bello.post(path(day, "allergies"), json=NEW["allergies"])
    amoxicillin = {"as_written": "Amoxicillin 500 mg"}
    refused = bello.post(path(day, "medicines"), json=amoxicillin)
    assert fields(assert_refused(refused, 409)) == {"body.despite"}
    assert refused.json()["type"] == "urn:bedside:problem:contraindicated"
    made = bello.post(path(day, "medicines"), json={**amoxicillin, "despite": "Tolerated since"})
    assert (made.status_code, made.json()["despite"]) == (201, "Tolerated since")
    where = made.headers["location"]
    assert asha.get(where).json()["despite"] == ""
    change = {"as_written": "Flucloxacillin"}
    assert_refused(bello.patch(where, json=change, headers=etag(made)), 409)
    change["despite"] = "Tested"
    changed = bello.patch(where, json=change, headers=etag(made))
    assert [one["despite"] for one in changed.json()["history"]] == ["Tolerated since", "Tested"]
    ended = bello.post(f"{where}/end", json={}, headers=etag(changed))
    assert_refused(bello.post(f"{where}/reinstate", json={}, headers=etag(ended)), 409)
    again = {"despite": "Tested again"}
    back = bello.post(f"{where}/reinstate", json=again, headers=etag(ended))
    assert back.json()["despite"] == "Tested again"
