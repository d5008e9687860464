"""Notes on every store: two tabs at once, a lock against a saving, killed half-way."""

import signal
from collections.abc import Callable

import pytest
from django.db import transaction
from django.utils import timezone

from bedside import audit, clinic, intake, vault
from bedside.audit import Event
from bedside.clinic import notes
from bedside.clinic.encounters.reach import locked_row
from bedside.clinic.models import Encounter, Facility, Note
from bedside.clinic.notes import NoteText, Section
from bedside.errors import Stale
from tests import databases, people
from tests.clinic.writing import SAID, draft, meet, signed
from tests.contract.dying import STEPS
from tests.contract.together import at_once, kinds, somebody_who
from tests.people import Person

pytestmark = pytest.mark.usefixtures("live_database")


def written(words: str) -> NoteText:
    return NoteText("Note", (Section("", words),))


def test_of_many_tabs_that_begin_at_once_all_get_the_same_draft(
    asha: Person, bello: Person
) -> None:
    seen = meet(bello, asha)
    results = at_once(6, lambda _: intake.begin_note_at(seen.id, by=bello.actor))
    assert kinds(results) == {"NoteView": 6}
    assert {note.id for note in results} == {Note.objects.get().id}


def test_of_many_tabs_that_save_at_once_one_counts(asha: Person, bello: Person) -> None:
    begun = draft(bello, meet(bello, asha).id)
    results = at_once(
        6,
        lambda n: notes.save(begun.id, written(f"Tab {n}"), version=begun.version, by=bello.actor),
    )
    assert kinds(results) == {"NoteView": 1, "Stale": 5}
    (winner,) = [n for n, result in enumerate(results) if not isinstance(result, Exception)]
    now = notes.read(begun.id, by=bello.actor)
    assert now.text is not None
    assert (now.version, now.text.sections[0].text) == (begun.version + 1, f"Tab {winner}")


def test_of_many_sendings_of_the_same_words_each_is_answered_and_one_counts(
    asha: Person, bello: Person
) -> None:
    begun = draft(bello, meet(bello, asha).id)

    def save(_: int) -> notes.NoteView:
        try:
            return notes.save(begun.id, written("Same"), version=begun.version, by=bello.actor)
        except Stale:
            # Read before the other's commit: the words are the same, and sent again they are there.
            return notes.save(begun.id, written("Same"), version=begun.version, by=bello.actor)

    assert {each.version for each in at_once(4, save)} == {begun.version + 1}


@pytest.mark.parametrize("round_", range(4))
def test_a_lock_and_a_saving_at_once_come_one_after_the_other(
    asha: Person, bello: Person, harbour: Facility, round_: int
) -> None:
    okafor = people.register_doctor("Dr Okafor", "okafor@example.org", harbour)
    seen = meet(bello, asha)
    note = signed(okafor, seen.id)

    def write(n: int) -> object:
        if n == 0:
            return clinic.encounters.lock(seen.id, version=seen.version, by=bello.actor)
        if n == 1:
            return intake.begin_note_at(seen.id, by=okafor.actor)
        return notes.cosign(note.id, version=note.version, by=bello.actor)

    locking, beginning, cosigning = at_once(3, write)
    row = Encounter.objects.get(id=seen.id)
    order = {
        event.action: event.seq
        for event in Event.objects.filter(chain=harbour.id, outcome="done")
        if event.action in ("encounter.lock", "note.begin", "note.cosign")
        and event.actor_user == (okafor.user if event.action == "note.begin" else bello.user)
    }
    drafts = Note.objects.filter(state="draft").count()
    if row.state == "locked":
        assert isinstance(beginning, Exception) and drafts == 0
        after_lock = [seq for action, seq in order.items() if seq > order["encounter.lock"]]
        assert after_lock == []
    else:
        assert isinstance(locking, Exception) and drafts == 1
    assert (Note.objects.get(id=note.id).cosigned_at is None) == isinstance(cosigning, Exception)


@pytest.mark.parametrize("verb", ["begin", "cosign"])
def test_whatever_writes_waits_for_a_lock_that_is_under_way(
    asha: Person, bello: Person, harbour: Facility, verb: str
) -> None:
    okafor = people.register_doctor("Dr Okafor", "okafor@example.org", harbour)
    seen = meet(bello, asha)
    note = signed(okafor, seen.id)
    acts: dict[str, Callable[[], object]] = {
        "begin": lambda: intake.begin_note_at(seen.id, by=okafor.actor),
        "cosign": lambda: notes.cosign(note.id, version=note.version, by=bello.actor),
    }
    with somebody_who(acts[verb]) as writer, transaction.atomic():
        row = locked_row(seen.id)
        row.state, row.locked_at, row.locked_by_id = "locked", timezone.now(), bello.user
        row.save()
        writer.begin()
        assert writer.has_to_wait()
    assert kinds(writer.results) == {"Conflict": 1}


def test_a_draft_signed_and_saved_at_once_ends_in_one_of_the_two(
    asha: Person, bello: Person
) -> None:
    begun = draft(bello, meet(bello, asha).id)

    def act(n: int) -> notes.NoteView:
        if n:
            return notes.sign(begun.id, version=begun.version, by=bello.actor)
        return notes.save(begun.id, written("Later"), version=begun.version, by=bello.actor)

    results = at_once(2, act)
    refused = [result for result in results if isinstance(result, Exception)]
    assert len(refused) == 1
    now = notes.read(begun.id, by=bello.actor)
    assert (now.state, now.text) in [
        ("signed", SAID),
        ("draft", NoteText("Note", written("Later").sections, "free")),
    ]


def test_of_many_co_signatures_at_once_one_counts(
    asha: Person, bello: Person, harbour: Facility
) -> None:
    note = signed(bello, meet(bello, asha).id)
    doctors = [
        people.register_doctor(f"Dr {n}", f"d{n}@example.org", harbour).actor for n in range(4)
    ]
    results = at_once(4, lambda n: notes.cosign(note.id, version=note.version, by=doctors[n]))
    assert kinds(results) == {"NoteView": 1, "Conflict": 3}


def test_templates_made_at_once_do_not_pass_the_limit(
    bello: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bedside.clinic.notes.templates.MOST", 2)
    results = at_once(5, lambda n: notes.create_template(written(f"T{n}"), by=bello.actor))
    assert kinds(results) == {"TemplateView": 2, "Conflict": 3}


PROGRAM = """
import django
django.setup()
from uuid import UUID
from bedside.audit import Actor
from bedside.clinic import notes
from bedside.clinic.notes import NoteText, Section
from tests.contract.dying import kill_at
kill_at("{step}")
text = NoteText("Note", (Section("", "After"),))
notes.{verb}(
    UUID("{note}"), text=text, version={version}, by=Actor(role="doctor", user=UUID("{user}"))
)
"""


@pytest.mark.parametrize("verb", ["save", "sign"])
@pytest.mark.parametrize("step", STEPS)
def test_killed_at_each_step_nothing_acknowledged_is_lost(
    step: str, verb: str, asha: Person, bello: Person, real_database: dict[str, str]
) -> None:
    begun = draft(bello, meet(bello, asha).id)
    program = PROGRAM.format(
        step=step, verb=verb, note=begun.id, version=begun.version, user=bello.user
    )
    done = databases.run(program, real_database)
    assert done.returncode == -signal.SIGKILL, done.stderr

    vault.forget_keys()
    now = notes.read(begun.id, by=bello.actor)
    assert now.text is not None
    if step == "committed":
        assert now.text.sections == written("After").sections
        assert now.state == ("signed" if verb == "sign" else "draft")
    else:
        assert (now.text, now.version, now.state) == (SAID, begun.version, "draft")
        again = getattr(notes, verb)(
            begun.id, text=written("After"), version=now.version, by=bello.actor
        )
        assert again.version == now.version + 1
    assert audit.verify() == []
