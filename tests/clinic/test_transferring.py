"""A patient changes clinics: the record goes along whole, and the reach with it."""

import pytest

from bedside import accounts, clinic, documents, intake, vault
from bedside.audit import Event
from bedside.clinic.models import CareRelation, Encounter, Facility, Patient
from bedside.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from bedside.intake.models import Assessment
from bedside.vault.models import DataKey
from tests.clinic.writing import draft, lock, meet, signed
from tests.intake.talking import COLD, send
from tests.people import Person, register_doctor


def test_the_new_clinic_sees_the_record_and_the_old_one_does_not(
    asha: Person, bello: Person, chen: Person, millfield: Facility
) -> None:
    before = clinic.read_patient(asha.patient, by=bello.actor).profile
    clinic.transfer(asha.patient, to=millfield.id, version=1, by=bello.actor)
    assert clinic.read_patient(asha.patient, by=chen.actor).profile == before
    with pytest.raises(NotFound):
        clinic.read_patient(asha.patient, by=bello.actor)


def test_only_the_data_key_is_wrapped_anew(
    asha: Person, bello: Person, harbour: Facility, millfield: Facility
) -> None:
    row = Patient.objects.get(id=asha.patient)
    clinic.transfer(asha.patient, to=millfield.id, version=1, by=bello.actor)
    key = DataKey.objects.select_related("wrapping_key").get(patient=asha.patient)
    assert key.wrapping_key.owner == millfield.id
    assert Patient.objects.get(id=asha.patient).blob_id == row.blob_id
    vault.forget_keys()
    assert documents.read(Patient.objects.get(id=asha.patient))["name"] == "Asha Verma"


def test_what_waits_for_a_doctor_moves_along(
    asha: Person, bello: Person, chen: Person, millfield: Facility
) -> None:
    sent = send(COLD, asha.actor)
    clinic.transfer(asha.patient, to=millfield.id, version=1, by=bello.actor)
    assert [row.id for row in intake.worklist(by=chen.actor).rows] == [sent.id]
    assert intake.worklist(by=bello.actor).rows == []


def test_what_was_reviewed_stays_where_it_was_and_is_seen(
    asha: Person, bello: Person, chen: Person, harbour: Facility, millfield: Facility
) -> None:
    sent = send(COLD, asha.actor)
    intake.review(sent.id, version=sent.version, by=bello.actor)
    clinic.transfer(asha.patient, to=millfield.id, version=1, by=bello.actor)
    assert Assessment.objects.get(id=sent.id).facility_id == harbour.id
    assert intake.read(sent.id, by=chen.actor).reviewed_by == "Dr Amara Bello"


def test_who_cared_for_them_and_when_is_kept(
    asha: Person, bello: Person, harbour: Facility, millfield: Facility
) -> None:
    clinic.transfer(asha.patient, to=millfield.id, version=1, by=bello.actor)
    old = CareRelation.objects.get(patient=asha.patient, facility=harbour)
    new = CareRelation.objects.get(patient=asha.patient, facility=millfield)
    assert old.until is not None and new.until is None and new.reason == "transferred"
    event = Event.objects.get(action="patient.transfer")
    assert event.objects_touched == {"left": str(harbour.id), "entered": str(millfield.id)}
    assert event.chain == harbour.id


def test_a_doctor_who_does_not_work_there_answers_no_longer(
    asha: Person, bello: Person, millfield: Facility
) -> None:
    clinic.set_responsible(asha.patient, bello.user, version=1, by=bello.actor)
    clinic.transfer(asha.patient, to=millfield.id, version=2, by=bello.actor)
    assert Patient.objects.get(id=asha.patient).responsible_id is None


def test_who_may_not_and_what_is_refused(
    asha: Person, bello: Person, chen: Person, dana: Person, harbour: Facility, millfield: Facility
) -> None:
    for person, error in ((asha, Forbidden), (chen, NotFound)):
        with pytest.raises(error):
            clinic.transfer(asha.patient, to=millfield.id, version=1, by=person.actor)
    with pytest.raises(Stale):
        clinic.transfer(asha.patient, to=millfield.id, version=2, by=bello.actor)
    with pytest.raises(Conflict):
        clinic.transfer(asha.patient, to=harbour.id, version=1, by=bello.actor)
    clinic.change_facility(millfield.id, {"active": False}, version=1, by=dana.actor)
    with pytest.raises(Invalid):
        clinic.transfer(asha.patient, to=millfield.id, version=1, by=bello.actor)
    assert Patient.objects.get(id=asha.patient).facility_id == harbour.id


def test_an_administrator_moves_a_patient_without_seeing_them(
    asha: Person, dana: Person, chen: Person, millfield: Facility
) -> None:
    clinic.transfer(asha.patient, to=millfield.id, version=1, by=dana.actor)
    assert clinic.read_patient(asha.patient, by=chen.actor).facility_id == millfield.id
    with pytest.raises(Forbidden):
        clinic.read_patient(asha.patient, by=dana.actor)


def test_what_is_unsigned_is_finished_before_the_patient_leaves(
    asha: Person, bello: Person, harbour: Facility, millfield: Facility
) -> None:
    visit = clinic.encounters.start(asha.patient, facility=harbour.id, kind="visit", by=bello.actor)
    note = intake.begin_note_at(visit.id, template="soap", by=bello.actor)
    with pytest.raises(Conflict):
        clinic.transfer(asha.patient, to=millfield.id, version=1, by=bello.actor)
    clinic.notes.discard(note.id, version=note.version, by=bello.actor)
    clinic.transfer(asha.patient, to=millfield.id, version=1, by=bello.actor)
    row = Encounter.objects.get(id=visit.id)
    assert (row.state, row.locked_by_id) == ("locked", bello.user)


def test_an_amendment_is_finished_too_before_the_patient_leaves(
    asha: Person, bello: Person, millfield: Facility
) -> None:
    seen = meet(bello, asha)
    note = signed(bello, seen.id)
    lock(bello, seen.id)
    begun = clinic.notes.amend(note.id, by=bello.actor)
    with pytest.raises(Conflict):
        clinic.transfer(asha.patient, to=millfield.id, version=1, by=bello.actor)
    clinic.notes.discard(begun.id, version=begun.version, by=bello.actor)
    clinic.transfer(asha.patient, to=millfield.id, version=1, by=bello.actor)


@pytest.mark.parametrize("gone", ["left", "closed"])
def test_the_draft_of_a_doctor_who_is_gone_keeps_no_patient(
    gone: str, asha: Person, bello: Person, dana: Person, harbour: Facility, millfield: Facility
) -> None:
    okafor = register_doctor("Dr Okafor", "okafor@example.org", harbour)
    draft(okafor, meet(okafor, asha).id)
    if gone == "left":
        clinic.end_member(harbour.id, okafor.user, version=1, by=dana.actor)
    else:
        accounts.disable(okafor.user, by=dana.actor)
    clinic.transfer(asha.patient, to=millfield.id, version=1, by=bello.actor)
    assert Patient.objects.get(id=asha.patient).facility_id == millfield.id
