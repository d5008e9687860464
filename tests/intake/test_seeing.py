"""From an assessment to an encounter and its note, which begins with what the patient said."""

from dataclasses import replace

import pytest

from bedside import intake
from bedside.assessment import Result
from bedside.audit import Event
from bedside.clinic import notes
from bedside.clinic.models import CareRelation, Encounter, Facility, Note
from bedside.errors import Conflict, Damaged, Forbidden, NotFound
from bedside.intake.models import Assessment
from bedside.intake.prefilling import soap
from bedside.intake.views import EnquiryView
from bedside.limits import NOTE
from tests.clinic.writing import lock
from tests.damage.ways import damage, document
from tests.intake.talking import COLD, HEART, begin, send
from tests.people import Person, staff


def sections(note: notes.NoteView) -> dict[str, str]:
    assert note.text is not None
    return {section.heading: section.text for section in note.text.sections}


def test_an_assessment_leads_to_one_encounter(asha: Person, bello: Person) -> None:
    sent = send(HEART, asha.actor)
    assert intake.read(sent.id, by=bello.actor).encounter_id is None
    seen = intake.start_encounter(sent.id, kind="phone", by=bello.actor)
    assert (seen.kind, seen.practitioner.name) == ("phone", "Dr Amara Bello")
    assert intake.start_encounter(sent.id, by=bello.actor) == seen
    assert Encounter.objects.count() == 1
    view = intake.read(sent.id, by=bello.actor)
    assert (view.encounter_id, view.version) == (seen.id, sent.version)
    assert intake.read(sent.id, by=asha.actor).encounter_id is None


def test_it_is_where_the_assessment_was_sent_to(
    asha: Person, bello: Person, harbour: Facility, millfield: Facility, dana: Person
) -> None:
    staff(millfield, bello, by=dana)
    CareRelation.objects.create(patient_id=asha.patient, facility=millfield, reason="referred")
    seen = intake.start_encounter(send(COLD, asha.actor).id, by=bello.actor)
    assert seen.facility_id == harbour.id


def test_nobody_else_begins_one(asha: Person, chen: Person, bello: Person, dana: Person) -> None:
    sent = send(COLD, asha.actor)
    draft = begin(COLD, asha.actor)
    for assessment, by in ((sent.id, chen), (draft.id, bello)):
        with pytest.raises(NotFound):
            intake.start_encounter(assessment, by=by.actor)
        with pytest.raises(NotFound):
            intake.begin_note(assessment, by=by.actor)
    for other in (asha, dana):
        with pytest.raises(Forbidden):
            intake.start_encounter(sent.id, by=other.actor)
    assert not Encounter.objects.exists()


def test_the_note_begins_with_what_was_said_and_diagnoses_nothing(
    asha: Person, bello: Person
) -> None:
    sent = send(COLD, asha.actor)
    seen = intake.start_encounter(sent.id, by=bello.actor)
    note = intake.begin_note(sent.id, by=bello.actor)
    assert note.encounter_id == seen.id and note.text is not None
    written = sections(note)
    said = written["Subjective"]
    assert said.startswith("From the patient's assessment of ")
    assert f"“{COLD.text}”" in said
    assert "Since when:\n- runny nose: 1 day ago" in said
    assert "- runny nose: duration: 1 day; appearance: Clear" in said
    assert "Denied: struggling to breathe; fever; cough; choking; cannot swallow own saliva" in said
    assert "; and 24 more, listed in the assessment." in said, "the few that matter are in sight"
    background = "Background, denied: may have breathed fumes; weakened immune system; asthma"
    assert background in said
    assert "Nothing that I know of" not in said
    assert (written["Assessment"], written["Plan"]) == ("", "")
    view = intake.read(sent.id, by=bello.actor)
    assert view.result is not None and view.result.conditions
    for condition in view.result.conditions:
        assert condition.label not in note.text.to_body()["sections"].__repr__()


def test_red_flags_stand_in_it_with_the_answers_they_come_from(asha: Person, bello: Person) -> None:
    sent = send(HEART, asha.actor)
    intake.start_encounter(sent.id, by=bello.actor)
    said = sections(intake.begin_note(sent.id, by=bello.actor))["Subjective"]
    assert (
        "Red flags:\n- Chest pain or pressure now (emergency, "
        "chest pain or pressure now, lasting over 10 minutes: yes)" in said
    )
    assert "Told, and not asked about: chest pain; " in said


def test_the_doctor_edits_and_signs_it_like_any_note(asha: Person, bello: Person) -> None:
    sent = send(COLD, asha.actor)
    intake.start_encounter(sent.id, by=bello.actor)
    begun = intake.begin_note(sent.id, by=bello.actor)
    assert begun.text is not None
    edited = replace(begun.text, sections=begun.text.sections[:1])
    notes.save(begun.id, edited, version=begun.version, by=bello.actor)
    again = intake.begin_note(sent.id, by=bello.actor)
    assert (again.id, again.text) == (begun.id, edited)
    assert Note.objects.count() == 1


def test_without_an_encounter_or_after_its_lock_no_note_begins(asha: Person, bello: Person) -> None:
    sent = send(COLD, asha.actor)
    with pytest.raises(Conflict):
        intake.begin_note(sent.id, by=bello.actor)
    lock(bello, intake.start_encounter(sent.id, by=bello.actor).id)
    with pytest.raises(Conflict):
        intake.begin_note(sent.id, by=bello.actor)


def test_a_damaged_assessment_fills_nothing(asha: Person, bello: Person) -> None:
    sent = send(COLD, asha.actor)
    seen = intake.start_encounter(sent.id, by=bello.actor)
    row = Assessment.objects.get(id=sent.id)
    damage(document(row), "bit", other=document(row))
    with pytest.raises(Damaged):
        intake.begin_note(sent.id, by=bello.actor)
    assert intake.begin_note_at(seen.id, template="soap", by=bello.actor).text is not None


def test_both_are_on_record(asha: Person, bello: Person, harbour: Facility) -> None:
    sent = send(COLD, asha.actor)
    seen = intake.start_encounter(sent.id, by=bello.actor)
    note = intake.begin_note(sent.id, by=bello.actor)
    touched = {"assessment": str(sent.id), "encounter": str(seen.id)}
    start = Event.objects.get(action="encounter.start")
    assert (start.chain, start.objects_touched) == (harbour.id, touched)
    begun = Event.objects.get(action="note.begin")
    assert (begun.chain, begun.objects_touched) == (harbour.id, {**touched, "note": str(note.id)})


# --- the words, without a clinic ----------------------------------------------------------------


def result(**summary: object) -> Result:
    return Result.from_data({"type": "result", "triage": "routine", "when": "", "summary": summary})


def written(found: Result, *enquiries: EnquiryView) -> dict[str, str]:
    text = soap("It hurts", found, enquiries, sent_on="2 March 2026")
    assert text.checked() == text
    return {section.heading: section.text for section in text.sections}


def test_what_was_measured_is_objective() -> None:
    vitals = [{"id": "temperature", "label": "temperature", "value": "38.5 °C"}]
    scores = [{"id": "phq9", "label": "PHQ-9", "total": 8, "complete": True, "band": "mild"}]
    found = written(result(vitals=vitals, scores=scores))
    assert found["Objective"] == (
        "From the patient's assessment of 2 March 2026.\n\n"
        "Measured by the patient:\n- temperature: 38.5 °C\n\n"
        "Scores from the answers:\n- PHQ-9: 8, mild"
    )
    assert written(result())["Objective"] == ""


def test_who_answered_is_said_when_it_was_not_the_patient() -> None:
    about = {"speaker": "parent", "patient_present": "no", "answered_alone": False}
    said = written(result(about=about))["Subjective"]
    assert "Answered for the patient by: parent, who was not with the patient." in said
    assert "Answered" not in written(result(about={"speaker": "self"}))["Subjective"]


def test_answers_about_safety_at_home_are_not_copied() -> None:
    safeguarding = [{"id": "safe-at-home", "label": "afraid of somebody at home", "value": "yes"}]
    assert "afraid" not in repr(written(result(safeguarding=safeguarding)))


def test_what_was_denied_is_said_about_the_patient_and_told_apart() -> None:
    denied = ["chest pain, or pressure", "about to hurt or kill myself"]
    said = written(result(denied=denied))["Subjective"]
    assert "Denied: chest pain, or pressure; about to hurt or kill themselves." in said


def test_answers_that_say_nothing_are_left_out() -> None:
    details = [
        {"id": "pain.location", "label": "location", "value": "None of these"},
        {"id": "pain.severity", "label": "severity", "value": "8"},
    ]
    symptoms = [{"id": "pain", "label": "pain", "details": details}]
    background = {"there": ["asthma", "anything else: Nothing that I know of."], "not_there": []}
    said = written(result(symptoms=symptoms, background=background))["Subjective"]
    assert "- pain: severity: 8" in said and "None of these" not in said
    assert "Background: asthma." in said


def test_what_the_patient_was_asked_back_is_in_it(asha: Person, bello: Person) -> None:
    view = intake.read(send(COLD, asha.actor).id, by=bello.actor)
    view = intake.take(view.id, version=view.version, by=bello.actor)
    view = intake.ask(view.id, "Any travel?", version=view.version, by=bello.actor)
    intake.reply(view.id, "To Lisbon.", version=view.version, by=asha.actor)
    intake.start_encounter(view.id, by=bello.actor)
    said = sections(intake.begin_note(view.id, by=bello.actor))["Subjective"]
    assert said.endswith("Asked back: “Any travel?” Reply: “To Lisbon.”")


def test_more_than_a_note_takes_is_cut_and_says_so() -> None:
    found = written(result(denied=["something rather long"] * 2000))
    assert found["Subjective"].endswith("The rest is in the assessment.")
    assert sum(len(heading) + len(text) for heading, text in found.items()) == NOTE
