"""Templates: the built-in ones, and the doctor's own, which nobody else sees."""

import pytest

from bedside import intake
from bedside.audit import Event
from bedside.clinic import notes
from bedside.clinic.models import NoteTemplate
from bedside.clinic.notes import NoteText, Section
from bedside.clinic.notes.builtin import BUILT_IN
from bedside.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from tests.clinic.writing import meet
from tests.people import Person

EAR = NoteText("Sore ear", (Section("Otoscopy", "Drum: "), Section("Plan", "Review in 3 days")))


def own(by: Person) -> list[notes.TemplateView]:
    return [each for each in notes.list_templates(by=by.actor) if each.id]


def test_everybody_has_the_built_in_ones_with_nothing_under_their_headings(bello: Person) -> None:
    listed = notes.list_templates(by=bello.actor)
    assert [each.key for each in listed] == list(BUILT_IN)
    assert {"soap", "phone", "follow-up", "referral"} <= set(BUILT_IN)
    assert all(text.is_empty and text.checked() == text for text in BUILT_IN.values())


def test_a_doctors_own_begins_their_notes_and_nobody_elses(
    asha: Person, bello: Person, chen: Person
) -> None:
    made = notes.create_template(EAR, by=bello.actor)
    assert [each.text for each in own(bello)] == [EAR]
    begun = intake.begin_note_at(meet(bello, asha).id, template=made.key, by=bello.actor)
    assert begun.text == EAR
    assert own(chen) == []
    for act in (
        lambda: notes.change_template(made.id, EAR, version=1, by=chen.actor),
        lambda: notes.delete_template(made.id, version=1, by=chen.actor),
    ):
        with pytest.raises(NotFound):
            act()
    assert [each.text for each in own(bello)] == [EAR]


def test_a_change_names_the_version_it_was_based_on(bello: Person) -> None:
    made = notes.create_template(EAR, by=bello.actor)
    changed = NoteText("Sore ears", EAR.sections)
    assert made.id is not None
    assert notes.change_template(made.id, changed, version=1, by=bello.actor).version == 2
    for act in (
        lambda: notes.change_template(made.id, EAR, version=1, by=bello.actor),
        lambda: notes.delete_template(made.id, version=1, by=bello.actor),
    ):
        with pytest.raises(Stale):
            act()
    assert [each.text for each in own(bello)] == [changed]
    notes.delete_template(made.id, version=2, by=bello.actor)
    assert own(bello) == []


def test_notes_begun_with_a_deleted_template_stay_as_they_are(asha: Person, bello: Person) -> None:
    made = notes.create_template(EAR, by=bello.actor)
    begun = intake.begin_note_at(meet(bello, asha).id, template=made.key, by=bello.actor)
    assert made.id is not None
    notes.delete_template(made.id, version=1, by=bello.actor)
    assert notes.read(begun.id, by=bello.actor).text == EAR


def test_there_are_so_many_and_no_more(bello: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bedside.clinic.notes.templates.MOST", 1)
    notes.create_template(EAR, by=bello.actor)
    with pytest.raises(Conflict):
        notes.create_template(EAR, by=bello.actor)


def test_a_bad_one_is_refused_by_field(bello: Person) -> None:
    with pytest.raises(Invalid) as refusal:
        notes.create_template(NoteText("", ()), by=bello.actor)
    assert set(refusal.value.fields) == {"title"}


def test_patients_have_none(asha: Person) -> None:
    with pytest.raises(Forbidden):
        notes.list_templates(by=asha.actor)


def test_a_damaged_one_hides_no_other_and_can_still_be_written_anew(bello: Person) -> None:
    made = [notes.create_template(NoteText(f"T{n}"), by=bello.actor) for n in range(3)]
    other = NoteTemplate.objects.get(id=made[0].id)
    NoteTemplate.objects.filter(id=made[1].id).update(sealed=other.sealed)
    listed = own(bello)
    assert [each.text and each.text.title for each in listed] == ["T0", None, "T2"]
    assert Event.objects.filter(action="vault.damaged").count() == 1
    assert made[1].id is not None
    notes.change_template(made[1].id, EAR, version=1, by=bello.actor)
    assert all(each.readable for each in own(bello))


def test_an_older_text_in_the_place_of_a_newer_does_not_open(bello: Person) -> None:
    made = notes.create_template(EAR, by=bello.actor)
    old = NoteTemplate.objects.get(id=made.id).sealed
    assert made.id is not None
    notes.change_template(made.id, NoteText("New"), version=1, by=bello.actor)
    NoteTemplate.objects.filter(id=made.id).update(sealed=old)
    assert [each.text for each in own(bello)] == [None]


def test_the_words_are_sealed_and_not_on_record(bello: Person) -> None:
    made = notes.create_template(EAR, by=bello.actor)
    assert b"Otoscopy" not in bytes(NoteTemplate.objects.get().sealed)
    event = Event.objects.get(action="note_template.create")
    assert event.objects_touched == {"note_template": str(made.id)}
    assert event.subjects == [] and event.details == {}
