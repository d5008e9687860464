"""From a result to a time: proposed by its urgency, booked with one press, none in an emergency."""

from urllib.parse import urlencode

import pytest

from bedside.audit import Event
from bedside.clinic.models import Appointment, Facility, WaitingPlace
from bedside.intake.models import FollowUp
from bedside.web.forms.appointments import slot_text
from tests.clinic.diary import DAY, at, publish, today
from tests.intake.talking import HEART, KIDNEY, send
from tests.people import Person
from tests.web.browsing import Visitor
from tests.web.choosing import free_times, say_yes


@pytest.fixture
def hours(bello: Person, harbour: Facility) -> None:
    publish(bello, harbour)


def test_a_patient_books_the_time_that_the_urgency_proposes(
    hours: None, asha: Person, bello: Person
) -> None:
    sent = send(KIDNEY, asha.actor)
    patient, path = Visitor().signs_in(asha), f"/assess/{sent.id}/times"
    assert path in patient.get(f"/assess/{sent.id}/result").links
    page = patient.get(path)
    assert "should be seen by" in page.text and "In time" in page.text
    say_yes(patient, free_times(page)[0], reason="Fever")
    row = Appointment.objects.get()
    assert patient.location == f"/home/appointments/{row.id}"
    assert FollowUp.objects.get().assessment_id == sent.id
    patient.follow()
    assert patient.status == 200


def test_a_doctor_books_it_from_the_worklist(hours: None, asha: Person, bello: Person) -> None:
    sent = send(KIDNEY, asha.actor)
    doctor, path = Visitor().signs_in(bello), f"/worklist/{sent.id}/times"
    assert path in doctor.get(f"/worklist/{sent.id}").links
    page = doctor.get(path)
    assert "Asha Verma" in page.text and "Why you come" not in page.text
    asked = doctor.get(free_times(page)[0])
    assert "Reason for the visit" in asked.text and "Asha Verma" in asked.text
    say_yes(doctor, free_times(page)[0])
    assert doctor.location == f"/worklist/{sent.id}"
    assert "The follow-up is booked" in doctor.follow().text


def test_a_follow_up_is_booked_on_a_later_day_too(hours: None, asha: Person, bello: Person) -> None:
    sent = send(KIDNEY, asha.actor)
    doctor, path = Visitor().signs_in(bello), f"/worklist/{sent.id}/times"
    week = next(one for one in doctor.get(path).links if f"day={today() + 7 * DAY}" in one)
    say_yes(doctor, free_times(doctor.get(week))[-1])
    row = Appointment.objects.get()
    assert row.start.date() == today() + 7 * DAY
    assert FollowUp.objects.get().appointment_id == row.id


def test_an_emergency_is_told_to_call(hours: None, asha: Person) -> None:
    sent = send(HEART, asha.actor)
    patient = Visitor().signs_in(asha)
    page = patient.get(f"/assess/{sent.id}/times")
    assert "This is an emergency" in page.text and "tel:112" in page.links
    assert free_times(page) == []
    assert f"/assess/{sent.id}/times" not in patient.get(f"/assess/{sent.id}/result").links


def test_with_nothing_free_one_waits(asha: Person) -> None:
    sent = send(KIDNEY, asha.actor)
    patient, path = Visitor().signs_in(asha), f"/assess/{sent.id}/times"
    page = patient.get(path)
    assert "Nothing is free before then" in page.text
    patient.send(path, page.form_to(f"{path}/wait"))
    assert (patient.status, WaitingPlace.objects.get().state) == (303, "waiting")
    again = patient.get(path)
    page = patient.send(path, again.form_to(f"{path}/wait"))
    assert patient.status == 409 and "on this waiting list already" in page.text


@pytest.mark.parametrize("hour", [9, 3])
def test_what_an_assessment_proposes_is_read_once_a_page(
    hours: None, asha: Person, bello: Person, harbour: Facility, hour: int
) -> None:
    """Also when the chosen time turns out not to be free, and the free ones are shown instead."""
    sent = send(KIDNEY, asha.actor)
    slot = urlencode({"slot": slot_text(at(hour, place=harbour), bello.user)})
    page = Visitor().signs_in(asha).get(f"/assess/{sent.id}/times?{slot}")
    assert bool(free_times(page)) == (hour == 3)
    assert Event.objects.filter(action="follow_up.propose").count() == 1
