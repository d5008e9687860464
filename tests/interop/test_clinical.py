"""What is on record about a patient, in FHIR: for whom, what it says, and how it is found."""

import base64
from typing import Any

import pytest
from starlette.testclient import TestClient

from bedside import clinic
from bedside.clinic.allergies import AllergyBody
from bedside.clinic.elsewhere import CLASSES
from bedside.clinic.vitals import MEASUREMENTS
from bedside.interop.fhir import KINDS
from bedside.interop.fhir.resources.observation import MEASURED
from bedside.interop.fhir.systems import OURS, SOURCES
from tests.api.conftest import Clinic, asha, bello, chen, dana, day, ravi
from tests.clinic.lists.elsewhere import seen_elsewhere
from tests.interop.checks import assert_refused, following, included, matches
from tests.interop.record import Record, write

__all__ = ["asha", "bello", "chen", "dana", "day", "ravi"]

OF_A_PATIENT = [name for name, kind in KINDS.items() if kind.param("patient")]
FOR_DOCTORS = [name for name in OF_A_PATIENT if name != "AuditEvent"]


@pytest.fixture(scope="module")
def record(day: Clinic) -> Record:
    return write(day, day.asha, day.bello)


def all_of(client: TestClient, kind: str, **asked: str) -> list[dict[str, Any]]:
    """Return what a search finds, on all its pages."""
    answer = client.get(f"/fhir/{kind}", params=asked)
    found = matches(answer)
    while url := following(answer):
        answer = client.get(url)
        found += matches(answer)
    return found


def codes(*concepts: Any) -> set[str]:
    """Return the codes of some concepts."""
    return {coding["code"] for one in concepts for coding in one.get("coding", [])}


@pytest.mark.parametrize("kind", OF_A_PATIENT)
def test_what_is_found_is_read_the_same(
    day: Clinic, record: Record, asha: TestClient, bello: TestClient, kind: str
) -> None:
    client = asha if kind == "AuditEvent" else bello
    found = all_of(client, kind, patient=str(day.asha.patient))
    assert found
    for one in found:
        answer = client.get(f"/fhir/{kind}/{one['id']}")
        assert answer.json() == one
        if KINDS[kind].versioned:
            assert answer.headers["etag"] == f'W/"{one["meta"]["versionId"]}"'


@pytest.mark.parametrize("kind", OF_A_PATIENT)
def test_whoever_does_not_treat_her_finds_nothing(
    day: Clinic, record: Record, ravi: TestClient, chen: TestClient, kind: str
) -> None:
    for client in (ravi, chen):
        answer = client.get(f"/fhir/{kind}?patient={day.asha.patient}")
        assert answer.status_code in (403, 404), answer.text


@pytest.mark.parametrize("kind", FOR_DOCTORS)
def test_pages_of_one_hold_what_one_page_holds(
    day: Clinic, record: Record, bello: TestClient, kind: str
) -> None:
    asked = {"patient": str(day.asha.patient)}
    whole = all_of(bello, kind, **asked)
    assert all_of(bello, kind, **asked, _count="1") == whole


def test_a_doctor_says_whose_list_and_a_patient_need_not(
    record: Record, asha: TestClient, bello: TestClient
) -> None:
    assert_refused(bello.get("/fhir/Condition"), 422)
    assert matches(asha.get("/fhir/Condition"))
    assert_refused(bello.get("/fhir/Condition?patient=nobody"), 404)


def test_a_patient_gets_what_the_clinic_shows_her(
    day: Clinic, record: Record, asha: TestClient, bello: TestClient
) -> None:
    hers = all_of(asha, "Condition")
    assert {one["id"] for one in hers} < {
        one["id"] for one in all_of(bello, "Condition", patient=str(day.asha.patient))
    }
    states = {one.get("verificationStatus", {}).get("coding", [{}])[0].get("code") for one in hers}
    assert "entered-in-error" not in states
    assert not any("note" in one for one in hers if one["id"].startswith("diagnosis-"))
    for kind in ("Encounter", "Flag"):
        assert_refused(asha.get(f"/fhir/{kind}"), 403)
    for one in all_of(asha, "Observation"):
        assert "note" not in one
        assert not one["id"].startswith("score.")
    (urgency, *others) = asha.get(f"/fhir/RiskAssessment/{record.assessment}").json()["prediction"]
    assert codes(urgency["qualitativeRisk"]) <= {"emergency", "urgent", "routine", "self-care"}
    assert others == []


def test_a_diagnosis_says_its_code_and_where_it_is_from(record: Record, bello: TestClient) -> None:
    said = bello.get(f"/fhir/Condition/diagnosis-{record.diagnosis}").json()
    (coding,) = said["code"]["coding"]
    assert (coding["system"], coding["code"]) == ("http://hl7.org/fhir/sid/icd-10-cm", "J30.9")
    assert coding["version"]
    assert said["onsetDateTime"] == "2019-03"
    assert said["encounter"]["reference"] == f"Encounter/{record.encounter}"
    assert codes(said["verificationStatus"]) == {"confirmed"}


def test_what_was_entered_in_error_has_no_clinical_status(
    day: Clinic, record: Record, bello: TestClient
) -> None:
    for kind in ("Condition", "AllergyIntolerance"):
        wrong = [
            one
            for one in all_of(bello, kind, patient=str(day.asha.patient))
            if "entered-in-error" in codes(one.get("verificationStatus", {}))
        ]
        assert wrong
        assert not any("clinicalStatus" in one for one in wrong)


def test_that_none_is_known_is_a_statement_of_its_own(day: Clinic) -> None:
    somebody, by = day.new_patient(), day.bello
    client = day.caller(by)
    assert all_of(client, "AllergyIntolerance", patient=str(somebody.patient)) == []
    clinic.allergies.state_none_known(somebody.patient, by=by.actor)
    (said,) = all_of(client, "AllergyIntolerance", patient=str(somebody.patient))
    assert codes(said["code"]) == {"none-known"}
    assert client.get(f"/fhir/AllergyIntolerance/{said['id']}").json() == said
    assert_refused(day.caller(day.chen).get(f"/fhir/AllergyIntolerance/{said['id']}"), 404)
    clinic.allergies.add(somebody.patient, AllergyBody(substance="Latex"), by=by.actor)
    assert_refused(client.get(f"/fhir/AllergyIntolerance/{said['id']}"), 404)


def test_every_measurement_has_its_code_and_unit(
    day: Clinic, record: Record, bello: TestClient
) -> None:
    assert set(MEASURED) == set(MEASUREMENTS)
    found = all_of(bello, "Observation", patient=str(day.asha.patient), category="vital-signs")
    pressure = bello.get(f"/fhir/Observation/vitals.{record.vitals}.blood-pressure").json()
    assert [one["valueQuantity"]["value"] for one in pressure["component"]] == [132, 81]
    quantities = [
        one["valueQuantity"] for one in (*found, *pressure["component"]) if "valueQuantity" in one
    ]
    assert {one["system"] for one in quantities} == {"http://unitsofmeasure.org"}
    assert {(one["value"], one["code"]) for one in quantities} >= {
        (38.5, "Cel"), (88, "/min"), (16, "/min"), (97, "%"), (64.5, "kg"), (171.5, "cm"),
        (132, "mm[Hg]"),
    }  # fmt: skip
    glucose = bello.get(f"/fhir/Observation/vitals.{record.vitals}.glucose").json()
    assert glucose["valueQuantity"]["value"] == 5.4
    assert codes(*glucose["category"]) == {"laboratory"}


def test_a_pressure_without_its_lower_part_says_so(
    day: Clinic, record: Record, bello: TestClient
) -> None:
    asked = {"patient": str(day.asha.patient), "code": "http://loinc.org|85354-9"}
    older = all_of(bello, "Observation", **asked)[-1]
    upper, lower = older["component"]
    assert upper["valueQuantity"]["value"] == 140
    assert "valueQuantity" not in lower
    assert codes(lower["dataAbsentReason"]) == {"not-performed"}


def test_the_interview_is_there_as_it_was_asked(
    record: Record, asha: TestClient, bello: TestClient
) -> None:
    for client in (asha, bello):
        asked = client.get(f"/fhir/Questionnaire/{record.assessment}").json()
        said = client.get(f"/fhir/QuestionnaireResponse/{record.assessment}").json()
        assert said["questionnaire"] == asked["url"]
        questions = {item["linkId"]: item for item in asked["item"]}
        assert {item["linkId"] for item in said["item"]} == set(questions)
        for item in said["item"]:
            assert item["text"] == questions[item["linkId"]]["text"]
            assert item.get("answer") or item.get("extension"), item
        assert "Burning when I pee" in said["item"][0]["answer"][0]["valueString"]
        enquiry = said["item"][-1]
        assert (enquiry["text"], enquiry["answer"][0]["valueString"]) == (
            "Any blood in it?",
            "A little.",
        )


def test_a_note_holds_its_words_and_its_amendment_names_it(
    record: Record, bello: TestClient
) -> None:
    note = bello.get(f"/fhir/DocumentReference/{record.note}").json()
    words = base64.b64decode(note["content"][0]["attachment"]["data"]).decode()
    assert words == "Subjective\n\nWorse at night.\n\nPlan"
    assert (note["docStatus"], codes(note["type"])) == ("final", {"34109-9", "free"})
    amendment = bello.get(f"/fhir/DocumentReference/{record.amendment}").json()
    assert amendment["relatesTo"] == [
        {"code": "appends", "target": {"reference": f"DocumentReference/{record.note}"}}
    ]


def test_an_appointment_is_found_by_day_and_person(
    day: Clinic, record: Record, asha: TestClient, bello: TestClient
) -> None:
    said = asha.get(f"/fhir/Appointment/{record.appointment}").json()
    actors = [each["actor"]["reference"] for each in said["participant"]]
    assert actors == [
        f"Patient/{day.asha.patient}",
        f"Practitioner/{day.bello.user}",
        f"Location/{day.harbour.id}",
    ]
    asked = {"date": said["start"][:10], "practitioner": str(day.bello.user)}
    assert [one["id"] for one in all_of(bello, "Appointment", **asked)] == [said["id"]]
    assert all_of(bello, "Appointment", date="lt2020") == []
    along = included(bello.get(f"/fhir/Appointment?_id={said['id']}&_include=Appointment:patient"))
    assert [one["id"] for one in along] == [str(day.asha.patient)]


def test_free_times_are_those_of_a_schedule(day: Clinic, record: Record, asha: TestClient) -> None:
    (schedule,) = all_of(asha, "Schedule", actor=f"Practitioner/{day.bello.user}")
    free = matches(asha.get(f"/fhir/Slot?schedule={schedule['id']}&_count=5"))
    assert len(free) == 5
    first = free[0]
    assert asha.get(f"/fhir/Slot/{first['id']}").json() == first
    asked = f"/fhir/Slot?schedule=Schedule/{schedule['id']}&start={first['start'][:10]}"
    assert first in matches(asha.get(asked))
    assert_refused(asha.get("/fhir/Slot"), 422)


def test_lists_are_narrowed_by_what_is_asked(
    day: Clinic, record: Record, bello: TestClient
) -> None:
    hers = {"patient": str(day.asha.patient)}
    problems = all_of(bello, "Condition", **hers, category="problem-list-item")
    assert {one["id"].split("-")[0] for one in problems} == {"problem"}
    both = all_of(bello, "Condition", **hers, **{"clinical-status": "active,resolved"})
    assert {code for one in both for code in codes(one["clinicalStatus"])} == {
        "active",
        "resolved",
    }
    assert all_of(bello, "Condition", **hers, code="J30.9")
    assert all_of(bello, "Condition", **hers, code="http://example.org|J30.9") == []
    over = all_of(bello, "MedicationStatement", **hers, status="stopped", effective="ge2023-05")
    assert [one["medicationCodeableConcept"]["text"] for one in over] == ["Iron"]
    assert all_of(bello, "MedicationStatement", **hers, status="stopped", effective="sa2023") == []
    now = all_of(bello, "Condition", **hers, _lastUpdated="ge2020")
    assert len(now) == len(all_of(bello, "Condition", **hers))
    assert all_of(bello, "Condition", **hers, _lastUpdated="lt2020") == []


def test_a_reading_is_on_record_for_the_patient(
    day: Clinic, record: Record, asha: TestClient, bello: TestClient
) -> None:
    bello.get(f"/fhir/Flag?patient={day.asha.patient}")
    (latest,) = matches(asha.get("/fhir/AuditEvent?_count=1"))
    assert latest["subtype"][0]["code"] == "flag.list"
    assert latest["agent"][0]["who"]["display"] == "Dr Amara Bello"


def test_a_printed_note_is_a_reading(
    day: Clinic, record: Record, asha: TestClient, bello: TestClient
) -> None:
    path = f"/api/patients/{day.asha.patient}/notes/{record.note}/pdf"
    assert bello.get(path).status_code == 200
    (latest,) = matches(asha.get("/fhir/AuditEvent?_count=1"))
    assert (latest["subtype"][0]["code"], latest["action"]) == ("note.export", "R")


def test_codes_of_others_have_a_source(
    day: Clinic, record: Record, asha: TestClient, bello: TestClient
) -> None:
    """No code of SNOMED CT, which is licensed, and of no system that is not named."""
    whole = [
        *(one for name in OF_A_PATIENT for one in _hers(day, asha, bello, name)),
        *all_of(bello, "PractitionerRole"),
    ]
    systems = set(_systems(whole))
    assert {one for one in systems if not one.startswith(OURS)} <= set(SOURCES)
    assert "http://loinc.org" in systems


def _hers(day: Clinic, asha: TestClient, bello: TestClient, kind: str) -> list[dict[str, Any]]:
    return all_of(asha if kind == "AuditEvent" else bello, kind, patient=str(day.asha.patient))


def _systems(value: Any) -> Any:
    if isinstance(value, dict):
        if "code" in value and "system" in value:
            yield value["system"]
        for one in value.values():
            yield from _systems(one)
    elif isinstance(value, list):
        for one in value:
            yield from _systems(one)


def test_an_encounter_at_another_clinic_is_set_apart_and_says_where_in_words(
    day: Clinic, record: Record, bello: TestClient
) -> None:
    path = f"/fhir/Encounter/elsewhere-{record.elsewhere}"
    said = bello.get(path).json()
    (tag,) = said["meta"]["tag"]
    assert (tag["system"], tag["code"]) == ("urn:bedside:encounter-origin", "elsewhere")
    assert (said["status"], said["class"]["code"]) == ("finished", "AMB")
    assert said["period"] == {"start": "2019-05-06T06:15:00Z"}
    assert said["serviceProvider"] == {"display": "Riverside Clinic"}
    assert (said["type"], said["reasonCode"]) == (
        [{"text": "Check-up"}],
        [{"text": "A swollen toe"}],
    )
    asked = {"patient": str(day.asha.patient), "date": "lt2020"}
    assert [one["id"] for one in all_of(bello, "Encounter", **asked)] == [said["id"]]
    sent = {"json": {**said, "type": [{"text": "X-ray"}]}, "headers": {"If-Match": 'W/"1"'}}
    assert_refused(bello.put(path, **sent), 422)


def test_no_word_for_how_it_was_at_another_clinic_is_lost(day: Clinic, bello: TestClient) -> None:
    whose = day.new_patient().patient
    for kind in CLASSES:
        seen_elsewhere(whose, day.bello, kind=kind)
    said = [one["class"] for one in all_of(bello, "Encounter", patient=str(whose))]
    assert len({(one["system"], one["code"]) for one in said}) == len(CLASSES)
