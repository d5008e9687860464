"""Who can see whom: Asha herself, Dr Bello who treats her, and nobody else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bedside import accounts, clinic
from bedside.audit import Actor, Event
from bedside.clinic.models import CareRelation, Facility
from bedside.errors import Forbidden, NotFound, Unauthenticated
from tests.people import SYSTEM, Person, staff


def test_a_patient_sees_herself_and_nobody_else(asha: Person, ravi: Person) -> None:
    assert clinic.read_patient(asha.patient, by=asha.actor).profile.name == "Asha Verma"
    with pytest.raises(NotFound):
        clinic.read_patient(ravi.patient, by=asha.actor)


def test_her_doctor_sees_her(asha: Person, bello: Person) -> None:
    view = clinic.read_patient(asha.patient, by=bello.actor)
    assert (view.profile.phone, view.profile.sex) == ("07700 900017", "female")


def test_a_doctor_elsewhere_sees_nothing(asha: Person, chen: Person) -> None:
    with pytest.raises(NotFound):
        clinic.read_patient(asha.patient, by=chen.actor)
    assert clinic.read_patients(by=chen.actor) == []


def test_out_of_reach_and_missing_look_the_same(asha: Person, chen: Person) -> None:
    missing = CareRelation.objects.get(patient=asha.patient).facility_id
    refusals = []
    for patient in (asha.patient, missing):
        with pytest.raises(NotFound) as refusal:
            clinic.read_patient(patient, by=chen.actor)
        refusals.append(str(refusal.value))
    assert len(set(refusals)) == 1


def test_an_administrator_gets_ids_only(asha: Person, dana: Person) -> None:
    (view,) = clinic.read_patients(by=dana.actor)
    assert (view.id, view.profile, view.age) == (asha.patient, None, None)
    with pytest.raises(Forbidden):
        clinic.read_patient(asha.patient, by=dana.actor)


def test_nobody_in_particular_sees_nobody(asha: Person) -> None:
    with pytest.raises(Unauthenticated):
        clinic.read_patient(asha.patient, by=Actor.anonymous("192.0.2.1"))
    assert not clinic.patients_visible_to(Actor.anonymous("192.0.2.1")).exists()
    assert not clinic.patients_visible_to(SYSTEM).exists()


def test_care_that_has_ended_ends_the_reach(asha: Person, bello: Person) -> None:
    CareRelation.objects.filter(patient=asha.patient).update(until=timezone.now())
    with pytest.raises(NotFound):
        clinic.read_patient(asha.patient, by=bello.actor)


def test_care_that_has_not_begun_gives_no_reach(asha: Person, bello: Person) -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    CareRelation.objects.filter(patient=asha.patient).update(since=tomorrow)
    assert clinic.read_patients(by=bello.actor) == []


def test_leaving_the_facility_ends_the_reach(
    asha: Person, bello: Person, harbour: Facility, dana: Person
) -> None:
    staff(harbour, by=dana)
    assert clinic.staff_of(harbour.id) == []
    with pytest.raises(NotFound):
        clinic.read_patient(asha.patient, by=bello.actor)


def test_a_closed_facility_gives_no_reach(
    asha: Person, bello: Person, harbour: Facility, dana: Person
) -> None:
    clinic.change_facility(harbour.id, {"active": False}, version=1, by=dana.actor)
    assert clinic.read_patients(by=bello.actor) == []


def test_a_doctor_of_both_facilities_sees_both_patients(
    asha: Person, ravi: Person, bello: Person, millfield: Facility, dana: Person
) -> None:
    staff(millfield, bello, by=dana)
    seen = [view.profile.name for view in clinic.read_patients(by=bello.actor)]
    assert seen == ["Asha Verma", "Ravi Ostrom"]


def test_a_page_of_patients_goes_on_after_an_id(
    asha: Person, ravi: Person, bello: Person, millfield: Facility, dana: Person
) -> None:
    staff(millfield, bello, by=dana)
    (first,) = clinic.read_patients(by=bello.actor, limit=1)
    (second,) = clinic.read_patients(by=bello.actor, after=first.id, limit=1)
    assert {first.id, second.id} == {asha.patient, ravi.patient}
    assert clinic.read_patients(by=bello.actor, after=second.id) == []


def test_a_list_is_one_event_that_names_every_patient(
    asha: Person, ravi: Person, bello: Person, millfield: Facility, dana: Person
) -> None:
    staff(millfield, bello, by=dana)
    clinic.read_patients(by=bello.actor)
    event = Event.objects.get(action="patient.list")
    assert set(event.subjects) == {str(asha.patient), str(ravi.patient)}


def test_a_refused_reading_is_on_record(asha: Person, chen: Person) -> None:
    with pytest.raises(NotFound):
        clinic.read_patient(asha.patient, by=chen.actor)
    event = Event.objects.get(action="patient.read")
    assert (event.outcome, event.actor_user) == ("refused", chen.user)


def test_asha_sees_who_read_her_record(asha: Person, bello: Person, chen: Person) -> None:
    clinic.read_patient(asha.patient, by=bello.actor)
    clinic.read_patient(asha.patient, by=asha.actor)
    with pytest.raises(NotFound):
        clinic.read_patient(asha.patient, by=chen.actor)
    readings = [a for a in clinic.accesses(asha.patient, by=asha.actor) if a.role == "doctor"]
    assert [(a.who, a.action) for a in readings] == [("Dr Amara Bello", "patient.read")]


def test_nobody_else_is_told_who_read_it(asha: Person, ravi: Person, dana: Person) -> None:
    for other in (ravi, dana):
        with pytest.raises(NotFound):
            clinic.accesses(asha.patient, by=other.actor)


def test_a_doctor_waiting_for_approval_cannot_sign_in_yet(harbour: Facility, dana: Person) -> None:
    doctor = clinic.register_doctor(
        name="Dr Ines Okafor",
        email="okafor@example.org",
        password="seven lanterns by the harbour",
        facility=harbour.id,
        by=Actor.anonymous("192.0.2.1"),
    )
    assert doctor.state == "pending"
    accounts.approve(doctor.id, checked=["identity"], by=dana.actor)
    seen = clinic.facilities_of(Actor(role="doctor", user=doctor.id))
    assert [facility.id for facility in seen] == [harbour.id]
