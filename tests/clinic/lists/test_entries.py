"""What holds for every list of a patient: history, states, who sees it, what is on record."""

import json
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bedside import chart, clinic, documents
from bedside.audit import Event
from bedside.clinic.allergies import AllergyBody
from bedside.clinic.entries.history import MOST_CHANGES, Change, History
from bedside.clinic.flags import FlagBody
from bedside.clinic.medicines import MedicineBody
from bedside.clinic.models import CareRelation, Encounter, EncounterState, Facility, Medicine
from bedside.clinic.partial_dates import PartialDate
from bedside.documents.models import Blob
from bedside.errors import Conflict, Forbidden, Invalid, NotFound, Stale, Unauthenticated
from tests import people
from tests.clinic.lists.conftest import EVERY, List
from tests.damage.ways import WAYS, damage, document
from tests.people import SYSTEM, Person

HOSTILE = (
    'O\'Brien "x" <script>alert(1)</script> {{ 7*7 }} %s \\ \u202e מלח 青霉素 🤧 \x0b'
    "; DROP TABLE clinic_allergy; --"
)


def test_what_was_added_is_read_again(every: List, asha: Person, bello: Person) -> None:
    added = every.add(asha.patient, by=bello.actor)
    read = every.list.read(asha.patient, added.id, by=bello.actor)
    assert every.says in str(read.body)
    assert (read.body, read.version, read.patient_id) == (added.body, 1, asha.patient)
    assert (read.recorded_by.name, read.changed_by.name) == ("Dr Amara Bello", "Dr Amara Bello")
    assert [view.id for view in every.list.read_all(asha.patient, by=bello.actor).items] == [
        read.id
    ]


def test_a_medicine_past_its_planned_end_is_marked_and_never_stopped(
    asha: Person, bello: Person
) -> None:
    """Nobody said that it was stopped: it stays where it is read, and says that it is overdue."""
    today = timezone.now().date()
    for name, days in (("Amoxicillin", -1), ("Iron", 0), ("Ibuprofen", -3)):
        until = PartialDate.of(today + timedelta(days=days))
        body = MedicineBody(as_written=name, until=until)
        added = clinic.medicines.add(asha.patient, body, by=bello.actor)
    clinic.medicines.end(asha.patient, added.id, version=1, by=bello.actor)
    clinic.medicines.add(asha.patient, MedicineBody(as_written="Zinc"), by=bello.actor)
    for by in (asha.actor, bello.actor):
        listed = clinic.medicines.read_all(asha.patient, by=by).items
        marked = [
            one.body.as_written for one in listed if one.told["past_planned_end"] and one.body
        ]
        assert marked == ["Amoxicillin"]
    (active,) = [
        one
        for one in chart.read_chart(asha.patient, by=bello.actor).medicines
        if one.told["past_planned_end"]
    ]
    assert active.state == "active" and "end" in active.may


def test_what_was_said_is_in_no_column(every: List, asha: Person, bello: Person) -> None:
    row = every.list.kind.model.objects.get(id=every.add(asha.patient, by=bello.actor).id)
    assert every.says not in str({name: str(value) for name, value in vars(row).items()})
    assert not Blob.objects.filter(body__contains=every.says.encode()).exists()


def test_every_wording_stays_with_who_and_when(
    changeable: List, asha: Person, bello: Person, harbour: Facility
) -> None:
    other = people.register_doctor("Dr Edith Okoro", "okoro@example.org", harbour)
    first = changeable.add(asha.patient, by=bello.actor)
    changed = changeable.list.change(
        asha.patient, first.id, changeable.change, version=1, by=other.actor
    )
    assert changed.body == replace(first.body, **changeable.change)
    assert (changed.version, changed.recorded_by.name, changed.changed_by.name) == (
        2,
        "Dr Amara Bello",
        "Dr Edith Okoro",
    )
    one, two = changeable.list.read(asha.patient, first.id, by=bello.actor).history
    assert (one.event, one.by.name, one.body) == ("add", "Dr Amara Bello", first.body)
    assert (two.event, two.by.name, two.body) == ("change", "Dr Edith Okoro", changed.body)
    assert one.at == first.recorded_at < two.at == changed.changed_at


def test_it_ends_and_goes_on(lasting: List, asha: Person, bello: Person) -> None:
    entry = lasting.add(asha.patient, by=bello.actor).id
    ended = lasting.list.end(
        asha.patient,
        entry,
        until=PartialDate(2024, 3),
        why="no longer needed",
        version=1,
        by=bello.actor,
    )
    assert (ended.state, str(ended.body.until), ended.body.why_ended) == (
        "ended",
        "2024-03",
        "no longer needed",
    )
    again = lasting.list.reinstate(asha.patient, entry, version=2, by=bello.actor)
    assert (again.state, again.body.until, again.body.why_ended) == ("active", None, "")
    assert [one.state for one in again.history] == ["active", "ended", "active"]
    assert again.history[1].body.why_ended == "no longer needed"


def test_an_error_is_kept_for_doctors_and_can_be_taken_back(
    every: List, asha: Person, bello: Person
) -> None:
    entry = every.add(asha.patient, by=bello.actor)
    wrong = every.list.mark_as_error(
        asha.patient, entry.id, reason="another patient's", version=1, by=bello.actor
    )
    assert (wrong.state, wrong.body, wrong.may) == ("entered-in-error", entry.body, {"reinstate"})
    assert wrong.history[-1].reason == "another patient's"
    back = every.list.reinstate(asha.patient, entry.id, version=2, by=bello.actor)
    assert (back.state, back.body, back.version) == (entry.state, entry.body, 3)


def test_a_patient_sees_no_errors(shown: List, asha: Person, bello: Person) -> None:
    entry = shown.add(asha.patient, by=bello.actor)
    shown.list.mark_as_error(asha.patient, entry.id, version=1, by=bello.actor)
    assert shown.list.read_all(asha.patient, by=asha.actor).items == []
    with pytest.raises(NotFound):
        shown.list.read(asha.patient, entry.id, by=asha.actor)


def test_what_had_ended_is_over_after_an_error_was_taken_back(
    lasting: List, asha: Person, bello: Person
) -> None:
    """A medicine that was stopped must not come back as one that is taken."""
    entry = lasting.add(asha.patient, by=bello.actor).id
    how = {"by": bello.actor}
    ended = lasting.list.end(asha.patient, entry, why="a rash", version=1, **how)
    lasting.list.mark_as_error(asha.patient, entry, version=2, **how)
    back = lasting.list.reinstate(asha.patient, entry, version=3, **how)
    assert (back.state, back.body) == ("ended", ended.body)


def test_the_planned_end_of_a_medicine_outlives_an_error(asha: Person, bello: Person) -> None:
    """An antibiotic for a week must not come back as one for good."""
    planned = PartialDate.of(timezone.now().date() + timedelta(days=7))
    body = MedicineBody(as_written="Amoxicillin 500 mg", until=planned)
    how = {"by": bello.actor}
    entry = clinic.medicines.add(asha.patient, body, **how).id
    clinic.medicines.mark_as_error(asha.patient, entry, version=1, **how)
    back = clinic.medicines.reinstate(asha.patient, entry, version=2, **how)
    assert (back.state, back.body) == ("active", body)


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("end", "end"),
        ("mark_as_error", "change"),
        ("mark_as_error", "end"),
        ("mark_as_error", "mark_as_error"),
        ("nothing", "reinstate"),
    ],
)
def test_what_its_state_does_not_allow(
    lasting: List, asha: Person, bello: Person, first: str, then: str
) -> None:
    view = lasting.add(asha.patient, by=bello.actor)
    if first != "nothing":
        view = getattr(lasting.list, first)(asha.patient, view.id, version=1, by=bello.actor)
    assert then not in view.may
    with pytest.raises(Conflict) as refusal:
        if then == "change":
            lasting.list.change(asha.patient, view.id, {}, version=view.version, by=bello.actor)
        else:
            act = getattr(lasting.list, then)
            act(asha.patient, view.id, version=view.version, by=bello.actor)
    assert not isinstance(refusal.value, Stale)


def test_the_same_entry_from_an_old_version_is_stale(
    changeable: List, asha: Person, bello: Person
) -> None:
    entry = changeable.add(asha.patient, by=bello.actor).id
    changeable.list.change(asha.patient, entry, changeable.change, version=1, by=bello.actor)
    with pytest.raises(Stale):
        changeable.list.change(asha.patient, entry, changeable.change, version=1, by=bello.actor)
    with pytest.raises(Stale):
        changeable.list.mark_as_error(asha.patient, entry, version=3, by=bello.actor)


def test_different_entries_never_conflict(changeable: List, asha: Person, bello: Person) -> None:
    one, two = (changeable.add(asha.patient, by=bello.actor) for _ in range(2))
    for entry in (one, two):
        changeable.list.change(asha.patient, entry.id, changeable.change, version=1, by=bello.actor)
    items = changeable.list.read_all(asha.patient, by=bello.actor).items
    assert [view.version for view in items] == [2, 2]


def test_a_field_it_does_not_have_cannot_be_changed(
    changeable: List, asha: Person, bello: Person
) -> None:
    entry = changeable.add(asha.patient, by=bello.actor).id
    with pytest.raises(Invalid):
        changeable.list.change(asha.patient, entry, {"state": "x"}, version=1, by=bello.actor)


# --- who ------------------------------------------------------------------------------------


def test_a_doctor_elsewhere_finds_nothing(
    every: List, asha: Person, bello: Person, ravi: Person, chen: Person
) -> None:
    entry = every.add(asha.patient, by=bello.actor)
    tries = [
        lambda: every.list.read_all(asha.patient, by=chen.actor),
        lambda: every.list.read(asha.patient, entry.id, by=chen.actor),
        lambda: every.add(asha.patient, by=chen.actor),
        lambda: every.list.mark_as_error(asha.patient, entry.id, version=1, by=chen.actor),
        # A patient of his in the path does not lead to Asha's entry.
        lambda: every.list.read(ravi.patient, entry.id, by=chen.actor),
        lambda: every.list.mark_as_error(ravi.patient, entry.id, version=1, by=chen.actor),
    ]
    for attempt in tries:
        with pytest.raises(NotFound):
            attempt()
    assert every.list.read(asha.patient, entry.id, by=bello.actor).version == 1


def test_a_patient_reads_her_own_and_changes_nothing(
    shown: List, asha: Person, bello: Person, ravi: Person
) -> None:
    entry = shown.add(asha.patient, by=bello.actor)
    view = shown.list.read(asha.patient, entry.id, by=asha.actor)
    assert (view.may, view.history, view.readable) == (frozenset(), (), True)
    with pytest.raises(NotFound):
        shown.list.read(asha.patient, entry.id, by=ravi.actor)
    for attempt in (
        lambda: shown.add(asha.patient, by=asha.actor),
        lambda: shown.list.mark_as_error(asha.patient, entry.id, version=1, by=asha.actor),
    ):
        with pytest.raises(Forbidden):
            attempt()


def test_alerts_are_among_doctors(asha: Person, bello: Person) -> None:
    """They are warnings for colleagues: her pages have none, active or not."""
    flags = EVERY["flag"]
    entry = flags.add(asha.patient, by=bello.actor)
    for attempt in (
        lambda: flags.list.read_all(asha.patient, by=asha.actor),
        lambda: flags.list.read(asha.patient, entry.id, by=asha.actor),
        lambda: flags.add(asha.patient, by=asha.actor),
        lambda: flags.list.end(asha.patient, entry.id, version=1, by=asha.actor),
    ):
        with pytest.raises(Forbidden):
            attempt()
    assert flags.list.of_patient(asha.patient, by=asha.actor) == []
    assert "Falls" not in str(chart.read_own(by=asha.actor))


def test_nobody_else_may_at_all(every: List, asha: Person, dana: Person) -> None:
    nobody = people.Actor.anonymous("192.0.2.1")
    for by, error in ((dana.actor, Forbidden), (SYSTEM, Forbidden), (nobody, Unauthenticated)):
        with pytest.raises(error):
            every.list.read_all(asha.patient, by=by)
        with pytest.raises(error):
            every.add(asha.patient, by=by)


def test_comments_and_notes_are_for_doctors(asha: Person, bello: Person) -> None:
    for noun in ("diagnosis", "vitals"):
        EVERY[noun].add(asha.patient, by=bello.actor)
        (view,) = EVERY[noun].list.read_all(asha.patient, by=asha.actor).items
        assert EVERY[noun].says not in str(view)


def test_acts_name_the_patient_and_no_words(every: List, asha: Person, bello: Person) -> None:
    entry = every.add(asha.patient, by=bello.actor)
    every.list.read_all(asha.patient, by=bello.actor)
    every.list.mark_as_error(asha.patient, entry.id, reason="a mix-up", version=1, by=bello.actor)
    events = Event.objects.filter(action__startswith=f"{every.noun}.").order_by("at", "seq")
    assert [event.action.split(".")[1] for event in events] == ["add", "list", "mark_as_error"]
    for event in events:
        assert event.subjects == [str(asha.patient)]
        assert event.outcome == "done"
        assert event.chain != people.UUID(int=0)
        assert every.says not in json.dumps(event.details) and "mix-up" not in str(vars(event))
    assert events[0].objects_touched == {every.noun: str(entry.id)}


def test_a_refused_change_is_on_record(every: List, asha: Person, bello: Person) -> None:
    entry = every.add(asha.patient, by=bello.actor)
    with pytest.raises(Stale):
        every.list.mark_as_error(asha.patient, entry.id, version=9, by=bello.actor)
    event = Event.objects.get(action=f"{every.noun}.mark_as_error")
    assert (event.outcome, event.details["error"]) == ("refused", "Stale")
    assert event.subjects == [str(asha.patient)]


# --- encounters -----------------------------------------------------------------------------


def test_it_belongs_to_the_encounter_it_was_recorded_at(
    every: List, asha: Person, bello: Person, encounter: Encounter
) -> None:
    assert every.add(asha.patient, encounter=encounter.id, by=bello.actor).encounter_id == (
        encounter.id
    )


def test_a_locked_encounter_takes_nothing_more(
    every: List, asha: Person, bello: Person, encounter: Encounter
) -> None:
    Encounter.objects.filter(id=encounter.id).update(
        state=EncounterState.LOCKED, locked_by=bello.user, locked_at=timezone.now()
    )
    with pytest.raises(Conflict):
        every.add(asha.patient, encounter=encounter.id, by=bello.actor)
    assert every.list.read_all(asha.patient, by=bello.actor).items == []


def test_only_doctors_of_its_clinic_write_to_an_encounter(
    every: List,
    asha: Person,
    chen: Person,
    encounter: Encounter,
    millfield: Facility,
) -> None:
    """Dr Chen now cares for Asha too, but was not there."""
    CareRelation.objects.create(patient_id=asha.patient, facility=millfield, reason="transferred")
    with pytest.raises(Conflict):
        every.add(asha.patient, encounter=encounter.id, by=chen.actor)
    assert every.add(asha.patient, by=chen.actor).recorded_by.name == "Dr Lian Chen"


def test_another_patients_encounter_is_not_found(
    every: List, bello: Person, encounter: Encounter, harbour: Facility
) -> None:
    other = people.register_patient(replace(people.ASHA, email="tara@example.org"), harbour)
    for wrong in (encounter.id, uuid4()):
        with pytest.raises(NotFound):
            every.add(other.patient, encounter=wrong, by=bello.actor)


# --- lists ----------------------------------------------------------------------------------


def test_a_list_goes_on_where_the_page_ended(every: List, asha: Person, bello: Person) -> None:
    ids = [every.add(asha.patient, by=bello.actor).id for _ in range(5)]
    found, after = [], None
    for _ in range(3):
        page = every.list.read_all(asha.patient, by=bello.actor, after=after, limit=2)
        found += [view.id for view in page.items]
        after = page.next
    assert (found, after) == (ids[::-1], None)


def test_a_list_of_some_states(lasting: List, asha: Person, bello: Person) -> None:
    one, two, three = (lasting.add(asha.patient, by=bello.actor).id for _ in range(3))
    lasting.list.end(asha.patient, one, version=1, by=bello.actor)
    lasting.list.mark_as_error(asha.patient, two, version=1, by=bello.actor)

    def ids(*states: str) -> list[object]:
        page = lasting.list.read_all(asha.patient, states=states, by=bello.actor)
        return [view.id for view in page.items]

    assert ids() == [three, two, one]
    assert (ids("active"), ids("ended"), ids("active", "ended")) == ([three], [one], [three, one])
    assert ids("entered-in-error") == [two]
    with pytest.raises(Invalid):
        ids("deleted")


def test_a_list_costs_the_same_however_long(every: List, asha: Person, bello: Person) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            every.list.read_all(asha.patient, by=bello.actor)
        return len(queries)

    every.add(asha.patient, by=bello.actor)
    few = cost()
    for _ in range(7):
        every.add(asha.patient, by=bello.actor)
    assert cost() == few


@pytest.mark.parametrize("way", WAYS)
def test_one_that_does_not_open_hides_no_other(
    every: List, way: str, asha: Person, bello: Person
) -> None:
    rows = [
        every.list.kind.model.objects.get(id=every.add(asha.patient, by=bello.actor).id)
        for _ in range(5)
    ]
    damage(document(rows[2]), way, other=document(rows[0]))
    views = every.list.read_all(asha.patient, by=bello.actor).items
    assert [view.readable for view in views] == [True, True, False, True, True]
    assert (views[2].id, views[2].state, views[2].may) == (rows[2].id, rows[2].state, frozenset())
    assert Event.objects.filter(action="vault.damaged").count() == 1


def test_of_patient_and_view_are_for_an_act_that_reads_more(
    every: List, asha: Person, bello: Person
) -> None:
    added = every.add(asha.patient, by=bello.actor)
    (row,) = every.list.of_patient(asha.patient, by=bello.actor, limit=3)
    view = every.list.view(row, documents.read(row), by=bello.actor)
    assert (view.id, view.body, view.may) == (added.id, added.body, added.may)


# --- words ----------------------------------------------------------------------------------


def test_any_text_comes_back_as_it_was_written(asha: Person, bello: Person) -> None:
    body = AllergyBody(substance=HOSTILE[:150], reaction=HOSTILE)
    added = clinic.allergies.add(asha.patient, body, by=bello.actor)
    read = clinic.allergies.read(asha.patient, added.id, by=bello.actor)
    assert (read.body.substance, read.body.reaction) == (HOSTILE[:150].strip(), HOSTILE)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"comment": "x" * 1001}, "comment"),
        ({"category": "gossip"}, "category"),
        ({"since": PartialDate(1850)}, "since"),
    ],
)
def test_what_an_alert_cannot_say(
    asha: Person, bello: Person, wrong: dict[str, object], field: str
) -> None:
    body = FlagBody(**{"title": "Falls", **wrong})  # type: ignore[arg-type]
    with pytest.raises(Invalid) as refusal:
        clinic.flags.add(asha.patient, body, by=bello.actor)
    assert set(refusal.value.fields) == {field}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"substance": "  "}, "substance"),
        ({"substance": "x" * 201}, "substance"),
        ({"reaction": "x" * 501}, "reaction"),
        ({"severity": "terrible"}, "severity"),
        ({"type": "feeling"}, "type"),
        ({"since": PartialDate(1850)}, "since"),
        ({"since": PartialDate.of((timezone.now() + timedelta(days=3)).date())}, "since"),
        ({"until": PartialDate(2020)}, "until"),
        ({"why_ended": "outgrown"}, "why_ended"),
    ],
)
def test_what_an_allergy_cannot_say(
    asha: Person, bello: Person, wrong: dict[str, object], field: str
) -> None:
    body = AllergyBody(**{"substance": "Latex", **wrong})  # type: ignore[arg-type]
    with pytest.raises(Invalid) as refusal:
        clinic.allergies.add(asha.patient, body, by=bello.actor)
    assert set(refusal.value.fields) == {field}


def test_a_medicine_may_begin_and_end_later_than_today(asha: Person, bello: Person) -> None:
    soon = PartialDate.of((timezone.now() + timedelta(days=7)).date())
    body = MedicineBody(as_written="Amoxicillin 500 mg", since=soon, until=soon)
    assert clinic.medicines.add(asha.patient, body, by=bello.actor).body.until == soon
    far = PartialDate(timezone.now().year + 4)
    with pytest.raises(Invalid):
        clinic.medicines.add(asha.patient, replace(body, until=far), by=bello.actor)


def test_it_cannot_end_before_it_began(asha: Person, bello: Person) -> None:
    body = MedicineBody(as_written="Ramipril", since=PartialDate(2020, 5))
    entry = clinic.medicines.add(asha.patient, body, by=bello.actor).id
    with pytest.raises(Invalid):
        clinic.medicines.end(
            asha.patient, entry, until=PartialDate(2020, 4), version=1, by=bello.actor
        )
    same_year = clinic.medicines.end(
        asha.patient, entry, until=PartialDate(2020), version=1, by=bello.actor
    )
    assert same_year.state == "ended"


def test_an_older_document_without_a_newer_field_is_read(asha: Person, bello: Person) -> None:
    entry = clinic.medicines.add(asha.patient, MedicineBody(as_written="Ramipril"), by=bello.actor)
    row = Medicine.objects.get(id=entry.id)
    body = documents.read(row)
    body["changes"][0]["said"] = {"as_written": "Ramipril", "of a later version": 1}
    del body["changes"][0]["reason"]
    assert clinic.medicines.view(row, body).body == MedicineBody(as_written="Ramipril")


def test_a_history_does_not_grow_for_ever() -> None:
    change = Change("change", timezone.now(), uuid4(), "active", MedicineBody(as_written="x"))
    with pytest.raises(Conflict):
        History((change,) * MOST_CHANGES).and_then(change)
