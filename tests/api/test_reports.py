"""A clinic's report over HTTP: for its doctors whole, as CSV, and counts of many for Dana."""

import csv
import io
from dataclasses import dataclass, replace
from typing import get_args
from uuid import uuid4

import pytest
from starlette.testclient import TestClient

from bedside import clinic as rooms
from bedside import reports
from bedside.audit import Event
from bedside.clinic.diagnoses import DiagnosisBody
from bedside.clinic.models import Facility, Patient
from bedside.reports.figures.open_work import WAITED
from bedside.reports.reading import MOST_RISKS
from bedside.schemas import reports as said
from tests.api.checks import assert_refused, fields
from tests.api.conftest import Clinic
from tests.people import ASHA, SYSTEM, Person, register_doctor, register_patient


@dataclass(frozen=True)
class Place:
    """A clinic of its own with one patient, who has diabetes, and its doctor."""

    harbour: Facility
    asha: Person
    bello: Person


@pytest.fixture
def clinic(day: Clinic) -> Place:
    name = uuid4().hex
    harbour = rooms.create_facility(name=name, city="Port", by=SYSTEM)
    doctor = register_doctor("Dr Amara Bello", f"d{name}@example.org", harbour)
    patient = register_patient(replace(ASHA, email=f"p{name}@example.org"), harbour)
    body, by = DiagnosisBody(), doctor.actor
    rooms.diagnoses.add(patient.patient, "E11.9", body, state="confirmed", by=by)
    return Place(harbour, patient, doctor)


@pytest.fixture
def bello(day: Clinic, clinic: Place) -> TestClient:
    return day.caller(clinic.bello)


@pytest.fixture
def path(clinic: Place) -> str:
    return f"/api/facilities/{clinic.harbour.id}/report"


def test_a_doctor_reads_the_report(bello: TestClient, clinic: Place, path: str) -> None:
    answer = bello.post(path, json={})
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
    found = answer.json()
    assert (found["total"], found["left"], found["unopened"]) == (1, 0, 0)
    assert found["ages"]["oldest"] == found["ages"]["youngest"]
    assert found["diagnoses"][0]["display"].startswith("Type 2 diabetes mellitus")
    (risk,) = found["top_risks"]["items"]
    assert (risk["name"], risk["points"], risk["age_points"]) == ("Asha Verma", 1, 0)
    assert risk["reasons"][0]["codes"] == ["E11.9"]


def test_it_is_narrowed_in_the_body(bello: TestClient, path: str) -> None:
    for narrowed, total in (
        ({"sex": "female", "diagnosis": "e11"}, 1),
        ({"sex": "male"}, 0),
        ({"oldest": 10}, 0),
        ({"diagnosis": "I50"}, 0),
    ):
        assert bello.post(path, json=narrowed).json()["total"] == total


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"first": "2026-13-01"}, "body.first"),
        ({"first": "2026-02-01", "last": "2026-01-01"}, "body.last"),
        ({"sex": "f"}, "body.sex"),
        ({"youngest": 60, "oldest": 50}, "body.oldest"),
        ({"diagnosis": " . "}, "body.diagnosis"),
        ({"top": 51}, "body.top"),
        ({"patient": "me"}, "body.patient"),
    ],
)
def test_what_makes_no_sense_is_refused(
    bello: TestClient, path: str, body: dict[str, object], field: str
) -> None:
    named = fields(assert_refused(bello.post(path, json=body), 422))
    assert field in named or field.removeprefix("body.") in named


def test_a_table_is_csv_that_no_spreadsheet_runs(
    bello: TestClient, clinic: Place, path: str
) -> None:
    evil = replace(ASHA, name="=HYPERLINK(A1)", email=f"{uuid4().hex}@example.org")
    mallory = register_patient(evil, clinic.harbour)
    by = clinic.bello.actor
    rooms.diagnoses.add(mallory.patient, "I50.9", DiagnosisBody(), state="confirmed", by=by)
    answer = bello.post(f"{path}/table", json={"table": "risks"})
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="report-risks-')
    heading, *rows = csv.reader(io.StringIO(answer.text))
    assert heading[:2] == ["Patient", "Record number"]
    assert {row[0] for row in rows} == {"'=HYPERLINK(A1)", "Asha Verma"}


def test_every_table_has_rows_as_long_as_its_heading(bello: TestClient, path: str) -> None:
    for name in ("overview", "ages", "diagnoses", "risks", "months", "open-work"):
        text = bello.post(f"{path}/table", json={"table": name}).text
        heading, *rows = csv.reader(io.StringIO(text))
        assert rows and all(len(row) == len(heading) for row in rows), name


def test_a_table_that_names_nobody_is_on_record_as_shown_to_nobody(
    bello: TestClient, clinic: Place, path: str
) -> None:
    for table in ("ages", "diagnoses", "months", "risks"):
        bello.post(f"{path}/table", json={"table": table})
    read = Event.objects.filter(action="report.read", chain=clinic.harbour.id).order_by("seq")
    assert [one.subjects for one in read] == [[], [], [], [str(clinic.asha.patient)]]


def test_risks_go_on_page_by_page(bello: TestClient, clinic: Place, path: str) -> None:
    register_patient(replace(ASHA, email=f"{uuid4().hex}@example.org"), clinic.harbour)
    first = bello.get(f"{path}/risks?limit=1").json()
    rest = bello.get(f"{path}/risks?limit=1&cursor={first['next']}").json()
    assert [one["points"] for one in first["items"] + rest["items"]] == [1, 0]
    assert rest["next"] is None
    assert_refused(bello.get(f"{path}/risks?cursor=1.a.b"), 422)


def test_one_that_does_not_open_has_no_name_and_no_score(
    bello: TestClient, clinic: Place, path: str
) -> None:
    Patient.objects.filter(id=clinic.asha.patient).update(document_version=7, demographics=None)
    assert bello.post(path, json={}).json()["unopened"] == 1
    (one,) = bello.get(f"{path}/risks").json()["items"]
    assert (one["name"], one["points"], one["reasons"]) == (None, None, [])


def test_dana_reads_counts_of_whole_months_and_nobody(
    dana: TestClient, clinic: Place, path: str
) -> None:
    answer = dana.get(f"{path}/counts")
    assert answer.status_code == 200
    found = answer.json()
    assert found["threshold"] == 5 and found["total"] in (0, None)
    assert str(clinic.asha.patient) not in answer.text and "Asha" not in answer.text
    assert found["diagnoses"] == []
    months = dana.get(f"{path}/counts?from=2026-02&until=2026-04").json()
    assert (months["first"], months["last"]) == ("2026-02-01", "2026-04-30")
    for query in ("threshold=4", "from=2026-13", "from=2999-01", "sex=female"):
        assert dana.get(f"{path}/counts?{query}").status_code in (400, 422), query


def test_what_it_was_narrowed_to_is_in_no_record(
    bello: TestClient, clinic: Place, path: str
) -> None:
    bello.post(path, json={"diagnosis": "E11", "youngest": 30})
    event = Event.objects.get(action="report.read", chain=clinic.harbour.id)
    assert event.subjects == [str(clinic.asha.patient)]
    assert "E11" not in str(event.details)
    assert event.details["by_diagnosis"] and event.details["by_youngest"]


def test_the_words_of_the_api_are_those_of_the_report() -> None:
    assert get_args(said.TableName) == reports.TABLES
    assert get_args(said.Waited) == WAITED
    assert said.MOST_RISKS == MOST_RISKS
