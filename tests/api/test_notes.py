"""Encounters and notes over HTTP: from the first word to the patient who reads it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from django.utils import timezone
from starlette.testclient import TestClient

from bedside.clinic.models import Note
from bedside.clinic.notes import NoteText, Section
from tests.api.checks import MARK, assert_refused, fields
from tests.api.conftest import Clinic
from tests.clinic.diary import book
from tests.clinic.writing import meet, signed
from tests.damage.ways import damage, document
from tests.intake.talking import COLD, send

SOAP = {
    "title": "Consultation",
    "sections": [
        {"heading": "Subjective", "text": "Worse at night.\n\nनमस्ते <b>&amp;</b>"},
        {"heading": "Plan", "text": ""},
    ],
}


def tag(answer: httpx.Response) -> dict[str, str]:
    return {"If-Match": answer.headers["etag"]}


def done(answer: httpx.Response, status: int = 200) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    return dict(answer.json())


@pytest.fixture
def record(day: Clinic) -> str:
    """The path of a new patient of Dr Bello's."""
    return f"/api/patients/{day.new_patient().patient}"


def begin(bello: TestClient, record: str) -> tuple[httpx.Response, httpx.Response]:
    """Begin an encounter and a note in it."""
    seen = bello.post(f"{record}/encounters", json={})
    encounter = done(seen, 201)["id"]
    return seen, bello.post(f"{record}/encounters/{encounter}/notes", json={"template": "soap"})


def sign(bello: TestClient, record: str) -> httpx.Response:
    """Write a note and sign it."""
    _, begun = begin(bello, record)
    note = f"{record}/notes/{done(begun, 201)['id']}"
    saved = bello.put(note, json=SOAP, headers=tag(begun))
    return bello.post(f"{note}/sign", headers=tag(saved))


def test_a_note_from_its_first_word_to_the_patient(day: Clinic, bello: TestClient) -> None:
    asha = day.caller(day.asha)
    record = f"/api/patients/{day.asha.patient}"
    seen, begun = begin(bello, record)
    assert seen.headers["location"] == f"{record}/encounters/{seen.json()['id']}"
    note = begun.headers["location"]
    assert done(begun, 201)["sections"][3] == {"heading": "Plan", "text": ""}
    saved = bello.put(note, json=SOAP, headers=tag(begun))
    assert done(saved)["sections"] == SOAP["sections"]
    signed = bello.post(f"{note}/sign", headers=tag(saved))
    assert done(signed)["may"] == ["amend", "share"]
    assert asha.get(note).status_code == 404
    shared = bello.put(f"{note}/share", headers=tag(signed))
    locked = bello.post(f"{seen.headers['location']}/lock", headers=tag(seen))
    assert done(locked)["locked_by"]["name"] == "Dr Amara Bello"
    amending = bello.post(f"{note}/amendments")
    words = {"title": "Amendment", "sections": [{"heading": "", "text": "The left ear."}]}
    written = bello.put(amending.headers["location"], json=words, headers=tag(amending))
    done(bello.post(f"{amending.headers['location']}/sign", headers=tag(written)))
    read = done(asha.get(note))
    assert (read["sections"], read["title"]) == (SOAP["sections"], "Consultation")
    assert [each["sections"][0]["text"] for each in read["amendments"]] == ["The left ear."]
    assert read["shared_by"]["name"] == "Dr Amara Bello" and read["may"] == []
    assert [item["id"] for item in done(asha.get(f"{record}/notes"))["items"]] == [read["id"]]
    done(bello.delete(f"{note}/share", headers=tag(shared)))
    assert asha.get(note).status_code == 404


def test_a_saving_names_what_it_goes_on_from(bello: TestClient, record: str) -> None:
    _, begun = begin(bello, record)
    note = begun.headers["location"]
    assert_refused(bello.put(note, json=SOAP), 428)
    first = bello.put(note, json=SOAP, headers=tag(begun))
    done(first)
    again = bello.put(note, json=SOAP, headers=tag(begun))
    assert (done(again), again.headers["etag"]) == (first.json(), first.headers["etag"])
    other = {**SOAP, "title": f"Other {MARK}"}
    assert_refused(bello.put(note, json=other, headers=tag(begun)), 412)
    assert done(bello.get(note))["title"] == "Consultation"


def test_a_locked_encounter_takes_nothing(bello: TestClient, record: str) -> None:
    seen, begun = begin(bello, record)
    encounter, note = seen.headers["location"], begun.headers["location"]
    refused = assert_refused(bello.post(f"{encounter}/lock", headers=tag(seen)), 409)
    assert refused.detail == (
        "Not signed yet: A draft by Dr Amara Bello. Sign or discard before locking."
    )
    assert bello.delete(note, headers=tag(begun)).status_code == 204
    locked = bello.post(f"{encounter}/lock", headers=tag(seen))
    assert done(locked)["may"] == []
    assert_refused(bello.post(f"{encounter}/notes", json={}), 409)
    assert_refused(bello.patch(encounter, json={"kind": "phone"}, headers=tag(locked)), 409)
    assert_refused(bello.post(f"{encounter}/lock", headers=tag(locked)), 409)


def test_what_is_wrong_is_named_and_not_repeated(bello: TestClient, record: str) -> None:
    _, begun = begin(bello, record)
    note = begun.headers["location"]
    for bad, named in (
        ({**SOAP, "title": MARK * 20}, "body.title"),
        ({**SOAP, "sections": [{"text": MARK * 1000}] * 2}, "body.sections"),
        ({**SOAP, "sections": [{"text": MARK * 2000}]}, "body.sections.0.text"),
        ({**SOAP, "sections": [{"heading": f"{MARK}\n"}]}, "body.sections.0.heading"),
        ({**SOAP, "sections": [{"text": f"{MARK}\0"}]}, "body.sections.0.text"),
        ({**SOAP, "sections": [{"text": ""}] * 21}, "body.sections"),
        ({**SOAP, "author": MARK}, "body"),
    ):
        problem = assert_refused(bello.put(note, json=bad, headers=tag(begun)), 422)
        assert fields(problem) == {named}
    future = {"started_at": "2999-01-01T00:00:00Z"}
    for bad_time in (future, {"started_at": "2026-03-02T09:15:00"}, {"started_at": 5}):
        assert_refused(bello.post(f"{record}/encounters", json=bad_time), 422)


def test_a_time_is_the_same_moment_in_any_offset(bello: TestClient, record: str) -> None:
    there = bello.post(f"{record}/encounters", json={"started_at": "2026-03-02T23:15:00+14:00"})
    assert done(there, 201)["started_at"] == "2026-03-02T09:15:00Z"
    assert done(there, 201)["recorded_at"] > "2026-03-02"


def test_lists_go_on_with_their_own_cursor_only(
    bello: TestClient, chen: TestClient, record: str
) -> None:
    for _ in range(3):
        done(sign(bello, record))
    for path in (f"{record}/notes", f"{record}/encounters"):
        first = done(bello.get(path, params={"limit": 2}))
        second = done(bello.get(path, params={"limit": 2, "cursor": first["next"]}))
        ids = [item["id"] for item in first["items"] + second["items"]]
        assert (len(set(ids)), second["next"]) == (3, None)
        assert chen.get(path, params={"cursor": first["next"]}).status_code == 422
        other = path.replace("notes", "encounters") if "notes" in path else f"{record}/notes"
        assert bello.get(other, params={"cursor": first["next"]}).status_code == 422


def test_a_damaged_note_is_listed_without_its_words(bello: TestClient, record: str) -> None:
    ids = [done(sign(bello, record))["id"] for _ in range(3)]
    rows = Note.objects.in_bulk(ids)
    spoilt, other = (document(rows[UUID(ids[n])]) for n in (1, 0))
    damage(spoilt, "bit", other=other)
    items = done(bello.get(f"{record}/notes"))["items"]
    assert [(each["id"], each["readable"]) for each in items] == [
        (ids[2], True),
        (ids[1], False),
        (ids[0], True),
    ]
    assert (items[1]["title"], items[1]["sections"]) == (None, None)
    assert items[1]["author"]["name"] == "Dr Amara Bello"
    assert_refused(bello.get(f"{record}/notes/{ids[1]}"), 500)


def test_from_an_assessment_to_its_note(day: Clinic, bello: TestClient) -> None:
    patient = day.new_patient()
    sent = f"/api/assessments/{send(COLD, patient.actor).id}"
    assert_refused(bello.post(f"{sent}/note"), 409)
    seen = bello.post(f"{sent}/encounter", json={"kind": "phone"})
    assert done(seen, 201)["kind"] == "phone"
    assert done(bello.post(f"{sent}/encounter", json={}), 201) == seen.json()
    begun = bello.post(f"{sent}/note")
    subjective, *_, plan = done(begun, 201)["sections"]
    assert COLD.text in subjective["text"] and plan == {"heading": "Plan", "text": ""}
    assert bello.get(begun.headers["location"]).json() == begun.json()
    assert done(bello.get(sent))["encounter"] == seen.json()["id"]
    assert done(day.caller(patient).get(sent))["encounter"] is None


def test_a_template_of_ones_own(bello: TestClient, record: str) -> None:
    made = bello.post("/api/note-templates", json=SOAP)
    own = done(made, 201)
    listed = done(bello.get("/api/note-templates"))["items"]
    assert listed[-1] == own and listed[0]["id"] is None
    seen = done(bello.post(f"{record}/encounters", json={}), 201)
    begun = bello.post(f"{record}/encounters/{seen['id']}/notes", json={"template": own["key"]})
    assert done(begun, 201)["sections"] == SOAP["sections"]
    path = f"/api/note-templates/{own['id']}"
    changed = bello.put(path, json={**SOAP, "title": "Other"}, headers=tag(made))
    assert done(changed)["title"] == "Other"
    assert_refused(bello.delete(path, headers=tag(made)), 412)
    assert bello.delete(path, headers=tag(changed)).status_code == 204


def test_an_appointment_in_the_body_is_the_patients_own(
    day: Clinic, bello: TestClient, record: str
) -> None:
    soon = timezone.now().replace(second=0, microsecond=0) + timedelta(hours=1)
    booked = book(day.new_patient(), day.bello, day.harbour, soon, by=day.bello)
    sent = {"appointment": str(booked.id)}
    assert_refused(bello.post(f"{record}/encounters", json=sent), 404)
    own = f"/api/patients/{booked.patient_id}/encounters"
    assert done(bello.post(own, json=sent), 201)["appointment"] == str(booked.id)


def test_words_are_found_in_the_notes_of_one_patient(day: Clinic, bello: TestClient) -> None:
    encounter = meet(day.bello, day.asha).id
    words = NoteText("Consultation", (Section("Plan", "Chamomile for the zygomatic ache."),))
    note = signed(day.bello, encounter, words)
    path = f"/api/patients/{day.asha.patient}/notes/search"
    found = bello.post(path, json={"text": "zygomatic cham"}).json()
    assert [one["note"]["id"] for one in found["items"]] == [str(note.id)]
    excerpt = found["items"][0]["excerpts"][0]
    marked = [excerpt["text"][start:end] for start, end in excerpt["marked"]]
    assert (excerpt["heading"], marked) == ("Plan", ["Cham", "zygomatic"])
    assert found["whole"] is True
