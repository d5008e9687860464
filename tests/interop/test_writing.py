"""Writing in FHIR: what the pages can make and change, by the same acts, nothing lost quietly."""

import base64
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from starlette.testclient import TestClient

from bedside import clinic
from bedside.clinic.models import NoneKnown
from bedside.interop.fhir import KINDS
from bedside.interop.fhir.systems import (
    ALLERGY_VERIFICATION,
    CONDITION_CATEGORY,
    CONDITION_CLINICAL,
    OURS,
)
from tests.api.checks import MARK
from tests.api.conftest import Clinic, asha, bello, chen, dana, day
from tests.clinic.diary import at
from tests.clinic.doubles import enrolled_again
from tests.clinic.writing import meet
from tests.interop.checks import assert_refused, matches
from tests.interop.record import Record, write
from tests.interop.test_merged import make_one

__all__ = ["asha", "bello", "chen", "dana", "day"]

CAME_BACK = {"coding": [{"system": CONDITION_CLINICAL, "code": "relapse"}]}
OF_A_PROBLEM = [{"coding": [{"system": CONDITION_CATEGORY, "code": "problem-list-item"}]}]
UPDATED = [name for name, kind in KINDS.items() if kind.update]


@pytest.fixture(scope="module")
def record(day: Clinic) -> Record:
    return write(day, day.asha, day.bello)


def put(client: TestClient, resource: dict[str, Any], version: str | None = None) -> Any:
    """Send a resource back to where it was read, as of the version that it says."""
    tag = version or f'W/"{resource["meta"]["versionId"]}"'
    path = f"/fhir/{resource['resourceType']}/{resource['id']}"
    return client.put(path, json=resource, headers={"If-Match": tag})


def words(text: str) -> dict[str, str]:
    """Return a text as a note carries it."""
    data = base64.b64encode(text.encode()).decode()
    return {"contentType": "text/plain", "data": data}


def new(day: Clinic, kind: str) -> dict[str, Any]:
    """Return something that can be made, about Asha."""
    subject = {"reference": f"Patient/{day.asha.patient}"}
    icd = {"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "M54.50"}
    ucum = {"system": "http://unitsofmeasure.org", "code": "/min"}
    actors = [subject["reference"], f"Practitioner/{day.bello.user}", f"Location/{day.harbour.id}"]
    start = at(14, days=30)
    said: dict[str, dict[str, Any]] = {
        "Patient": {
            "name": [{"use": "official", "text": "Ida Holm"}],
            "gender": "female",
            "birthDate": "1984-07-01",
            "telecom": [{"system": "phone", "value": "07700 900111"}],
            "managingOrganization": {"reference": f"Organization/{day.harbour.id}"},
        },
        "Encounter": {
            "status": "in-progress",
            "class": {
                "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode",
                "code": "HH",
            },
            "subject": subject,
            "period": {"start": (timezone.now() - timedelta(hours=2)).isoformat()},
        },
        "DocumentReference": {
            "status": "current",
            "subject": subject,
            "type": {"text": "Phone call"},
            "content": [{"attachment": words("It is better since Monday.")}],
            "context": {"encounter": [{"reference": f"Encounter/{meet(day.bello, day.asha).id}"}]}
            if kind == "DocumentReference"
            else {},
        },
        "Condition": {
            "subject": subject,
            "category": [{"coding": [{"code": "encounter-diagnosis"}]}],
            "code": {"coding": [icd]},
            "verificationStatus": {
                "coding": [
                    {
                        "system": "http://terminology.hl7.org/CodeSystem/condition-ver-status",
                        "code": "provisional",
                    }
                ]
            },
            "onsetDateTime": "2024-05",
        },
        "AllergyIntolerance": {
            "patient": subject,
            "type": "intolerance",
            "code": {"text": "Lactose"},
            "reaction": [{"manifestation": [{"text": "Cramps"}], "severity": "moderate"}],
        },
        "MedicationStatement": {
            "status": "active",
            "subject": subject,
            "medicationCodeableConcept": {"text": "Vitamin D"},
            "dosage": [{"text": "one a week"}],
        },
        "Observation": {
            "status": "final",
            "subject": subject,
            "code": {"coding": [{"system": "http://loinc.org", "code": "8867-4"}]},
            "effectiveDateTime": (timezone.now() - timedelta(hours=3)).isoformat(),
            "valueQuantity": {"value": 71, **ucum},
        },
        "Flag": {
            "status": "active",
            "subject": subject,
            "code": {"text": "Afraid of needles"},
        },
        "Appointment": {
            "status": "booked",
            "start": start.isoformat(),
            "end": (start + timedelta(minutes=20)).isoformat(),
            "participant": [{"actor": {"reference": one}, "status": "accepted"} for one in actors],
        },
    }
    return {"resourceType": kind, **said[kind]}


def made_by(client: TestClient, resource: dict[str, Any]) -> dict[str, Any]:
    """Make something; return it as it is read at its Location."""
    answer = client.post(f"/fhir/{resource['resourceType']}", json=resource)
    assert answer.status_code == 201, answer.text
    location = answer.headers["location"]
    assert location.startswith("https://clinic.test/fhir/")
    said = client.get(location)
    assert said.json() == answer.json()
    assert said.headers["etag"] == answer.headers["etag"]
    return dict(answer.json())


@pytest.mark.parametrize("kind", [name for name, kind in KINDS.items() if kind.create])
def test_what_is_made_is_there_as_it_was_sent(
    day: Clinic, record: Record, bello: TestClient, kind: str
) -> None:
    sent = new(day, kind)
    made = made_by(bello, sent)
    for name in ("subject", "patient", "type", "status", "reaction", "dosage", "birthDate"):
        if name in sent and (kind, name) != ("DocumentReference", "type"):
            assert made[name] == sent[name]
    if "period" in sent:
        began = [datetime.fromisoformat(one["period"]["start"]) for one in (made, sent)]
        assert began[0] == began[1]


@pytest.mark.parametrize("kind", UPDATED)
def test_what_was_read_can_be_sent_back_and_changes_nothing(
    day: Clinic, record: Record, bello: TestClient, kind: str
) -> None:
    found = (
        matches(bello.get(f"/fhir/{kind}?patient={day.asha.patient}"))
        if (KINDS[kind].param("patient"))
        else [bello.get(f"/fhir/{kind}/{day.asha.patient}").json()]
    )
    assert found
    for one in found:
        if _is_error(one):
            continue
        answer = put(bello, {**one, "text": {"status": "generated", "div": "<div>x</div>"}})
        assert answer.status_code == 200, (one, answer.text)
        assert answer.json() == one


def _is_error(resource: dict[str, Any]) -> bool:
    """What was entered in error is reinstated first, and never changed as it is."""
    return "entered-in-error" in str((resource.get("verificationStatus"), resource.get("status")))


def test_a_change_needs_the_version_that_was_read(
    day: Clinic, record: Record, bello: TestClient
) -> None:
    made = made_by(bello, new(day, "MedicationStatement") | {"dosage": []})
    path = f"/fhir/MedicationStatement/{made['id']}"
    changed = {**made, "dosage": [{"text": "two a week"}]}
    assert_refused(bello.put(path, json=changed), 428)
    answer = put(bello, changed)
    assert (answer.status_code, answer.headers["etag"]) == (200, 'W/"2"')
    assert answer.json()["dosage"] == [{"text": "two a week"}]
    assert_refused(put(bello, changed), 412)
    assert_refused(put(bello, changed, version='W/"x"'), 412)


def test_what_ends_ends_by_its_own_act(day: Clinic, bello: TestClient, asha: TestClient) -> None:
    made = made_by(bello, new(day, "AllergyIntolerance") | {"code": {"text": "Wool"}})
    ended = {**made, "clinicalStatus": _status("inactive")}
    answer = put(bello, ended)
    assert answer.status_code == 200, answer.text
    assert answer.json()["clinicalStatus"]["coding"][0]["code"] == "inactive"
    done = {one["subtype"][0]["code"] for one in matches(asha.get("/fhir/AuditEvent?_count=5"))}
    assert "allergy.end" in done
    both = {**answer.json(), "clinicalStatus": _status("active"), "code": {"text": "Silk"}}
    assert_refused(put(bello, both), 409)


def test_that_no_allergy_is_known_is_stated_and_taken_back(day: Clinic, bello: TestClient) -> None:
    somebody = day.new_patient()
    sent = {
        "resourceType": "AllergyIntolerance",
        "patient": {"reference": f"Patient/{somebody.patient}"},
        "code": {"coding": [{"system": "urn:bedside:allergy", "code": "none-known"}]},
    }
    for more in ({"reaction": [{"manifestation": [{"text": "x"}]}]}, {"type": "allergy"}):
        assert_refused(bello.post("/fhir/AllergyIntolerance", json=sent | more), 422)
    words = {**sent["code"], "text": MARK}
    assert_refused(bello.post("/fhir/AllergyIntolerance", json=sent | {"code": words}), 422)
    made = made_by(bello, sent)
    assert made["id"].startswith("none-known-")
    assert put(bello, made).json() == made
    assert_refused(bello.post("/fhir/AllergyIntolerance", json=sent), 409)
    assert_refused(put(bello, {**made, "clinicalStatus": _status("inactive")}), 409)
    system = "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification"
    error = {"coding": [{"system": system, "code": "entered-in-error"}]}
    wrong = put(bello, {**made, "verificationStatus": error})
    assert (wrong.status_code, wrong.json()["verificationStatus"]) == (200, error)
    asked = f"/fhir/AllergyIntolerance?patient={somebody.patient}"
    assert matches(bello.get(asked)) == []


def test_who_answers_for_the_care_is_a_step_of_its_own(day: Clinic, bello: TestClient) -> None:
    made = made_by(bello, new(day, "Patient") | {"name": [{"text": "Una Holm"}]})
    doctor = {"generalPractitioner": [{"reference": f"Practitioner/{day.bello.user}"}]}
    assert_refused(put(bello, {**made, **doctor, "gender": "other"}), 409)
    answer = put(bello, {**made, **doctor})
    assert answer.status_code == 200, answer.text
    assert answer.json()["generalPractitioner"] == doctor["generalPractitioner"]
    elsewhere = {"generalPractitioner": [{"reference": f"Practitioner/{day.chen.user}"}]}
    assert_refused(put(bello, {**answer.json(), **elsewhere}), 422)
    desk = day.caller(day.noa)
    other = {"generalPractitioner": [{"reference": f"Practitioner/{day.new_doctor().user}"}]}
    assert_refused(put(desk, {**answer.json(), **other}), 403)


def test_what_is_refused_is_named_as_fhir_names_it(day: Clinic, bello: TestClient) -> None:
    made = made_by(bello, new(day, "Patient") | {"name": [{"text": "Una Holm"}]})
    elsewhere = [{"reference": f"Practitioner/{day.chen.user}"}]
    for changes, element in (
        ({"birthDate": "2999-01-01"}, "birthDate"),
        ({"generalPractitioner": elsewhere}, "generalPractitioner"),
    ):
        assert f"body.{element}: " in put(bello, {**made, **changes}).text
    allergy = new(day, "AllergyIntolerance") | {"code": {"text": "x" * 300}}
    answer = bello.post("/fhir/AllergyIntolerance", json=allergy)
    assert_refused(answer, 422)
    assert "body.code.text: " in answer.text


def _status(code: str) -> dict[str, Any]:
    system = "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical"
    return {"coding": [{"system": system, "code": code}]}


def test_a_diagnosis_is_confirmed_and_resolved(day: Clinic, bello: TestClient) -> None:
    sent = new(day, "Condition")
    sent["code"] = {"coding": [{**sent["code"]["coding"][0], "code": "L40.9"}]}
    made = made_by(bello, sent)
    system = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
    confirmed = {"coding": [{"system": system, "code": "confirmed"}]}
    now = put(bello, {**made, "verificationStatus": confirmed}).json()
    assert now["extension"][1]["valueCode"] == "confirmed"
    clinical = {"coding": [{**now["clinicalStatus"]["coding"][0], "code": "resolved"}]}
    over = put(bello, {**now, "clinicalStatus": clinical, "abatementDateTime": "2025"}).json()
    assert over["abatementDateTime"] == "2025"
    assert over["extension"][1]["valueCode"] == "resolved"


def test_an_appointment_is_moved_and_cancelled(
    day: Clinic, record: Record, bello: TestClient
) -> None:
    start = at(15, days=31)
    sent = new(day, "Appointment") | {
        "start": start.isoformat(),
        "end": (start + timedelta(minutes=20)).isoformat(),
    }
    made = made_by(bello, sent)
    assert_refused(bello.post("/fhir/Appointment", json=sent), 409)
    later = {
        "start": (start + timedelta(hours=1)).isoformat(),
        "end": (start + timedelta(minutes=80)).isoformat(),
    }
    moved = put(bello, {**made, **later}).json()
    assert moved["start"].startswith(later["start"][:16])
    why = {"coding": [{"system": "urn:bedside:cancel-reason", "code": "better"}], "text": "Fine."}
    over = put(bello, {**moved, "status": "cancelled", "cancelationReason": why}).json()
    assert (over["status"], over["cancelationReason"]) == ("cancelled", why)
    assert_refused(put(bello, {**made, **later}), 412)


def test_what_was_said_of_an_appointment_is_taken_back(
    day: Clinic, record: Record, bello: TestClient
) -> None:
    start = timezone.now().replace(second=0, microsecond=0)
    times = {"start": start.isoformat(), "end": (start + timedelta(minutes=20)).isoformat()}
    asked = new(day, "Appointment") | times
    why = {"url": f"{OURS}overbooked-because", "valueString": "She is at the door."}
    made = made_by(bello, asked | {"extension": [why]})
    assert why in made["extension"]
    now = made
    for status in ("arrived", "booked", "arrived", "fulfilled", "arrived"):
        answer = put(bello, {**now, "status": status})
        assert answer.status_code == 200, answer.text
        now = answer.json()
        assert now["status"] == status
    words = {"text": "She is better."}
    assert_refused(put(bello, {**now, "status": "fulfilled", "cancelationReason": words}), 422)
    assert put(bello, {**now, "status": "cancelled"}).status_code == 200


@pytest.mark.parametrize(
    ("kind", "change", "status"),
    [
        ("AllergyIntolerance", {MARK: 1}, 422),
        ("AllergyIntolerance", {"criticality": "high"}, 422),
        ("AllergyIntolerance", {"recordedDate": "2020-01-01T00:00:00Z", "recorder": {}}, 422),
        ("AllergyIntolerance", {"recorder": {"reference": "Practitioner/x"}}, 422),
        ("AllergyIntolerance", {"code": {"coding": [{"code": MARK}], "text": "x"}}, 422),
        ("AllergyIntolerance", {"type": MARK}, 422),
        ("AllergyIntolerance", {"onsetDateTime": MARK}, 422),
        ("AllergyIntolerance", {"patient": {"reference": f"Group/{MARK}"}}, 422),
        ("AllergyIntolerance", {"extension": [{"url": MARK}]}, 422),
        (
            "AllergyIntolerance",
            {"extension": [{"url": f"{OURS}why-ended", "valueString": MARK}]},
            422,
        ),
        (
            "AllergyIntolerance",
            {"extension": [{"url": f"{OURS}ended", "valuePeriod": {"end": "2020"}}]},
            422,
        ),
        ("AllergyIntolerance", {"resourceType": "Patient"}, 422),
        ("MedicationStatement", {"status": "stopped"}, 422),
        ("MedicationStatement", {"dosage": [{"text": "a"}, {"text": "b"}]}, 422),
        ("Condition", {"code": {"text": "in words"}}, 422),
        ("Observation", {"valueQuantity": {"value": 71, "unit": "bpm"}}, 422),
        ("Observation", {"code": {"coding": [{"code": "x"}]}}, 422),
        ("Encounter", {"class": {"code": "IMP"}}, 422),
        ("Condition", {"clinicalStatus": CAME_BACK}, 422),
        ("Condition", {"clinicalStatus": CAME_BACK, "category": OF_A_PROBLEM}, 422),
        ("Patient", {"birthDate": "1984"}, 422),
        ("Patient", {"name": [{"family": MARK}]}, 422),
        ("Patient", {"managingOrganization": None}, 422),
        ("Appointment", {"participant": []}, 422),
        ("Appointment", {"minutesDuration": 45}, 422),
        ("AllergyIntolerance", {"recordedDate": "2020-01-01T00:00:00Z"}, 422),
        ("Observation", {"issued": "2020-01-01T00:00:00Z"}, 422),
    ],
)
def test_what_is_not_kept_is_refused_by_name(
    day: Clinic, bello: TestClient, kind: str, change: Any, status: int
) -> None:
    answer = bello.post(f"/fhir/{kind}", json={**new(day, kind), **change})
    assert_refused(answer, status)
    assert MARK not in answer.text


def test_an_allergy_stands_against_a_medicine_here_too(day: Clinic, bello: TestClient) -> None:
    allergy = new(day, "AllergyIntolerance") | {"code": {"text": "Aspirin"}}
    made_by(bello, allergy)
    sent = new(day, "MedicationStatement") | {"medicationCodeableConcept": {"text": "Aspirin"}}
    assert_refused(bello.post("/fhir/MedicationStatement", json=sent), 409)


def test_only_who_treats_her_writes(
    day: Clinic, record: Record, asha: TestClient, chen: TestClient, dana: TestClient
) -> None:
    sent = new(day, "AllergyIntolerance")
    assert_refused(asha.post("/fhir/AllergyIntolerance", json=sent), 403)
    assert_refused(dana.post("/fhir/AllergyIntolerance", json=sent), 403)
    assert_refused(chen.post("/fhir/AllergyIntolerance", json=sent), 404)
    path = f"/fhir/AllergyIntolerance/{record.allergy}"
    assert_refused(chen.put(path, json=sent, headers={"If-Match": 'W/"1"'}), 404)


def test_a_body_is_fhirs_json(day: Clinic, bello: TestClient) -> None:
    headers = {"Content-Type": "application/fhir+xml"}
    assert_refused(bello.post("/fhir/Flag", content=b"<Flag/>", headers=headers), 415)
    headers = {"Content-Type": "application/fhir+json"}
    assert_refused(bello.post("/fhir/Flag", content=b"{", headers=headers), 400)
    assert_refused(bello.post("/fhir/Flag", content=b"[]", headers=headers), 422)
    assert_refused(bello.post("/fhir/Flag", headers=headers), 400)


def test_the_same_sent_twice_with_a_key_is_made_once(day: Clinic) -> None:
    client, key = day.caller(day.bello), "7b0f7a94-4b5c-4d0e-9a53-2f6f7d1c0a11"
    sent = new(day, "Flag") | {"code": {"text": "Hard of hearing"}}
    twice = [
        client.post("/fhir/Flag", json=sent, headers={"Idempotency-Key": key}) for _ in range(2)
    ]
    assert twice[0].json() == twice[1].json()
    assert twice[1].headers["content-type"] == "application/fhir+json"


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2027-01-04T10:00:00", "2027-01-04T10:20:00Z"),
        ("2027-01-04T10:00:00Z", "9999-12-31"),
        ("0001-01-01T00:00:00+14:00", "0001-01-01T00:20:00+14:00"),
        ("9999-12-31T23:00:00-14:00", "9999-12-31T23:20:00-14:00"),
    ],
)
def test_a_time_without_a_zone_or_off_the_calendar_is_refused(
    day: Clinic, record: Record, bello: TestClient, start: str, end: str
) -> None:
    sent = {**new(day, "Appointment"), "start": start, "end": end}
    assert_refused(bello.post("/fhir/Appointment", json=sent), 422)
    free = at(11, days=32)
    times = {"start": free.isoformat(), "end": (free + timedelta(minutes=20)).isoformat()}
    made = made_by(bello, new(day, "Appointment") | times)
    assert_refused(put(bello, {**made, "start": start, "end": end}), 422)
    assert put(bello, {**made, "status": "cancelled"}).status_code == 200


def test_an_encounter_begun_by_mistake_is_said_to_be_one(day: Clinic, bello: TestClient) -> None:
    made = made_by(bello, new(day, "Encounter"))
    path, tag = f"/fhir/Encounter/{made['id']}", {"If-Match": 'W/"1"'}
    wrong = bello.put(path, json={**made, "status": "entered-in-error"}, headers=tag)
    assert (wrong.status_code, wrong.json()["status"]) == (200, "entered-in-error")
    assert bello.get(path).json() == wrong.json()
    tag = {"If-Match": wrong.headers["etag"]}
    for status in ("in-progress", "finished"):
        assert_refused(bello.put(path, json={**made, "status": status}, headers=tag), 409)


def test_an_empty_list_of_who_answers_means_nobody(day: Clinic, bello: TestClient) -> None:
    made = made_by(bello, new(day, "Patient"))
    path = f"/fhir/Patient/{made['id']}"
    doctor = [{"reference": f"Practitioner/{day.bello.user}"}]

    def put(**said: Any) -> dict[str, Any]:
        now = bello.get(path)
        sent = {name: value for name, value in now.json().items() if name != "generalPractitioner"}
        answer = bello.put(path, json={**sent, **said}, headers={"If-Match": now.headers["etag"]})
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    assert "generalPractitioner" in put(generalPractitioner=doctor)
    assert "generalPractitioner" in put(), "what is left out stays as it is"
    assert "generalPractitioner" not in put(generalPractitioner=[])
    assert "generalPractitioner" not in bello.get(path).json()


def test_of_two_statements_the_one_that_is_named_is_taken_back(
    day: Clinic, bello: TestClient
) -> None:
    somebody = day.new_patient()
    again = enrolled_again(somebody, day.bello)
    for whose in (somebody.patient, again):
        clinic.allergies.state_none_known(whose, by=day.bello.actor)
    make_one(somebody, again, day.bello.actor)
    first, second = NoneKnown.objects.filter(patient__in=[somebody.patient, again]).order_by(
        "recorded_at"
    )
    path = f"/fhir/AllergyIntolerance/none-known-{first.id}"
    said = bello.get(path).json()
    error = {"coding": [{"system": ALLERGY_VERIFICATION, "code": "entered-in-error"}]}
    sent = {**said, "verificationStatus": error}
    taken = bello.put(path, json=sent, headers={"If-Match": 'W/"1"'}).json()
    assert taken["id"] == f"none-known-{first.id}"
    assert taken["meta"]["lastUpdated"] > taken["recordedDate"] == said["recordedDate"]
    states = NoneKnown.objects.in_bulk([first.id, second.id])
    assert (states[first.id].state, states[second.id].state) == ("entered-in-error", "active")
