"""A clinic's records by Bulk Data Access: asked for, watched, fetched by type, called off."""

import json
from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from django.utils import timezone
from starlette.testclient import TestClient

from bedside import jobs
from bedside.accounts.models import Session
from bedside.audit import Event
from bedside.clinic.models import Allergy
from bedside.interop.fhir import KINDS
from bedside.outbox import Job
from tests.api.conftest import Clinic, asha, bello, chen, day, ravi
from tests.damage.ways import damage
from tests.interop.checks import assert_refused
from tests.interop.record import Record, write

__all__ = ["asha", "bello", "chen", "day", "ravi"]

ASYNC = {"Prefer": "respond-async"}


@pytest.fixture(scope="module")
def record(day: Clinic) -> Record:
    return write(day, day.asha, day.bello)


def begin(client: TestClient, place: Any, query: str = "?why=backup") -> str:
    """Ask for a clinic, and return where it can be watched."""
    answer = client.get(f"/fhir/Group/{place.id}/$export{query}", headers=ASYNC)
    assert answer.status_code == 202, answer.text
    return path_of(answer.headers["content-location"])


def path_of(url: str) -> str:
    return url[url.index("/fhir/") :]


def job_of(status: str) -> UUID:
    return UUID(status.rpartition("/")[2])


def manifest(client: TestClient, status: str) -> dict[str, Any]:
    """Let the worker do it, and return what there is to fetch."""
    assert jobs.run_one(job_of(status))
    answer = client.get(status)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    return dict(answer.json())


def lines(answer: httpx.Response) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/fhir+ndjson"
    return [json.loads(line) for line in answer.text.splitlines()]


def resources(client: TestClient, said: dict[str, Any]) -> list[dict[str, Any]]:
    """Fetch every file of a manifest; what it says of each is true."""
    found = []
    for file in said["output"]:
        rows = lines(client.get(path_of(file["url"])))
        assert len(rows) == file["count"] > 0
        assert {row["resourceType"] for row in rows} == {file["type"]}
        found += rows
    return found


def test_a_clinic_comes_out_by_type(day: Clinic, record: Record, bello: TestClient) -> None:
    asked_at = timezone.now()
    status = begin(bello, day.harbour)
    said = manifest(bello, status)
    assert said["transactionTime"] > asked_at.isoformat()
    assert said["request"].endswith(f"/fhir/Group/{day.harbour.id}/$export?why=backup")
    assert bello.head(status).status_code == 200
    assert (said["requiresAccessToken"], said["error"]) == (True, [])
    found = resources(bello, said)
    addresses = Counter(f"{one['resourceType']}/{one['id']}" for one in found)
    assert set(addresses.values()) == {1}
    whole = bello.get(f"/fhir/Patient/{day.asha.patient}/$everything?_count=100").json()
    asked = {f"{e['resource']['resourceType']}/{e['resource']['id']}" for e in whole["entry"]}
    assert asked <= set(addresses)
    of_one = {kind.name for kind in KINDS.values() if kind.param("patient")} - {"AuditEvent"}
    kinds = {one["resourceType"] for one in found}
    assert kinds == of_one | {"Patient", "Practitioner", "Organization", "Location"}
    patients = {one["id"] for one in found if one["resourceType"] == "Patient"}
    assert str(day.asha.patient) in patients and str(day.ravi.patient) not in patients


def test_it_is_on_record_as_two_acts_that_name_every_patient(
    day: Clinic, record: Record, bello: TestClient
) -> None:
    status = begin(bello, day.harbour, "?why=moving")
    before = Event.objects.count()
    assert jobs.run_one(job_of(status))
    (made,) = Event.objects.filter(chain=day.harbour.id, action="clinic_file.make").order_by(
        "-seq"
    )[:1]
    assert Event.objects.count() == before + 1, "thousands of looks are one act"
    found = resources(bello, dict(bello.get(status).json()))
    of_patients = [one["id"] for one in found if one["resourceType"] == "Patient"]
    assert made.subjects == sorted(of_patients)
    assert made.details == {"why": "moving", "format": "fhir", "count": len(found), "damaged": 0}
    asked = Event.objects.filter(action="clinic_file.ask").order_by("at").last()
    assert asked.details == {"why": "moving", "format": "fhir"}


def test_a_program_says_for_what_and_in_words_only_in_a_body(
    day: Clinic, bello: TestClient
) -> None:
    path = f"/fhir/Group/{day.harbour.id}/$export"
    assert_refused(bello.get(path, headers=ASYNC), 422)
    assert_refused(bello.get(f"{path}?why=curiosity", headers=ASYNC), 400)
    assert_refused(bello.get(f"{path}?why=other", headers=ASYNC), 422)
    assert_refused(bello.get(f"{path}?why=other&words=Audit", headers=ASYNC), 400)
    said = [
        {"name": "why", "valueCode": "other"},
        {"name": "words", "valueString": "The auditor's visit"},
        {"name": "_type", "valueString": "Patient,Condition"},
    ]
    body = {"resourceType": "Parameters", "parameter": said}
    answer = bello.post(path, json=body, headers=ASYNC)
    assert answer.status_code == 202, answer.text
    assert "auditor" not in str(list(Event.objects.values())) + str(list(Job.objects.values()))
    bello.delete(path_of(answer.headers["content-location"]))


@pytest.mark.parametrize(
    "query",
    [
        "&_elements=id",
        "&_typeFilter=Condition%3Fcode%3Dx",
        "&patient=Patient/1",
        "&_type=Spaceship",
        "&_type=AuditEvent",
        "&_outputFormat=text/csv",
        "&_since=yesterday",
        "&_since=2026-01-01",
        "&_since=2026-01-01T00:00:00Z&_since=2026-01-02T00:00:00Z",
    ],
)
def test_what_is_not_known_is_refused_and_never_passed_over(
    day: Clinic, bello: TestClient, query: str
) -> None:
    said = bello.get(f"/fhir/Group/{day.harbour.id}/$export?why=backup{query}", headers=ASYNC)
    assert_refused(said, 400)


def test_whoever_says_that_they_are_lenient_is_not_refused(day: Clinic, bello: TestClient) -> None:
    path = f"/fhir/Group/{day.harbour.id}/$export?why=backup&_elements=id&_type=Patient,Spaceship"
    lenient = {"Prefer": "respond-async, handling=lenient"}
    answer = bello.get(path, headers=lenient)
    assert answer.status_code == 202
    said = manifest(bello, path_of(answer.headers["content-location"]))
    assert [file["type"] for file in said["output"]] == ["Patient"]


def test_it_must_be_wanted_later(day: Clinic, bello: TestClient) -> None:
    path = f"/fhir/Group/{day.harbour.id}/$export?why=backup"
    assert_refused(bello.get(path), 400)
    assert_refused(bello.get(path, headers={"Prefer": "return=minimal"}), 400)


def test_some_types_and_what_was_changed_since(
    day: Clinic, record: Record, bello: TestClient
) -> None:
    status = begin(bello, day.harbour, "?why=backup&_type=Condition&_type=Flag,Organization")
    found = resources(bello, manifest(bello, status))
    assert {one["resourceType"] for one in found} == {"Condition", "Flag"}
    since = "?why=backup&_type=Condition,Encounter&_since="
    said = manifest(bello, begin(bello, day.harbour, f"{since}2020-01-01T00:00:00Z"))
    assert [file["type"] for file in said["output"]] == ["Encounter", "Condition"]
    said = manifest(bello, begin(bello, day.harbour, f"{since}2999-01-01T00:00:00Z"))
    assert said["output"] == []


def test_a_session_left_open_is_no_key_to_a_clinic(day: Clinic, bello: TestClient) -> None:
    client = day.caller(day.bello)
    Session.objects.filter(user=day.bello.user).update(
        created_at=timezone.now() - timedelta(minutes=11)
    )
    answer = client.get(f"/fhir/Group/{day.harbour.id}/$export?why=backup", headers=ASYNC)
    Session.objects.filter(user=day.bello.user).update(created_at=timezone.now())
    assert_refused(answer, 401)


def test_how_far_it_is_and_that_it_can_be_called_off(day: Clinic, bello: TestClient) -> None:
    status = begin(bello, day.harbour)
    answer = bello.get(status)
    assert (answer.status_code, answer.headers["x-progress"]) == (202, "waiting")
    assert answer.headers["retry-after"]
    Job.objects.filter(id=job_of(status)).update(done=3, total=40)
    assert bello.get(status).headers["x-progress"] == "3 of 40"
    assert bello.delete(status).status_code == 202
    assert Job.objects.get(id=job_of(status)).state == "cancelled"
    assert not jobs.run_one(job_of(status))
    assert_refused(bello.get(status), 404)
    assert_refused(bello.delete(status), 404)


def test_whoever_has_it_all_deletes_it(day: Clinic, bello: TestClient) -> None:
    status = begin(bello, day.harbour, "?why=backup&_type=Patient")
    (file,) = manifest(bello, status)["output"]
    assert bello.delete(status).status_code == 202
    assert_refused(bello.get(status), 404)
    assert_refused(bello.get(path_of(file["url"])), 404)


def test_one_that_cannot_be_made_says_so(day: Clinic, bello: TestClient) -> None:
    status = begin(bello, day.harbour)
    Job.objects.filter(id=job_of(status)).update(state="dead", finished_at=timezone.now())
    assert_refused(bello.get(status), 500)
    assert bello.delete(status).status_code == 202
    assert_refused(bello.get(status), 404)


def test_a_download_that_broke_goes_on(day: Clinic, record: Record, bello: TestClient) -> None:
    said = manifest(bello, begin(bello, day.harbour, "?why=backup&_type=Patient,Condition"))
    url = path_of(said["output"][1]["url"])
    whole = bello.get(url)
    tag, text = whole.headers["etag"], whole.content
    rest = bello.get(url, headers={"Range": "bytes=100-", "If-Range": tag})
    assert (rest.status_code, rest.content) == (206, text[100:])
    assert rest.headers["content-range"] == f"bytes 100-{len(text) - 1}/{len(text)}"
    assert_refused(bello.get(url, headers={"Range": f"bytes={len(text)}-"}), 416)
    for name in ("README.txt", "manifest.json", "Nothing.ndjson", "..%2Fpasswd"):
        assert_refused(bello.get(f"{url.rpartition('/')[0]}/{name}"), 404)


def test_what_does_not_open_is_there_without_its_words_and_said(
    day: Clinic, record: Record, bello: TestClient
) -> None:
    harmed = Allergy.objects.get(id=record.allergy)
    whole = harmed.blob_id
    damage(harmed, "missing", other=harmed)
    try:
        status = begin(bello, day.harbour, "?why=backup&_type=AllergyIntolerance")
        said = manifest(bello, status)
        (warned,) = said["error"]
        (outcome,) = lines(bello.get(path_of(warned["url"])))
        assert outcome["issue"][0]["severity"] == "warning" and "1 sealed" in str(outcome)
        assert warned["type"] == outcome["resourceType"] == "OperationOutcome"
        (allergy,) = [one for one in resources(bello, said) if one["id"] == str(harmed.id)]
        assert "code" not in allergy and allergy["clinicalStatus"]
    finally:
        Allergy.objects.filter(id=harmed.id).update(blob_id=whole)
    assert (
        Event.objects.filter(action="clinic_file.make").order_by("at").last().details["damaged"]
        == 1
    )


def test_it_is_for_whoever_asked_and_for_a_clinic_of_theirs(
    day: Clinic, record: Record, bello: TestClient, chen: TestClient, asha: TestClient
) -> None:
    path = f"/fhir/Group/{day.harbour.id}/$export?why=backup"
    assert_refused(chen.get(path, headers=ASYNC), 404)
    assert_refused(asha.get(path, headers=ASYNC), 403)
    status = begin(bello, day.harbour, "?why=backup&_type=Patient")
    (file,) = manifest(bello, status)["output"]
    for url in (status, path_of(file["url"])):
        assert_refused(chen.get(url), 404)
        assert_refused(asha.get(url), 403)
    assert_refused(chen.delete(status), 404)


def test_a_group_is_a_clinic_where_the_doctor_works(
    day: Clinic, bello: TestClient, chen: TestClient
) -> None:
    for client, place in ((bello, day.harbour), (chen, day.millfield)):
        groups = [entry["resource"] for entry in client.get("/fhir/Group").json()["entry"]]
        assert [group["id"] for group in groups] == [str(place.id)]
    assert_refused(chen.get(f"/fhir/Group/{day.harbour.id}"), 404)
