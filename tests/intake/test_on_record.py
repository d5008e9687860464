"""What Asha denies although her record says otherwise is said, to her doctor and in the note."""

from collections.abc import Sequence

import pytest

from bedside import chart, clinic, intake
from bedside.clinic.allergies import AllergyBody
from bedside.clinic.diagnoses import DiagnosisBody
from bedside.clinic.medicines import MedicineBody
from bedside.clinic.models import Facility
from bedside.clinic.notes import NoteView
from bedside.clinic.problems import ProblemBody
from bedside.intake import AssessmentView
from bedside.intake.on_record import Entry, contradictions
from bedside.intake.views import Contradiction
from tests.intake.talking import COLD, HEART, send
from tests.people import Person


@pytest.fixture
def sent(asha: Person) -> AssessmentView:
    """A cold; to everything in the background she says "none of these"."""
    return send(COLD, asha.actor)


def against(sent: AssessmentView, doctor: Person) -> Sequence[Contradiction]:
    return chart.read_assessment(sent.id, by=doctor.actor).against


def subjective(note: NoteView) -> str:
    assert note.text is not None
    return note.text.sections[0].text


def test_a_denied_illness_and_a_denied_allergy_are_said(
    sent: AssessmentView, asha: Person, bello: Person
) -> None:
    assert against(sent, bello) == []
    allergy = AllergyBody(substance="Amoxicillin", severity="severe")
    clinic.allergies.add(asha.patient, allergy, by=bello.actor)
    clinic.problems.add(asha.patient, ProblemBody(title="Asthma, mild"), by=bello.actor)
    assert [(one.label, one.on_record) for one in against(sent, bello)] == [
        ("allergy to a medicine", ("Amoxicillin (severe)",)),
        ("asthma", ("Asthma, mild",)),
    ]


def test_every_door_that_reads_one_says_the_same_to_the_doctor_alone(
    sent: AssessmentView, asha: Person, bello: Person
) -> None:
    clinic.problems.add(asha.patient, ProblemBody(title="Asthma, mild"), by=bello.actor)
    read = intake.read(sent.id, by=bello.actor).against
    assert read == against(sent, bello) and [one.label for one in read or ()] == ["asthma"]
    assert intake.read(sent.id, by=asha.actor).against is None


def test_what_is_on_record_is_compared_though_the_list_is_too_long_to_show(
    sent: AssessmentView, asha: Person, bello: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bedside.chart.gathering.SHOWN", 1)
    for title in ("Asthma, mild", "Eczema"):
        clinic.problems.add(asha.patient, ProblemBody(title=title), by=bello.actor)
    seen = chart.read_assessment(sent.id, by=bello.actor)
    assert [one.body.title for one in seen.problems if one.body] == ["Eczema"]
    assert [one.label for one in seen.against] == ["asthma"] and seen.problems.more == 1


def test_a_note_does_not_begin_with_the_denial_alone(
    sent: AssessmentView, asha: Person, bello: Person
) -> None:
    clinic.problems.add(asha.patient, ProblemBody(title="Asthma, mild"), by=bello.actor)
    intake.start_encounter(sent.id, by=bello.actor)
    written = subjective(intake.begin_note(sent.id, by=bello.actor))
    assert "Denied, but on record:\n- asthma (on record: Asthma, mild)" in written
    (denied,) = [line for line in written.splitlines() if line.startswith("Background, denied")]
    assert "diabetes" in denied and "asthma" not in denied


def test_a_coded_diagnosis_counts_and_one_that_was_refuted_does_not(
    sent: AssessmentView, asha: Person, bello: Person, harbour: Facility
) -> None:
    found = clinic.diagnoses.add(asha.patient, "E11.9", DiagnosisBody(), by=bello.actor)
    (one,) = against(sent, bello)
    assert one.label == "diabetes" and "E11.9, suspected" in one.on_record[0]
    clinic.diagnoses.turn("refute", asha.patient, found.id, version=found.version, by=bello.actor)
    assert against(sent, bello) == []


def test_a_medicine_that_was_denied_is_found_by_its_name(
    sent: AssessmentView, asha: Person, bello: Person
) -> None:
    for name in ("Apixaban 5 mg", "Hydrocortisone cream 1%", "Paracetamol"):
        clinic.medicines.add(asha.patient, MedicineBody(as_written=name), by=bello.actor)
    assert [(one.label, one.on_record) for one in against(sent, bello)] == [
        ("takes a blood thinner", ("Apixaban 5 mg",))
    ]


@pytest.mark.parametrize(
    ("noun", "text", "finding"),
    [
        ("allergies", "Penicillin", "drug-allergy"),
        ("allergies", "Catapres", "drug-allergy"),
        ("allergies", "something unreadable", "drug-allergy"),
        ("allergies", "Peanuts", None),
        ("allergies", "Cat hair", None),
        ("conditions", "Type 2 diabetes mellitus", "diabetes"),
        ("conditions", "Family history of diabetes", None),
        ("conditions", "Diabetes insipidus", None),
        ("conditions", "Essential hypertension", "high-blood-pressure"),
        ("conditions", "Pulmonary hypertension", None),
        ("conditions", "TIA in 2019", "stroke-before"),
        ("conditions", "Heat stroke", None),
        ("conditions", "Initial visit", None),
        ("medicines", "Ibuprofen gel", None),
        ("medicines", "Ibuprofen 400 mg", "takes-nsaid"),
    ],
)
def test_only_what_means_the_same_is_compared(
    sent: AssessmentView, noun: str, text: str, finding: str | None
) -> None:
    nothing: dict[str, list[Entry]] = {"allergies": [], "conditions": [], "medicines": []}
    assert sent.result is not None
    found = contradictions(sent.result, sent.answers, {**nothing, noun: [Entry(text)]})
    assert [one.finding for one in found] == ([finding] if finding else [])


def test_nothing_is_said_of_what_was_not_denied(asha: Person, bello: Person) -> None:
    clinic.problems.add(asha.patient, ProblemBody(title="Asthma"), by=bello.actor)
    asked = send(HEART, asha.actor)
    answered = {option.id for one in asked.answers for option in one.question.options}
    assert "asthma" not in answered, "an emergency ends the interview before the background"
    assert against(asked, bello) == []


def test_what_was_asked_before_everything_else_contradicts_no_red_flag(
    asha: Person, bello: Person
) -> None:
    seen = chart.read_assessment(send(COLD, asha.actor).id, by=bello.actor)
    assert "chest pain or pressure now, lasting over 10 minutes" in seen.denied_at_first
    assert seen.assessment.result is not None
    assert set(seen.denied_at_first) < set(seen.assessment.result.summary.denied)
