"""Words in one patient's notes: opened, compared and forgotten."""

import pytest

from bedside.audit import Event
from bedside.clinic import notes
from bedside.clinic.models import Facility, Note
from bedside.clinic.notes import NoteText, Section, searching
from bedside.clinic.notes.wording import Wanted
from bedside.documents.models import Blob
from bedside.errors import NotFound
from tests.clinic.writing import amended, draft, meet, signed
from tests.people import Person, register_doctor
from tests.web.browsing import Visitor


def text(*said: str) -> NoteText:
    return NoteText("Consultation", tuple(Section("Plan", words) for words in said))


def titles(found: notes.NotesFound) -> list[str]:
    return [hit.note.text.sections[0].text if hit.note.text else "?" for hit in found.hits]


@pytest.mark.parametrize(
    ("asked", "fits"),
    [
        ("crème", True),
        ("CREME", True),
        ("cre", True),
        ("reme", False),
        ("steroid creme", True),
        ('"steroid crème"', True),
        ('"crème steroid"', False),
        ('"twice daily"', True),
        ("twice weekly", False),
        ("strasse", True),
        ("1.5", True),
        ("(", False),
        ("", False),
    ],
)
def test_what_is_looked_for_is_found_as_people_write_it(asked: str, fits: bool) -> None:
    said = ["Steroid cre\u0300me 1.5 g, twice\n  daily, Lange Straße"]
    assert Wanted.of(asked).all_in(said) is fits


def test_what_was_found_is_marked_where_it_stands() -> None:
    said = "a" * 200 + " the left e\u0301ar, and the left knee " + "b " * 200
    pieces = Wanted.of("ear left").excerpt(said)
    assert [piece for piece, marked in pieces if marked] == ["left", "e\u0301ar", "left"]
    assert pieces[0][0] == "…" and pieces[-1][0].endswith("…")
    assert "".join(piece for piece, _ in pieces).strip("…") in said


def test_a_doctor_finds_what_was_written_and_amended(asha: Person, bello: Person) -> None:
    seen = meet(bello, asha)
    note = signed(bello, seen.id, text("Drops for the right ear."))
    amended(bello, note.id, "It was the left ear.")
    signed(bello, meet(bello, asha).id, text("Knee better."))
    found = notes.search(asha.patient, "ear", by=bello.actor)
    assert titles(found) == ["It was the left ear.", "Drops for the right ear."]
    assert found.whole
    assert titles(notes.search(asha.patient, "left ear", by=bello.actor)) == [
        "It was the left ear."
    ]
    assert notes.search(asha.patient, "elbow", by=bello.actor).hits == []


def test_everybody_searches_what_they_may_read(
    asha: Person, ravi: Person, bello: Person, chen: Person, harbour: Facility
) -> None:
    other = register_doctor("Dr Ines Okafor", "okafor@example.org", harbour)
    seen = meet(bello, asha)
    shared = signed(bello, seen.id, text("Shared words."))
    notes.share(shared.id, version=shared.version, by=bello.actor)
    draft(bello, meet(bello, asha).id, text("Draft words."))
    signed(bello, meet(bello, asha).id, text("Signed words."))
    assert len(notes.search(asha.patient, "words", by=bello.actor).hits) == 3
    assert len(notes.search(asha.patient, "words", by=other.actor).hits) == 2
    assert titles(notes.search(asha.patient, "words", by=asha.actor)) == ["Shared words."]
    for stranger in (chen, ravi):
        with pytest.raises(NotFound):
            notes.search(asha.patient, "words", by=stranger.actor)


def test_a_note_that_does_not_open_stays_as_a_row(asha: Person, bello: Person) -> None:
    signed(bello, meet(bello, asha).id, text("Drops for the ear."))
    signed(bello, meet(bello, asha).id, text("Nothing of it."))
    row = Note.objects.order_by("started_at")[1]
    Blob.objects.filter(id=row.blob_id).update(body=b"\x01" * 60)
    found = notes.search(asha.patient, "ear", by=bello.actor)
    assert titles(found) == ["?", "Drops for the ear."]


def test_older_notes_than_were_looked_through_are_owned_up_to(
    asha: Person, bello: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "MOST", 1)
    for n in range(2):
        signed(bello, meet(bello, asha).id, text(f"Drops {n}."))
    found = notes.search(asha.patient, "drops", by=bello.actor)
    assert (titles(found), found.whole) == (["Drops 1."], False)


def test_the_log_counts_and_quotes_nothing(asha: Person, bello: Person) -> None:
    signed(bello, meet(bello, asha).id, text("Drops."))
    notes.search(asha.patient, "drops consult", by=bello.actor)
    event = Event.objects.get(action="note.search")
    assert (event.subjects, event.details) == ([str(asha.patient)], {"count": 1, "parts": 2})


def test_the_page_shows_where_it_says_so(asha: Person, bello: Person) -> None:
    signed(bello, meet(bello, asha).id, text("Drops for the <b>ear</b>."))
    visitor = Visitor().signs_in(bello)
    path = f"/patients/{asha.patient}/notes/find"
    page = visitor.send(path, visitor.get(path).form("text"), text="ear drops")
    assert "1 note found" in page.text
    assert "<strong><bdi>Plan</bdi>:</strong>" in visitor.html
    assert "<mark>Drops</mark> for the &lt;b&gt;<mark>ear</mark>" in visitor.html
    assert "No note says this." in visitor.send(path, page.form("text"), text="knee").text
    visitor.send(path, page.form("text"), text="")
    assert visitor.status == 422
    assert f'href="{path}"' in (visitor.get(f"/patients/{asha.patient}"), visitor.html)[1]
