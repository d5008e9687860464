"""Encounters: where and when somebody was seen, by whom, and the lock that is for good."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from bedside import accounts, chart, clinic, intake
from bedside.accounts import User
from bedside.audit import Event
from bedside.clinic.encounters import EncounterView
from bedside.clinic.models import CareRelation, Encounter, Facility
from bedside.clinic.vitals import VitalsBody
from bedside.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from tests.clinic.diary import book
from tests.clinic.writing import amended, draft, lock, meet, signed
from tests.intake.talking import COLD, send
from tests.people import ASHA, Person, register_doctor, register_patient, staff


@pytest.fixture
def okafor(harbour: Facility) -> Person:
    """Dr Okafor, a colleague of Dr Bello's."""
    return register_doctor("Dr Ines Okafor", "okafor@example.org", harbour)


def test_what_happened_and_when_it_was_entered_are_two_times(asha: Person, bello: Person) -> None:
    yesterday = timezone.now() - timedelta(days=1)
    seen = clinic.encounters.start(asha.patient, kind="home", started_at=yesterday, by=bello.actor)
    assert (seen.started_at, seen.kind, seen.state) == (yesterday, "home", "open")
    assert seen.recorded_at - yesterday >= timedelta(days=1)
    assert (seen.facility, seen.practitioner.name) == ("Harbour Street Clinic", "Dr Amara Bello")


@pytest.mark.parametrize(
    "at",
    [
        timezone.now() + timedelta(hours=1),
        datetime(1700, 1, 1, tzinfo=UTC),
        datetime(2026, 1, 1),
    ],
)
def test_an_encounter_does_not_begin_later_or_before_anybody_lived(
    asha: Person, bello: Person, at: datetime
) -> None:
    with pytest.raises(Invalid) as refusal:
        clinic.encounters.start(asha.patient, started_at=at, by=bello.actor)
    assert set(refusal.value.fields) == {"started_at"}


def test_a_clock_that_is_a_minute_ahead_means_now(asha: Person, bello: Person) -> None:
    ahead = timezone.now() + timedelta(minutes=1)
    seen = clinic.encounters.start(asha.patient, started_at=ahead, by=bello.actor)
    assert seen.started_at < ahead


def test_it_is_where_the_doctor_works_and_the_patient_is_cared_for(
    asha: Person, bello: Person, harbour: Facility, millfield: Facility, dana: Person
) -> None:
    staff(millfield, bello, by=dana)
    with pytest.raises(Invalid) as refusal:
        clinic.encounters.start(asha.patient, facility=millfield.id, by=bello.actor)
    assert set(refusal.value.fields) == {"facility"}
    seen = clinic.encounters.start(asha.patient, by=bello.actor)
    assert seen.facility_id == harbour.id
    CareRelation.objects.create(patient_id=asha.patient, facility=millfield, reason="referred")
    with pytest.raises(Invalid):
        clinic.encounters.start(asha.patient, by=bello.actor)
    seen = clinic.encounters.start(asha.patient, facility=millfield.id, by=bello.actor)
    assert seen.facility_id == millfield.id


@pytest.fixture
def booked(asha: Person, bello: Person, harbour: Facility) -> clinic.appointments.AppointmentView:
    """Asha's appointment with Dr Bello, in an hour."""
    start = timezone.now().replace(second=0, microsecond=0) + timedelta(hours=1)
    return book(asha, bello, harbour, start, by=bello)


def test_an_appointment_leads_to_one_encounter_where_it_was_booked(
    asha: Person, bello: Person, harbour: Facility, millfield: Facility, dana: Person, booked: Any
) -> None:
    staff(millfield, bello, by=dana)
    CareRelation.objects.create(patient_id=asha.patient, facility=millfield, reason="referred")
    seen = clinic.encounters.start(asha.patient, appointment=booked.id, by=bello.actor)
    assert (seen.appointment_id, seen.facility_id) == (booked.id, harbour.id)
    again = clinic.encounters.start(asha.patient, appointment=booked.id, by=bello.actor)
    assert again == seen and Encounter.objects.count() == 1


def test_nothing_comes_of_an_appointment_that_is_not_kept(
    asha: Person, bello: Person, booked: Any
) -> None:
    clinic.appointments.cancel(booked.id, reason="better", version=booked.version, by=bello.actor)
    with pytest.raises(Conflict):
        clinic.encounters.start(asha.patient, appointment=booked.id, by=bello.actor)


def test_an_appointment_is_its_own_patients(
    asha: Person, bello: Person, chen: Person, ravi: Person, harbour: Facility, booked: Any
) -> None:
    other = register_patient(replace(ASHA, email="mira@example.org"), harbour)
    for patient, by in ((other, bello), (ravi, chen)):
        with pytest.raises(NotFound):
            clinic.encounters.start(patient.patient, appointment=booked.id, by=by.actor)
    assert not Encounter.objects.exists()


def test_nobody_else_begins_or_sees_one(
    asha: Person, bello: Person, chen: Person, dana: Person
) -> None:
    seen = meet(bello, asha)
    for act in (
        lambda: clinic.encounters.start(asha.patient, by=chen.actor),
        lambda: clinic.encounters.read(seen.id, by=chen.actor),
        lambda: clinic.encounters.read_of_patient(asha.patient, by=chen.actor),
        lambda: clinic.encounters.lock(seen.id, version=1, by=chen.actor),
        lambda: clinic.encounters.change(seen.id, kind="phone", version=1, by=chen.actor),
    ):
        with pytest.raises(NotFound):
            act()
    for other in (asha, dana):
        with pytest.raises(Forbidden):
            clinic.encounters.read(seen.id, by=other.actor)


def test_the_patient_in_a_path_must_be_the_encounters(
    asha: Person, ravi: Person, bello: Person
) -> None:
    seen = meet(bello, asha)
    with pytest.raises(NotFound):
        clinic.encounters.read(seen.id, patient=ravi.patient, by=bello.actor)


def test_kind_and_time_can_be_corrected_while_it_is_open(asha: Person, bello: Person) -> None:
    seen = meet(bello, asha)
    earlier = timezone.now() - timedelta(hours=3)
    now = clinic.encounters.change(
        seen.id, kind="phone", started_at=earlier, version=seen.version, by=bello.actor
    )
    assert (now.kind, now.started_at, now.version) == ("phone", earlier, 2)
    with pytest.raises(Stale):
        clinic.encounters.change(seen.id, kind="video", version=seen.version, by=bello.actor)
    lock(bello, seen.id)
    with pytest.raises(Conflict):
        clinic.encounters.change(seen.id, kind="video", version=3, by=bello.actor)


def test_a_colleague_cannot_lock_it_until_its_doctor_has_left(
    asha: Person, bello: Person, okafor: Person, harbour: Facility, dana: Person
) -> None:
    seen = meet(bello, asha)
    assert "lock" not in clinic.encounters.read(seen.id, by=okafor.actor).may
    with pytest.raises(Conflict):
        lock(okafor, seen.id)
    staff(harbour, okafor, by=dana)
    assert "lock" in clinic.encounters.read(seen.id, by=okafor.actor).may
    assert lock(okafor, seen.id).locked_by == clinic.encounters.Person(
        okafor.user, "Dr Ines Okafor"
    )


def test_a_lock_waits_for_unsigned_drafts_and_says_whose(
    asha: Person, bello: Person, okafor: Person
) -> None:
    seen = meet(bello, asha)
    mine, theirs = draft(bello, seen.id), draft(okafor, seen.id)
    with pytest.raises(Conflict, match="2 drafts by Dr Amara Bello and Dr Ines Okafor"):
        lock(bello, seen.id)
    clinic.notes.sign(mine.id, version=mine.version, by=bello.actor)
    with pytest.raises(Conflict, match="A draft by Dr Ines Okafor"):
        lock(bello, seen.id)
    clinic.notes.discard(theirs.id, version=theirs.version, by=okafor.actor)
    assert lock(bello, seen.id).state == "locked"


def test_the_draft_of_somebody_who_has_left_does_not_keep_it_open(
    asha: Person, bello: Person, okafor: Person, harbour: Facility, dana: Person
) -> None:
    seen = meet(bello, asha)
    draft(okafor, seen.id)
    staff(harbour, bello, by=dana)
    assert lock(bello, seen.id).state == "locked"


def test_nor_does_the_draft_of_somebody_whose_account_is_closed(
    asha: Person, bello: Person, okafor: Person, dana: Person
) -> None:
    seen = meet(bello, asha)
    draft(okafor, seen.id)
    accounts.disable(okafor.user, by=dana.actor)
    assert lock(bello, seen.id).state == "locked"


def test_the_draft_of_an_amendment_does_not_keep_it_open(asha: Person, bello: Person) -> None:
    seen = meet(bello, asha)
    note = signed(bello, seen.id)
    clinic.notes.amend(note.id, by=bello.actor)
    assert lock(bello, seen.id).state == "locked"


def test_a_lock_is_for_good_and_says_by_whom_and_when(asha: Person, bello: Person) -> None:
    seen = meet(bello, asha)
    locked = lock(bello, seen.id)
    assert locked.locked_by is not None and locked.locked_at is not None
    assert locked.locked_by.name == "Dr Amara Bello"
    assert locked.may == frozenset()
    with pytest.raises(Conflict):
        lock(bello, seen.id)


def test_a_patients_encounters_come_in_pages_the_latest_first(asha: Person, bello: Person) -> None:
    begun = timezone.now() - timedelta(days=9)
    for day in (3, 1, 2, 2):
        clinic.encounters.start(
            asha.patient, started_at=begun + timedelta(days=day), by=bello.actor
        )
    first = clinic.encounters.read_of_patient(asha.patient, limit=3, by=bello.actor)
    assert first.next is not None
    second = clinic.encounters.read_of_patient(
        asha.patient, after=first.next, limit=3, by=bello.actor
    )
    days = [(row.started_at - begun).days for row in first.rows + second.rows]
    assert (days, second.next) == ([3, 2, 2, 1], None)
    assert len({row.id for row in first.rows + second.rows}) == 4


def test_a_page_costs_the_same_whatever_its_length(
    asha: Person, bello: Person, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(99) as one:
        meet(bello, asha)
        clinic.encounters.read_of_patient(asha.patient, by=bello.actor)
    asked = len(one)
    for _ in range(5):
        meet(bello, asha)
    with django_assert_max_num_queries(asked):
        page = clinic.encounters.read_of_patient(asha.patient, by=bello.actor)
    assert len(page.rows) == 6


def test_a_name_that_does_not_open_hides_no_encounter(
    asha: Person, bello: Person, okafor: Person
) -> None:
    meet(bello, asha), meet(okafor, asha)
    sealed = User.objects.get(id=bello.user).name_sealed
    User.objects.filter(id=okafor.user).update(name_sealed=sealed)
    rows = clinic.encounters.read_of_patient(asha.patient, by=bello.actor).rows
    assert {row.practitioner.name for row in rows} == {"Dr Amara Bello", None}


def test_each_act_is_on_record_at_the_facility(
    asha: Person, bello: Person, harbour: Facility
) -> None:
    seen = meet(bello, asha)
    clinic.encounters.change(seen.id, kind="phone", version=1, by=bello.actor)
    lock(bello, seen.id)
    for action in ("encounter.start", "encounter.change", "encounter.read", "encounter.lock"):
        event = Event.objects.get(action=action)
        assert (event.chain, event.outcome) == (harbour.id, "done")
        assert event.subjects == [str(asha.patient)]
        assert event.objects_touched == {"encounter": str(seen.id)}


def test_amending_after_the_lock_changes_nothing_of_the_encounter(
    asha: Person, bello: Person
) -> None:
    seen = meet(bello, asha)
    note = signed(bello, seen.id)
    lock(bello, seen.id)
    before = Encounter.objects.values().get(id=seen.id)
    amended(bello, note.id)
    assert Encounter.objects.values().get(id=seen.id) == before


def mistake(seen: EncounterView, by: Person, **how: Any) -> EncounterView:
    """Say that an encounter was begun by mistake."""
    return clinic.encounters.mark_as_error(seen.id, **{"version": seen.version, **how}, by=by.actor)


def test_one_begun_by_mistake_is_an_error_for_good_and_counts_nowhere(
    asha: Person, bello: Person, harbour: Facility
) -> None:
    meet(bello, asha)
    wrong = meet(bello, asha)
    assert "mark_as_error" in wrong.may
    wrong = mistake(wrong, bello)
    assert (wrong.state, wrong.may) == ("entered-in-error", frozenset())
    figures = intake.read_statistics(facility=harbour.id, by=bello.actor)
    assert sum(month.figures.encounters for month in figures.months) == 1
    entries = chart.read_chart(asha.patient, by=bello.actor).timeline.entries
    assert sorted(one.code for one in entries) == ["entered-in-error", "visit"]
    for write in (
        lambda: mistake(wrong, bello),
        lambda: clinic.encounters.lock(wrong.id, version=wrong.version, by=bello.actor),
        lambda: draft(bello, wrong.id),
    ):
        with pytest.raises(Conflict, match="mistake"):
            write()


def test_it_is_no_mistake_where_something_was_written(asha: Person, bello: Person) -> None:
    noted, measured, drafted = (meet(bello, asha) for _ in range(3))
    signed(bello, noted.id)
    draft(bello, drafted.id)
    body = VitalsBody(measured_at=timezone.now(), pulse=70)
    found = clinic.vitals.add(asha.patient, body, encounter=measured.id, by=bello.actor)
    for seen in (noted, measured, drafted):
        with pytest.raises(Conflict):
            mistake(seen, bello)
    clinic.vitals.mark_as_error(asha.patient, found.id, version=1, by=bello.actor)
    assert mistake(measured, bello).state == "entered-in-error"


def test_only_who_began_it_says_so_and_of_what_they_saw(
    asha: Person, bello: Person, okafor: Person, chen: Person, noa: Person
) -> None:
    seen = meet(bello, asha)
    for other, refusal in ((okafor, Conflict), (chen, NotFound), (noa, Forbidden)):
        with pytest.raises(refusal):
            mistake(seen, other)
    with pytest.raises(Stale):
        mistake(seen, bello, version=2)
    assert mistake(seen, bello).version == 2


def test_what_led_to_a_mistake_leads_to_another_encounter(
    asha: Person, bello: Person, booked: Any
) -> None:
    sent = send(COLD, asha.actor).id
    start = clinic.encounters.start
    for begin in (
        lambda: start(asha.patient, appointment=booked.id, by=bello.actor),
        lambda: intake.start_encounter(sent, by=bello.actor),
    ):
        wrong = begin()
        assert begin().id == wrong.id
        mistake(wrong, bello)
        assert begin().id != wrong.id
