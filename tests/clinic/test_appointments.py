"""What becomes of an appointment: moved, cancelled, arrived, seen, not come; and who sees it."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bedside import chart, clinic
from bedside.accounts import User
from bedside.audit import Event
from bedside.clinic.appointments import AppointmentView
from bedside.clinic.appointments.lifecycle import LIFECYCLE, after
from bedside.clinic.models import Appointment, CareRelation, Facility
from bedside.documents.models import Blob
from bedside.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from bedside.outbox import Job
from tests.clinic.diary import DAY, MINUTES, at, book, care_too, free, publish
from tests.people import SYSTEM, Person, register_doctor

EVENTS = sorted({event for events in LIFECYCLE.values() for event in events})


@pytest.fixture
def okafor(harbour: Facility) -> Person:
    return register_doctor("Dr Ines Okafor", "okafor@example.org", harbour)


@pytest.fixture
def booked(asha: Person, bello: Person, harbour: Facility) -> AppointmentView:
    """Asha is booked with Dr Bello tomorrow at nine."""
    publish(bello, harbour)
    return book(asha, bello, harbour, at(9), by=asha, reason="My knee")


def begins(appointment: AppointmentView, start: datetime) -> None:
    """Let time pass: the appointment begins then."""
    Appointment.objects.filter(id=appointment.id).update(start=start, end=start + 20 * MINUTES)


def _now() -> datetime:
    return timezone.now().replace(second=0, microsecond=0)


# --- the lifecycle ---------------------------------------------------------------------------


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("status", LIFECYCLE)
def test_only_what_the_table_says_is_allowed(status: str, event: str) -> None:
    if event in LIFECYCLE[status]:
        assert after(status, event) in LIFECYCLE
    else:
        with pytest.raises(Conflict):
            after(status, event)


def test_a_visit_from_the_door_to_the_end(booked: AppointmentView, bello: Person) -> None:
    begins(booked, _now() + 5 * MINUTES)
    assert booked.may == {"cancel", "move"}
    there = clinic.appointments.arrive(booked.id, version=1, by=bello.actor)
    assert (there.status, there.may) == (
        "arrived",
        {"cancel", "fulfil", "start_encounter", "undo"},
    )
    seen = clinic.appointments.fulfil(booked.id, version=2, by=bello.actor)
    assert (seen.status, seen.may) == ("fulfilled", {"start_encounter", "undo"})
    steps = clinic.appointments.read(booked.id, by=bello.actor).steps
    assert [step.event for step in steps] == ["book", "arrive", "fulfil"]
    assert [step.by for step in steps] == ["", "Dr Amara Bello", "Dr Amara Bello"]


def test_nobody_has_failed_to_come_before_the_time(booked: AppointmentView, bello: Person) -> None:
    with pytest.raises(Conflict, match="not come yet"):
        clinic.appointments.no_show(booked.id, version=1, by=bello.actor)
    begins(booked, _now() - 5 * MINUTES)
    missed = clinic.appointments.no_show(booked.id, version=1, by=bello.actor)
    assert missed.status == "noshow"
    late = clinic.appointments.arrive(booked.id, version=2, by=bello.actor)
    assert late.status == "arrived"


def test_nobody_arrives_days_before(booked: AppointmentView, bello: Person) -> None:
    begins(booked, at(9, days=2))
    with pytest.raises(Conflict, match="later day"):
        clinic.appointments.arrive(booked.id, version=1, by=bello.actor)


def test_what_happened_can_be_taken_back_for_ten_minutes(
    booked: AppointmentView, bello: Person
) -> None:
    begins(booked, _now() - 5 * MINUTES)
    clinic.appointments.no_show(booked.id, version=1, by=bello.actor)
    back = clinic.appointments.undo(booked.id, version=2, by=bello.actor)
    assert back.status == "booked"
    clinic.appointments.arrive(booked.id, version=3, by=bello.actor)
    long_ago = timezone.now() - timedelta(minutes=11)
    Appointment.objects.update(status_at=long_ago)
    assert "undo" not in clinic.appointments.read(booked.id, by=bello.actor).may
    with pytest.raises(Conflict, match="ten minutes"):
        clinic.appointments.undo(booked.id, version=4, by=bello.actor)


def test_a_missed_time_that_was_given_away_is_not_taken_back(
    booked: AppointmentView, ravi: Person, bello: Person, harbour: Facility
) -> None:
    care_too(ravi.patient, harbour)
    begins(booked, _now() - 5 * MINUTES)
    clinic.appointments.no_show(booked.id, version=1, by=bello.actor)
    book(ravi, bello, harbour, _now(), by=bello, overbook_because="Walked in")
    with pytest.raises(Conflict, match="already taken"):
        clinic.appointments.undo(booked.id, version=2, by=bello.actor)


def test_a_patient_says_nothing_about_who_came(booked: AppointmentView, asha: Person) -> None:
    begins(booked, _now() - 5 * MINUTES)
    for act in ("arrive", "no_show", "fulfil", "undo"):
        with pytest.raises(Forbidden):
            getattr(clinic.appointments, act)(booked.id, version=1, by=asha.actor)


# --- cancelling ------------------------------------------------------------------------------


def test_a_patient_cancels_with_a_reason_and_the_time_is_free(
    booked: AppointmentView, asha: Person, bello: Person, harbour: Facility
) -> None:
    gone = clinic.appointments.cancel(
        booked.id, reason="better", words="It went away", version=1, by=asha.actor
    )
    assert (gone.status, gone.cancel_reason, gone.cancelled_because) == (
        "cancelled",
        "better",
        "It went away",
    )
    assert (gone.reason, gone.may) == ("My knee", frozenset())
    assert at(9) in free(harbour, asha)
    assert Event.objects.get(action="appointment.cancel").details["reason"] == "better"


def test_a_patient_cancels_until_it_begins(booked: AppointmentView, asha: Person) -> None:
    begins(booked, _now() - MINUTES)
    assert clinic.appointments.read(booked.id, by=asha.actor).may == frozenset()
    with pytest.raises(Conflict, match="Call the clinic"):
        clinic.appointments.cancel(booked.id, reason="better", version=1, by=asha.actor)


def test_staff_cancel_at_any_time_and_the_patient_is_told(
    asha: Person, bello: Person, harbour: Facility
) -> None:
    booked = book(asha, bello, harbour, at(9, days=3), by=bello)
    begins(booked, _now() - MINUTES)
    clinic.appointments.cancel(booked.id, reason="practitioner-away", version=1, by=bello.actor)
    assert {row.kind: row.state for row in Job.objects.all()} == {
        "appointment.booked": "cancelled",
        "appointment.reminder": "cancelled",
        "appointment.cancelled": "waiting",
    }


def test_a_patient_who_cancels_is_told_and_reminded_of_nothing(
    asha: Person, bello: Person, harbour: Facility
) -> None:
    publish(bello, harbour)
    booked = book(asha, bello, harbour, at(9, days=3), by=asha)
    clinic.appointments.cancel(booked.id, reason="better", version=1, by=asha.actor)
    assert {row.kind: row.state for row in Job.objects.all()} == {
        "appointment.booked": "cancelled",
        "appointment.reminder": "cancelled",
    }


@pytest.mark.parametrize("reason", ["", "declined", "practitioner-away", "I am afraid"])
def test_a_patient_chooses_one_of_their_reasons(
    booked: AppointmentView, asha: Person, reason: str
) -> None:
    with pytest.raises(Invalid) as refused:
        clinic.appointments.cancel(booked.id, reason=reason, version=1, by=asha.actor)
    assert set(refused.value.fields) == {"reason"}


def test_a_change_needs_the_present_version(
    booked: AppointmentView, asha: Person, bello: Person
) -> None:
    for act in (
        lambda: clinic.appointments.cancel(booked.id, reason="better", version=2, by=asha.actor),
        lambda: clinic.appointments.arrive(booked.id, version=2, by=bello.actor),
        lambda: clinic.appointments.reschedule(booked.id, start=at(10), version=2, by=asha.actor),
    ):
        with pytest.raises(Stale):
            act()


# --- moving ----------------------------------------------------------------------------------


def test_a_patient_moves_to_another_offered_time(
    booked: AppointmentView, asha: Person, harbour: Facility
) -> None:
    moved = clinic.appointments.reschedule(booked.id, start=at(10), version=1, by=asha.actor)
    assert (moved.id, moved.start, moved.reason, moved.version) == (booked.id, at(10), "My knee", 2)
    offered = free(harbour, asha)
    assert at(9) in offered and at(10) not in offered
    steps = clinic.appointments.read(booked.id, by=asha.actor).steps
    assert [(step.event, step.start) for step in steps] == [("book", at(9)), ("move", at(10))]
    (told,) = Job.objects.filter(state="waiting", due_at__lte=timezone.now())
    assert told.kind == "appointment.booked"


def test_a_patient_moves_to_nothing_that_is_not_offered(
    booked: AppointmentView, asha: Person, ravi: Person, bello: Person, harbour: Facility
) -> None:
    care_too(ravi.patient, harbour)
    book(ravi, bello, harbour, at(10), by=bello)
    for start in (at(10), at(9, 10), at(7), at(9, days=-1)):
        with pytest.raises(Conflict):
            clinic.appointments.reschedule(booked.id, start=start, version=1, by=asha.actor)
    assert Appointment.objects.get(id=booked.id).start == at(9)


def test_it_may_move_into_its_own_time(booked: AppointmentView, bello: Person) -> None:
    moved = clinic.appointments.reschedule(booked.id, start=at(9, 10), version=1, by=bello.actor)
    assert (moved.start, moved.end) == (at(9, 10), at(9, 30))


def test_staff_move_it_to_a_colleague_and_the_patient_is_told(
    booked: AppointmentView, bello: Person, okafor: Person
) -> None:
    moved = clinic.appointments.reschedule(
        booked.id, start=at(9, days=4), practitioner=okafor.user, version=1, by=bello.actor
    )
    assert (moved.practitioner, moved.status) == ("Dr Ines Okafor", "booked")
    told = {row.kind: row.due_at for row in Job.objects.filter(state="waiting")}
    assert set(told) == {"appointment.reminder", "appointment.moved"}
    assert told["appointment.reminder"] == at(9, days=3)


def test_moving_on_top_of_somebody_takes_a_reason(
    booked: AppointmentView, asha: Person, ravi: Person, bello: Person, harbour: Facility
) -> None:
    care_too(ravi.patient, harbour)
    book(ravi, bello, harbour, at(10), by=bello)
    with pytest.raises(Conflict):
        clinic.appointments.reschedule(booked.id, start=at(10), version=1, by=bello.actor)
    with pytest.raises(Forbidden):
        clinic.appointments.reschedule(
            booked.id, start=at(10), overbook_because="Please", version=1, by=asha.actor
        )
    moved = clinic.appointments.reschedule(
        booked.id, start=at(10), overbook_because="Fever", version=1, by=bello.actor
    )
    assert (moved.overbooked, moved.overbooked_because, moved.reason) == (True, "Fever", "My knee")
    apart = clinic.appointments.reschedule(booked.id, start=at(11), version=2, by=bello.actor)
    assert (apart.overbooked, apart.overbooked_because) == (False, "")


def test_only_what_is_booked_is_moved(booked: AppointmentView, bello: Person) -> None:
    clinic.appointments.cancel(booked.id, reason="mistake", version=1, by=bello.actor)
    with pytest.raises(Conflict, match="was cancelled"):
        clinic.appointments.reschedule(booked.id, start=at(10), version=2, by=bello.actor)


# --- who sees what ---------------------------------------------------------------------------


def test_a_doctor_elsewhere_and_another_patient_find_nothing(
    booked: AppointmentView, chen: Person, ravi: Person
) -> None:
    for stranger in (chen, ravi):
        by = stranger.actor
        assert clinic.appointments.read_appointments(by=by).rows == []
        with pytest.raises(NotFound):
            clinic.appointments.read(booked.id, by=by)
        with pytest.raises(NotFound):
            clinic.appointments.cancel(booked.id, reason="better", version=1, by=by)
        with pytest.raises(NotFound):
            clinic.appointments.reschedule(booked.id, start=at(10), version=1, by=by)
    with pytest.raises(NotFound):
        clinic.appointments.arrive(booked.id, version=1, by=chen.actor)
    assert Appointment.objects.get().version == 1


def test_administrators_see_none(booked: AppointmentView, dana: Person) -> None:
    with pytest.raises(Forbidden):
        clinic.appointments.read_appointments(by=dana.actor)
    assert not clinic.appointments.appointments_visible_to(dana.actor).exists()
    assert not clinic.appointments.appointments_visible_to(SYSTEM).exists()


def test_care_that_has_ended_ends_the_reach(
    booked: AppointmentView, asha: Person, bello: Person
) -> None:
    CareRelation.objects.update(until=timezone.now())
    assert clinic.appointments.read_appointments(by=bello.actor).rows == []
    assert len(clinic.appointments.read_appointments(by=asha.actor).rows) == 1


def test_an_appointment_elsewhere_is_the_other_clinics(
    asha: Person, bello: Person, chen: Person, millfield: Facility, harbour: Facility
) -> None:
    care_too(asha.patient, millfield)
    there = book(asha, chen, millfield, at(9), by=chen, reason="A second opinion")
    with pytest.raises(NotFound):
        clinic.appointments.read(there.id, by=bello.actor)


def test_the_day_of_a_facility_is_one_event_that_names_every_patient(
    booked: AppointmentView, asha: Person, ravi: Person, bello: Person, harbour: Facility
) -> None:
    care_too(ravi.patient, harbour)
    book(ravi, bello, harbour, at(8), by=bello)
    book(ravi, bello, harbour, at(8, days=2), by=bello)
    page = clinic.appointments.read_appointments(
        facility=harbour.id, since=at(0), until=at(0) + DAY, by=bello.actor
    )
    assert [row.patient.profile.name for row in page.rows] == ["Ravi Ostrom", "Asha Verma"]
    event = Event.objects.filter(action="appointment.list").latest("at")
    assert set(event.subjects) == {str(asha.patient), str(ravi.patient)}
    assert event.chain == harbour.id


def test_a_page_goes_on_where_the_last_one_ended(
    asha: Person, bello: Person, harbour: Facility
) -> None:
    for hour in range(9, 14):
        book(asha, bello, harbour, at(hour), by=bello)
    read = clinic.appointments.read_appointments
    first = read(by=asha.actor, limit=3)
    second = read(by=asha.actor, limit=3, after=first.next)
    assert [row.start.hour for row in first.rows + second.rows] == [9, 10, 11, 12, 13]
    assert second.next is None
    back = read(by=asha.actor, limit=2, newest_first=True)
    assert [row.start.hour for row in back.rows] == [13, 12]
    more = read(by=asha.actor, limit=2, newest_first=True, after=back.next)
    assert [row.start.hour for row in more.rows] == [11, 10]


def test_a_list_costs_the_same_whatever_its_length(
    asha: Person, bello: Person, harbour: Facility
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            clinic.appointments.read_appointments(by=bello.actor, facility=harbour.id, limit=100)
        return len(queries)

    book(asha, bello, harbour, at(9), by=bello, reason="One")
    cost()
    one = cost()
    for minute in range(0, 60, 5):
        book(asha, bello, harbour, at(10, minute), by=bello, minutes=5, reason="More")
    assert cost() == one


def test_one_damaged_reason_hides_no_other_appointment(
    booked: AppointmentView, asha: Person, bello: Person, harbour: Facility
) -> None:
    book(asha, bello, harbour, at(11), by=bello, reason="My back")
    row = Appointment.objects.get(id=booked.id)
    Blob.objects.filter(id=row.blob_id).update(body=b"not what it was")
    rows = clinic.appointments.read_appointments(by=bello.actor).rows
    assert [(one.start.hour, one.reason, one.readable) for one in rows] == [
        (9, "", False),
        (11, "My back", True),
    ]


def test_moving_to_another_clinic_cancels_what_was_ahead(
    booked: AppointmentView, asha: Person, bello: Person, millfield: Facility, harbour: Facility
) -> None:
    version = clinic.read_patient(asha.patient, by=bello.actor).version
    clinic.transfer(asha.patient, to=millfield.id, version=version, by=bello.actor)
    gone = clinic.appointments.read(booked.id, by=asha.actor)
    assert (gone.status, gone.cancel_reason, gone.reason) == (
        "cancelled",
        "transferred",
        "My knee",
    )
    assert at(9) in free(harbour, bello)


# --- what the patient hears of ----------------------------------------------------------------


def test_what_the_clinic_did_is_news_until_the_patient_has_seen_it(
    booked: AppointmentView, asha: Person, bello: Person
) -> None:
    moved = clinic.appointments.reschedule(booked.id, start=at(10), version=1, by=bello.actor)
    (told,) = chart.read_own(by=asha.actor).news
    assert (told.id, told.news, moved.has_account) == (booked.id, "moved", None)
    with pytest.raises(Stale):
        clinic.appointments.acknowledge(booked.id, version=1, by=asha.actor)
    clinic.appointments.acknowledge(booked.id, version=2, by=asha.actor)
    assert chart.read_own(by=asha.actor).news == []
    gone = clinic.appointments.cancel(booked.id, reason="closed", version=2, by=bello.actor)
    assert (gone.news, gone.is_to_come) == ("cancelled", False)
    assert [one.news for one in chart.read_own(by=asha.actor).news] == ["cancelled"]
    begins(booked, _now() - 5 * MINUTES)
    assert chart.read_own(by=asha.actor).news == []


def test_what_the_patient_did_is_no_news(booked: AppointmentView, asha: Person) -> None:
    clinic.appointments.reschedule(booked.id, start=at(10), version=1, by=asha.actor)
    clinic.appointments.cancel(booked.id, reason="better", version=2, by=asha.actor)
    assert chart.read_own(by=asha.actor).news == []


def test_staff_see_whether_the_patient_has_a_page_to_see_it_on(
    booked: AppointmentView, asha: Person, bello: Person
) -> None:
    assert clinic.appointments.read(booked.id, by=bello.actor).has_account is True
    User.objects.filter(id=asha.user).update(patient=None)
    assert clinic.appointments.read(booked.id, by=bello.actor).has_account is False


def test_who_has_arrived_does_not_cancel_by_themselves(
    booked: AppointmentView, asha: Person, bello: Person
) -> None:
    begins(booked, _now() + 5 * MINUTES)
    clinic.appointments.arrive(booked.id, version=1, by=bello.actor)
    assert "cancel" not in clinic.appointments.read(booked.id, by=asha.actor).may
    with pytest.raises(Conflict, match="at the desk"):
        clinic.appointments.cancel(booked.id, reason="better", version=2, by=asha.actor)
    clinic.appointments.cancel(booked.id, reason="elsewhere", version=2, by=bello.actor)


def test_an_encounter_begins_on_the_day_and_not_before(
    booked: AppointmentView, bello: Person
) -> None:
    Appointment.objects.filter(id=booked.id).update(start=at(9, days=9), end=at(10, days=9))
    seen = clinic.appointments.read(booked.id, by=bello.actor)
    assert "start_encounter" not in seen.may
    with pytest.raises(Conflict, match="later day"):
        clinic.encounters.start(seen.patient_id, appointment=booked.id, by=bello.actor)
    begins(booked, _now() + 5 * MINUTES)
    assert "start_encounter" in clinic.appointments.read(booked.id, by=bello.actor).may
    clinic.encounters.start(seen.patient_id, appointment=booked.id, by=bello.actor)
