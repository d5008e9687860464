"""Notes: drafted, signed, co-signed, amended, shared; who may when, and what is never lost."""

from collections.abc import Callable
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from bedside import clinic, documents, intake, limits
from bedside.accounts import User
from bedside.audit import Event
from bedside.clinic import notes
from bedside.clinic.encounters.standing import Standing
from bedside.clinic.models import Facility, Note
from bedside.clinic.notes import NoteText, NoteView, Section
from bedside.clinic.notes.rules import RULES
from bedside.errors import Conflict, Damaged, Forbidden, Invalid, NotFound, Stale
from tests.clinic.writing import AGAIN, SAID, amended, draft, lock, meet, signed
from tests.damage.ways import WAYS, damage, document
from tests.people import Person, register_doctor

HOSTILE = (
    "<script>alert(1)</script>",
    "'; DROP TABLE clinic_note; --",
    "{{ settings }} {% csrf_token %} ${7*7}",
    "\u202eright to left\u202c \u200b\ufeff",
    "नमस्ते 你好 שלום 🫀 e\u0301",
    "a\tb\n\n  c\x07\x1b[31m",
    "=HYPERLINK(0)",
    "x" * 5000,
)


@pytest.fixture
def okafor(harbour: Facility) -> Person:
    """Dr Okafor, a colleague of Dr Bello's."""
    return register_doctor("Dr Ines Okafor", "okafor@example.org", harbour)


# --- drafts -------------------------------------------------------------------------------------


def test_a_note_begins_with_the_headings_of_its_template(asha: Person, bello: Person) -> None:
    begun = intake.begin_note_at(meet(bello, asha).id, template="soap", by=bello.actor)
    assert begun.text is not None
    headings = [section.heading for section in begun.text.sections]
    assert headings == ["Subjective", "Objective", "Assessment", "Plan"]
    assert begun.text.is_empty and begun.text.template == "soap"
    saved = notes.save(begun.id, SAID, version=begun.version, by=bello.actor)
    assert saved.text is not None and saved.text.template == "soap"


def test_two_tabs_write_the_same_draft(asha: Person, bello: Person) -> None:
    seen = meet(bello, asha)
    first = draft(bello, seen.id)
    second = intake.begin_note_at(seen.id, template="soap", by=bello.actor)
    assert (second.id, second.text, second.version) == (first.id, SAID, first.version)


def test_each_author_has_a_draft_of_their_own_which_nobody_else_sees(
    asha: Person, bello: Person, okafor: Person
) -> None:
    seen = meet(bello, asha)
    mine, theirs = draft(bello, seen.id), draft(okafor, seen.id)
    assert mine.id != theirs.id
    assert [note.id for note in notes.read_of_encounter(seen.id, by=bello.actor)] == [mine.id]
    for act in (
        lambda: notes.read(theirs.id, by=bello.actor),
        lambda: notes.save(theirs.id, AGAIN, version=theirs.version, by=bello.actor),
        lambda: notes.sign(theirs.id, version=theirs.version, by=bello.actor),
        lambda: notes.discard(theirs.id, version=theirs.version, by=bello.actor),
    ):
        with pytest.raises(NotFound):
            act()


def test_the_tab_that_is_behind_overwrites_nothing(asha: Person, bello: Person) -> None:
    begun = intake.begin_note_at(meet(bello, asha).id, by=bello.actor)
    notes.save(begun.id, SAID, version=begun.version, by=bello.actor)
    with pytest.raises(Stale):
        notes.save(begun.id, AGAIN, version=begun.version, by=bello.actor)
    assert notes.read(begun.id, by=bello.actor).text == SAID


def test_the_same_words_sent_again_are_saved_once(asha: Person, bello: Person) -> None:
    begun = intake.begin_note_at(meet(bello, asha).id, by=bello.actor)
    first = notes.save(begun.id, SAID, version=begun.version, by=bello.actor)
    again = notes.save(begun.id, SAID, version=begun.version, by=bello.actor)
    assert (again.version, again.text, again.updated_at) == (first.version, SAID, first.updated_at)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_was_written_comes_back_as_it_was(asha: Person, bello: Person, text: str) -> None:
    heading = text.split("\n")[0].strip()[:50]
    said = NoteText("Note", (Section(" ".join(heading.split()), text), Section("", text)), "free")
    note = signed(bello, meet(bello, asha).id, said)
    assert notes.read(note.id, by=bello.actor).text == said


def test_line_breaks_of_a_browser_count_as_one_character(asha: Person, bello: Person) -> None:
    longest = NoteText("Note", (Section("", "\r\n" * limits.NOTE),))
    kept = draft(bello, meet(bello, asha).id, longest).text
    assert kept is not None and kept.sections[0].text == "\n" * limits.NOTE


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (NoteText("", SAID.sections), "title"),
        (NoteText("x" * 121, SAID.sections), "title"),
        (NoteText("Note", (Section("x" * 121),)), "sections"),
        (NoteText("Note", (Section(""),) * 21), "sections"),
        (NoteText("Note", (Section("", "x" * (limits.NOTE + 1)),)), "sections"),
        (NoteText("Note", (Section("", "a\0b"),)), "sections"),
        (NoteText("Note", (Section("", "\ud800"),)), "sections"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(
    asha: Person, bello: Person, text: NoteText, field: str
) -> None:
    begun = intake.begin_note_at(meet(bello, asha).id, by=bello.actor)
    with pytest.raises(Invalid) as refusal:
        notes.save(begun.id, text, version=begun.version, by=bello.actor)
    assert set(refusal.value.fields) == {field}
    assert "xx" not in str(refusal.value.fields)


def test_a_discarded_draft_is_gone_and_a_new_one_can_be_begun(asha: Person, bello: Person) -> None:
    seen = meet(bello, asha)
    old = draft(bello, seen.id)
    with pytest.raises(Stale):
        notes.discard(old.id, version=1, by=bello.actor)
    notes.discard(old.id, version=old.version, by=bello.actor)
    with pytest.raises(NotFound):
        notes.read(old.id, by=bello.actor)
    assert intake.begin_note_at(seen.id, by=bello.actor).id != old.id


def test_a_damaged_draft_can_be_written_anew(asha: Person, bello: Person) -> None:
    seen = meet(bello, asha)
    old = draft(bello, seen.id)
    row = Note.objects.get(id=old.id)
    damage(document(row), "bit", other=document(row))
    with pytest.raises(Damaged):
        notes.read(old.id, by=bello.actor)
    with pytest.raises(Damaged):
        notes.sign(old.id, version=old.version, by=bello.actor)
    saved = notes.save(old.id, AGAIN, version=old.version, by=bello.actor)
    now = notes.read(saved.id, by=bello.actor).text
    assert now is not None and now.sections == AGAIN.sections


def test_a_template_that_is_not_ones_own_begins_nothing(asha: Person, bello: Person) -> None:
    seen = meet(bello, asha)
    for key in ("nothing", "", "0190a6c8-0000-7000-8000-000000000000"):
        with pytest.raises(Invalid):
            intake.begin_note_at(seen.id, template=key, by=bello.actor)
    assert not Note.objects.exists()


# --- the life of a note -------------------------------------------------------------------------

WHO = ("author", "colleague")
SITUATIONS: dict[str, dict[str, set[str]]] = {
    "draft": {"author": {"save", "discard", "sign"}, "colleague": set()},
    "signed": {
        "author": {"amend", "share"},
        "colleague": {"amend", "share", "cosign"},
    },
    "cosigned": {"author": {"amend", "share"}, "colleague": {"amend", "share"}},
    "shared": {
        "author": {"amend", "unshare"},
        "colleague": {"amend", "unshare", "cosign"},
    },
    "locked": {"author": {"amend", "share"}, "colleague": {"amend", "share"}},
    "amendment draft": {"author": {"save", "discard", "sign"}, "colleague": set()},
    "amendment draft after the lock": {
        "author": {"save", "discard", "sign"},
        "colleague": set(),
    },
    "amendment": {"author": set(), "colleague": {"cosign"}},
    "amendment after the lock": {"author": set(), "colleague": {"cosign"}},
}
"""What may be done with a note in each situation, by whom; everything else is refused."""


def situation(name: str, asha: Person, bello: Person, okafor: Person) -> NoteView:
    """Bring a note of Dr Bello's into a situation."""
    seen = meet(bello, asha)
    if name == "draft":
        return draft(bello, seen.id)
    note = signed(bello, seen.id)
    if "lock" in name:
        lock(bello, seen.id)
    if name.startswith("amendment draft"):
        return notes.amend(note.id, by=bello.actor)
    if name.startswith("amendment"):
        return amended(bello, note.id)
    steps: dict[str, Callable[..., NoteView]] = {"cosigned": notes.cosign, "shared": notes.share}
    if name in steps:
        return steps[name](note.id, version=note.version, by=okafor.actor)
    return note


def attempt(verb: str, note: NoteView, by: Person) -> Any:
    version = Note.objects.get(id=note.id).version
    said: dict[str, Any] = {} if verb == "amend" else {"version": version}
    if verb in ("save", "sign"):
        said["text"] = AGAIN
    return getattr(notes, verb)(note.id, **said, by=by.actor)


@pytest.mark.parametrize("name", SITUATIONS)
@pytest.mark.parametrize("verb", RULES)
@pytest.mark.parametrize("who", WHO)
def test_the_life_of_a_note(
    asha: Person, bello: Person, okafor: Person, name: str, verb: str, who: str
) -> None:
    note = situation(name, asha, bello, okafor)
    by = bello if who == "author" else okafor
    if verb in SITUATIONS[name][who]:
        attempt(verb, note, by)
        return
    before = Note.objects.values().get(id=note.id)
    with pytest.raises((Conflict, NotFound)):
        attempt(verb, note, by)
    assert Note.objects.values().get(id=note.id) == before
    assert Note.objects.count() == (2 if note.amends else 1)


@pytest.mark.parametrize("name", SITUATIONS)
@pytest.mark.parametrize("who", WHO)
def test_a_view_offers_just_what_the_acts_allow(
    asha: Person, bello: Person, okafor: Person, name: str, who: str
) -> None:
    note = situation(name, asha, bello, okafor)
    by = bello if who == "author" else okafor
    if note.state == "draft" and who == "colleague":
        with pytest.raises(NotFound):
            notes.read(note.id, by=by.actor)
        return
    assert notes.read(note.id, by=by.actor).may == SITUATIONS[name][who]


def test_a_doctor_of_both_clinics_writes_only_where_it_was(
    asha: Person, bello: Person, chen: Person, harbour: Facility, millfield: Facility, dana: Person
) -> None:
    note = signed(bello, meet(bello, asha).id)
    clinic.models.CareRelation.objects.create(
        patient_id=asha.patient, facility=millfield, reason="referred"
    )
    read = notes.read(note.id, by=chen.actor)
    assert (read.text, read.may) == (SAID, frozenset())
    for verb in ("amend", "share", "cosign"):
        with pytest.raises(Conflict):
            attempt(verb, note, chen)
    with pytest.raises(Conflict):
        intake.begin_note_at(note.encounter_id, by=chen.actor)


# --- signing ------------------------------------------------------------------------------------


def test_an_empty_note_is_not_signed(asha: Person, bello: Person) -> None:
    begun = intake.begin_note_at(meet(bello, asha).id, template="soap", by=bello.actor)
    blank = NoteText("Note", (Section("Plan", " \n\t"),))
    for text in (None, blank):
        with pytest.raises(Invalid):
            notes.sign(begun.id, text=text, version=begun.version, by=bello.actor)
    assert notes.read(begun.id, by=bello.actor).state == "draft"


def test_the_last_words_are_signed_with_it(asha: Person, bello: Person) -> None:
    written = draft(bello, meet(bello, asha).id)
    done = notes.sign(written.id, text=AGAIN, version=written.version, by=bello.actor)
    assert (done.text, done.state) == (AGAIN, "signed")
    assert done.signed_at is not None and done.started_at <= done.signed_at
    assert notes.read(done.id, by=bello.actor).text == AGAIN


def test_a_tab_that_is_behind_signs_nothing(asha: Person, bello: Person) -> None:
    begun = intake.begin_note_at(meet(bello, asha).id, by=bello.actor)
    notes.save(begun.id, SAID, version=begun.version, by=bello.actor)
    for text in (None, AGAIN):
        with pytest.raises(Stale):
            notes.sign(begun.id, text=text, version=begun.version, by=bello.actor)


def test_a_colleague_co_signs_once_and_is_named(
    asha: Person, bello: Person, okafor: Person
) -> None:
    note = signed(bello, meet(bello, asha).id)
    done = notes.cosign(note.id, version=note.version, by=okafor.actor)
    assert done.cosigned_by is not None and done.cosigned_by.name == "Dr Ines Okafor"
    assert done.cosigned_at is not None
    assert done.author.name == "Dr Amara Bello"


# --- amendments ---------------------------------------------------------------------------------


def test_an_amendment_stands_beside_the_original_which_stays_as_it_was(
    asha: Person, bello: Person, okafor: Person
) -> None:
    seen = meet(bello, asha)
    note = signed(bello, seen.id)
    lock(bello, seen.id)
    amended(okafor, note.id, "It was the left ear.")
    now = notes.read(note.id, by=bello.actor)
    assert (now.text, now.version, now.signed_at) == (SAID, note.version, note.signed_at)
    (beside,) = now.amendments
    assert beside.text is not None and beside.text.sections[0].text == "It was the left ear."
    assert (beside.author.name, beside.amends) == ("Dr Ines Okafor", note.id)
    assert beside.signed_at is not None and note.signed_at is not None
    assert beside.signed_at > note.signed_at
    (listed,) = notes.read_of_encounter(seen.id, by=bello.actor)
    (chart,) = notes.read_of_patient(asha.patient, by=bello.actor).rows
    assert listed.amendments == chart.amendments == now.amendments


def test_a_colleagues_unsigned_amendment_is_not_shown(
    asha: Person, bello: Person, okafor: Person
) -> None:
    note = signed(bello, meet(bello, asha).id)
    notes.amend(note.id, by=okafor.actor)
    assert notes.read(note.id, by=bello.actor).amendments == ()
    assert len(notes.read(note.id, by=okafor.actor).amendments) == 1


def test_several_amendments_are_in_the_order_of_their_writing(
    asha: Person, bello: Person, okafor: Person
) -> None:
    note = signed(bello, meet(bello, asha).id)
    for number, by in enumerate((okafor, bello, okafor)):
        amended(by, note.id, f"Number {number}")
    beside = notes.read(note.id, by=bello.actor).amendments
    said = [each.text.sections[0].text for each in beside if each.text]
    assert said == ["Number 0", "Number 1", "Number 2"]


def test_there_is_no_end_to_what_fits_but_a_page_stays_one_page(
    asha: Person, bello: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bedside.clinic.notes.rules.MOST_AMENDMENTS", 1)
    monkeypatch.setattr("bedside.clinic.notes.rules.MOST_IN_AN_ENCOUNTER", 1)
    note = signed(bello, meet(bello, asha).id)
    amended(bello, note.id)
    with pytest.raises(Conflict):
        notes.amend(note.id, by=bello.actor)
    with pytest.raises(Conflict):
        intake.begin_note_at(note.encounter_id, by=bello.actor)


# --- the patient --------------------------------------------------------------------------------


def test_a_patient_reads_what_was_shared_and_until_it_is_taken_back(
    asha: Person, bello: Person, okafor: Person
) -> None:
    note = signed(bello, meet(bello, asha).id)
    assert notes.read_of_patient(asha.patient, by=asha.actor).rows == []
    with pytest.raises(NotFound):
        notes.read(note.id, by=asha.actor)
    shared = notes.share(note.id, version=note.version, by=okafor.actor)
    seen = notes.read(note.id, by=asha.actor)
    assert (seen.text, seen.may) == (SAID, frozenset())
    assert seen.shared_by is not None and seen.shared_by.name == "Dr Ines Okafor"
    assert seen.shared_at == shared.shared_at is not None
    (listed,) = notes.read_of_patient(asha.patient, by=asha.actor).rows
    assert listed == seen
    notes.unshare(note.id, version=shared.version, by=bello.actor)
    with pytest.raises(NotFound):
        notes.read(note.id, by=asha.actor)
    assert notes.read_of_patient(asha.patient, by=asha.actor).rows == []


def test_signed_amendments_are_shared_with_their_note_those_to_come_included(
    asha: Person, bello: Person, okafor: Person
) -> None:
    note = signed(bello, meet(bello, asha).id)
    before = amended(bello, note.id, "Before")
    notes.share(note.id, version=note.version, by=bello.actor)
    after = amended(okafor, note.id, "After")
    unsigned = notes.amend(note.id, by=bello.actor)
    beside = notes.read(note.id, by=asha.actor).amendments
    assert [each.id for each in beside] == [before.id, after.id]
    assert notes.read(after.id, by=asha.actor).text == after.text
    with pytest.raises(NotFound):
        notes.read(unsigned.id, by=asha.actor)


def test_amendments_that_are_shared_with_their_note_have_changed_with_it(
    asha: Person, bello: Person
) -> None:
    """Whoever asks for what has changed since yesterday would never see those of last week."""
    note = signed(bello, meet(bello, asha).id)
    before = amended(bello, note.id, "Before")
    unsigned = notes.amend(note.id, by=bello.actor)
    shared = notes.share(note.id, version=note.version, by=bello.actor)
    (seen,) = notes.read(note.id, by=asha.actor).amendments
    assert (seen.id, seen.version) == (before.id, before.version)
    assert seen.changed_at == shared.changed_at > before.changed_at
    assert notes.read(unsigned.id, by=bello.actor).changed_at == unsigned.changed_at
    notes.unshare(note.id, version=shared.version, by=bello.actor)
    assert notes.read(before.id, by=bello.actor).changed_at > shared.changed_at


def test_nobody_else_reads_it(
    asha: Person, ravi: Person, bello: Person, chen: Person, dana: Person
) -> None:
    note = signed(bello, meet(bello, asha).id)
    notes.share(note.id, version=note.version, by=bello.actor)
    for other in (ravi, chen):
        with pytest.raises(NotFound):
            notes.read(note.id, by=other.actor)
        with pytest.raises(NotFound):
            notes.read_of_patient(asha.patient, by=other.actor)
    with pytest.raises(Forbidden):
        notes.read(note.id, by=dana.actor)
    for verb in ("share", "amend", "cosign"):
        with pytest.raises(NotFound):
            attempt(verb, note, chen)
        with pytest.raises(Forbidden):
            attempt(verb, note, asha)


def test_the_patient_in_a_path_must_be_the_notes(asha: Person, ravi: Person, bello: Person) -> None:
    note = signed(bello, meet(bello, asha).id)
    with pytest.raises(NotFound):
        notes.read(note.id, patient=ravi.patient, by=bello.actor)


# --- lists --------------------------------------------------------------------------------------


def test_a_patients_notes_come_in_pages_the_latest_first(asha: Person, bello: Person) -> None:
    written = [signed(bello, meet(bello, asha).id).id for _ in range(3)]
    amended(bello, written[2])
    first = notes.read_of_patient(asha.patient, limit=2, by=bello.actor)
    assert [row.id for row in first.rows] == [written[2], written[1]]
    assert len(first.rows[0].amendments) == 1 and first.next is not None
    second = notes.read_of_patient(asha.patient, after=first.next, limit=2, by=bello.actor)
    assert ([row.id for row in second.rows], second.next) == ([written[0]], None)


def test_a_page_costs_the_same_whatever_its_length(
    asha: Person, bello: Person, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    seen = meet(bello, asha)
    amended(bello, signed(bello, seen.id).id)
    with django_assert_max_num_queries(99) as one:
        notes.read_of_patient(asha.patient, by=bello.actor)
        notes.read_of_encounter(seen.id, by=bello.actor)
    asked = len(one)
    for _ in range(4):
        amended(bello, signed(bello, seen.id).id)
    with django_assert_max_num_queries(asked):
        page = notes.read_of_patient(asha.patient, by=bello.actor)
        listed = notes.read_of_encounter(seen.id, by=bello.actor)
    assert len(page.rows) == len(listed) == 5


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("which", ["original", "amendment"])
def test_a_damaged_note_hides_no_other(asha: Person, bello: Person, way: str, which: str) -> None:
    seen = meet(bello, asha)
    written = [signed(bello, seen.id, text) for text in (SAID, AGAIN, SAID)]
    beside = amended(bello, written[1].id)
    harmed = written[1] if which == "original" else beside
    rows = Note.objects.in_bulk([harmed.id, written[0].id])
    damage(document(rows[harmed.id]), way, other=document(rows[written[0].id]))
    for rows in (
        notes.read_of_encounter(seen.id, by=bello.actor),
        notes.read_of_patient(asha.patient, by=bello.actor).rows[::-1],
    ):
        assert [row.id for row in rows] == [note.id for note in written]
        assert [row.readable for row in rows] == [True, which != "original", True]
        assert rows[1].amendments[0].readable == (which == "original")
        assert rows[1].author.name == "Dr Amara Bello" and rows[1].signed_at is not None
    assert Event.objects.filter(action="vault.damaged").count() == 1
    if which == "amendment":
        assert notes.read(written[1].id, by=bello.actor).readable
    else:
        with pytest.raises(Damaged):
            notes.read(written[1].id, by=bello.actor)


def test_a_name_that_does_not_open_hides_no_note(
    asha: Person, bello: Person, okafor: Person
) -> None:
    seen = meet(bello, asha)
    signed(bello, seen.id), signed(okafor, seen.id)
    sealed = User.objects.get(id=bello.user).name_sealed
    User.objects.filter(id=okafor.user).update(name_sealed=sealed)
    rows = notes.read_of_encounter(seen.id, by=bello.actor)
    assert [row.author.name for row in rows] == ["Dr Amara Bello", None]


def test_for_the_chart_all_is_three_queries_and_one_opening(
    asha: Person, bello: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    note = signed(bello, meet(bello, asha).id)
    amended(bello, note.id)
    standing = Standing.of(bello.actor)
    with django_assert_num_queries(3):
        rows = notes.of_patient(asha.patient, by=bello.actor)
    bodies = documents.open_each(rows)
    with django_assert_num_queries(0):
        views = [
            notes.view(row, body, names={}, standing=standing)
            for row, body in zip(rows, bodies, strict=True)
        ]
        (thread,) = notes.threads(views)
    assert (thread.id, len(thread.amendments)) == (note.id, 1)


# --- on record ----------------------------------------------------------------------------------


def test_each_act_is_on_record_and_no_word_of_a_note_is(
    asha: Person, bello: Person, okafor: Person, harbour: Facility
) -> None:
    note = signed(bello, meet(bello, asha).id)
    done = notes.cosign(note.id, version=note.version, by=okafor.actor)
    done = notes.share(note.id, version=done.version, by=bello.actor)
    notes.unshare(note.id, version=done.version, by=bello.actor)
    amended(bello, note.id)
    gone = intake.begin_note_at(note.encounter_id, by=bello.actor)
    notes.discard(gone.id, version=gone.version, by=bello.actor)
    notes.read(note.id, by=bello.actor)
    notes.read_of_patient(asha.patient, by=bello.actor)
    for verb in (f"note.{name}" for name in {"begin", "list", "read", *RULES}):
        event = Event.objects.filter(action=verb, outcome="done").first()
        assert event is not None, verb
        assert (event.chain, event.subjects) == (harbour.id, [str(asha.patient)]), verb
    everything = repr(list(Event.objects.values()))
    assert "night" not in everything and "Consultation" not in everything


def test_the_words_are_nowhere_in_the_clear(asha: Person, bello: Person) -> None:
    note = signed(bello, meet(bello, asha).id)
    assert "night" not in repr(Note.objects.values().get(id=note.id))
