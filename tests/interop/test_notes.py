"""Notes in FHIR: begun, written, signed, seconded, shown and amended, as on the clinic's pages."""

import base64
from typing import Any

import pytest
from starlette.testclient import TestClient

from bedside import clinic
from bedside.clinic.models import Note
from bedside.clinic.notes import NoteText, Section
from tests.api.checks import MARK
from tests.api.conftest import Clinic, bello, chen, day
from tests.clinic.writing import SAID, draft, lock, meet, signed
from tests.interop.checks import assert_refused, matches
from tests.interop.test_writing import made_by, new, put, words

__all__ = ["bello", "chen", "day"]


def text_of(resource: dict[str, Any]) -> str:
    return base64.b64decode(resource["content"][0]["attachment"]["data"]).decode()


def read(client: TestClient, note: Any) -> dict[str, Any]:
    answer = client.get(f"/fhir/DocumentReference/{note.id}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def with_words(resource: dict[str, Any], text: str) -> dict[str, Any]:
    return {**resource, "content": [{"attachment": words(text)}]}


def with_extension(resource: dict[str, Any], name: str, value: bool) -> dict[str, Any]:
    url = f"urn:bedside:{name}"
    others = [one for one in resource["extension"] if one["url"] != url]
    return {**resource, "extension": [*others, {"url": url, "valueBoolean": value}]}


def test_a_note_is_begun_written_signed_and_shown(day: Clinic, bello: TestClient) -> None:
    made = made_by(bello, new(day, "DocumentReference"))
    assert (made["docStatus"], made["type"]["text"]) == ("preliminary", "Phone call")
    assert text_of(made) == "It is better since Monday."
    assert not matches(day.caller(day.asha).get("/fhir/DocumentReference?_id=" + made["id"]))
    changed = put(bello, with_words(made, "It is worse since Monday.")).json()
    assert (changed["docStatus"], changed["meta"]["versionId"]) == ("preliminary", "2")
    final = put(bello, {**with_words(changed, "The last words."), "docStatus": "final"}).json()
    assert (final["docStatus"], text_of(final)) == ("final", "The last words.")
    assert_refused(put(bello, with_words(final, "Other words.")), 409)
    assert_refused(put(bello, {**final, "docStatus": "preliminary"}), 409)
    shared = put(bello, with_extension(final, "shared", value=True)).json()
    (seen,) = matches(day.caller(day.asha).get("/fhir/DocumentReference?_id=" + made["id"]))
    assert text_of(seen) == "The last words."
    put(bello, with_extension(shared, "shared", value=False))
    assert not matches(day.caller(day.asha).get("/fhir/DocumentReference?_id=" + made["id"]))


def test_a_colleague_seconds_it_in_their_own_name(day: Clinic, bello: TestClient) -> None:
    colleague = day.new_doctor()
    note = signed(day.bello, meet(day.bello, day.asha).id)
    resource = read(bello, note)
    own = {**resource, "authenticator": {"reference": f"Practitioner/{day.bello.user}"}}
    assert_refused(put(bello, own), 409)
    theirs = {**resource, "authenticator": {"reference": f"Practitioner/{colleague.user}"}}
    assert_refused(put(bello, theirs), 422)
    seconded = put(day.caller(colleague), theirs)
    assert seconded.status_code == 200, seconded.text
    assert seconded.json()["authenticator"]["reference"] == f"Practitioner/{colleague.user}"


def test_an_amendment_stands_beside_its_note(day: Clinic, bello: TestClient) -> None:
    encounter = meet(day.bello, day.asha).id
    note = signed(day.bello, encounter)
    lock(day.bello, encounter)
    target = {"reference": f"DocumentReference/{note.id}"}
    sent = {
        "resourceType": "DocumentReference",
        "subject": {"reference": f"Patient/{day.asha.patient}"},
        "relatesTo": [{"code": "appends", "target": target}],
        "content": [{"attachment": words("It was the left ear.")}],
    }
    made = made_by(bello, sent)
    assert (made["docStatus"], made["relatesTo"][0]["target"]) == ("preliminary", target)
    assert_refused(bello.post("/fhir/DocumentReference", json=sent), 409)
    done = put(bello, {**made, "docStatus": "amended"})
    assert (done.status_code, done.json()["docStatus"]) == (200, "amended")
    assert text_of(done.json()) == "It was the left ear."


def test_headings_stay_headings(day: Clinic, bello: TestClient) -> None:
    begun = draft(day.bello, meet(day.bello, day.asha).id)
    resource = read(bello, begun)
    assert text_of(resource) == "Subjective\n\nWorse at night.\n\nPlan"
    written = "Subjective\n\nWorse at night.\n\nAnd cold.\n\nPlan\n\nRest."
    changed = put(bello, with_words(resource, written)).json()
    assert text_of(changed) == written
    kept = clinic.notes.read(begun.id, by=day.bello.actor).text
    assert kept == NoteText(
        SAID.title,
        (Section("Subjective", "Worse at night.\n\nAnd cold."), Section("Plan", "Rest.")),
        SAID.template,
    )
    # A heading that is gone is gone, and a title has two places.
    retitled = {**with_words(changed, "Only words."), "type": {"text": "Telephone"}}
    said = put(bello, retitled).json()
    assert (text_of(said), said["type"]["text"]) == ("Only words.", "Telephone")
    assert said["content"][0]["attachment"]["title"] == "Telephone"


def test_a_template_gives_a_new_note_its_headings(day: Clinic, bello: TestClient) -> None:
    sent = with_words(new(day, "DocumentReference"), "Subjective\n\nTired.\n\nPlan\n\nSleep.")
    soap = {"system": "urn:bedside:note-template", "code": "soap"}
    made = made_by(bello, {**sent, "type": {"coding": [soap]}})
    kept = clinic.notes.read(made["id"], by=day.bello.actor).text
    assert kept is not None
    assert kept.sections == (Section("Subjective", "Tired."), Section("Plan", "Sleep."))
    assert (kept.title, kept.template) == ("Consultation", "soap")


@pytest.mark.parametrize(
    "change",
    [
        {"docStatus": "final"},
        {"docStatus": MARK},
        {"status": "superseded"},
        {"description": MARK},
        {"date": "2026-01-01T00:00:00Z"},
        {"custodian": {"reference": "Organization/x"}},
        {"author": [{"reference": "Practitioner/0190a6c8-0000-7000-8000-000000000000"}]},
        {"type": {"coding": [{"system": "http://loinc.org", "code": "11506-3"}]}},
        {"type": {"coding": [{"system": "urn:bedside:note-template", "code": MARK}]}},
        {"content": []},
        {"content": [{"attachment": {"contentType": "text/plain", "url": MARK}}]},
        {"content": [{"attachment": {"contentType": "application/pdf", "data": ""}}]},
        {"content": [{"attachment": {"contentType": "text/plain", "data": MARK + "!"}}]},
        {"content": [{"attachment": {"contentType": "text/plain", "data": "/w=="}}]},
        {"content": [{"attachment": {**words("a"), "hash": MARK}}]},
        {"content": [{"attachment": {**words("a"), "size": 7}}]},
        {"content": [{"attachment": {**words("a"), "title": MARK}}]},
        {"content": [{"attachment": words("a")}, {"attachment": words("b")}]},
        {"context": {}},
        {"context": {"encounter": [{"reference": "Encounter/x"}]}},
        {"context": {"period": {"start": "2026-01-01"}}},
        {"subject": {"reference": f"Group/{MARK}"}},
        {"subject": None},
        {"extension": [{"url": MARK}]},
    ],
)
def test_what_a_note_does_not_hold_is_refused(
    day: Clinic, bello: TestClient, change: dict[str, Any]
) -> None:
    before = Note.objects.count()
    answer = bello.post("/fhir/DocumentReference", json=new(day, "DocumentReference") | change)
    assert_refused(answer, 422)
    assert MARK not in answer.text
    assert Note.objects.count() == before


def test_only_where_she_works_and_about_whom_she_treats(
    day: Clinic, bello: TestClient, chen: TestClient
) -> None:
    sent = new(day, "DocumentReference")
    assert_refused(chen.post("/fhir/DocumentReference", json=sent), 404)
    others = {**sent, "subject": {"reference": f"Patient/{day.new_patient().patient}"}}
    assert_refused(bello.post("/fhir/DocumentReference", json=others), 404)
    made = made_by(bello, sent)
    colleague = day.caller(day.new_doctor())
    assert_refused(put(colleague, made), 404)


def test_two_tabs_do_not_overwrite_each_other(day: Clinic, bello: TestClient) -> None:
    made = made_by(bello, new(day, "DocumentReference"))
    put(bello, with_words(made, "Of the first."))
    assert_refused(put(bello, with_words(made, "Of the second.")), 412)


def test_an_encounter_is_corrected_and_finished(day: Clinic, bello: TestClient) -> None:
    made = made_by(bello, new(day, "Encounter"))
    phone = {"coding": [{"system": "urn:bedside:encounter-class", "code": "phone"}]}
    changed = put(bello, {**made, "type": [phone]}).json()
    assert (changed["class"]["code"], changed["type"]) == ("VR", [phone])
    home = {"class": {**changed["class"], "code": "HH", "display": "home health"}}
    changed = put(bello, {**changed, **home}).json()
    assert changed["type"][0]["coding"][0]["code"] == "home"
    both = {**changed, "status": "finished", "type": [phone]}
    assert_refused(put(bello, both), 409)
    done = put(bello, {**changed, "status": "finished"}).json()
    assert done["status"] == "finished"
    assert_refused(put(bello, {**done, "status": "in-progress"}), 409)
    assert_refused(put(bello, {**done, "type": [phone]}), 409)
