"""Encounters and notes on the pages, without JavaScript: from the assessment to the patient."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from bedside import clinic, intake
from bedside.clinic import notes
from bedside.clinic.models import CareRelation, Encounter, Facility, Note
from bedside.clinic.notes import NoteText, Section
from tests.clinic.writing import AGAIN, SAID, amended, draft, lock, meet, signed
from tests.damage.ways import damage, document
from tests.intake.talking import COLD, send
from tests.people import Person, register_doctor, staff
from tests.web.browsing import Page, Visitor

HOSTILE = "</textarea><script>alert(1)</script> {{ settings }} 'नमस्ते'"


@pytest.fixture
def doctor(bello: Person) -> Visitor:
    """Dr Bello, signed in."""
    return Visitor().signs_in(bello)


@pytest.fixture
def okafor(harbour: Facility) -> Person:
    """Dr Okafor, a colleague of Dr Bello's."""
    return register_doctor("Dr Ines Okafor", "okafor@example.org", harbour)


def note_path(note: notes.NoteView) -> str:
    return f"/patients/{note.patient_id}/notes/{note.id}"


def press(visitor: Visitor, page: Page, action: str, **values: Any) -> Page:
    """Press the button of the form that leads to `action`."""
    return visitor.send(action, page.form_to(action), **values)


def test_from_an_assessment_to_a_locked_encounter(doctor: Visitor, asha: Person) -> None:
    sent = send(COLD, asha.actor)
    chart = doctor.get(f"/worklist/{sent.id}")
    press(doctor, chart, f"/worklist/{sent.id}/encounter")
    seen = doctor.location
    page = doctor.follow()
    assert "Asha Verma" in page.text and "Visit" in page.text
    assert f"/worklist/{sent.id}" in page.links
    press(doctor, page, f"/worklist/{sent.id}/note")
    path = doctor.location
    editor = doctor.follow()
    assert COLD.text in editor.text and "From the patient's assessment of" in editor.text
    form = editor.form_to(f"{path}/draft")
    said = {"text0": "Runny nose.", "text1": "", "text2": "A cold.", "text3": "Rest."}
    doctor.send(path, form, **said, do="sign")
    assert (doctor.status, doctor.location) == (303, seen)
    page = doctor.follow()
    assert "The note is signed" in page.text and "Runny nose." in page.text
    assert "Objective" not in page.text, "a heading without a text is left out"
    assert seen in doctor.get(f"/worklist/{sent.id}").links
    page = doctor.get(f"{seen}/lock")
    doctor.send(f"{seen}/lock", page.form("version"))
    page = doctor.follow()
    assert "Locked by Dr Amara Bello" in page.text
    actions = [form.action for form in page.forms]
    assert not any(action.endswith(("/notes", "/lock", "/cosign")) for action in actions)
    assert any(action.endswith("/amend") for action in actions)


def test_an_encounter_of_yesterday_is_on_the_clinics_clock(
    doctor: Visitor, asha: Person, harbour: Facility, dana: Person
) -> None:
    clinic.change_facility(harbour.id, {"time_zone": "Pacific/Auckland"}, version=1, by=dana.actor)
    path = f"/patients/{asha.patient}/encounters/new"
    form = doctor.get(path).form("started_at")
    doctor.send(path, form, kind="phone", started_at="2026-03-02T09:15")
    change = f"{doctor.location}/change"
    page = doctor.follow()
    assert "Phone call, 2 March 2026, 09:15" in page.text
    row = Encounter.objects.get()
    assert row.started_at.isoformat() == "2026-03-01T20:15:00+00:00"
    form = doctor.get(change).form("started_at")
    assert form.fields["started_at"] == ["2026-03-02T09:15"]
    doctor.send(change, form, kind="visit", started_at="2026-03-02 10:00")
    assert "Visit, 2 March 2026, 10:00" in doctor.follow().text


@pytest.mark.parametrize("at", ["2999-01-01T00:00", "0001-01-01T00:00", "soon", "9" * 4000])
def test_a_time_that_cannot_be_is_asked_back(doctor: Visitor, asha: Person, at: str) -> None:
    path = f"/patients/{asha.patient}/encounters/new"
    page = doctor.send(path, doctor.get(path).form("started_at"), kind="visit", started_at=at)
    assert doctor.status == 422 and "There is a problem" in page.text
    assert not Encounter.objects.exists()


def test_an_encounter_at_a_time_that_never_was_is_asked_back(
    doctor: Visitor, asha: Person, bello: Person
) -> None:
    Facility.objects.update(time_zone="Europe/London")
    path, never = f"/patients/{asha.patient}/encounters/new", "2026-03-29T01:30"
    page = doctor.send(path, doctor.get(path).form("started_at"), kind="visit", started_at=never)
    assert doctor.status == 422 and "this time never was" in page.text
    assert not Encounter.objects.exists()
    seen = meet(bello, asha)
    path = f"/patients/{asha.patient}/encounters/{seen.id}/change"
    page = doctor.send(path, doctor.get(path).form("started_at"), started_at=never)
    assert doctor.status == 422 and "this time never was" in page.text


def test_where_there_are_two_clinics_one_is_chosen(
    doctor: Visitor, asha: Person, bello: Person, millfield: Facility, dana: Person
) -> None:
    staff(millfield, bello, by=dana)
    CareRelation.objects.create(patient_id=asha.patient, facility=millfield, reason="referred")
    path = f"/patients/{asha.patient}/encounters/new"
    page = doctor.get(path)
    assert "Harbour Street Clinic" in page.text and "Millfield Health Centre" in page.text
    doctor.send(path, page.form("kind"), kind="visit", facility=str(millfield.id))
    assert Encounter.objects.get().facility_id == millfield.id


def test_the_chart_begins_one_with_a_single_press(
    doctor: Visitor, asha: Person, harbour: Facility
) -> None:
    path = f"/patients/{asha.patient}/encounters"
    token = doctor.get(path).form_to("/sign-out").fields
    doctor.post(path, {**token, "kind": "visit", "facility": str(harbour.id)})
    assert (doctor.status, doctor.location) == (303, f"{path}/{Encounter.objects.get().id}")


def test_encounters_are_listed_in_pages(
    doctor: Visitor, asha: Person, bello: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bedside.chart.encounters.PAGE", 1)
    path = f"/patients/{asha.patient}/encounters"
    seen = [meet(bello, asha), meet(bello, asha)]
    page = doctor.get(path)
    onward = next(link for link in page.links if "after=" in link)
    second = doctor.get(f"{path}{onward}")
    assert f"{path}/{seen[1].id}" in page.links and f"{path}/{seen[0].id}" in second.links
    assert not any("after=" in link for link in second.links)
    for broken in ("after=1~x", "after=%00", "after=" + "9" * 5000, "after=9999-12-31~x"):
        assert doctor.get(f"{path}?{broken}") and doctor.status == 422


# --- the editor ---------------------------------------------------------------------------------


def test_a_note_is_written_with_a_template_and_saved(
    doctor: Visitor, asha: Person, bello: Person
) -> None:
    seen = meet(bello, asha)
    page = doctor.get(f"/patients/{asha.patient}/encounters/{seen.id}")
    press(doctor, page, f"/patients/{asha.patient}/encounters/{seen.id}/notes", template="phone")
    path = doctor.location
    editor = doctor.follow()
    assert "Who called and why" in editor.text and "Asha Verma" in editor.text
    form = editor.form_to(f"{path}/draft")
    doctor.send(path, form, title="Call", text0=HOSTILE, text2="a\r\nb", do="save")
    assert doctor.location == path
    page = doctor.follow()
    assert "The draft is saved" in page.text and "<script>alert" not in doctor.html
    (view,) = notes.read_of_encounter(seen.id, by=bello.actor)
    assert view.text is not None
    texts = [section.text for section in view.text.sections]
    assert (view.text.title, texts) == ("Call", [HOSTILE, "", "a\nb", ""])
    page = doctor.get(f"/patients/{asha.patient}/encounters/{seen.id}")
    assert path in page.links and "Go on with your draft" in page.text


def test_headings_change_and_a_section_is_added(
    doctor: Visitor, asha: Person, bello: Person
) -> None:
    note = draft(bello, meet(bello, asha).id)
    path = note_path(note)
    form = doctor.get(path).form("title")
    doctor.send(path, form, heading0="History", text0="Sore ear.", text1="", do="add")
    assert doctor.location == f"{path}#id_text2"
    form = doctor.follow().form("title")
    assert form.fields["count"] == ["3"] and form.fields["heading0"] == ["History"]
    doctor.send(path, form, text0="Sore ear.", heading2="Family", text2="None.", do="save")
    now = notes.read(note.id, by=bello.actor).text
    assert now is not None
    assert [(s.heading, s.text) for s in now.sections] == [
        ("History", "Sore ear."),
        ("Plan", ""),
        ("Family", "None."),
    ]


def test_a_section_is_taken_out(doctor: Visitor, asha: Person, bello: Person) -> None:
    note = draft(bello, meet(bello, asha).id)
    path = note_path(note)
    page = doctor.get(path)
    assert "To take a section out" in page.text
    doctor.send(path, page.form("title"), text0="Sore ear.", do="add")
    doctor.send(
        path, doctor.follow().form("title"), text0="Sore ear.", heading1="", text1=" ", do="save"
    )
    now = notes.read(note.id, by=bello.actor).text
    assert now is not None and [section.text for section in now.sections] == ["Sore ear."]
    form = doctor.follow().form("title")
    doctor.send(path, form, heading0="", text0="", do="save")
    now = notes.read(note.id, by=bello.actor).text
    assert now is not None and now.sections == (Section(""),), "there is always one to write in"


def test_no_more_sections_than_fit(doctor: Visitor, asha: Person, bello: Person) -> None:
    full = NoteText("Note", tuple(Section(f"Part {n}") for n in range(20)))
    note = draft(bello, meet(bello, asha).id, full)
    path = note_path(note)
    page = doctor.get(path)
    assert not any(control.get("value") == "add" for control in page.controls)
    doctor.send(path, page.form("title"), do="add")
    assert doctor.status == 303
    now = notes.read(note.id, by=bello.actor).text
    assert now is not None and len(now.sections) == 20


@pytest.mark.parametrize("count", ["0", "21", "-1", "x", "9" * 400, "२"])
def test_a_form_that_lies_about_its_sections_is_refused(
    doctor: Visitor, asha: Person, bello: Person, count: str
) -> None:
    note = draft(bello, meet(bello, asha).id)
    path = note_path(note)
    doctor.send(path, doctor.get(path).form("title"), count=count, text0="x", do="save")
    assert doctor.status == 422
    assert notes.read(note.id, by=bello.actor).text == SAID


def test_what_is_wrong_is_said_and_the_text_stays(
    doctor: Visitor, asha: Person, bello: Person
) -> None:
    note = draft(bello, meet(bello, asha).id)
    path = note_path(note)
    form = doctor.get(path).form("title")
    for said, sentence in (
        ({"title": ""}, "Fill in: title"),
        ({"text1": "x" * 20_001}, "Write at most 20,000 letters. Now there are 20001."),
        ({"text0": "y" * 15_000, "text1": "z" * 15_000}, "at most 20,000 letters; this one has"),
    ):
        page = doctor.send(path, form, **{"text0": "Kept words", "do": "save", **said})
        assert doctor.status == 422 and sentence in page.text
        assert ("Kept words" in page.text) == ("text0" not in said)
    for do in ("sign", "save"):
        blank = {"text0": " ", "text1": "", "do": do}
        page = doctor.send(path, form, **blank)
        assert doctor.status == (422 if do == "sign" else 303)
        assert ("the note is empty" in page.text) == (do == "sign")


def test_of_two_tabs_the_one_behind_sees_both_texts_and_decides(
    doctor: Visitor, asha: Person, bello: Person
) -> None:
    note = draft(bello, meet(bello, asha).id)
    path = note_path(note)
    one, other = doctor.get(path).form("title"), doctor.get(path).form("title")
    doctor.send(path, one, text0="From the first tab.", do="save")
    for do in ("save", "sign"):
        page = doctor.send(path, other, text0="From the second tab.", do=do)
        assert doctor.status == 412
        assert "From the first tab." in page.text and "From the second tab." in page.text
        assert "data-autosave" not in doctor.html, "nothing is overwritten without a press"
        kept = notes.read(note.id, by=bello.actor).text
        assert kept is not None and kept.sections[0].text == "From the first tab."
    doctor.send(path, page.form("title"), text0="From both tabs.", do="save")
    assert doctor.status == 303
    kept = notes.read(note.id, by=bello.actor).text
    assert kept is not None and kept.sections[0].text == "From both tabs."


def test_what_was_written_too_late_stays_on_the_page(
    doctor: Visitor, asha: Person, bello: Person
) -> None:
    note = draft(bello, meet(bello, asha).id)
    path = note_path(note)
    form = doctor.get(path).form("title")
    notes.sign(note.id, version=note.version, by=bello.actor)
    page = doctor.send(path, form, text0="One more thing.", do="save")
    assert doctor.status == 409
    assert "can no longer be changed" in page.text and "One more thing." in page.text
    assert "Worse at night." in page.text


def test_an_ended_session_loses_nothing(doctor: Visitor, asha: Person, bello: Person) -> None:
    note = draft(bello, meet(bello, asha).id)
    path = note_path(note)
    form = doctor.get(path).form("title")
    del doctor.client.cookies["sid"]
    page = doctor.send(path, form, text0="Typed meanwhile.", do="sign")
    assert doctor.status == 401
    page = doctor.send(
        "/sign-in", page.form("password"), email=bello.email, password=bello.password
    )
    assert doctor.status == 200 and "Saved by itself" not in page.text
    editor = page.form_to(f"{path}/draft")
    assert editor.fields["text0"] == ["Typed meanwhile."]
    assert notes.read(note.id, by=bello.actor).state == "draft", "sent without being asked"
    doctor.send("/sign-in", editor, do="sign")
    now = notes.read(note.id, by=bello.actor)
    assert now.state == "signed" and now.text is not None
    assert now.text.sections[0].text == "Typed meanwhile."


def test_discarding_asks_first(doctor: Visitor, asha: Person, bello: Person) -> None:
    note = draft(bello, meet(bello, asha).id)
    page = doctor.get(f"{note_path(note)}/discard")
    assert "Worse at night." in page.text and Note.objects.exists()
    doctor.send(f"{note_path(note)}/discard", page.form("version"))
    assert doctor.location.endswith(f"/encounters/{note.encounter_id}")
    assert not Note.objects.exists()


def test_a_page_that_saves_by_itself_loads_its_script_and_no_other_does(
    doctor: Visitor, asha: Person, bello: Person
) -> None:
    note = draft(bello, meet(bello, asha).id)
    page = doctor.get(note_path(note))
    assert re.search(rf'data-autosave="/api{note_path(note)}"', doctor.html)
    assert any(control.get("id") == "id_text0" for control in page.controls)
    notes.sign(note.id, version=note.version, by=bello.actor)
    doctor.get(note_path(note))
    assert "data-autosave" not in doctor.html


# --- after signing ------------------------------------------------------------------------------


def test_co_signing_amending_and_sharing_are_buttons(
    asha: Person, bello: Person, okafor: Person
) -> None:
    note = signed(bello, meet(bello, asha).id)
    path = note_path(note)
    visitor = Visitor().signs_in(okafor)
    press(visitor, visitor.get(path), f"{path}/cosign")
    assert "co-signed by Dr Ines Okafor" in visitor.follow().text
    press(visitor, visitor.get(path), f"{path}/share")
    page = visitor.follow()
    assert "Shared with the patient by Dr Ines Okafor" in page.text
    press(visitor, page, f"{path}/amend")
    amending = visitor.location
    form = visitor.follow().form("title")
    visitor.send(amending, form, title="Correction", text0="It was the left ear.", do="sign")
    page = visitor.get(path)
    assert "Correction" in page.text and "It was the left ear." in page.text
    assert "Worse at night." in page.text
    press(visitor, page, f"{path}/unshare")
    assert "Shared with the patient" not in visitor.follow().text


def test_amending_works_after_the_lock(doctor: Visitor, asha: Person, bello: Person) -> None:
    note = signed(bello, meet(bello, asha).id)
    lock(bello, note.encounter_id)
    path = note_path(note)
    press(doctor, doctor.get(path), f"{path}/amend")
    amending = doctor.location
    form = doctor.follow().form("title")
    doctor.send(amending, form, text0="The left ear.", do="sign")
    assert doctor.status == 303 and "The left ear." in doctor.get(path).text


def test_a_lock_says_whose_draft_it_waits_for(
    doctor: Visitor, asha: Person, bello: Person, okafor: Person
) -> None:
    seen = meet(bello, asha)
    draft(okafor, seen.id)
    path = f"/patients/{asha.patient}/encounters/{seen.id}/lock"
    page = doctor.send(path, doctor.get(path).form("version"))
    assert doctor.status == 409 and "A draft by Dr Ines Okafor" in page.text
    assert "Worse at night." not in page.text


def test_the_patient_reads_what_was_shared_and_who_shared_it(
    asha: Person, ravi: Person, bello: Person
) -> None:
    note = signed(bello, meet(bello, asha).id)
    patient = Visitor().signs_in(asha)
    assert "/home/notes" in patient.get("/home").links
    assert "has not shared" in patient.get("/home/notes").text
    shared = notes.share(note.id, version=note.version, by=bello.actor)
    amended(bello, note.id)
    page = patient.get("/home/notes")
    assert f"/home/notes/{note.id}" in page.links and "Dr Amara Bello" in page.text
    for path in (f"/home/notes/{note.id}", f"/print/notes/{note.id}"):
        page = patient.get(path)
        assert "Worse at night." in page.text and "It was the left ear." in page.text
        assert "Shared with the patient by Dr Amara Bello" in page.text
        assert [form.action for form in page.forms] in ([], ["/sign-out"])
    other = Visitor().signs_in(ravi)
    notes.unshare(note.id, version=shared.version, by=bello.actor)
    for visitor in (patient, other):
        for path in (f"/home/notes/{note.id}", f"/print/notes/{note.id}"):
            visitor.get(path)
            assert visitor.status == 404
    events = patient.get("/home/accesses").text
    assert "Shared a note with you" in events and "Stopped sharing a note with you" in events


def test_on_paper_a_note_has_its_amendments_and_whose_it_is(
    doctor: Visitor, asha: Person, bello: Person, chen: Person
) -> None:
    note = signed(bello, meet(bello, asha).id)
    amended(bello, note.id)
    page = doctor.get(f"/print/notes/{note.id}")
    for text in ("Asha Verma", "17 April 1991", "Worse at night.", "It was the left ear."):
        assert text in page.text
    waiting = draft(bello, note.encounter_id, AGAIN)
    assert "Draft: not signed." in doctor.get(f"/print/notes/{waiting.id}").text
    elsewhere = Visitor().signs_in(chen)
    elsewhere.get(f"/print/notes/{note.id}")
    assert elsewhere.status == 404


def test_a_damaged_note_keeps_its_place(doctor: Visitor, asha: Person, bello: Person) -> None:
    seen = meet(bello, asha)
    written = [signed(bello, seen.id, text) for text in (SAID, AGAIN)]
    rows = Note.objects.in_bulk([note.id for note in written])
    damage(document(rows[written[0].id]), "bit", other=document(rows[written[1].id]))
    page = doctor.get(f"/patients/{asha.patient}/encounters/{seen.id}")
    assert "Could not be opened" in page.text and "Better since Monday." in page.text


# --- templates ----------------------------------------------------------------------------------


def test_a_template_is_made_used_changed_and_deleted(
    doctor: Visitor, asha: Person, bello: Person
) -> None:
    form = doctor.get("/note-templates/new").form("title")
    page = doctor.send(
        "/note-templates/new", form, title="Ear", heading0="Otoscopy", text0="Drum:", do="add"
    )
    form = page.form("title")
    assert form.fields["count"] == ["2"] and "Drum:" in page.text
    doctor.send("/note-templates/new", form, text0="Drum:", heading1="Plan", do="save")
    page = doctor.follow()
    assert "Ear" in page.text and "Otoscopy, Plan" in page.text
    (own,) = (each for each in notes.list_templates(by=bello.actor) if each.id)
    seen = meet(bello, asha)
    encounter = f"/patients/{asha.patient}/encounters/{seen.id}"
    page = doctor.get(encounter)
    assert "Ear (yours)" in page.text
    press(doctor, page, f"{encounter}/notes", template=own.key)
    assert "Drum:" in doctor.follow().text
    path = f"/note-templates/{own.id}"
    old = doctor.get(path).form("title")
    doctor.send(path, old, title="Ears", text0="Drums:", do="save")
    doctor.send(path, old, title="Nose", text0="", do="save")
    assert doctor.status == 412
    page = doctor.get("/note-templates")
    assert "Ears" in page.text and "Nose" not in page.text
    press(doctor, page, f"{path}/delete")
    assert "None yet" in doctor.follow().text


def test_a_template_of_a_colleague_is_not_there(doctor: Visitor, okafor: Person) -> None:
    theirs = notes.create_template(AGAIN, by=okafor.actor)
    doctor.get(f"/note-templates/{theirs.id}")
    assert doctor.status == 404


def test_an_unknown_template_begins_nothing(doctor: Visitor, asha: Person, bello: Person) -> None:
    seen = meet(bello, asha)
    path = f"/patients/{asha.patient}/encounters/{seen.id}"
    page = press(doctor, doctor.get(path), f"{path}/notes", template="nothing")
    assert doctor.status == 409 and "Choose one of your templates" in page.text
    assert not Note.objects.exists()


def test_what_was_said_late_is_still_yesterday(
    doctor: Visitor, asha: Person, bello: Person
) -> None:
    yesterday = timezone.now() - timedelta(days=1)
    seen = clinic.encounters.start(asha.patient, started_at=yesterday, by=bello.actor)
    note = signed(bello, seen.id)
    assert (note.happened_at, note.started_at > yesterday) == (yesterday, True)
    assert intake.read_encounter(seen.id, by=bello.actor).notes == [note]


def test_a_patient_reads_headings_in_plain_words(
    doctor: Visitor, asha: Person, bello: Person
) -> None:
    sections = (Section("Subjective", "Coughs."), Section("Plan", "Rest."), Section("Mood", "Low."))
    note = signed(bello, meet(bello, asha).id, NoteText("Consultation", sections))
    notes.share(note.id, version=note.version, by=bello.actor)
    page = Visitor().signs_in(asha).get(f"/home/notes/{note.id}")
    for plain in ("What you told us", "What happens next", "Mood"):
        assert plain in page.text
    assert "Subjective" not in page.text
    assert (
        "Subjective" in doctor.get(f"/patients/{asha.patient}/encounters/{note.encounter_id}").text
    )


def test_the_box_of_a_long_text_is_tall(doctor: Visitor, asha: Person, bello: Person) -> None:
    text = NoteText("Consultation", (Section("Subjective", "A line.\n" * 20), Section("Plan", "")))
    note = intake.begin_note_at(meet(bello, asha).id, template="soap", by=bello.actor)
    note = notes.save(note.id, text, version=note.version, by=bello.actor)
    boxes = [one for one in doctor.get(note_path(note)).controls if one["tag"] == "textarea"]
    assert [int(one["rows"]) for one in boxes] == [22, 5]


def test_the_worklist_leads_to_what_is_not_signed(asha: Person, bello: Person) -> None:
    visitor = Visitor().signs_in(bello)
    assert "/unsigned-notes" not in visitor.get("/worklist").links
    assert "Everything you wrote is signed." in visitor.get("/unsigned-notes").text
    note = draft(bello, meet(bello, asha).id)
    page = visitor.get("/worklist")
    assert "1 note that you have not signed" in page.text
    page = visitor.get("/unsigned-notes")
    assert "Consultation" in page.text and "born 17 April 1991" in page.text
    assert f"/patients/{asha.patient}/notes/{note.id}" in page.links


def test_an_encounter_begun_by_mistake_is_taken_back_with_two_presses(
    doctor: Visitor, asha: Person, bello: Person
) -> None:
    seen = f"/patients/{asha.patient}/encounters/{meet(bello, asha).id}"
    assert f"{seen}/error" in doctor.get(seen).links
    doctor.send(f"{seen}/error", doctor.get(f"{seen}/error").form("version"))
    page = doctor.follow()
    assert "Entered in error: it was begun by mistake" in page.text
    assert not {f"{seen}/error", f"{seen}/change", f"{seen}/lock"} & set(page.links)
    assert "Entered in error." in doctor.get(f"/patients/{asha.patient}/encounters").text


def test_an_encounter_with_a_note_is_no_mistake(
    doctor: Visitor, asha: Person, bello: Person
) -> None:
    met = meet(bello, asha)
    seen = f"/patients/{asha.patient}/encounters/{met.id}"
    form = doctor.get(f"{seen}/error").form("version")
    signed(bello, met.id)
    assert f"{seen}/error" not in doctor.get(seen).links
    page = doctor.send(f"{seen}/error", form)
    assert doctor.status == 409 and "A note was written at this encounter." in page.text
