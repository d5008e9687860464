"""One damaged document never hides another patient: every list there is, damaged in every way.

A list is one line of LISTS. Whoever adds a list to Bedside adds its line: how five entries come
about (a function of `house.py` that returns their sealed texts in the order of the list), what the
list shows of each of them (None or "(could not be opened)" for what is not readable), and the pages
and routes that show it, with who asks. One of the five is then damaged by a flipped bit, another is
cut short, replaced by somebody else's text, removed, one at a time. The other four must be served
in their order, the fifth must keep its place, the damage must be on record once, and nothing of its
content in log or answer.

`make test-stores` runs the same on PostgreSQL and MongoDB: tests/contract/test_damaged_lists.py.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import pytest

from bedside import accounts, chart, clinic, intake
from bedside.audit import Event, verify
from bedside.clinic import notes
from bedside.clinic.allergies import AllergyView
from bedside.clinic.merges import Pair
from bedside.intake.engine import knowledge
from bedside.intake.models import Assessment
from tests.clinic import diary
from tests.clinic.doubles import enrolled_again
from tests.damage import house as a
from tests.damage.house import WORDS, House, open_house
from tests.damage.ways import REASONS, WAYS, Kept, damage
from tests.people import Person

NOT_OPENED = "could not be opened"
MARKS = (NOT_OPENED, '"readable":false', '"name":null', '"what":null', '"question":null')
"""How a page or the API says it."""


@dataclass(frozen=True)
class Listed:
    """A list: how five entries come about, what is read of each, and where else it is shown."""

    five: Callable[[House], list[Kept]]
    read: Callable[[House], list[str | None]]
    shown: tuple[tuple[str, str], ...] = ()


def _entries_of_asha(house: House, plural: str, says: str) -> list[str | None]:
    page = getattr(clinic, plural).read_all(house.asha.patient, by=house.bello.actor)
    return [view.body and getattr(view.body, says) for view in page.items]


_ON_THE_CHART = (("bello", "/patients/{asha}"),)
LISTS = {
    "worklist: words": Listed(
        a.five_sent,
        lambda h: [row.complaint for row in intake.worklist(by=h.bello.actor).rows],
        (("bello", "/worklist"), ("bello", "/api/worklist")),
    ),
    "worklist: names": Listed(
        a.five_patients_who_sent,
        lambda h: [row.name for row in intake.worklist(by=h.bello.actor).rows],
        (("bello", "/worklist"), ("bello", "/api/worklist")),
    ),
    "patients": Listed(
        a.five_patients,
        lambda h: [v.profile and v.profile.name for v in clinic.read_patients(by=h.bello.actor)],
        (("bello", "/patients/"), ("bello", "/api/patients")),
    ),
    "patients who are looked for": Listed(
        lambda h: a.five_patients(h)[::-1],
        lambda h: _found(h, "1991-04-17 07700"),
    ),
    "patients seen last": Listed(
        a.five_seen_last,
        lambda h: _found(h, ""),
    ),
    "own assessments": Listed(
        a.five_of_asha,
        lambda h: [line.complaint for line in intake.list_own(by=h.asha.actor)],
        (("asha", "/home"), ("asha", "/api/assessments")),
    ),
    "a patient's assessments": Listed(
        a.five_of_asha,
        lambda h: [
            line.complaint for line in intake.list_of_patient(h.asha.patient, by=h.bello.actor)
        ],
        (("bello", "/api/patients/{asha}/assessments"),),
    ),
    "a patient's notes": Listed(
        lambda h: a.five_notes(h)[::-1],
        lambda h: [_said(n) for n in _notes_of_asha(h, h.bello)],
        (("bello", "/api/patients/{asha}/notes"),),
    ),
    "notes that say something": Listed(
        lambda h: a.five_notes(h)[::-1],
        lambda h: [
            _said(hit.note) for hit in notes.search(h.asha.patient, "began", by=h.bello.actor).hits
        ],
    ),
    "notes that were shared": Listed(
        lambda h: a.five_notes(h, shared=True)[::-1],
        lambda h: [_said(n) for n in _notes_of_asha(h, h.asha)],
        (("asha", "/home/notes"), ("asha", "/api/patients/{asha}/notes")),
    ),
    "notes of an encounter": Listed(
        a.five_notes,
        lambda h: [_said(n) for n in notes.read_of_encounter(_latest(h).id, by=h.bello.actor)],
        (
            ("bello", "/patients/{asha}/encounters/{encounter}"),
            ("bello", "/api/patients/{asha}/encounters/{encounter}/notes"),
        ),
    ),
    "notes that are not signed": Listed(
        lambda h: a.five_drafts(h)[::-1],
        lambda h: [_said(row.note) for row in notes.read_unsigned(by=h.bello.actor).rows],
        (("bello", "/unsigned-notes"), ("bello", "/api/unsigned-notes")),
    ),
    "whose notes are not signed": Listed(
        lambda h: a.five_patients_with_a_draft(h)[::-1],
        lambda h: [
            row.patient.profile and row.patient.profile.name
            for row in notes.read_unsigned(by=h.bello.actor).rows
        ],
        (("bello", "/unsigned-notes"),),
    ),
    "amendments of a note": Listed(
        a.five_amendments,
        lambda h: [_said(n) for n in _notes_of_asha(h, h.bello)[0].amendments],
        (
            ("bello", "/patients/{asha}/encounters/{encounter}"),
            ("bello", "/api/patients/{asha}/notes"),
        ),
    ),
    "who wrote notes": Listed(
        partial(a.five_practitioners, sign=True),
        lambda h: [n.author.name for n in _notes_of_asha(h, h.bello)],
        (("bello", "/api/patients/{asha}/notes"),),
    ),
    "encounters: by whom": Listed(
        a.five_practitioners,
        lambda h: [
            row.practitioner.name
            for row in clinic.encounters.read_of_patient(h.asha.patient, by=h.bello.actor).rows
        ],
        (
            ("bello", "/patients/{asha}/encounters"),
            ("bello", "/api/patients/{asha}/encounters"),
        ),
    ),
    "encounters elsewhere": Listed(
        a.five_encounters_elsewhere,
        lambda h: [
            one.elsewhere and one.elsewhere.body and one.elsewhere.body.type
            for one in chart.read_encounters(h.asha.patient, by=h.bello.actor).rows
        ],
        (
            ("bello", "/patients/{asha}"),
            ("bello", "/patients/{asha}/encounters"),
            ("bello", "/api/patients/{asha}/elsewhere"),
            ("bello", "/api/patients/{asha}/timeline"),
        ),
    ),
    "templates of one's own": Listed(
        a.five_templates,
        lambda h: [_said(t) for t in notes.list_templates(by=h.bello.actor) if t.id],
        (("bello", "/note-templates"), ("bello", "/api/note-templates")),
    ),
    "who reviewed": Listed(
        a.five_reviewers,
        lambda h: [line.reviewed_by for line in intake.list_own(by=h.asha.actor)],
        (("asha", "/home"), ("asha", "/api/assessments")),
    ),
    "who has taken it": Listed(
        a.five_who_took,
        lambda h: [row.claimed_by for row in intake.worklist(by=h.bello.actor).rows],
        (("bello", "/worklist"), ("bello", "/api/worklist")),
    ),
    "what was asked back": Listed(
        a.five_asked_back,
        lambda h: [one.question for one in _sent(h).enquiries],
        (("bello", "/worklist/{sent}"), ("bello", "/api/assessments/{sent}")),
    ),
    "who signed off the knowledge": Listed(
        a.five_who_signed_off,
        lambda h: [one.reviewer for one in intake.sign_offs(knowledge().version, by=h.dana.actor)],
    ),
    **{
        plural: Listed(
            partial(a.five_entries, noun=noun),
            partial(_entries_of_asha, plural=plural, says=says),
            (
                ("bello", f"/patients/{{asha}}/{plural}"),
                ("bello", f"/api/patients/{{asha}}/{plural}"),
                *elsewhere,
            ),
        )
        for noun, plural, says, elsewhere in (
            ("allergy", "allergies", "substance", _ON_THE_CHART),
            ("medicine", "medicines", "as_written", _ON_THE_CHART),
            ("problem", "problems", "title", _ON_THE_CHART),
            ("flag", "flags", "title", _ON_THE_CHART),
            ("diagnosis", "diagnoses", "comment", ()),
            ("vitals", "vitals", "note", ()),
        )
    },
    "allergies of two records": Listed(
        partial(a.five_entries, noun="allergy"),
        lambda h: [pair.kept and pair.kept.body and pair.kept.body.substance for pair in _pairs(h)],
    ),
    "why records were made one": Listed(
        a.five_merges,
        lambda h: [
            one.reason for one in clinic.merges.of_patient(h.asha.patient, by=h.bello.actor)
        ],
        (("bello", "/api/patients/{asha}/merges"),),
    ),
    "appointments": Listed(
        a.five_appointments,
        lambda h: [
            one.reason if one.readable else None
            for one in clinic.appointments.read_appointments(by=h.bello.actor).rows
        ],
    ),
    "who comes": Listed(
        a.five_who_come,
        lambda h: [
            one.patient and one.patient.profile and one.patient.profile.name
            for one in clinic.appointments.read_appointments(by=h.bello.actor).rows
        ],
    ),
    "who comes on a day": Listed(
        a.five_who_come,
        lambda h: [
            row.patient and row.patient.profile and row.patient.profile.name
            for one in clinic.appointments.read_day(
                h.facility.id, day=diary.today() + diary.DAY, by=h.noa.actor
            ).doctors
            for row in one.rows
        ],
        (("noa", "/desk?day={tomorrow}"),),
    ),
    "timeline": Listed(
        a.five_of_asha,
        lambda h: [
            one.what for one in chart.read_timeline(h.asha.patient, by=h.bello.actor).entries
        ],
        (
            ("bello", "/patients/{asha}"),
            ("bello", "/patients/{asha}/timeline"),
            ("bello", "/api/patients/{asha}/timeline"),
        ),
    ),
    "who looked": Listed(
        a.five_who_looked,
        lambda h: [
            one.who
            for one in clinic.accesses(h.asha.patient, by=h.asha.actor)
            if one.role == "doctor"
        ],
        (("asha", "/home/accesses"), ("asha", "/api/patients/{asha}/accesses")),
    ),
    "accounts: names": Listed(
        partial(a.five_doctors, field="name"),
        lambda h: [one["name"] for one in _waiting_accounts(h)],
        (("dana", "/admin/accounts/user/?o=5"), ("dana", "/api/users"), ("dana", "/api/approvals")),
    ),
    "accounts: emails": Listed(
        partial(a.five_doctors, field="email"),
        lambda h: [one["email"] for one in _waiting_accounts(h)],
        (("dana", "/admin/accounts/user/?o=5"), ("dana", "/api/users"), ("dana", "/api/approvals")),
    ),
    "doctors to choose from": Listed(
        partial(a.five_doctors, field="name"),
        lambda h: [one["name"] for one in _waiting_accounts(h)],
        (("dana", "/admin/clinic/facility/{elsewhere}/change/"),),
    ),
    "members": Listed(
        a.five_members,
        lambda h: [one.name for one in clinic.read_members(h.facility.id, by=h.dana.actor)],
        (
            ("dana", "/admin/clinic/facility/{harbour}/change/"),
            ("dana", "/api/facilities/{harbour}/members"),
        ),
    ),
}


def _pairs(house: House) -> Sequence[Pair[AllergyView]]:
    other = enrolled_again(house.asha, house.bello)
    return clinic.merges.compare(house.asha.patient, other, by=house.bello.actor).allergies


def _found(house: House, text: str) -> list[str | None]:
    hits = clinic.find_patients(text, by=house.bello.actor).hits
    of_asha = house.asha.patient
    views = [hit.patient for hit in hits if hit.patient.id != of_asha]
    return [view.profile and view.profile.name for view in views]


def _sent(house: House) -> intake.AssessmentView:
    return intake.read(Assessment.objects.get().id, by=house.bello.actor)


def _waiting_accounts(house: House) -> list[accounts.Description]:
    found = accounts.list_users(by=house.dana.actor, state="pending")
    return [accounts.describe(user) for user in found]


def _notes_of_asha(house: House, by: Person) -> list[notes.NoteView]:
    return notes.read_of_patient(house.asha.patient, by=by.actor).rows


def _latest(house: House) -> clinic.encounters.EncounterView:
    return clinic.encounters.read_of_patient(house.asha.patient, by=house.bello.actor).rows[0]


def _said(view: notes.NoteView | notes.TemplateView) -> str | None:
    return view.text.sections[0].text if view.text else None


@pytest.fixture
def house(live_database: None) -> House:
    return open_house()


@pytest.mark.parametrize("name", LISTS)
def test_one_damaged_document_hides_no_other(
    house: House, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    listed = LISTS[name]
    five = listed.five(house)
    words = [_word(shown) for shown in listed.read(house)]
    assert len(words) == 5
    for place, way in enumerate(WAYS):
        whole = five[place].load()
        damage(five[place], way, other=five[place - 1])
        _must_serve_the_others(house, listed, words, place, caplog)
        _must_be_on_record_once(five[place], way)
        five[place].store(whole)
    assert [_word(shown) for shown in listed.read(house)] == words
    assert Event.objects.filter(action="vault.damaged").count() == len(WAYS)
    assert verify() == []


def _must_serve_the_others(
    house: House, listed: Listed, words: list[str], place: int, caplog: pytest.LogCaptureFixture
) -> None:
    """What is read, twice, and every page and route that shows it."""
    caplog.clear()
    with caplog.at_level(logging.DEBUG):
        for _ in range(2):
            found = listed.read(house)
            assert found.pop(place) in {None, accounts.NOT_OPENED}
            assert list(map(_word, found)) == [*words[:place], *words[place + 1 :]]
        for reader, path in listed.shown:
            _must_show(house, reader, path, words, place)
    assert words[place] not in caplog.text


def _must_show(house: House, reader: str, path: str, words: list[str], place: int) -> None:
    """The other four in their order, and the fifth as what it is."""
    status, text = house.ask(reader, path)
    assert status == 200, text
    places = [text.find(word) for word in words]
    assert places.pop(place) == -1
    assert -1 not in places and places == sorted(places)
    assert any(mark in text.lower() for mark in MARKS)


def _must_be_on_record_once(text: Kept, way: str) -> None:
    (event,) = Event.objects.filter(
        action="vault.damaged", objects_touched={text.kind: str(text.id)}
    )
    assert event.details["reason"] in REASONS[way]
    assert event.actor_role != "system"


def _word(shown: str | None) -> str:
    """The word by which an entry is known."""
    (word,) = [word for word in WORDS if word in (shown or "")]
    return word
