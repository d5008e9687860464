"""Waiting lists: a free time goes to the most urgent first, then to whoever waits longest."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from bedside import clinic
from bedside.audit import Event
from bedside.clinic.appointments import WaitingView, Wish
from bedside.clinic.appointments.availability import WeeklyHours
from bedside.clinic.appointments.offering import held_until, sweep
from bedside.clinic.models import Appointment, Facility, WaitingPlace
from bedside.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from bedside.outbox import Job
from tests.clinic.diary import DAY, at, book, care_too, free, publish, today
from tests.clinic.doubles import enrolled_again, merged
from tests.people import ASHA, Person, register_doctor, register_patient


@pytest.fixture
def one_a_day(harbour: Facility, bello: Person) -> None:
    """Dr Bello can be seen once a day, at nine."""
    publish(
        bello, harbour, *(WeeklyHours(day, at(9).time(), at(10).time(), 60) for day in range(7))
    )


@pytest.fixture
def ben(harbour: Facility) -> Person:
    return register_patient(replace(ASHA, name="Ben Oduya", email="ben@example.org"), harbour)


@pytest.fixture
def cleo(harbour: Facility) -> Person:
    return register_patient(replace(ASHA, name="Cleo Marsh", email="cleo@example.org"), harbour)


def wait(
    who: Person, place: Facility, *, by: Person | None = None, days: int = 1, **more: object
) -> WaitingView:
    """Wait for a time tomorrow, or until so many days from now."""
    wanted = {"first_day": today() + DAY, "last_day": today() + days * DAY} | more
    return clinic.appointments.join(
        patient=who.patient, facility=place.id, by=(by or who).actor, **wanted
    )


def offer_to(who: Person) -> Appointment | None:
    return Appointment.objects.filter(patient=who.patient, status="proposed").first()


def cancel(who: Person) -> None:
    row = Appointment.objects.get(patient=who.patient, status="booked")
    clinic.appointments.cancel(row.id, reason="better", version=row.version, by=who.actor)


@pytest.fixture
def full(one_a_day: None, asha: Person, bello: Person, harbour: Facility) -> None:
    """Asha has the only time of tomorrow."""
    book(asha, bello, harbour, at(9), by=asha)


def test_a_freed_time_is_held_for_the_first_who_waits(
    full: None, asha: Person, ben: Person, cleo: Person, harbour: Facility
) -> None:
    first, second = wait(ben, harbour), wait(cleo, harbour)
    assert (first.state, second.state, first.offer_id) == ("waiting", "waiting", None)
    cancel(asha)
    held = offer_to(ben)
    assert held is not None and held.start == at(9)
    assert offer_to(cleo) is None
    assert held.held_until is not None and held.held_until > timezone.now()
    assert free(harbour, cleo) == []
    (mine,) = clinic.appointments.read_waiting(by=ben.actor).rows
    assert (mine.state, mine.offer_id) == ("offered", held.id)
    assert Job.objects.get(kind="appointment.offer").subject["patient"] == str(ben.patient)


def test_the_more_urgent_come_first_and_then_the_longer_waiting(
    full: None, asha: Person, bello: Person, ben: Person, cleo: Person, harbour: Facility
) -> None:
    wait(ben, harbour)
    wait(cleo, harbour, by=bello, urgency_rank=2)
    cancel(asha)
    assert (offer_to(ben), offer_to(cleo) is not None) == (None, True)


def test_whoever_takes_it_is_booked_and_waits_no_longer(
    full: None, asha: Person, ben: Person, harbour: Facility
) -> None:
    wait(ben, harbour)
    cancel(asha)
    held = offer_to(ben)
    assert clinic.appointments.read(held.id, by=ben.actor).may == {"accept", "decline"}
    taken = clinic.appointments.accept(held.id, version=1, by=ben.actor)
    assert (taken.status, taken.held_until) == ("booked", None)
    assert WaitingPlace.objects.get().state == "taken"
    assert clinic.appointments.read_waiting(by=ben.actor).rows == []
    steps = clinic.appointments.read(held.id, by=ben.actor).steps
    assert [step.event for step in steps] == ["offer", "accept"]
    with pytest.raises(Stale):
        clinic.appointments.accept(held.id, version=1, by=ben.actor)


def test_a_declined_time_goes_to_the_next_and_never_back(
    full: None, asha: Person, ben: Person, cleo: Person, harbour: Facility
) -> None:
    wait(ben, harbour)
    wait(cleo, harbour)
    cancel(asha)
    clinic.appointments.decline(offer_to(ben).id, version=1, by=ben.actor)
    assert (offer_to(ben), offer_to(cleo) is not None) == (None, True)
    clinic.appointments.decline(offer_to(cleo).id, version=1, by=cleo.actor)
    assert not Appointment.objects.filter(status="proposed").exists()
    assert {place.state for place in WaitingPlace.objects.all()} == {"waiting"}
    assert free(harbour, asha) == [at(9)]


def test_an_offer_that_is_not_taken_in_time_goes_on(
    full: None, asha: Person, ben: Person, cleo: Person, bello: Person, harbour: Facility
) -> None:
    wait(ben, harbour)
    wait(cleo, harbour)
    cancel(asha)
    held = offer_to(ben)
    Appointment.objects.filter(id=held.id).update(held_until=timezone.now())
    with pytest.raises(Conflict):
        clinic.appointments.accept(held.id, version=1, by=ben.actor)
    lost = Appointment.objects.get(id=held.id)
    assert (lost.status, lost.cancel_reason) == ("cancelled", "not-answered")
    assert offer_to(cleo) is not None
    event = Event.objects.get(action="waiting.expire", outcome="done")
    assert (event.actor_role, event.subjects) == ("system", [str(ben.patient)])


def test_looking_for_a_time_ends_offers_that_are_over(
    full: None, asha: Person, ben: Person, harbour: Facility
) -> None:
    wait(ben, harbour)
    cancel(asha)
    assert free(harbour, asha) == []
    Appointment.objects.filter(status="proposed").update(held_until=timezone.now())
    assert free(harbour, asha) == [at(9)]


def test_the_sweep_offers_what_has_become_free(
    full: None, asha: Person, ben: Person, harbour: Facility
) -> None:
    wait(ben, harbour)
    Appointment.objects.update(status="noshow")
    assert offer_to(ben) is None
    sweep(timezone.now())
    assert offer_to(ben) is not None
    Appointment.objects.filter(status="proposed").update(held_until=timezone.now())
    sweep(timezone.now())
    assert offer_to(ben) is None


def test_waiting_ends_with_its_last_day(
    full: None, asha: Person, ben: Person, harbour: Facility
) -> None:
    wait(ben, harbour)
    past = timezone.now() - DAY
    WaitingPlace.objects.update(earliest=past - DAY, latest=past)
    sweep(timezone.now())
    assert WaitingPlace.objects.get().state == "expired"
    event = Event.objects.get(action="waiting.expire")
    assert event.subjects == [str(ben.patient)]


def test_moving_an_appointment_frees_its_old_time_for_whoever_waits(
    full: None, asha: Person, bello: Person, ben: Person, harbour: Facility
) -> None:
    wait(ben, harbour)
    row = Appointment.objects.get()
    clinic.appointments.reschedule(row.id, start=at(9, days=2), version=1, by=asha.actor)
    assert offer_to(ben).start == at(9)


def test_only_what_fits_is_offered(
    full: None, asha: Person, bello: Person, ben: Person, cleo: Person, harbour: Facility
) -> None:
    okafor = register_doctor("Dr Ines Okafor", "okafor@example.org", harbour)
    wait(ben, harbour, practitioner=okafor.user)
    wait(cleo, harbour, first_day=today() + 2 * DAY, last_day=today() + 2 * DAY)
    assert offer_to(cleo).start == at(9, days=2)
    cancel(asha)
    assert offer_to(ben) is None


def test_what_the_patient_has_anyhow_is_not_offered_beside_it(
    full: None, asha: Person, ben: Person, chen: Person, harbour: Facility, millfield: Facility
) -> None:
    care_too(ben.patient, millfield)
    book(ben, chen, millfield, at(9), by=chen)
    wait(ben, harbour)
    cancel(asha)
    assert offer_to(ben) is None


def test_what_stands_in_another_record_of_theirs_is_theirs(
    full: None, asha: Person, ben: Person, bello: Person, harbour: Facility
) -> None:
    other = enrolled_again(ben, bello)
    publish(bello, harbour, *(WeeklyHours(day, time(8), time(12), 60) for day in range(7)))
    _taken, let_go = (
        clinic.appointments.book(Wish(other, harbour.id, bello.user, at(hour)), by=bello.actor)
        for hour in (8, 10)
    )
    clinic.appointments.cancel(let_go.id, reason="cannot-come", version=1, by=bello.actor)
    merged(ben, bello, again=other)
    wait(ben, harbour)
    offers = []
    while (offer := offer_to(ben)) is not None:
        offers.append(offer.start)
        clinic.appointments.decline(offer.id, version=offer.version, by=ben.actor)
    assert offers == [at(11)]


def test_the_one_who_cancels_does_not_touch_the_other_ones_record(
    full: None, asha: Person, ben: Person, harbour: Facility
) -> None:
    wait(ben, harbour)
    cancel(asha)
    about_ben = [event for event in Event.objects.all() if str(ben.patient) in event.subjects]
    assert all(event.actor_user != asha.user for event in about_ben)


def test_a_patient_waits_once_at_a_facility(full: None, ben: Person, harbour: Facility) -> None:
    place = wait(ben, harbour)
    with pytest.raises(Conflict):
        wait(ben, harbour)
    clinic.appointments.leave(place.id, version=place.version, by=ben.actor)
    assert wait(ben, harbour).state == "waiting"


def test_whoever_leaves_lets_the_offer_go(
    full: None, asha: Person, ben: Person, cleo: Person, harbour: Facility
) -> None:
    wait(ben, harbour)
    wait(cleo, harbour)
    cancel(asha)
    place = WaitingPlace.objects.get(patient=ben.patient)
    left = clinic.appointments.leave(place.id, version=place.version, by=ben.actor)
    assert (left.state, left.offer_id, left.may) == ("left", None, frozenset())
    assert (offer_to(ben), offer_to(cleo) is not None) == (None, True)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"first_day": today() - DAY}, "first_day"),
        ({"last_day": today()}, "last_day"),
        ({"last_day": today() + 91 * DAY}, "last_day"),
    ],
)
def test_bad_days_are_named(ben: Person, harbour: Facility, wrong: dict, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        wait(ben, harbour, **wrong)
    assert set(refused.value.fields) == {field}


def test_a_patient_does_not_say_how_urgent_it_is(ben: Person, harbour: Facility) -> None:
    with pytest.raises(Forbidden):
        wait(ben, harbour, urgency_rank=0)


def test_strangers_neither_see_nor_touch_a_place(
    full: None, asha: Person, ben: Person, chen: Person, ravi: Person, harbour: Facility
) -> None:
    place = wait(ben, harbour)
    cancel(asha)
    held = offer_to(ben)
    for stranger in (chen, ravi, asha):
        assert clinic.appointments.read_waiting(by=stranger.actor).rows == []
        for act in (
            lambda by: clinic.appointments.leave(place.id, version=2, by=by),
            lambda by: clinic.appointments.accept(held.id, version=1, by=by),
            lambda by: clinic.appointments.decline(held.id, version=1, by=by),
        ):
            with pytest.raises(NotFound):
                act(stranger.actor)
    with pytest.raises(NotFound):
        wait(ben, harbour, by=asha)
    with pytest.raises(NotFound):
        clinic.appointments.read_waiting(by=chen.actor, facility=harbour.id)


def test_staff_see_who_waits_at_their_facility(
    full: None, ben: Person, cleo: Person, bello: Person, harbour: Facility
) -> None:
    wait(ben, harbour)
    wait(cleo, harbour)
    first = clinic.appointments.read_waiting(by=bello.actor, facility=harbour.id, limit=1)
    rest = clinic.appointments.read_waiting(
        by=bello.actor, facility=harbour.id, limit=1, after=first.next
    )
    rows = first.rows + rest.rows
    assert [row.patient.profile.name for row in rows] == ["Ben Oduya", "Cleo Marsh"]
    assert rest.next is None


LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("now", "start", "end"),
    [
        ((1, 9), (3, 9), (1, 11)),
        ((1, 19, 30), (3, 9), (2, 10)),
        ((1, 23), (3, 9), (2, 10)),
        ((1, 5), (3, 9), (1, 10)),
        ((1, 9), (1, 11), (1, 10)),
        ((1, 22), (2, 9), (2, 8)),
    ],
    ids=["by day", "until the night", "at night", "before dawn", "soon", "early tomorrow"],
)
def test_an_offer_holds_two_hours_and_the_night(now: tuple, start: tuple, end: tuple) -> None:
    moments = [datetime(2026, 6, *when, tzinfo=LONDON) for when in (now, start, end)]
    assert held_until(moments[0].astimezone(UTC), moments[1], LONDON) == moments[2]


def test_what_begins_too_soon_is_offered_to_nobody(
    asha: Person, bello: Person, ben: Person, harbour: Facility
) -> None:
    publish(bello, harbour)
    wait(ben, harbour, first_day=today(), last_day=today() + DAY)
    held = offer_to(ben)
    assert held is not None and held.start >= timezone.now() + timedelta(hours=3) - DAY / 1440


def test_a_patients_own_limit_holds_for_what_they_waited_for(
    one_a_day: None, ben: Person, bello: Person, harbour: Facility
) -> None:
    for days in (2, 3, 4):
        book(ben, bello, harbour, at(9, days=days), by=ben)
    wait(ben, harbour)
    held = offer_to(ben)
    assert held is not None
    with pytest.raises(Conflict, match="booked 3"):
        clinic.appointments.accept(held.id, version=1, by=ben.actor)
    assert offer_to(ben) is not None
    last = Appointment.objects.filter(patient=ben.patient, status="booked").latest("start")
    clinic.appointments.cancel(last.id, reason="better", version=1, by=ben.actor)
    assert clinic.appointments.accept(held.id, version=1, by=ben.actor).status == "booked"


def test_the_desk_accepts_for_a_patient_whatever_they_booked(
    one_a_day: None, ben: Person, bello: Person, harbour: Facility
) -> None:
    for days in (2, 3, 4):
        book(ben, bello, harbour, at(9, days=days), by=ben)
    wait(ben, harbour)
    held = offer_to(ben)
    assert held is not None
    assert clinic.appointments.accept(held.id, version=1, by=bello.actor).status == "booked"
