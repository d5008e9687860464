"""Dr Bello reviews what Asha sent; Dr Chen, who works elsewhere, cannot even see it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bedside import accounts, intake
from bedside.audit import Event
from bedside.clinic.models import Facility
from bedside.errors import Conflict, Forbidden, NotFound, Stale
from bedside.intake.models import Assessment
from tests.intake.talking import COLD, HEART, begin, send
from tests.people import Person, register_doctor


def test_her_doctor_reads_it_with_who_she_is(asha: Person, bello: Person) -> None:
    view = intake.read(send(HEART, asha.actor).id, by=bello.actor)
    assert view.complaint == HEART.text
    assert (view.patient.profile.name, view.patient.profile.phone) == ("Asha Verma", "07700 900017")
    assert view.result.triage == "emergency"


def test_a_draft_is_nobody_elses_business(asha: Person, bello: Person) -> None:
    draft = begin(COLD, asha.actor)
    with pytest.raises(NotFound):
        intake.read(draft.id, by=bello.actor)
    assert intake.list_of_patient(asha.patient, by=bello.actor) == []


def test_elsewhere_it_does_not_exist(asha: Person, ravi: Person, chen: Person) -> None:
    sent = send(COLD, asha.actor)
    for other in (chen, ravi):
        with pytest.raises(NotFound):
            intake.read(sent.id, by=other.actor)
    with pytest.raises(NotFound):
        intake.review(sent.id, version=sent.version, by=chen.actor)
    with pytest.raises(NotFound):
        intake.back(sent.id, version=sent.version, by=ravi.actor)


def test_it_is_not_found_under_another_patient(
    asha: Person, ravi: Person, bello: Person, harbour: Facility
) -> None:
    sent = send(COLD, asha.actor)
    assert intake.read(sent.id, patient=asha.patient, by=bello.actor).id == sent.id
    with pytest.raises(NotFound):
        intake.read(sent.id, patient=ravi.patient, by=bello.actor)


def test_administrators_and_patients_cannot_review(asha: Person, dana: Person) -> None:
    sent = send(COLD, asha.actor)
    for nobody in (asha, dana):
        with pytest.raises(Forbidden):
            intake.review(sent.id, version=sent.version, by=nobody.actor)
    with pytest.raises(Forbidden):
        intake.read(sent.id, by=dana.actor)


def test_a_review_says_who_and_when(asha: Person, bello: Person) -> None:
    sent = send(COLD, asha.actor)
    intake.review(sent.id, version=sent.version, by=bello.actor)
    view = intake.read(sent.id, by=asha.actor)
    assert (view.state, view.reviewed_by) == ("reviewed", "Dr Amara Bello")
    assert view.reviewed_at is not None
    (line,) = intake.list_own(by=asha.actor)
    assert line.reviewed_by == "Dr Amara Bello"


def test_the_second_of_two_doctors_is_told(asha: Person, bello: Person, harbour: Facility) -> None:
    sent = send(COLD, asha.actor)
    okafor = register_doctor("Dr Ines Okafor", "okafor@example.org", harbour)
    intake.review(sent.id, version=sent.version, by=bello.actor)
    with pytest.raises(Conflict) as refused:
        intake.review(sent.id, version=sent.version, by=okafor.actor)
    assert not isinstance(refused.value, Stale)
    assert Assessment.objects.get(id=sent.id).reviewed_by_id == bello.user


def test_the_version_must_be_the_one_that_was_read(asha: Person, bello: Person) -> None:
    sent = send(COLD, asha.actor)
    with pytest.raises(Stale):
        intake.review(sent.id, version=sent.version - 1, by=bello.actor)


def test_the_same_doctor_takes_it_back(asha: Person, bello: Person) -> None:
    sent = send(COLD, asha.actor)
    done = intake.review(sent.id, version=sent.version, by=bello.actor)
    view = intake.undo_review(sent.id, version=done.version, by=bello.actor)
    assert (view.state, view.reviewed_by, view.reviewed_at) == ("in_review", None, None)
    assert view.claimant_id == bello.user
    assert view.result == sent.result


def test_another_doctor_cannot_take_it_back(asha: Person, bello: Person, harbour: Facility) -> None:
    sent = send(COLD, asha.actor)
    done = intake.review(sent.id, version=sent.version, by=bello.actor)
    okafor = register_doctor("Dr Ines Okafor", "okafor@example.org", harbour)
    with pytest.raises(Conflict):
        intake.undo_review(sent.id, version=done.version, by=okafor.actor)


def test_after_ten_minutes_nobody_can(asha: Person, bello: Person) -> None:
    sent = send(COLD, asha.actor)
    done = intake.review(sent.id, version=sent.version, by=bello.actor)
    earlier = timezone.now() - timedelta(minutes=10, seconds=1)
    Assessment.objects.filter(id=sent.id).update(reviewed_at=earlier)
    with pytest.raises(Conflict):
        intake.undo_review(sent.id, version=done.version, by=bello.actor)


def test_what_was_never_reviewed_cannot_be_taken_back(asha: Person, bello: Person) -> None:
    sent = send(COLD, asha.actor)
    with pytest.raises(Conflict):
        intake.undo_review(sent.id, version=sent.version, by=bello.actor)


def test_a_review_outlives_the_doctors_account(asha: Person, bello: Person, dana: Person) -> None:
    sent = send(COLD, asha.actor)
    intake.review(sent.id, version=sent.version, by=bello.actor)
    accounts.disable(bello.user, by=dana.actor)
    assert intake.read(sent.id, by=asha.actor).reviewed_by == "Dr Amara Bello"


def test_reading_it_is_on_record_about_her(asha: Person, bello: Person) -> None:
    sent = send(COLD, asha.actor)
    intake.read(sent.id, by=bello.actor)
    event = Event.objects.get(action="assessment.read", actor_user=bello.user)
    assert event.subjects == [str(asha.patient)]
    assert event.chain == sent.facility_id
