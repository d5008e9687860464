"""From a result to a time: proposed by its urgency, booked with one press, none in an emergency."""

import re

import pytest

from bedside.clinic.models import Appointment, Facility, WaitingPlace
from bedside.intake.models import FollowUp
from tests.clinic.diary import publish
from tests.intake.talking import HEART, KIDNEY, send
from tests.people import Person
from tests.web.browsing import Visitor


@pytest.fixture
def hours(bello: Person, harbour: Facility) -> None:
    publish(bello, harbour)


def free_times(visitor: Visitor) -> list[str]:
    return re.findall(r'name="slot" value="([^"]+)"', visitor.html)


def test_a_patient_books_the_time_that_the_urgency_proposes(
    hours: None, asha: Person, bello: Person
) -> None:
    sent = send(KIDNEY, asha.actor)
    patient, path = Visitor().signs_in(asha), f"/assess/{sent.id}/times"
    assert path in patient.get(f"/assess/{sent.id}/result").links
    page = patient.get(path)
    assert "should be seen by" in page.text and 1 <= len(free_times(patient)) <= 3
    patient.send(path, page.form("slot"), slot=free_times(patient)[0], reason="Fever")
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
    doctor.send(path, page.form("slot"), slot=free_times(doctor)[0])
    assert doctor.location == f"/appointments/{Appointment.objects.get().id}"


def test_an_emergency_is_told_to_call(hours: None, asha: Person) -> None:
    sent = send(HEART, asha.actor)
    patient = Visitor().signs_in(asha)
    page = patient.get(f"/assess/{sent.id}/times")
    assert "This is an emergency" in page.text and "tel:112" in page.links
    assert free_times(patient) == []
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
