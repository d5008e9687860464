"""The page of an encounter shows what was recorded at it, and after signing what comes next."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bedside import clinic, intake
from bedside.clinic.allergies import AllergyBody
from bedside.clinic.appointments.models import Appointment
from bedside.clinic.diagnoses import DiagnosisBody
from bedside.clinic.encounters import EncounterView
from bedside.clinic.medicines import MedicineBody
from bedside.clinic.models import Facility
from bedside.clinic.vitals import VitalsBody
from tests.clinic.writing import meet, signed
from tests.intake.talking import COLD, HEART, send
from tests.people import Person
from tests.web.browsing import Visitor


@pytest.fixture
def doctor(bello: Person) -> Visitor:
    """Dr Bello, signed in."""
    return Visitor().signs_in(bello)


def path_of(seen: EncounterView) -> str:
    return f"/patients/{seen.patient_id}/encounters/{seen.id}"


def measure(seen: EncounterView, doctor: Person) -> None:
    body = VitalsBody(measured_at=timezone.now(), systolic=152, diastolic=94, note="left arm")
    clinic.vitals.add(seen.patient_id, body, encounter=seen.id, by=doctor.actor)


def test_what_was_recorded_at_it_is_shown_and_nothing_else(
    doctor: Visitor, asha: Person, bello: Person
) -> None:
    seen, other = meet(bello, asha), meet(bello, asha)
    page = doctor.get(path_of(seen))
    assert "Nothing but notes." in page.text
    measure(seen, bello)
    by = bello.actor
    clinic.diagnoses.add(asha.patient, "I10", DiagnosisBody(), encounter=seen.id, by=by)
    ramipril = MedicineBody(as_written="Ramipril 5 mg")
    clinic.medicines.add(asha.patient, ramipril, encounter=seen.id, by=by)
    latex = clinic.allergies.add(
        asha.patient, AllergyBody(substance="Latex"), encounter=seen.id, by=by
    )
    elsewhere = MedicineBody(as_written="Paracetamol")
    clinic.medicines.add(asha.patient, elsewhere, encounter=other.id, by=by)
    page = doctor.get(path_of(seen))
    for text in ("152 mmHg", "left arm", "I10", "Ramipril 5 mg", "Latex"):
        assert text in page.text, text
    assert "Paracetamol" not in page.text and "Nothing but notes." not in page.text
    clinic.allergies.mark_as_error(asha.patient, latex.id, version=latex.version, by=by)
    assert "Latex" not in doctor.get(path_of(seen)).text


def test_a_note_begins_with_what_was_measured(doctor: Visitor, asha: Person, bello: Person) -> None:
    seen = meet(bello, asha)
    measure(seen, bello)
    page = doctor.get(path_of(seen))
    doctor.send(path_of(seen), page.form_to(f"{path_of(seen)}/notes"), template="soap")
    page = doctor.follow()
    texts = page.form("text").fields["text"] if "text" in page.form("title").names else []
    written = " ".join(texts) or doctor.html
    assert "Measured at this encounter:" in written
    assert "Systolic blood pressure 152 mmHg; Diastolic blood pressure 94 mmHg; left arm" in written


def test_other_sections_and_templates_stay_as_they_are(asha: Person, bello: Person) -> None:
    seen = meet(bello, asha)
    measure(seen, bello)
    note = intake.begin_note_at(seen.id, template="phone", by=bello.actor)
    assert note.text is not None and note.text.is_empty


def test_a_note_from_an_assessment_has_both_measurements(asha: Person, bello: Person) -> None:
    sent = send(COLD, asha.actor)
    seen = intake.start_encounter(sent.id, by=bello.actor)
    measure(seen, bello)
    note = intake.begin_note(sent.id, by=bello.actor)
    assert note.text is not None
    (objective,) = [one.text for one in note.text.sections if one.heading == "Objective"]
    assert objective.startswith("Measured at this encounter:\n- ")
    assert "152 mmHg" in objective


def test_after_signing_the_next_step_is_one_press_away(
    doctor: Visitor, asha: Person, bello: Person
) -> None:
    sent = send(COLD, asha.actor)
    taken = intake.take(sent.id, version=sent.version, by=bello.actor)
    seen = intake.start_encounter(sent.id, by=bello.actor)
    page = doctor.get(path_of(seen))
    assert "Mark as reviewed" not in page.text and "Next patient" not in page.text
    draft = intake.begin_note(sent.id, by=bello.actor)
    clinic.notes.sign(draft.id, version=draft.version, by=bello.actor)
    page = doctor.get(path_of(seen))
    assert f"/worklist/{sent.id}/times" in page.links and f"/worklist/{sent.id}/next" in page.links
    assert page.text.index("Mark as reviewed") < page.text.index("Write a note from the assessment")
    assert doctor.html.count("<button>") == 1, "one main button"
    form = page.form_to(f"/worklist/{sent.id}/review")
    assert form.fields["version"] == [str(taken.version)]
    doctor.send(path_of(seen), form)
    assert "Marked as reviewed" in doctor.follow().text
    assert "Mark as reviewed" not in doctor.get(path_of(seen)).text


def test_an_emergency_that_nobody_has_taken_is_taken_from_there(
    doctor: Visitor, asha: Person, bello: Person
) -> None:
    sent = send(HEART, asha.actor)
    seen = intake.start_encounter(sent.id, by=bello.actor)
    draft = intake.begin_note(sent.id, by=bello.actor)
    clinic.notes.sign(draft.id, version=draft.version, by=bello.actor)
    page = doctor.get(path_of(seen))
    assert page.form_to(f"/worklist/{sent.id}/take") and "Mark as reviewed" not in page.text


def test_the_history_says_whose_it_is_and_speaks_in_words(
    doctor: Visitor, asha: Person, bello: Person, harbour: Facility
) -> None:
    signed(bello, meet(bello, asha).id)
    day = timezone.now() - timedelta(days=1)
    Appointment.objects.create(
        patient_id=asha.patient,
        facility=harbour,
        practitioner_id=bello.user,
        start=day,
        end=day + timedelta(minutes=20),
        status="fulfilled",
    )
    page = doctor.get(f"/patients/{asha.patient}/timeline")
    assert "Asha Verma" in page.text and "Allergies not asked about" in page.text
    assert "Appointment (seen)" in " ".join(page.text.split())
    for raw in ("(note)", "fulfilled", "(visit) :"):
        assert raw not in page.text
    chart = doctor.get(f"/patients/{asha.patient}")
    assert "fulfilled" not in chart.text and "seen" in chart.text
