"""The urgency of an assessment proposes the time; an emergency proposes none."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bedside import clinic, intake
from bedside.audit import Event
from bedside.clinic.models import Appointment, Facility, WaitingPlace
from bedside.errors import Conflict, Forbidden, NotFound
from bedside.intake.models import Assessment, FollowUp
from tests.clinic.diary import at, book, care_too, publish
from tests.intake.talking import COLD, HEART, KIDNEY, begin, send
from tests.people import Person


@pytest.fixture
def hours(bello: Person, harbour: Facility) -> None:
    publish(bello, harbour)


def test_the_earliest_times_before_it_is_due_are_proposed(
    hours: None, asha: Person, bello: Person, harbour: Facility
) -> None:
    sent = send(KIDNEY, asha.actor)
    for by in (asha.actor, bello.actor):
        found = intake.propose_times(sent.id, by=by)
        assert (found.emergency, found.proposal.late) == (False, False)
        starts = [slot.start for slot in found.proposal.slots]
        assert 1 <= len(starts) <= 3 and starts == sorted(starts)
        assert timezone.now() <= starts[0] and starts[-1] < sent.due_at
    offered = clinic.appointments.find_slots(
        harbour.id, since=timezone.now(), until=sent.due_at, by=asha.actor
    )
    assert starts == [slot.start for slot in offered.slots[: len(starts)]]


def test_when_nothing_is_free_in_time_it_says_so(
    hours: None, asha: Person, bello: Person, harbour: Facility
) -> None:
    sent = send(KIDNEY, asha.actor)
    Assessment.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    found = intake.propose_times(sent.id, by=asha.actor)
    assert found.proposal.late and found.proposal.slots[0].start >= timezone.now()


def test_an_emergency_proposes_none_and_says_so(hours: None, asha: Person, bello: Person) -> None:
    sent = send(HEART, asha.actor)
    for by in (asha.actor, bello.actor):
        found = intake.propose_times(sent.id, by=by)
        assert (found.emergency, found.proposal) == (True, None)
    with pytest.raises(Conflict, match="emergency"):
        intake.book_follow_up(sent.id, practitioner=bello.user, start=at(9), by=asha.actor)
    with pytest.raises(Conflict, match="emergency"):
        intake.wait_for_follow_up(sent.id, by=asha.actor)
    assert not Appointment.objects.exists() and not WaitingPlace.objects.exists()
    later = intake.book_follow_up(sent.id, practitioner=bello.user, start=at(9), by=bello.actor)
    assert later.status == "booked"


def test_a_proposed_time_is_booked_and_follows_the_assessment(
    hours: None, asha: Person, bello: Person, harbour: Facility
) -> None:
    sent = send(KIDNEY, asha.actor)
    slot = intake.propose_times(sent.id, by=asha.actor).proposal.slots[0]
    booked = intake.book_follow_up(
        sent.id, practitioner=slot.practitioner_id, start=slot.start, reason="Fever", by=asha.actor
    )
    assert (booked.start, booked.reason, booked.facility_id) == (slot.start, "Fever", harbour.id)
    row = FollowUp.objects.get()
    assert (row.assessment_id, row.appointment_id) == (sent.id, booked.id)
    event = Event.objects.get(action="follow_up.book")
    assert event.objects_touched == {"assessment": str(sent.id), "appointment": str(booked.id)}
    assert event.chain == harbour.id


def test_a_follow_up_is_held_to_the_rules_of_booking(
    hours: None, asha: Person, ravi: Person, bello: Person, harbour: Facility
) -> None:
    sent = send(KIDNEY, asha.actor)
    care_too(ravi.patient, harbour)
    book(ravi, bello, harbour, at(9), by=bello)

    def follow(by: Person, **more: str) -> object:
        return intake.book_follow_up(
            sent.id, practitioner=bello.user, start=at(9), by=by.actor, **more
        )

    for by in (asha, bello):
        with pytest.raises(Conflict):
            follow(by)
    with pytest.raises(Forbidden):
        follow(asha, overbook_because="Please")
    assert not FollowUp.objects.exists()
    assert follow(bello, overbook_because="Fever").overbooked


def test_nobody_elses_assessment_proposes_or_books(
    hours: None, asha: Person, ravi: Person, chen: Person, bello: Person, dana: Person
) -> None:
    sent = send(KIDNEY, asha.actor)
    for stranger in (ravi, chen):
        with pytest.raises(NotFound):
            intake.propose_times(sent.id, by=stranger.actor)
        with pytest.raises(NotFound):
            intake.book_follow_up(sent.id, practitioner=bello.user, start=at(9), by=stranger.actor)
    with pytest.raises(Forbidden):
        intake.propose_times(sent.id, by=dana.actor)


def test_a_clinic_that_shares_her_care_has_no_business_in_the_others_diary(
    hours: None, asha: Person, chen: Person, bello: Person, millfield: Facility
) -> None:
    sent = send(KIDNEY, asha.actor)
    care_too(asha.patient, millfield)
    assert intake.read(sent.id, by=chen.actor).id == sent.id
    with pytest.raises(NotFound):
        intake.propose_times(sent.id, by=chen.actor)
    with pytest.raises(NotFound):
        intake.wait_for_follow_up(sent.id, by=chen.actor)
    assert not WaitingPlace.objects.exists()


def test_a_draft_proposes_nothing(hours: None, asha: Person) -> None:
    draft = begin(COLD, asha.actor)
    with pytest.raises(Conflict, match="Send the assessment first"):
        intake.propose_times(draft.id, by=asha.actor)


def test_waiting_is_as_urgent_as_the_assessment(
    asha: Person, ravi: Person, bello: Person, harbour: Facility
) -> None:
    care_too(ravi.patient, harbour)
    clinic.appointments.join(
        patient=ravi.patient, facility=harbour.id, first_day=at(9).date(),
        last_day=at(9, days=20).date(), by=ravi.actor,
    )  # fmt: skip
    sent = send(KIDNEY, asha.actor)
    place = intake.wait_for_follow_up(sent.id, by=asha.actor)
    row = Assessment.objects.get()
    assert (place.urgency_rank, place.latest, place.state) == (
        row.triage_rank,
        row.due_at,
        "waiting",
    )
    first = row.due_at.replace(minute=0, second=0, microsecond=0) - timedelta(hours=6)
    assert first > timezone.now() + timedelta(hours=3)
    clinic.appointments.open_extra(
        harbour.id, first.date(), first.time(), (first + timedelta(minutes=30)).time(), 30,
        version=1, by=bello.actor,
    )  # fmt: skip
    held = Appointment.objects.get()
    assert (held.patient_id, held.status, held.start) == (asha.patient, "proposed", first)
