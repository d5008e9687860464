"""One patient's record in a FHIR bundle: looked at, brought in whole and once, and undone."""

from datetime import UTC, datetime

import pytest

from bedside import audit, clinic, documents, imports, jobs
from bedside.audit import Event
from bedside.clinic.entries.history import last_words
from bedside.clinic.models import (
    Allergy,
    Diagnosis,
    EncounterElsewhere,
    Facility,
    Flag,
    Medicine,
    Patient,
    Problem,
    Vitals,
)
from bedside.clinic.partial_dates import PartialDate
from bedside.clinic.patients.profile import NextOfKin
from bedside.errors import Forbidden, Invalid, NotFound
from bedside.imports import Decision, ImportView
from bedside.imports.models import BroughtRow
from bedside.imports.nouns import records
from bedside.interop.fhir.systems import RELATED_CONDITION
from tests.imports.bundles import MIA, WHOLE, allergy, bundle, condition, request
from tests.imports.making import finish, shown
from tests.people import ASHA, Person

pytestmark = pytest.mark.django_db
LISTS = (Allergy, Diagnosis, EncounterElsewhere, Flag, Medicine, Problem, Vitals)
ASHA_AGAIN = {
    "resourceType": "Patient",
    "name": [{"text": ASHA.name}],
    "gender": "female",
    "birthDate": str(ASHA.birth_date),
    "telecom": [{"system": "phone", "value": ASHA.phone}],
}


def begin(text: bytes, place: Facility, by: Person) -> ImportView:
    return imports.begin(text, facility=place.id, by=by.actor)


def bring(text: bytes, place: Facility, by: Person) -> ImportView:
    return finish(begin(text, place, by), by)


def preview_of(view: ImportView, by: Person) -> imports.Preview:
    preview = imports.read_import(view.id, by=by.actor).preview
    assert preview is not None
    return preview


def test_the_record_is_what_the_bundle_says(bello: Person, harbour: Facility) -> None:
    view = bring(bundle(*WHOLE), harbour, bello)
    assert (view.state, view.made) == ("done", 1)
    mia = Patient.objects.get()
    profile = clinic.read_patient(mia.id, by=bello.actor).profile
    assert profile is not None
    assert (profile.name, profile.preferred_name, profile.former_names, profile.language) == (
        "Mia Ane Sørensen", "Mi", ("Mia Holm",), "da",
    )  # fmt: skip
    assert profile.next_of_kin == NextOfKin("Ole Sørensen", "Brother", "020 7946 0032")
    (penicillin,) = clinic.allergies.read_all(mia.id, by=bello.actor).items
    assert penicillin.body and penicillin.body.substance == "Penicillin"
    assert (penicillin.body.reaction, penicillin.body.severity) == ("Hives", "moderate")
    assert penicillin.body.since == PartialDate(2001, 5)
    medicines = clinic.medicines.read_all(mia.id, by=bello.actor).items
    assert {(one.state, one.body and one.body.as_written, one.body and one.body.dose)
            for one in medicines} == {
        ("active", "Colchicine 0.5 mg", "one twice a day"), ("ended", "Ibuprofen 400 mg", ""),
    }  # fmt: skip
    (gout,) = clinic.problems.read_all(mia.id, by=bello.actor).items
    assert gout.body and (gout.body.title, gout.body.since) == ("Gout", PartialDate(2012, 3, 4))
    (asthma,) = clinic.diagnoses.read_all(mia.id, by=bello.actor).items
    assert (asthma.told["code"].code, asthma.state) == ("J45.909", "confirmed")
    (measured,) = clinic.vitals.read_all(mia.id, by=bello.actor).items
    assert measured.body and dict(measured.body.values) == {
        "systolic": 121, "diastolic": 79, "weight": 71.5, "height": 168.0,
    }  # fmt: skip
    assert measured.told["measured_at"] == datetime(2019, 5, 6, 6, 30, tzinfo=UTC)


def test_whoever_brought_it_is_not_taken_for_who_wrote_it(bello: Person, harbour: Facility) -> None:
    view = bring(bundle(*WHOLE), harbour, bello)
    mia = Patient.objects.get()
    (found,) = clinic.allergies.read_all(mia.id, by=bello.actor).items
    assert found.told["brought_in"] and found.recorded_by.id == bello.user
    assert found.recorded_at == view.done_at
    (first,) = clinic.allergies.read(mia.id, found.id, by=bello.actor).history
    assert (first.event, first.by.id) == ("bring_in", bello.user)
    typed = clinic.problems.add(mia.id, clinic.problems.ProblemBody(title="Falls"), by=bello.actor)
    assert "brought_in" not in typed.told


def test_the_preview_says_who_how_many_and_what_stays_out(bello: Person, harbour: Facility) -> None:
    preview = preview_of(begin(bundle(*WHOLE), harbour, bello), bello)
    assert preview.is_ready and preview.record
    assert preview.judged[0].profile.name == "Mia Ane Sørensen"
    assert preview.record.counts == {
        "allergy": 1, "problem": 1, "diagnosis": 1, "medicine": 2, "vitals": 1, "flag": 1,
        "elsewhere": 1,
    }  # fmt: skip
    left_out = {(one.kind, one.what) for one in preview.record.left_out}
    assert {
        ("Claim", ""),
        ("Encounter", "type.coding http://snomed.info/sct"),
        ("Observation", "LOINC 39156-5"),
    } <= left_out
    assert not Patient.objects.exists()


def test_the_same_bundle_again_makes_nothing(bello: Person, harbour: Facility) -> None:
    bring(bundle(*WHOLE), harbour, bello)
    newer = bundle(*WHOLE, condition("Migraine"), kind="searchset")
    again = begin(newer, harbour, bello)
    assert preview_of(again, bello).known == 1
    with pytest.raises(imports.Nothing):
        imports.ask(again.id, version=again.version, by=bello.actor)
    assert Patient.objects.count() == Problem.objects.count() == 1


def test_two_on_their_way_make_one_patient(bello: Person, harbour: Facility) -> None:
    views = [begin(bundle(*WHOLE), harbour, bello) for _ in range(2)]
    asked = [imports.ask(one.id, version=one.version, by=bello.actor) for one in views]
    for one in asked:
        assert one.job and jobs.run_one(one.job)
    assert Patient.objects.count() == Allergy.objects.count() == BroughtRow.objects.count() == 1


def test_somebody_who_is_here_gets_a_record_of_its_own_once_that_is_decided(
    asha: Person, bello: Person, harbour: Facility
) -> None:
    view = begin(bundle(allergy(patient={"reference": "Patient/9"}),
                        patient={**ASHA_AGAIN, "id": "9"}), harbour, bello)  # fmt: skip
    preview = preview_of(view, bello)
    assert [like.patient.id for like in preview.judged[0].likely] == [asha.patient]
    event = audit.Event.objects.filter(action="import.read").latest("seq")
    assert event.subjects == [str(asha.patient)]
    with pytest.raises(imports.NotReady):
        imports.ask(view.id, version=view.version, by=bello.actor)
    link = {1: Decision("link", asha.patient)}
    with pytest.raises(Invalid):
        imports.decide(view.id, link, version=view.version, by=bello.actor)
    view = imports.decide(view.id, {1: Decision("create")}, version=view.version, by=bello.actor)
    assert finish(view, bello).made == 1
    assert clinic.allergies.read_all(asha.patient, by=bello.actor).items == []
    assert Patient.objects.count() == 2


def test_it_is_all_or_nothing(
    bello: Person, harbour: Facility, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = begin(bundle(*WHOLE), harbour, bello)
    asked = imports.ask(view.id, version=view.version, by=bello.actor)

    def breaks(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(records, "keep", breaks)
        assert asked.job and jobs.run_one(asked.job)
    assert not Patient.objects.exists() and not BroughtRow.objects.exists()


def test_what_is_wrong_stops_it_and_is_named_by_its_path(bello: Person, harbour: Facility) -> None:
    bad = bundle(
        condition(onsetDateTime="last spring"),
        allergy(patient={"reference": "Patient/somebody-else"}),
        request(dosageInstruction={"text": "one"}),
        patient={**MIA, "birthDate": "1984-02"},
    )
    view = begin(bad, harbour, bello)
    preview = preview_of(view, bello)
    assert {one.field for one in preview.problems} == {
        "Bundle.entry[0].resource.birthDate",
        "Bundle.entry[1].resource.onsetDateTime",
        "Bundle.entry[2].resource.patient",
        "Bundle.entry[3].resource.dosageInstruction",
    }
    assert "spring" not in str([one.sentence for one in preview.problems])
    with pytest.raises(imports.NotReady):
        imports.ask(view.id, version=view.version, by=bello.actor)


def test_undoing_erases_the_patient_with_all_that_came_along(
    bello: Person, harbour: Facility
) -> None:
    view = bring(bundle(*WHOLE), harbour, bello)
    assert all(model._default_manager.exists() for model in LISTS)
    undone = imports.undo(view.id, version=view.version, by=bello.actor)
    assert undone.state == "undone" and not Patient.objects.exists()
    assert not any(model._default_manager.exists() for model in LISTS)
    assert bring(bundle(*WHOLE), harbour, bello).made == 1


@pytest.mark.parametrize("writes", ["adds", "ends"])
def test_nothing_is_undone_where_somebody_has_written_since(
    writes: str, bello: Person, harbour: Facility
) -> None:
    view = bring(bundle(*WHOLE), harbour, bello)
    mia, by = Patient.objects.get().id, bello.actor
    if writes == "adds":
        clinic.flags.add(mia, clinic.flags.FlagBody(title="Falls"), by=by)
    else:
        (gout,) = clinic.problems.read_all(mia, by=by).items
        clinic.problems.end(mia, gout.id, version=1, by=by)
    with pytest.raises(imports.WrittenSince):
        imports.undo(view.id, version=view.version, by=bello.actor)
    assert Patient.objects.exists() and Problem.objects.exists()


def test_a_record_is_about_health_so_a_doctor_of_the_clinic_brings_it(
    asha: Person, bello: Person, chen: Person, noa: Person, dana: Person, harbour: Facility
) -> None:
    for other in (asha, noa, dana):
        with pytest.raises(Forbidden):
            begin(bundle(*WHOLE), harbour, other)
    with pytest.raises(NotFound):
        begin(bundle(*WHOLE), harbour, chen)
    view = begin(bundle(*WHOLE), harbour, bello)
    for other in (chen, noa):
        with pytest.raises(NotFound):
            imports.read_import(view.id, by=other.actor)


def test_the_log_says_how_many_of_what_and_nothing_else(bello: Person, harbour: Facility) -> None:
    bring(bundle(*WHOLE), harbour, bello)
    event = Event.objects.get(action="import.make")
    assert event.details == {
        "sheet": "records", "made": 1, "linked": 0, "known": 0,
        "allergy": 1, "problem": 1, "diagnosis": 1, "medicine": 2, "vitals": 1, "flag": 1,
        "elsewhere": 1,
    }  # fmt: skip
    assert event.subjects == [str(Patient.objects.get().id)]
    told = str([*Event.objects.values_list("details", "objects_touched")])
    assert not any(word in told for word in ("Mia", "Gout", "Penicillin", "4711"))


def test_a_medicine_against_an_allergy_comes_in_as_it_was_written_and_is_shown_before(
    bello: Person, harbour: Facility
) -> None:
    text = bundle(allergy("Penicillin"), request("Amoxicillin 500 mg"), request("Colchicine"))
    preview = preview_of(begin(text, harbour, bello), bello)
    assert preview.record
    assert [(medicine.body.as_written, one.body.substance)
            for medicine, one in imports.contraindicated(preview.record.kept)] == [
        ("Amoxicillin 500 mg", "Penicillin"),
    ]  # fmt: skip
    bring(text, harbour, bello)
    despite = {
        last_words(body)["as_written"]: body["changes"][0]["despite"]
        for body in map(documents.read, Medicine.objects.all())
    }
    assert despite == {"Amoxicillin 500 mg": records.AS_WRITTEN, "Colchicine": ""}


def test_a_problem_names_the_diagnosis_that_it_is_of(bello: Person, harbour: Facility) -> None:
    link = {"url": RELATED_CONDITION, "valueReference": {"reference": "Condition/d"}}
    bring(
        bundle(
            condition("Wheezing", extension=[link]),
            condition("Asthma", "J45.909", id="d"),
            condition("Gout", extension=[{**link, "valueReference": {"reference": "Patient/1"}}]),
        ),
        harbour,
        bello,
    )
    mia = Patient.objects.get()
    (asthma,) = clinic.diagnoses.read_all(mia.id, by=bello.actor).items
    problems = clinic.problems.read_all(mia.id, by=bello.actor).items
    assert {one.body.title: one.body.diagnosis for one in problems if one.body} == {
        "Wheezing": asthma.id, "Gout": None,
    }  # fmt: skip


def test_a_bundle_has_no_columns_to_choose(bello: Person, harbour: Facility) -> None:
    view = begin(bundle(), harbour, bello)
    how = {"version": view.version, "by": bello.actor}
    with pytest.raises(Invalid):
        imports.reread(view.id, charset="utf-8", separator="comma", **how)  # type: ignore[arg-type]
    with pytest.raises(Invalid):
        imports.confirm_reading(view.id, fields={}, order="ymd", **how)  # type: ignore[arg-type]
    assert shown(view, bello).state == "planned"
