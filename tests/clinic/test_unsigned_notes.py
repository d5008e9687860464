"""Before a day ends: what a doctor began to write and has not signed, about whomever it is."""

from dataclasses import replace

import pytest

from bedside import clinic
from bedside.audit import Event
from bedside.clinic import notes
from bedside.clinic.models import Facility
from bedside.errors import Forbidden
from tests.clinic.doubles import enrolled_again, merged
from tests.clinic.writing import draft, meet, signed
from tests.people import ASHA, Person, register_doctor, register_patient


def unsigned(who: Person) -> list[tuple[str, str]]:
    """The titles, and whom they are about."""
    rows = notes.read_unsigned(by=who.actor).rows
    assert notes.count_unsigned(by=who.actor) == len(rows)
    return [(row.note.text.title, row.patient.profile.name) for row in rows]


def test_a_doctor_finds_what_they_have_not_signed(
    asha: Person, bello: Person, harbour: Facility
) -> None:
    ben = register_patient(replace(ASHA, name="Ben Oduya", email="ben@example.org"), harbour)
    first = draft(bello, meet(bello, asha).id)
    note = signed(bello, meet(bello, ben).id)
    notes.amend(note.id, by=bello.actor)
    assert unsigned(bello) == [("Amendment", "Ben Oduya"), ("Consultation", "Asha Verma")]
    (event, *_) = Event.objects.filter(action="note.list_unsigned").order_by("-seq")
    assert set(event.subjects) == {str(asha.patient), str(ben.patient)}
    notes.sign(first.id, version=first.version, by=bello.actor)
    assert unsigned(bello) == [("Amendment", "Ben Oduya")]


def test_they_come_in_pages(asha: Person, bello: Person) -> None:
    begun = [draft(bello, meet(bello, asha).id).id for _ in range(3)][::-1]
    page = notes.read_unsigned(limit=2, by=bello.actor)
    assert [row.note.id for row in page.rows] == begun[:2]
    last = notes.read_unsigned(after=page.next, limit=2, by=bello.actor)
    assert ([row.note.id for row in last.rows], last.next) == (begun[2:], None)


def test_a_draft_is_its_authors_alone(
    asha: Person, bello: Person, chen: Person, noa: Person, harbour: Facility
) -> None:
    draft(bello, meet(bello, asha).id)
    colleague = register_doctor("Dr Wells", "wells@example.org", harbour)
    assert unsigned(colleague) == unsigned(chen) == []
    for other in (asha, noa):
        with pytest.raises(Forbidden):
            notes.read_unsigned(by=other.actor)
        with pytest.raises(Forbidden):
            notes.count_unsigned(by=other.actor)


def test_a_draft_in_a_merged_record_is_about_the_record_that_is_kept(
    asha: Person, bello: Person
) -> None:
    other = enrolled_again(asha, bello)
    seen = clinic.encounters.start(other, by=bello.actor)
    draft(bello, seen.id)
    merged(asha, bello, again=other)
    (row,) = notes.read_unsigned(by=bello.actor).rows
    assert row.patient.id == asha.patient
    assert notes.read(row.note.id, patient=asha.patient, by=bello.actor).state == "draft"
