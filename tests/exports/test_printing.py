"""Documents on paper: who may take out whose, what stands on them, and that it is on record."""

import pytest

from bedside import chart, clinic, exports, intake
from bedside.audit import Event
from bedside.clinic.allergies import AllergyBody
from bedside.clinic.diagnoses import DiagnosisBody
from bedside.clinic.flags import FlagBody
from bedside.clinic.medicines import MedicineBody
from bedside.clinic.models import Facility, Note
from bedside.clinic.notes import NoteText, Section
from bedside.clinic.problems import ProblemBody
from bedside.documents import HasDocument
from bedside.errors import Conflict, Damaged, Forbidden, NotFound
from bedside.intake.models import Assessment
from bedside.intake.wording import filled
from bedside.reports import Asked
from tests.clinic.diary import today
from tests.clinic.writing import amended, draft, meet, signed
from tests.damage.ways import damage
from tests.exports.papers import said, squeezed
from tests.intake.talking import COLD, HEART, finish, send
from tests.people import Person


def harm(row: HasDocument) -> None:
    damage(row, "bit", other=row)


def number_of(patient: Person, doctor: Person) -> str:
    return clinic.read_patient(patient.patient, by=doctor.actor).record_number


def test_a_doctor_takes_out_an_assessment_beside_the_record(asha: Person, bello: Person) -> None:
    allergy = AllergyBody(substance="Penicillin", severity="severe")
    clinic.allergies.add(asha.patient, allergy, by=bello.actor)
    sent = send(HEART, asha.actor)
    assert sent.result is not None
    taken = exports.assessment_pdf(sent.id, by=bello.actor)
    text = said(taken.content)
    for words in (
        "Asha Verma, born 17 April 1991",
        number_of(asha, bello),
        "Allergies: Penicillin (severe)",
        HEART.text,
        *(flag.label for flag in sent.result.red_flags),
        "Possible conditions: not a diagnosis",
        "Printed by Dr Amara Bello",
        *(answer.label for answer in sent.answers),
    ):
        assert squeezed(words) in text, words
    assert (taken.name[:11], taken.media_type) == ("assessment-", "application/pdf")


def test_a_patient_takes_out_what_they_are_told_and_nothing_for_doctors(asha: Person) -> None:
    sent = send(HEART, asha.actor)
    assert sent.result is not None
    text = said(exports.assessment_pdf(sent.id, by=asha.actor).content)
    assert squeezed(filled(sent.result).patient.headline) in text
    assert squeezed(HEART.text) in text and "Printedbythepatient" in text
    assert "Possibleconditions" not in text and "Redflags" not in text


def test_nobody_takes_out_what_they_cannot_read(
    asha: Person, ravi: Person, bello: Person, chen: Person, dana: Person
) -> None:
    sent, note = send(COLD, asha.actor), signed(bello, meet(bello, asha).id)
    for other in (chen, ravi):
        with pytest.raises(NotFound):
            exports.assessment_pdf(sent.id, by=other.actor)
        with pytest.raises(NotFound):
            exports.note_pdf(note.id, by=other.actor)
    with pytest.raises(NotFound):
        exports.chart_pdf(asha.patient, by=chen.actor)
    with pytest.raises(NotFound):
        exports.note_pdf(note.id, by=asha.actor)
    for act, what in (
        (exports.assessment_pdf, sent.id),
        (exports.note_pdf, note.id),
        (exports.chart_pdf, asha.patient),
    ):
        with pytest.raises(Forbidden):
            act(what, by=dana.actor)


def test_a_draft_of_a_patient_is_no_document(asha: Person, bello: Person) -> None:
    view = intake.start(text=COLD.text, age_years=30, sex="female", speaker="self", by=asha.actor)
    with pytest.raises(Conflict):
        exports.assessment_pdf(view.id, by=asha.actor)
    unsent = finish(COLD, asha.actor)
    assert "notsenttoaclinic" in said(exports.assessment_pdf(unsent.id, by=asha.actor).content)
    with pytest.raises(NotFound):
        exports.assessment_pdf(unsent.id, by=bello.actor)


def test_it_is_on_record_as_taken_out_and_the_patient_sees_it(asha: Person, bello: Person) -> None:
    sent, note = send(COLD, asha.actor), signed(bello, meet(bello, asha).id)
    exports.assessment_pdf(sent.id, by=bello.actor)
    exports.note_pdf(note.id, by=bello.actor)
    exports.chart_pdf(asha.patient, by=bello.actor)
    events = Event.objects.filter(action__endswith=".export").order_by("seq")
    assert [(event.action, event.outcome, event.actor_user) for event in events] == [
        (action, "done", bello.user)
        for action in ("assessment.export", "note.export", "chart.export")
    ]
    seen = [each.action for each in clinic.accesses(asha.patient, by=asha.actor)]
    assert {"assessment.export", "note.export", "chart.export"} <= set(seen)


def test_a_note_stands_on_paper_with_its_amendments_and_signatures(
    asha: Person, bello: Person
) -> None:
    text = NoteText("Earache", (Section("Plan", "#strong[none] *Drops* for\n7 days."),))
    note = signed(bello, meet(bello, asha).id, text)
    amended(bello, note.id, "It was the left ear.")
    paper = said(exports.note_pdf(note.id, by=bello.actor).content)
    for words in ("Earache", "#strong[none] *Drops* for", "It was the left ear.", "signed"):
        assert squeezed(words) in paper
    assert "Draft" not in paper
    clinic.notes.share(note.id, version=note.version, by=bello.actor)
    own = said(exports.note_pdf(note.id, by=asha.actor).content)
    assert "Whathappensnext" in own and "Itwastheleftear." in own


def test_ones_own_draft_says_that_it_is_one(asha: Person, bello: Person) -> None:
    note = draft(bello, meet(bello, asha).id)
    assert "Draft:notsigned." in said(exports.note_pdf(note.id, by=bello.actor).content)


def test_a_chart_on_paper_has_what_its_page_shows(asha: Person, bello: Person) -> None:
    add = (
        (clinic.allergies, AllergyBody(substance="Latex", reaction="a rash")),
        (clinic.flags, FlagBody(title="Falls", comment="uses a frame")),
        (clinic.problems, ProblemBody(title="Asthma")),
        (clinic.medicines, MedicineBody(as_written="Salbutamol", dose="two puffs")),
    )
    for noun, body in add:
        noun.add(asha.patient, body, by=bello.actor)
    sent = send(COLD, asha.actor)
    signed(bello, meet(bello, asha).id)
    text = said(exports.chart_pdf(asha.patient, by=bello.actor).content)
    for words in (
        "Allergies: Latex",
        "Alerts: Falls",
        "uses a frame",
        "Asthma",
        "Salbutamol, two puffs",
        "a rash",
        "07700 900017",
        COLD.text,
        "Consultation",
        number_of(asha, bello),
    ):
        assert squeezed(words) in text, words
    assert chart.read_chart(asha.patient, by=bello.actor).latest.id == sent.id


def test_what_is_damaged_is_named_and_hides_nothing_else(asha: Person, bello: Person) -> None:
    for substance in ("Latex", "Wasps"):
        clinic.allergies.add(asha.patient, AllergyBody(substance=substance), by=bello.actor)
    sent = send(COLD, asha.actor)
    row = clinic.allergies.of_patient(asha.patient, by=bello.actor)[0]
    harm(row)
    text = said(exports.chart_pdf(asha.patient, by=bello.actor).content)
    assert "couldnotbeopened" in text.lower() and ("Latex" in text) != ("Wasps" in text)
    harm(Assessment.objects.get(id=sent.id))
    text = said(exports.assessment_pdf(sent.id, by=bello.actor).content)
    assert "Couldnotbeopened." in text and "AshaVerma" in text


def test_a_damaged_note_is_no_empty_paper(asha: Person, bello: Person) -> None:
    note = signed(bello, meet(bello, asha).id)
    harm(Note.objects.get(id=note.id))
    with pytest.raises(Damaged):
        exports.note_pdf(note.id, by=bello.actor)


def test_a_report_stands_on_paper_with_all_its_tables_and_on_record(
    asha: Person, ravi: Person, bello: Person, chen: Person, harbour: Facility
) -> None:
    clinic.diagnoses.add(asha.patient, "E11.9", DiagnosisBody(), state="confirmed", by=bello.actor)
    taken = exports.report_pdf(harbour.id, Asked(), top=3, by=bello.actor)
    text = said(taken.content)
    for words in ("Harbour Street Clinic", "E11.9", "Asha Verma", "Open work", "By month"):
        assert squeezed(words) in text, words
    assert "RaviOstrom" not in text
    for words in (f"{today(harbour):%B %Y}", "4 hours to a day"):
        assert squeezed(words) in text, words
    assert f"{today(harbour):%Y-%m}" not in text and "within-1-day" not in text, (
        "words, and no codes"
    )
    event = Event.objects.get(action="report.export")
    assert (event.chain, event.subjects) == (harbour.id, [str(asha.patient)])
    assert event.details == {"format": "pdf", "patients": 1, "unopened": 0}
    assert not Event.objects.filter(action="report.read").exists(), "one act, one event"
    with pytest.raises(NotFound):
        exports.report_pdf(harbour.id, Asked(), top=3, by=chen.actor)
    exports.report_pdf(harbour.id, Asked(diagnosis="E11"), top=3, by=bello.actor)
    narrowed = Event.objects.filter(action="report.export", chain=harbour.id).latest("seq")
    assert narrowed.details["by_diagnosis"] is True
