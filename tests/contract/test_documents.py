"""Documents on every store: sealed, bound to their row, and never half there."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from bedside import audit, clinic, documents, vault
from bedside.clinic.models import Patient
from bedside.documents.current import store
from bedside.errors import Damaged, NotFound, Unavailable
from tests.people import Person

BODY = {"name": "Asha Verma", "born": "1991-04-17", "says": "so müde, 8/10 \u2014 “nachts”"}


def new_patient(body: dict[str, Any] = BODY) -> Patient:
    """A patient with a sealed profile, their row and key made as a registration makes them."""
    patient = Patient(id=uuid4())
    vault.create_patient_key(patient.id, under="intake")
    write(patient, body, version=1).attach(patient)
    patient.save()
    return patient


def write(patient: Patient, body: dict[str, Any], version: int) -> documents.Stored:
    return documents.write(
        patient=patient.id, kind="profile", document=patient.id, version=version, body=body
    )


def change(patient: Patient, body: dict[str, Any]) -> None:
    write(patient, body, version=patient.version + 1).attach(patient)
    patient.save()


def blob(patient: Patient) -> UUID:
    assert patient.blob_id is not None
    return patient.blob_id


def stored_bytes(patient: Patient) -> bytes:
    return store().get_many([blob(patient)])[blob(patient)]


def test_what_is_written_is_read_back(db: None) -> None:
    patient = new_patient()
    assert documents.read(Patient.objects.get(id=patient.id)) == BODY
    assert (patient.version, patient.document_version, patient.document_schema) == (1, 1, 1)


def test_the_store_holds_nothing_readable(db: None) -> None:
    body = stored_bytes(new_patient())
    assert b"Asha" not in body
    assert b"name" not in body


def test_a_change_stores_a_new_blob_and_leaves_the_old_one(db: None) -> None:
    patient = new_patient()
    old, old_bytes = blob(patient), stored_bytes(patient)
    change(patient, {"name": "Asha Verma-Lind"})
    assert blob(patient) != old
    assert documents.read(patient) == {"name": "Asha Verma-Lind"}
    assert store().get_many([old]) == {old: old_bytes}


def test_many_documents_are_read_with_one_fetch_in_their_order(
    db: None, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    patients = [new_patient({"number": number}) for number in range(12)]
    vault.forget_keys()
    with django_assert_max_num_queries(3):  # blobs, data keys, the intake key
        bodies = documents.read_many(patients)
    assert bodies == [{"number": number} for number in range(12)]
    assert documents.read_many([]) == []


def test_a_row_without_a_document_is_not_found(db: None) -> None:
    with pytest.raises(NotFound):
        documents.read(Patient(id=uuid4()))


def test_a_document_that_is_gone_is_reported_damaged(db: None) -> None:
    patient = new_patient()
    store().delete([blob(patient)])
    with pytest.raises(vault.BrokenSeal) as raised:
        documents.read(patient)
    assert raised.value.reason == "missing"


def test_a_document_swapped_with_another_patients_does_not_open(db: None) -> None:
    asha, ravi = new_patient(), new_patient()
    one, other = blob(asha), blob(ravi)
    ashas, ravis = stored_bytes(asha), stored_bytes(ravi)
    store().delete([one, other])
    store().put(one, ravis)
    store().put(other, ashas)
    for patient in (asha, ravi):
        with pytest.raises(vault.BrokenSeal):
            documents.read(patient)


def test_a_row_pointed_at_another_patients_document_does_not_open_it(db: None) -> None:
    asha, ravi = new_patient(), new_patient()
    asha.blob_id = ravi.blob_id
    with pytest.raises(vault.BrokenSeal):
        documents.read(asha)


def test_an_older_version_put_back_does_not_open(db: None) -> None:
    patient = new_patient()
    old, old_bytes = blob(patient), stored_bytes(patient)
    change(patient, {"name": "newer"})
    store().delete([blob(patient)])
    store().put(blob(patient), old_bytes)
    with pytest.raises(vault.BrokenSeal):
        documents.read(patient)
    patient.blob_id = old
    with pytest.raises(vault.BrokenSeal):
        documents.read(patient)


def test_a_flipped_bit_is_refused_and_the_other_documents_still_open(db: None) -> None:
    spoilt, whole = new_patient(), new_patient()
    body = bytearray(stored_bytes(spoilt))
    body[40] ^= 1
    store().delete([blob(spoilt)])
    store().put(blob(spoilt), bytes(body))
    with pytest.raises(vault.BrokenSeal):
        documents.read(spoilt)
    assert documents.read(whole) == BODY


def test_damage_is_on_record_beside_the_act_that_met_it(asha: Person, bello: Person) -> None:
    row = Patient.objects.get(id=asha.patient)
    body = stored_bytes(row)
    store().delete([blob(row)])
    store().put(blob(row), body[:-1] + bytes([body[-1] ^ 1]))
    with pytest.raises(Damaged):
        clinic.read_patient(asha.patient, by=bello.actor)
    act, damage = audit.events_about(asha.patient).filter(outcome="failed").order_by("seq")
    assert (act.action, act.actor_user) == ("patient.read", bello.user)
    assert (damage.action, damage.details) == ("vault.damaged", {"reason": "wrong_tag"})
    assert damage.objects_touched == {"profile": str(asha.patient)}
    assert audit.verify() == []


def test_a_blob_is_never_overwritten(db: None) -> None:
    mine = uuid4()
    store().put(mine, b"first")
    with pytest.raises(Unavailable):
        store().put(mine, b"second")


def test_a_document_is_attached_to_the_row_it_was_sealed_for(db: None) -> None:
    asha, ravi = new_patient(), new_patient()
    stored = write(asha, {}, version=2)
    with pytest.raises(ValueError, match="another row"):
        stored.attach(ravi)


def test_a_write_that_took_longer_than_an_hour_is_not_attached(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    patient = new_patient()
    stored = write(patient, {}, version=2)
    later = timezone.now() + timedelta(minutes=61)
    monkeypatch.setattr("bedside.documents.writing.timezone.now", lambda: later)
    with pytest.raises(Unavailable):
        stored.attach(patient)
    assert patient.version == 1


def test_a_body_that_is_not_json_is_refused(db: None) -> None:
    patient = new_patient()
    with pytest.raises(ValueError, match="JSON"):
        write(patient, {"temperature": float("nan")}, version=2)


def test_a_reader_with_an_old_row_gets_the_newer_document(db: None) -> None:
    patient = new_patient()
    held = Patient.objects.get(id=patient.id)
    change(patient, {"name": "newer"})
    store().delete([blob(held)])
    assert documents.read(held) == {"name": "newer"}
    assert held.version == 2


def test_a_reader_whose_row_was_deleted_finds_nothing(db: None) -> None:
    patient = new_patient()
    held = Patient.objects.get(id=patient.id)
    store().delete([blob(patient)])
    patient.delete()
    with pytest.raises(NotFound):
        documents.read(held)


def test_the_sweeper_removes_only_old_blobs_that_no_row_names(live_database: None) -> None:
    patient = new_patient()
    orphan, superseded = uuid4(), blob(patient)
    store().put(orphan, b"x")
    change(patient, {"name": "newer"})
    now = timezone.now()
    assert documents.sweep(now + timedelta(hours=23, minutes=59)) == 0
    assert documents.sweep(now + timedelta(hours=25)) == 2
    assert store().get_many([orphan, superseded]) == {}
    assert documents.read(patient) == {"name": "newer"}


def test_the_sweeper_goes_through_more_than_one_page(
    live_database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bedside.documents.sql_store.PAGE", 3)
    monkeypatch.setattr("bedside.documents.sweeping.BATCH", 4)
    patients = [new_patient() for _ in range(3)]
    for _ in range(11):
        store().put(uuid4(), b"x")
    assert documents.sweep(timezone.now() + timedelta(hours=25)) == 11
    assert documents.read_many(patients) == [BODY] * 3


def test_the_store_is_in_order(db: None) -> None:
    documents.check()
