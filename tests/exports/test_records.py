"""Whole records as files: everything that is kept, for who may have it, and on record."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from bedside import clinic, exports, intake, jobs
from bedside.audit import Event
from bedside.clinic.allergies import AllergyBody
from bedside.clinic.diagnoses import DiagnosisBody
from bedside.clinic.flags import FlagBody
from bedside.clinic.medicines import MedicineBody
from bedside.clinic.models import Allergy, Facility, RecordNumber
from bedside.clinic.problems import ProblemBody
from bedside.clinic.vitals import VitalsBody
from bedside.errors import Forbidden, Invalid, NotFound
from bedside.exports import Format, Why
from bedside.exports.records.formats import TABLES
from bedside.exports.records.parts import LEFT_OUT, NOT_SAID, PARTS
from bedside.exports.records.whole import TITLES
from bedside.outbox import Job
from tests.clinic.diary import at, book
from tests.clinic.test_merging import AGAIN, merge, separate
from tests.clinic.writing import amended, draft, meet, signed
from tests.damage.ways import damage
from tests.exports.archives import clinic_of, fetched, record, wish
from tests.exports.papers import said
from tests.intake.talking import COLD, send
from tests.people import ASHA, PASSWORD, Person, register_patient, staff

FORMULA = '=HYPERLINK("http://evil.example")'


@pytest.fixture
def full(asha: Person, bello: Person, harbour: Facility) -> Person:
    """Asha, about whom there is something in every list."""
    here = (asha.patient,)
    clinic.allergies.add(*here, AllergyBody(substance="Latex", reaction="نعم"), by=bello.actor)
    clinic.flags.add(*here, FlagBody(title="Falls"), by=bello.actor)
    clinic.problems.add(*here, ProblemBody(title=FORMULA, comment="line\none"), by=bello.actor)
    clinic.medicines.add(*here, MedicineBody(as_written="Salbutamol", dose="007"), by=bello.actor)
    clinic.diagnoses.add(*here, "J45.909", DiagnosisBody(comment="mild"), by=bello.actor)
    measured = VitalsBody(measured_at=timezone.now() - timedelta(hours=1), temperature=38.5)
    clinic.vitals.add(*here, measured, by=bello.actor)
    note = signed(bello, meet(bello, asha).id)
    amended(bello, note.id)
    sent = send(COLD, asha.actor)
    taken = intake.take(sent.id, version=sent.version, by=bello.actor)
    intake.ask(sent.id, "Since when exactly?", version=taken.version, by=bello.actor)
    book(asha, bello, harbour, at(12, days=3), by=bello, reason="A lump")
    return asha


def test_every_table_and_every_column_is_in_a_record_or_left_out_with_a_reason() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("bedside.")]
    parts = {part.model: part for part in PARTS}
    for model in ours:
        label = model._meta.label
        assert (model in parts) != (label in LEFT_OUT), label
        if model in parts:
            part = parts[model]
            taken = {one.name for one in part.fields()}
            columns = {one.name for one in model._meta.concrete_fields}
            assert columns - taken == columns & {*NOT_SAID, *part.without}, label
            assert len(set(part.columns)) == len(part.columns), label
    assert len(parts) == len(PARTS), "each table once"
    assert set(TITLES) == {part.name for part in PARTS}, "on paper too"
    known = {model._meta.label for model in ours}
    assert set(LEFT_OUT) - known == set(), "left out and not there"
    assert all([*LEFT_OUT.values(), *NOT_SAID.values()])


def test_a_record_that_was_separated_again_is_somebody_elses(
    asha: Person, bello: Person, harbour: Facility
) -> None:
    """Its id, and the words about the mistake, would tell one patient of another."""
    other = clinic.enrol_patient(profile=AGAIN, facility=harbour.id, by=bello.actor)
    merged = merge(asha.patient, other.id, bello)
    assert len(record(asha, asha).rows("Merge")) == 1
    separate(merged, bello)
    found = record(asha, asha)
    assert found.rows("Merge") == []
    assert len(found.rows("Patient")) == 1


def test_everything_that_was_written_comes_out(full: Person, bello: Person) -> None:
    for form in TABLES:
        found = record(full, bello, form)
        (allergy,), (problem,) = found.rows("AllergyIntolerance"), found.rows("Problem")
        assert (allergy["code"], allergy["reaction"]) == ("Latex", "نعم")
        assert allergy["status"] == "active"
        assert (problem["title"], problem["note"]) == (FORMULA, "line\none")
        assert found.rows("MedicationStatement")[0]["dosage"] == "007"
        assert found.rows("Observation")[0]["temperature"] == 38.5
        (diagnosis,) = found.rows("Diagnosis")
        assert (diagnosis["code"], diagnosis["note"]) == ("J45.909", "mild")
        notes = found.rows("Note")
        assert sorted(note["title"] for note in notes) == ["Amendment", "Consultation"]
        assert found.rows("Assessment")[0]["complaint"] == COLD.text
        assert found.rows("Assessment")[0]["document"]["turns"]
        assert found.rows("AssessmentEnquiry")[0]["question"] == "Since when exactly?"
        assert found.rows("Appointment")[0]["reason"] == "A lump"
        (who,) = found.rows("Patient")
        assert (who["name"], who["birthDate"]) == (ASHA.name, "1991-04-17")
        number = RecordNumber.objects.get(patient=full.patient).number
        assert found.rows("Identifier")[0]["number"] == number
        assert {one["name"] for one in found.rows("Practitioner")} == {"Dr Amara Bello"}


def test_all_three_forms_say_the_same(full: Person, bello: Person) -> None:
    csv, plain, lines = (record(full, bello, form) for form in TABLES)
    for part in PARTS:
        assert csv.rows(part.name) == plain.rows(part.name) == lines.rows(part.name), part.name
        assert all(set(row) == set(part.columns) for row in plain.rows(part.name))


def test_for_another_system_a_record_is_a_bundle(full: Person, bello: Person) -> None:
    found = record(full, bello, Format.FHIR)
    assert set(found.files) == {"Bundle.json", "README.txt"}
    bundle = json.loads(found.files["Bundle.json"])
    assert (bundle["resourceType"], bundle["type"]) == ("Bundle", "collection")
    (allergy,) = of_type(bundle, "AllergyIntolerance")
    assert allergy["code"]["text"] == "Latex"
    assert [one["code"]["text"] for one in of_type(bundle, "Flag")] == ["Falls"]
    assert of_type(bundle, "Practitioner")
    assert f"AllergyIntolerance: {1}" in found.files["README.txt"].decode()
    made = Event.objects.get(action="record_file.make")
    assert made.details == {
        "why": "backup",
        "format": "fhir",
        "count": len(bundle["entry"]),
        "damaged": 0,
    }
    assert made.subjects == [str(full.patient)]


def test_a_patients_own_bundle_is_what_their_pages_show_and_who_looked(
    full: Person, bello: Person
) -> None:
    bundle = json.loads(record(full, full, Format.FHIR).files["Bundle.json"])
    assert of_type(bundle, "AllergyIntolerance") and of_type(bundle, "AuditEvent")
    assert not of_type(bundle, "Flag"), "alerts are among staff"
    assert not of_type(bundle, "DocumentReference"), "no note was shared"


def of_type(bundle: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    found = [entry["resource"] for entry in bundle["entry"]]
    return [one for one in found if one["resourceType"] == kind]


def test_a_formula_stays_a_text_in_the_spreadsheet(full: Person, bello: Person) -> None:
    text = record(full, bello, Format.CSV).files["Problem.csv"].decode()
    assert "'=HYPERLINK" in text and ',"=HYPERLINK' not in text


def test_a_patient_gets_all_of_it_on_paper_too_and_who_looked(full: Person, bello: Person) -> None:
    clinic.read_patient(full.patient, by=bello.actor)
    found = record(full, full)
    looked = [(one["agent"], one["action"]) for one in found.rows("AuditEvent")]
    assert ("Dr Amara Bello", "patient.read") in looked
    assert found.rows("Flag")[0]["title"] == "Falls"
    paper = said(found.files["record.pdf"])
    for words in ("Latex", "Falls", "Salbutamol", "J45.909", ASHA.phone):
        assert words.replace(" ", "") in paper, words
    assert COLD.text.replace(" ", "") in paper
    assert "Worseatnight." in paper and "Itwastheleftear." in paper
    readme = found.files["README.txt"].decode()
    assert "AllergyIntolerance.json: 1" in readme and "  passwords, sign-ins, codes" in readme
    ours = [*LEFT_OUT, *NOT_SAID, *(name for part in PARTS for name in part.without)]
    assert not [name for name in ours if name in readme], "no names that only Bedside knows"


def test_a_text_that_looks_like_an_id_is_on_paper(asha: Person, bello: Person) -> None:
    """As long as an id, and with as many hyphens."""
    substance = "anti-histamine eye-drops, low-dose-x"
    assert len(substance) == 36 and substance.count("-") == 4
    clinic.allergies.add(asha.patient, AllergyBody(substance=substance), by=bello.actor)
    paper = said(record(asha, asha).files["record.pdf"])
    assert substance.replace(" ", "") in paper


def test_what_is_not_written_yet_is_nobodys(asha: Person, bello: Person, ravi: Person) -> None:
    draft(bello, meet(bello, asha).id)
    intake.start(text=COLD.text, age_years=30, sex="female", speaker="self", by=asha.actor)
    found = record(asha, asha)
    assert found.rows("Note") == found.rows("Assessment") == []


def test_a_record_is_only_for_who_reaches_it(
    asha: Person, ravi: Person, bello: Person, chen: Person, dana: Person, harbour: Facility
) -> None:
    for other in (ravi, chen):
        with pytest.raises(NotFound):
            exports.ask_for_record(asha.patient, wish(), by=other.actor)
    with pytest.raises(Forbidden):
        exports.ask_for_record(asha.patient, wish(), by=dana.actor)
    with pytest.raises(NotFound):
        exports.ask_for_clinic(harbour.id, wish(), by=chen.actor)
    for nobody in (dana, asha):
        with pytest.raises(Forbidden):
            exports.ask_for_clinic(harbour.id, wish(), by=nobody.actor)
    assert not Job.objects.exists()


def test_a_session_left_open_is_no_key_to_a_record(
    asha: Person, bello: Person, harbour: Facility
) -> None:
    wrong = wish(password="not this one")
    with pytest.raises(Invalid) as refused:
        exports.ask_for_record(asha.patient, wrong, by=asha.actor)
    assert set(refused.value.fields) == {"password"}
    with pytest.raises(Invalid):
        exports.ask_for_clinic(harbour.id, wrong, by=bello.actor)
    assert not Job.objects.exists()
    assert PASSWORD not in str(list(Event.objects.values()))


def test_a_doctor_says_why_and_a_patient_need_not(asha: Person, bello: Person) -> None:
    for bad, at_fault in ((None, "why"), (Why.OTHER, "words")):
        with pytest.raises(Invalid) as refused:
            exports.ask_for_record(asha.patient, wish(why=bad), by=bello.actor)
        assert set(refused.value.fields) == {at_fault}
    assert exports.ask_for_record(asha.patient, wish(why=None), by=asha.actor)


def test_asking_and_making_are_on_record_with_how_much(full: Person, bello: Person) -> None:
    found = record(full, bello)
    asked, made = (Event.objects.get(action=f"record_file.{verb}") for verb in ("ask", "make"))
    assert asked.details == {"why": "backup", "format": "json"}
    rows = sum(len(found.rows(part.name)) for part in PARTS)
    assert made.details["count"] >= rows and made.details["damaged"] == 0
    assert asked.subjects == made.subjects == [str(full.patient)]
    assert (asked.chain, made.actor_user) == (made.chain, bello.user)
    told = {each.action for each in clinic.accesses(full.patient, by=full.actor)}
    assert {"record_file.ask", "record_file.make"} <= told


def test_a_clinic_comes_out_whole_and_no_other(
    full: Person, ravi: Person, bello: Person, chen: Person, harbour: Facility
) -> None:
    second = register_patient(replace(ASHA, name="Bea Moss", email="bea@example.org"), harbour)
    found = clinic_of(harbour, bello, Format.NDJSON)
    names = {row["name"] for row in found.rows("Patient")}
    assert names == {"Asha Verma", "Bea Moss"}
    assert {row["patient"] for row in found.rows("Identifier")} == {
        str(full.patient),
        str(second.patient),
    }
    made = Event.objects.get(action="clinic_file.make")
    assert made.subjects == sorted([str(full.patient), str(second.patient)])
    assert made.chain == harbour.id
    assert "record.pdf" not in found.files and "AuditEvent.ndjson" not in found.files


def test_in_fhir_a_clinic_is_no_other_clinic_of_the_same_doctor(
    asha: Person, ravi: Person, bello: Person, dana: Person, harbour: Facility, millfield: Facility
) -> None:
    staff(millfield, bello, by=dana)
    lines = clinic_of(harbour, bello, Format.FHIR).files["Patient.ndjson"].splitlines()
    assert [json.loads(line)["id"] for line in lines] == [str(asha.patient)]


def test_what_is_damaged_is_named_and_hides_nothing_else(full: Person, bello: Person) -> None:
    clinic.allergies.add(full.patient, AllergyBody(substance="Wasps"), by=bello.actor)
    harmed = Allergy.objects.order_by("pk").first()
    assert harmed is not None
    damage(harmed, "bit", other=harmed)
    for form in TABLES:
        found = record(full, bello, form)
        gone, whole = sorted(found.rows("AllergyIntolerance"), key=lambda row: row["readable"])
        assert (gone["id"], gone["code"], gone["document"]) == (str(harmed.id), None, None)
        assert gone["status"] == "active" and whole["code"] == "Wasps"
        assert str(harmed.id) in found.files["README.txt"].decode()
    assert Event.objects.filter(action="record_file.make").last().details["damaged"] == 1


def test_whoever_leaves_the_clinic_gets_nothing_any_more(
    asha: Person, bello: Person, chen: Person, dana: Person, harbour: Facility
) -> None:
    job = exports.ask_for_clinic(harbour.id, wish(), by=bello.actor)
    made = record(asha, bello)
    staff(harbour, chen, by=dana)
    jobs.run_one(job)
    assert Job.objects.get(id=job).result is None
    with pytest.raises(NotFound):
        fetched(made.job, bello, made.form)


def test_the_file_is_for_whoever_asked(asha: Person, bello: Person) -> None:
    made = record(asha, bello)
    with pytest.raises(NotFound):
        jobs.read_file(made.job, by=asha.actor)
    name = Job.objects.get(id=made.job).result_name
    assert name == f"record-{timezone.now():%Y-%m-%d}.zip"


def test_an_interrupted_batch_loses_no_row(
    full: Person, bello: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = record(full, bello)
    monkeypatch.setattr("bedside.exports.records.rows.BATCH", 1)
    small = record(full, bello)
    for part in PARTS:
        assert small.rows(part.name) == whole.rows(part.name)
