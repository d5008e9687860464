"""What the desk does: find, register, book, and see who comes; why they come is not its affair."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from bedside import accounts, chart, clinic
from bedside.accounts import User
from bedside.audit import Event
from bedside.clinic.appointments import AppointmentView, Wish
from bedside.clinic.models import Appointment, Facility
from bedside.clinic.patients.profile import Profile
from bedside.documents.models import Blob
from bedside.errors import Conflict, Forbidden, Invalid, NotFound
from tests.clinic.diary import DAY, at, book, free, publish, today
from tests.people import ASHA, SYSTEM, Person, register_doctor

NEWBORN = Profile("Ida Verma", date(2026, 1, 2), "female", "", "07700 900017")


@pytest.fixture
def booked(asha: Person, bello: Person, harbour: Facility) -> AppointmentView:
    """Asha has booked with Dr Bello tomorrow at nine, and said why."""
    publish(bello, harbour)
    return book(asha, bello, harbour, at(9), by=asha, reason="My knee")


# --- reach -----------------------------------------------------------------------------------


def test_she_sees_who_the_patients_of_her_clinic_are(asha: Person, noa: Person) -> None:
    view = clinic.read_patient(asha.patient, by=noa.actor)
    assert (view.profile.name, view.profile.phone) == (ASHA.name, ASHA.phone)
    assert [one.id for one in clinic.read_patients(by=noa.actor)] == [asha.patient]
    (hit,) = clinic.find_patients("verma", by=noa.actor).hits
    assert hit.patient.id == asha.patient


def test_a_patient_of_another_clinic_is_not_there(ravi: Person, noa: Person) -> None:
    for look in (clinic.read_patient, chart.read_contact):
        with pytest.raises(NotFound):
            look(ravi.patient, by=noa.actor)
    assert clinic.find_patients("ostrom", by=noa.actor).hits == []


def test_whose_work_at_the_clinic_is_over_sees_nobody(
    asha: Person, noa: Person, harbour: Facility
) -> None:
    clinic.end_member(harbour.id, noa.user, version=1, by=SYSTEM)
    with pytest.raises(NotFound):
        clinic.read_patient(asha.patient, by=noa.actor)
    assert clinic.read_patients(by=noa.actor) == []


def test_whoever_begins_later_sees_nobody_yet(asha: Person, noa: Person, harbour: Facility) -> None:
    clinic.end_member(harbour.id, noa.user, version=1, by=SYSTEM)
    clinic.add_member(harbour.id, noa.user, since=timezone.now() + DAY, by=SYSTEM)
    with pytest.raises(NotFound):
        chart.read_contact(asha.patient, by=noa.actor)


def test_an_administrator_opens_the_account_before_it_works(harbour: Facility) -> None:
    asked = clinic.register_receptionist(
        name="Noa", email="n@example.org", password="violet ladders", facility=harbour.id, by=SYSTEM
    )
    assert (asked.role, asked.state) == ("receptionist", "pending")
    accounts.approve(asked.id, checked=["employment"], by=SYSTEM)
    assert User.objects.get(id=asked.id).state == "active"


# --- registering and changing ----------------------------------------------------------------


def test_she_registers_somebody_at_the_desk(noa: Person, harbour: Facility) -> None:
    row = clinic.enrol_patient(profile=NEWBORN, facility=harbour.id, by=noa.actor)
    assert clinic.read_patient(row.id, by=noa.actor).profile.name == "Ida Verma"
    assert not User.objects.filter(patient=row.id).exists()


def test_she_registers_nobody_at_a_clinic_that_is_not_hers(
    noa: Person, millfield: Facility
) -> None:
    with pytest.raises(Invalid):
        clinic.enrol_patient(profile=NEWBORN, facility=millfield.id, by=noa.actor)


def test_she_corrects_how_somebody_is_reached(asha: Person, noa: Person) -> None:
    changed = clinic.correct_profile(
        asha.patient, {"phone": "07700 900018", "needs": ("hearing",)}, version=1, by=noa.actor
    )
    assert (changed.profile.phone, changed.profile.needs) == ("07700 900018", ("hearing",))
    event = Event.objects.get(action="patient.correct")
    assert (event.actor_role, event.actor_user) == ("receptionist", noa.user)


def test_what_a_doctor_decides_is_refused(
    asha: Person, bello: Person, noa: Person, millfield: Facility
) -> None:
    """Moving a record locks what is open in it, so it is decided by those who can read it."""
    with pytest.raises(Forbidden):
        clinic.transfer(asha.patient, to=millfield.id, version=1, by=noa.actor)
    with pytest.raises(Forbidden):
        clinic.set_responsible(asha.patient, bello.user, version=1, by=noa.actor)


def test_nobody_at_the_desk_answers_for_care(asha: Person, bello: Person, noa: Person) -> None:
    """Who treats patients is a list of doctors, although others work there too."""
    with pytest.raises(Invalid):
        clinic.set_responsible(asha.patient, noa.user, version=1, by=bello.actor)
    place = clinic.read_patient(asha.patient, by=bello.actor).facility_id
    assert [user for user, _ in clinic.doctors_of(place)] == [bello.user]
    assert [one.id for one in clinic.appointments.practitioners(place, by=noa.actor)] == [
        bello.user
    ]


# --- appointments ----------------------------------------------------------------------------


def test_she_books_moves_and_cancels(
    asha: Person, bello: Person, noa: Person, harbour: Facility
) -> None:
    publish(bello, harbour)
    made = book(asha, bello, harbour, at(9), by=noa)
    moved = clinic.appointments.reschedule(
        made.id, start=at(10), version=made.version, by=noa.actor
    )
    assert (moved.start, moved.news) == (at(10), "moved")
    gone = clinic.appointments.cancel(
        made.id, reason="cannot-come", version=moved.version, by=noa.actor
    )
    assert gone.status == "cancelled"
    roles = Event.objects.filter(action__startswith="appointment.").values_list("actor_role")
    assert set(roles) == {("receptionist",)}


def test_she_overbooks_with_a_reason_as_all_staff_can(
    booked: AppointmentView, asha: Person, bello: Person, noa: Person, harbour: Facility
) -> None:
    child = clinic.enrol_patient(profile=NEWBORN, facility=harbour.id, by=noa.actor)
    wish = Wish(child.id, harbour.id, bello.user, booked.start)
    with pytest.raises(Conflict):
        clinic.appointments.book(wish, by=noa.actor)
    why = Wish(child.id, harbour.id, bello.user, booked.start, overbook_because="Dr Bello said so")
    assert clinic.appointments.book(why, by=noa.actor).overbooked


def test_the_desk_takes_no_reason_of_a_visit(
    asha: Person, bello: Person, noa: Person, harbour: Facility
) -> None:
    publish(bello, harbour)
    with pytest.raises(Invalid) as refusal:
        book(asha, bello, harbour, at(9), by=noa, reason="Her knee")
    assert set(refusal.value.fields) == {"reason"}


def test_the_desk_reads_when_and_never_why(booked: AppointmentView, noa: Person) -> None:
    (seen,) = clinic.appointments.read_appointments(by=noa.actor).rows
    assert (seen.start, seen.patient.profile.name) == (booked.start, ASHA.name)
    one = clinic.appointments.read(booked.id, by=noa.actor)
    assert [(view.reason, view.readable) for view in (seen, one)] == [("", True)] * 2
    assert one.has_account


def test_words_that_do_not_open_are_not_the_desks_worry(
    booked: AppointmentView, noa: Person
) -> None:
    """It does not try: a damaged reason is reported where somebody would have read it."""
    row = Appointment.objects.get(id=booked.id)
    Blob.objects.filter(id=row.blob_id).update(body=b"\x01" * 60)
    assert clinic.appointments.read(booked.id, by=noa.actor).readable


def test_that_somebody_is_better_is_not_said_at_the_desk(
    booked: AppointmentView, asha: Person, bello: Person, noa: Person
) -> None:
    clinic.appointments.cancel(
        booked.id, reason="better", words="No pain", version=booked.version, by=asha.actor
    )
    assert clinic.appointments.read(booked.id, by=bello.actor).cancel_reason == "better"
    seen = clinic.appointments.read(booked.id, by=noa.actor)
    assert (seen.cancel_reason, seen.cancelled_because) == ("other", "")


def test_the_desk_cannot_cancel_because_somebody_is_better(
    booked: AppointmentView, noa: Person
) -> None:
    with pytest.raises(Invalid):
        clinic.appointments.cancel(booked.id, reason="better", version=booked.version, by=noa.actor)


def test_who_arrived_and_who_did_not_come(booked: AppointmentView, noa: Person) -> None:
    Appointment.objects.filter(id=booked.id).update(
        start=timezone.now() - timedelta(minutes=5), end=timezone.now() + timedelta(minutes=15)
    )
    missed = clinic.appointments.no_show(booked.id, version=booked.version, by=noa.actor)
    there = clinic.appointments.arrive(booked.id, version=missed.version, by=noa.actor)
    assert there.status == "arrived"
    assert "fulfil" not in there.may and "start_encounter" not in there.may
    with pytest.raises(Forbidden):
        clinic.appointments.fulfil(booked.id, version=there.version, by=noa.actor)


def test_that_somebody_was_seen_is_taken_back_by_a_doctor(
    booked: AppointmentView, bello: Person, noa: Person
) -> None:
    Appointment.objects.filter(id=booked.id).update(
        start=timezone.now() - timedelta(minutes=5), end=timezone.now() + timedelta(minutes=15)
    )
    there = clinic.appointments.arrive(booked.id, version=booked.version, by=noa.actor)
    seen = clinic.appointments.fulfil(booked.id, version=there.version, by=bello.actor)
    assert "undo" not in clinic.appointments.read(booked.id, by=noa.actor).may
    with pytest.raises(Conflict):
        clinic.appointments.undo(booked.id, version=seen.version, by=noa.actor)
    assert clinic.appointments.undo(booked.id, version=seen.version, by=bello.actor).status


def test_the_waiting_list_says_until_when_and_not_how_urgent(
    asha: Person, bello: Person, noa: Person, harbour: Facility
) -> None:
    days = {"first_day": today(), "last_day": today() + 3 * DAY}
    clinic.appointments.join(
        patient=asha.patient, facility=harbour.id, urgency_rank=2, by=bello.actor, **days
    )
    (place,) = clinic.appointments.read_waiting(by=noa.actor, facility=harbour.id).rows
    assert place.urgency_rank is None
    assert place.latest.date() == today() + 4 * DAY
    assert clinic.appointments.read_waiting(by=bello.actor).rows[0].urgency_rank == 2
    left = clinic.appointments.leave(place.id, version=place.version, by=noa.actor)
    with pytest.raises(Forbidden):
        clinic.appointments.join(
            patient=asha.patient, facility=harbour.id, urgency_rank=2, by=noa.actor, **days
        )
    assert left.state == "left"


def test_free_times_are_those_that_doctors_offer(
    bello: Person, noa: Person, harbour: Facility
) -> None:
    publish(bello, harbour)
    assert free(harbour, noa) == free(harbour, bello) != []


def test_the_file_for_a_calendar_names_nobody(booked: AppointmentView, noa: Person) -> None:
    written = clinic.appointments.file_of(booked.id, by=noa.actor).decode()
    assert "SUMMARY:Appointment" in written
    assert "Verma" not in written and "knee" not in written
    with pytest.raises(Forbidden):
        clinic.appointments.create_calendar(by=noa.actor)


# --- the day and the contact page ------------------------------------------------------------


def test_the_day_shows_who_comes_to_whom(
    booked: AppointmentView, asha: Person, bello: Person, noa: Person, harbour: Facility
) -> None:
    okafor = register_doctor("Dr Ines Okafor", "okafor@example.org", harbour)
    later = book(asha, okafor, harbour, at(11), by=noa)
    gone = book(asha, okafor, harbour, at(12), by=noa)
    clinic.appointments.cancel(gone.id, reason="mistake", version=gone.version, by=noa.actor)
    found = clinic.appointments.read_day(harbour.id, day=today() + DAY, by=noa.actor)
    assert [(one.doctor.name, [row.id for row in one.rows]) for one in found.doctors] == [
        ("Dr Amara Bello", [booked.id]),
        ("Dr Ines Okafor", [later.id]),
    ]
    event = Event.objects.filter(action="appointment.list_day").latest("at")
    assert event.subjects == [str(asha.patient)]


def test_a_day_of_another_clinic_is_not_there(noa: Person, millfield: Facility) -> None:
    with pytest.raises(NotFound):
        clinic.appointments.read_day(millfield.id, by=noa.actor)


def test_the_contact_page_is_who_and_when(
    booked: AppointmentView, asha: Person, bello: Person, noa: Person, harbour: Facility
) -> None:
    clinic.appointments.join(
        facility=harbour.id, first_day=today(), last_day=today(), by=asha.actor
    )
    seen = chart.read_contact(asha.patient, by=noa.actor)
    assert (seen.patient.profile.name, seen.clinic) == (ASHA.name, harbour.name)
    # Early in the day who waits for today is offered a time at once, which then stands there too.
    assert {one.id: one.reason for one in seen.coming}[booked.id] == ""
    assert [one.facility for one in seen.waiting] == [harbour.name]
    known = chart.read_contact(asha.patient, by=bello.actor).coming
    assert {one.id: one.reason for one in known}[booked.id] == "My knee"


def test_whom_the_desk_saw_last_comes_first(asha: Person, noa: Person) -> None:
    assert clinic.find_patients("", by=noa.actor).hits == []
    chart.read_contact(asha.patient, by=noa.actor)
    found = clinic.find_patients("", by=noa.actor)
    assert (found.recent, [hit.patient.id for hit in found.hits]) == (True, [asha.patient])


def test_two_who_look_alike_are_told_apart_at_the_desk(
    asha: Person, noa: Person, harbour: Facility
) -> None:
    twin = Profile("Asha Verma", ASHA.birth_date, "female", "", ASHA.phone)
    (likely,) = clinic.duplicates.of_newcomer(twin, facility=harbour.id, by=noa.actor)
    assert likely.patient.id == asha.patient
    row = clinic.enrol_patient(profile=twin, facility=harbour.id, by=noa.actor)
    clinic.duplicates.rule_out(row.id, asha.patient, by=noa.actor)
    assert clinic.duplicates.of_patient(row.id, by=noa.actor) == []


def test_the_record_itself_is_closed(asha: Person, noa: Person) -> None:
    for look in (
        chart.read_chart,
        chart.read_banner,
        chart.read_timeline,
        clinic.allergies.read_all,
        clinic.accesses,
    ):
        with pytest.raises(Forbidden):
            look(asha.patient, by=noa.actor)
