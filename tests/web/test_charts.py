"""The patient's chart as a page, what happened page by page, and the patient's own page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bedside import clinic, intake
from bedside.clinic.allergies import AllergyBody
from bedside.clinic.diagnoses import DiagnosisBody
from bedside.clinic.flags import FlagBody
from bedside.clinic.medicines import MedicineBody
from bedside.clinic.models import Encounter, Facility
from bedside.clinic.vitals import VitalsBody
from bedside.documents.models import Blob
from bedside.intake.models import Assessment
from tests.chart.test_chart import add_encounters
from tests.clinic.lists.elsewhere import seen_elsewhere
from tests.intake.talking import HEART, send
from tests.people import Person
from tests.web.browsing import Visitor


def test_the_chart_answers_who_this_is_and_what_matters(asha: Person, bello: Person) -> None:
    clinic.allergies.add(
        asha.patient, AllergyBody(substance="<i>Penicillin</i>", severity="severe"), by=bello.actor
    )
    for days, pulse in ((3, 88), (1, 76)):
        at = timezone.now() - timedelta(days=days)
        clinic.vitals.add(asha.patient, VitalsBody(measured_at=at, pulse=pulse), by=bello.actor)
    sent = send(HEART, asha.actor)
    doctor = Visitor().signs_in(bello)
    page = doctor.get(f"/patients/{asha.patient}")
    assert "Asha Verma" in page.text and "35 years" in page.text
    assert "<i>Penicillin</i> (severe)" in page.text and "<i>Penicillin" not in doctor.html
    assert f"/worklist/{sent.id}" in page.links and "Red flags" in page.text
    assert "<polyline" in doctor.html and "76" in page.text


def test_alerts_stand_above_every_page_of_the_record(asha: Person, bello: Person) -> None:
    body = FlagBody(
        title="<b>Violence</b> at the last visit", category="behavioral", comment="calm"
    )
    clinic.flags.add(asha.patient, body, by=bello.actor)
    seen = clinic.encounters.start(asha.patient, by=bello.actor)
    doctor, path = Visitor().signs_in(bello), f"/patients/{asha.patient}"
    encounter = f"{path}/encounters/{seen.id}"
    draft = intake.begin_note_at(seen.id, by=bello.actor)
    note = f"{path}/notes/{draft.id}"
    for page in (path, f"{path}/encounters", f"{path}/vitals", encounter, note):
        assert "Alerts: <b>Violence</b> at the last visit" in doctor.get(page).text, page
    assert "(Behaviour)" in doctor.get(f"{path}/flags").text
    assert "Violence" not in Visitor().signs_in(asha).get("/home").text


def test_a_list_that_is_cut_says_how_much_it_leaves_out(
    asha: Person, bello: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bedside.chart.gathering.SHOWN", 2)
    by = bello.actor
    for number in range(5):
        severity = "mild" if number else "severe"
        body = AllergyBody(substance=f"Something {number}", severity=severity)
        clinic.allergies.add(asha.patient, body, by=by)
        clinic.flags.add(asha.patient, FlagBody(title="Falls", category="safety"), by=by)
    doctor, path = Visitor().signs_in(bello), f"/patients/{asha.patient}"
    for page in (path, f"{path}/vitals"):
        text = doctor.get(page).text
        assert "Allergies: Something 0 (severe), Something 4 and 3 more" in text
        assert "Alerts: Falls, Falls and 3 more" in text
    assert "Something 0, Something 4 and 3 more" in Visitor().signs_in(asha).get("/home").text


def test_every_list_that_is_cut_says_so_to_the_patient_and_beside_the_assessment(
    asha: Person, bello: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bedside.chart.gathering.SHOWN", 2)
    by, sent = bello.actor, send(HEART, asha.actor)
    for number, code in enumerate(("I10", "J00", "R51.9", "E11.9", "J45.909")):
        medicine = MedicineBody(as_written=f"Medicine {number}")
        clinic.medicines.add(asha.patient, medicine, by=by)
        confirmed = {"state": "confirmed", "by": by}
        clinic.diagnoses.add(asha.patient, code, DiagnosisBody(), **confirmed)  # type: ignore[arg-type]
    hers = " ".join(Visitor().signs_in(asha).get("/home").text.split())
    assert "Medicine 4; Medicine 3 and 3 more" in hers
    assert "Diagnoses" in hers and hers.count("and 3 more") == 2
    doctor = Visitor().signs_in(bello)
    beside = doctor.get(f"/worklist/{sent.id}").text
    assert beside.count("and 3 more") == 2, "problems with diagnoses, and medicines"


def test_what_nobody_asked_about_is_said(asha: Person, bello: Person) -> None:
    page = Visitor().signs_in(bello).get(f"/patients/{asha.patient}")
    assert "Allergies not asked about" in page.text


def test_the_timeline_goes_on_and_keeps_its_filters(
    asha: Person, bello: Person, harbour: Facility
) -> None:
    add_encounters(asha.patient, bello, harbour, 25)
    send(HEART, asha.actor)
    doctor = Visitor().signs_in(bello)
    path = f"/patients/{asha.patient}/timeline"
    page = doctor.get(f"{path}?kind=encounter")
    earlier = next(link for link in page.links if "after=" in link)
    assert "kind=encounter" in earlier and "crushing" not in page.text
    assert doctor.get(earlier).text.count("Encounter ") >= 5
    for wrong in ("after=nonsense", "kind=nonsense", "kind=encounter&kind=x", "after=9999-12-31~x"):
        page = doctor.get(f"{path}?{wrong}")
        assert doctor.status == 422, "the first page would look like the end of what happened"
        assert "Something is not right" in page.text


def test_her_own_page_says_what_the_clinic_has_and_who_looked(asha: Person, bello: Person) -> None:
    clinic.allergies.add(asha.patient, AllergyBody(substance="Latex"), by=bello.actor)
    Visitor().signs_in(bello).get(f"/patients/{asha.patient}")
    page = Visitor().signs_in(asha).get("/home")
    assert "Latex" in page.text and "Harbour Street Clinic" in page.text
    assert "Dr Amara Bello" in page.text and "Read your record" in page.text


def test_an_assessment_that_does_not_open_is_not_said_to_be_missing(
    asha: Person, bello: Person
) -> None:
    sent = send(HEART, asha.actor)
    row = Assessment.objects.get(id=sent.id)
    Blob.objects.filter(id=row.blob_id).delete()
    page = Visitor().signs_in(bello).get(f"/patients/{asha.patient}")
    assert "None was sent" not in page.text and "No red flag fired" not in page.text
    assert f"/worklist/{sent.id}" in page.links and "Emergency" in page.text


def test_an_encounter_begins_with_one_press(asha: Person, bello: Person) -> None:
    doctor = Visitor().signs_in(bello)
    path = f"/patients/{asha.patient}"
    doctor.send(f"{path}/encounters", doctor.get(path).form_to(f"{path}/encounters"))
    assert doctor.status == 303 and doctor.location.startswith(f"{path}/encounters/")
    row = Encounter.objects.get()
    assert (row.patient_id, row.kind) == (asha.patient, "visit")


def test_the_banner_says_needs_and_language_in_words(asha: Person, bello: Person) -> None:
    changes = {"needs": ("more-time", "wheelchair"), "language": "hi"}
    clinic.correct_profile(asha.patient, changes, version=1, by=bello.actor)
    text = Visitor().signs_in(bello).get(f"/patients/{asha.patient}").text
    assert "a longer appointment; step-free access for a wheelchair" in text
    assert "Speaks Hindi" in text and "more-time" not in text


def test_an_encounter_at_another_clinic_is_shown_as_that(asha: Person, bello: Person) -> None:
    seen = seen_elsewhere(asha.patient, bello, type="Check-up", participant="Dr Ada Quist")
    doctor, path = Visitor().signs_in(bello), f"/patients/{asha.patient}"
    assert "at another clinic (Riverside Clinic): Check-up" in doctor.get(path).text
    listed = doctor.get(f"{path}/encounters")
    assert "Check-up, at another clinic (Riverside Clinic)." in listed.text
    assert f"{path}/elsewhere/{seen}" in listed.links
    page = doctor.get(f"{path}/elsewhere/{seen}").text
    for words in ("Riverside Clinic", "Dr Ada Quist", "Check-up", "It is only read here."):
        assert words in page, words
    only = doctor.get(f"{path}/timeline?kind=elsewhere")
    assert f"{path}/elsewhere/{seen}" in only.links
