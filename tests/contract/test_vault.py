"""Keys and seals on every database."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from bedside import audit, vault
from bedside.errors import Conflict, NotFound, Unavailable
from bedside.root_key import RootKey
from bedside.vault import current
from bedside.vault.current import keyring
from bedside.vault.models import DataKey, Key
from bedside.vault.rotation import _rewrap_batch
from tests import databases

RIVERSIDE, HILLTOP = UUID(int=71), UUID(int=72)
SYSTEM = audit.Actor.system()


def place(patient: UUID | None, version: int = 1) -> vault.Context:
    return vault.Context(patient, "note", UUID(int=5), UUID(int=6), version, schema=1)


def new_patient(under: str | UUID = "intake") -> UUID:
    patient = uuid4()
    vault.create_patient_key(patient, under=under)
    return patient


def seal(patient: UUID, text: bytes = b"It hurts when I laugh.") -> vault.Sealed:
    return vault.seal_for(patient, text, place(patient))


def opens(patient: UUID, sealed: bytes) -> bool:
    vault.forget_keys()
    return vault.open_for(patient, sealed, place(patient)) == b"It hurts when I laugh."


@pytest.fixture
def facility(db: None) -> UUID:
    vault.create_key("facility", RIVERSIDE)
    return RIVERSIDE


def test_a_patients_text_opens_for_them_and_for_nobody_else(db: None) -> None:
    asha, ravi = new_patient(), new_patient()
    sealed = seal(asha)
    assert opens(asha, sealed)
    for context in (place(asha), place(ravi)):
        with pytest.raises(vault.BrokenSeal):
            vault.open_for(ravi, sealed, context)
    with pytest.raises(vault.BrokenSeal):
        vault.open_for(asha, sealed, place(asha, version=2))


def test_a_patient_without_a_key_is_not_found(db: None) -> None:
    with pytest.raises(NotFound):
        seal(uuid4())


def test_a_second_data_key_is_refused_even_after_an_erasure(db: None) -> None:
    asha = new_patient()
    for _ in range(2):
        with pytest.raises(Conflict):
            vault.create_patient_key(asha, under="intake")
        vault.destroy_patient_key(asha)


def test_registering_moves_the_data_key_and_nothing_else(facility: UUID) -> None:
    asha = new_patient()
    sealed = seal(asha)
    vault.rewrap_patient_key(asha, to=facility)
    assert DataKey.objects.get(patient=asha).wrapping_key.owner == facility
    assert opens(asha, sealed)


def test_an_erased_patient_is_unreadable_at_once(db: None) -> None:
    asha = new_patient()
    sealed = seal(asha)
    vault.destroy_patient_key(asha)
    with pytest.raises(vault.KeyDestroyed):
        vault.open_for(asha, sealed, place(asha))
    with pytest.raises(vault.KeyDestroyed):
        vault.rewrap_patient_key(asha, to="intake")
    tombstone = DataKey.objects.get(patient=asha)
    assert bytes(tombstone.wrapped) == b""
    assert tombstone.destroyed_at is not None


def test_many_texts_open_with_one_query(
    facility: UUID, django_assert_num_queries: Callable[[int], Any]
) -> None:
    patients = [new_patient(under) for under in ("intake", facility) * 5]
    texts = [(p, seal(p, str(p).encode()), place(p)) for p in patients]
    keyring().data_keys.clear()
    with django_assert_num_queries(1):
        opened = vault.open_each(texts)
    assert opened == [str(p).encode() for p in patients]
    with django_assert_num_queries(0):
        vault.open_each(texts)


def test_a_whole_clinics_texts_open_as_each_of_them_does_alone(facility: UUID) -> None:
    patients = sorted(uuid4() for _ in range(300))
    vault.create_patient_keys(patients[:150], under="intake")
    vault.create_patient_keys(patients[150:], under=facility)
    texts = [
        (patient, seal(patient, f"It hurts. {number}".encode()), place(patient))
        for number, patient in enumerate(patients)
    ]
    vault.destroy_patient_key(patients[7])
    DataKey.objects.filter(patient=patients[8]).delete()
    DataKey.objects.filter(patient=patients[9]).update(wrapped=b"damaged" * 9)
    vault.forget_keys()
    passing = vault.InPassing(DataKey.objects.values("patient"))
    opened = [*passing.open_each(texts[:100]), *passing.open_each(texts[100:])]
    reasons = [one.reason for one in opened[7:10] if isinstance(one, vault.Unreadable)]
    assert reasons == ["erased", "no_data_key", "data_key"]
    assert opened[:7] + opened[10:] == [
        f"It hurts. {number}".encode() for number in range(300) if number not in (7, 8, 9)
    ]
    assert not keyring().data_keys.get(patients[0])
    assert opened == vault.open_each(texts), "and once more, with the keys kept"


def test_who_is_not_among_those_named_opens_in_passing_too(facility: UUID) -> None:
    patients = sorted(new_patient(facility) for _ in range(5))
    texts = [(patient, seal(patient, b"It hurts."), place(patient)) for patient in patients]
    named = DataKey.objects.filter(patient__in=patients[1::2]).values("patient")
    assert vault.InPassing(named).open_each(texts) == [b"It hurts."] * 5


def test_a_key_that_was_made_in_the_meantime_opens_in_passing_too(facility: UUID) -> None:
    new_patient(facility)
    passing = vault.InPassing(DataKey.objects.values("patient"))
    list(passing.open_each([]))
    later = new_patient(facility)
    assert passing.open_each([(later, seal(later, b"It hurts."), place(later))]) == [b"It hurts."]


def test_accounts_data_is_bound_to_its_row(db: None) -> None:
    sealed = vault.seal(b"asha@example.org", purpose="accounts", context=place(None))
    opened = vault.open(sealed, purpose="accounts", context=place(None))
    assert opened == b"asha@example.org"
    with pytest.raises(vault.BrokenSeal):
        vault.open(sealed, purpose="accounts", context=place(None, version=2))
    with pytest.raises(vault.BrokenSeal):
        vault.open(sealed[:20], purpose="accounts", context=place(None))


def test_a_key_serves_its_own_purpose_only(db: None) -> None:
    for wrong in ("intake", "index", "signing", "breakfast"):
        with pytest.raises(ValueError, match=wrong):
            vault.seal(b"x", purpose=wrong, context=place(None))
    for wrong in ("accounts", "intake", "breakfast"):
        with pytest.raises(ValueError, match=wrong):
            vault.secret(wrong)
    with pytest.raises(ValueError, match="owner"):
        vault.create_key("facility")
    assert len({vault.secret(p).current[1] for p in ("index", "refresh", "signing")}) == 3


def test_making_the_deployments_keys_again_changes_nothing(db: None) -> None:
    before = vault.secret("index").current
    assert vault.create_deployment_keys() == []
    assert vault.secret("index").current == before
    with pytest.raises(Conflict):
        vault.create_key("index")


def test_a_copied_or_edited_key_row_does_not_unwrap(facility: UUID) -> None:
    vault.create_key("facility", HILLTOP)
    stolen = Key.objects.get(owner=RIVERSIDE).wrapped
    Key.objects.filter(owner=HILLTOP).update(wrapped=stolen)
    vault.forget_keys()
    with pytest.raises(vault.BrokenSeal):
        new_patient(HILLTOP)


def test_a_data_key_copied_to_another_patient_does_not_unwrap(db: None) -> None:
    asha, ravi = new_patient(), new_patient()
    source = DataKey.objects.get(patient=asha)
    DataKey.objects.filter(patient=ravi).update(wrapped=source.wrapped, key_id=source.key_id)
    with pytest.raises(vault.BrokenSeal):
        seal(ravi)


def test_the_right_root_key_is_recognised_and_another_refused(db: None) -> None:
    vault.check()
    try:
        vault.configure(RootKey.generate())
        with pytest.raises(Unavailable, match="root key does not open"):
            vault.check()
    finally:
        vault.configure(settings.BEDSIDE.root_key)


def test_damage_is_put_on_record_without_what_was_sealed(db: None) -> None:
    asha = new_patient()
    spoilt = seal(asha)[:-1]
    with pytest.raises(vault.BrokenSeal) as raised:
        vault.open_for(asha, spoilt, place(asha))
    vault.report_damage(raised.value, by=SYSTEM, chain=RIVERSIDE)
    event = audit.Event.objects.get(action="vault.damaged")
    assert (event.chain, event.outcome, event.subjects) == (RIVERSIDE, "failed", [str(asha)])
    assert event.objects_touched == {"note": str(UUID(int=5))}
    assert event.details == {"reason": "wrong_tag"}


def test_rotating_keeps_the_old_texts_open_and_seals_by_the_new_key(facility: UUID) -> None:
    asha = new_patient(facility)
    sealed, old = seal(asha), DataKey.objects.get(patient=asha).wrapping_key_id
    new = vault.rotate("facility", facility)
    assert opens(asha, sealed)
    ravi = new_patient(facility)
    assert DataKey.objects.get(patient=ravi).wrapping_key_id == new
    assert vault.rewrap_data_keys(batch=1) == 1
    assert DataKey.objects.get(patient=asha).wrapping_key_id == new != old
    assert opens(asha, sealed)
    assert audit.Event.objects.filter(chain=facility, action="vault.key_made").count() == 2


def test_rewrapping_goes_on_where_it_was_stopped(facility: UUID) -> None:
    patients = [new_patient(facility) for _ in range(5)]
    texts = {patient: seal(patient) for patient in patients}
    new = vault.rotate("facility", facility)
    assert _rewrap_batch(2) == 2
    assert DataKey.objects.filter(wrapping_key=new).count() == 2
    assert vault.rewrap_data_keys(batch=2) == 3
    assert all(opens(patient, sealed) for patient, sealed in texts.items())


def test_a_key_in_use_cannot_be_disabled_nor_destroyed(facility: UUID) -> None:
    new_patient(facility)
    old = Key.objects.get(owner=facility).id
    with pytest.raises(Conflict):
        vault.disable_key(old)
    vault.rotate("facility", facility)
    with pytest.raises(Conflict, match="still wrapped"):
        vault.disable_key(old)
    vault.rewrap_data_keys()
    with pytest.raises(Conflict, match="two minutes"):
        vault.disable_key(old)
    with pytest.raises(Conflict):
        vault.destroy_key(old)


def test_a_key_that_nothing_needs_is_disabled_and_destroyed(facility: UUID) -> None:
    old = Key.objects.get(owner=facility).id
    vault.rotate("facility", facility)
    earlier = timezone.now() - timedelta(minutes=5)
    Key.objects.filter(owner=facility).update(created_at=earlier)
    vault.disable_key(old)
    vault.destroy_key(old)
    assert bytes(Key.objects.get(id=old).wrapped) == b""
    with pytest.raises(NotFound):
        vault.disable_key(999)


def test_a_rotated_signing_key_verifies_until_it_is_disabled(db: None) -> None:
    old = vault.secret("signing").current
    new = vault.rotate("signing")
    secret = vault.secret("signing")
    assert secret.current[0] == new
    assert secret.all[old[0]] == old[1]
    vault.disable_key(old[0])
    assert list(vault.secret("signing").all) == [new]


def test_a_key_that_another_process_just_made_is_found(db: None) -> None:
    """`bedside keys rotate search`, while the server remembers the keys that were there before."""
    old = vault.secret("search").current[0]
    ours = current.keyring()
    try:
        vault.configure(settings.BEDSIDE.root_key)
        new = vault.rotate("search")
        named = vault.derived("search", new, b"labels")
    finally:
        current._connected[:] = [ours]
    assert vault.derived("search", new, b"labels") == named
    assert vault.derived("search", old, b"labels") != named
    with pytest.raises(vault.BrokenSeal):
        vault.derived("search", new + 1, b"labels")
    with pytest.raises(ValueError, match="accounts"):
        vault.derived("accounts", new, b"labels")


def test_the_index_key_is_never_rotated(db: None) -> None:
    with pytest.raises(Conflict):
        vault.rotate("index")


def test_keys_of_what_stays_sealed_are_never_disabled(db: None) -> None:
    old = Key.objects.get(purpose="accounts").id
    vault.rotate("accounts")
    with pytest.raises(Conflict, match="needed"):
        vault.disable_key(old)


def test_two_primaries_are_impossible(facility: UUID) -> None:
    key = Key.objects.get(owner=facility)
    key.pk = 12345
    with pytest.raises(DatabaseError), transaction.atomic():
        key.save(force_insert=True)


def test_rotation_runs_beside_traffic(live_database: None) -> None:
    vault.create_key("facility", RIVERSIDE)
    patients = [new_patient(RIVERSIDE) for _ in range(20)]
    texts = [(p, seal(p), place(p)) for p in patients]
    written = [b"It hurts when I laugh."] * 20
    failures: list[Exception] = []
    done = threading.Event()

    def traffic() -> None:
        try:
            while not done.is_set():
                keyring().data_keys.clear()
                assert vault.open_each(texts) == written
                fresh = new_patient(RIVERSIDE)
                assert opens(fresh, seal(fresh))
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=traffic)
    thread.start()
    for _ in range(3):
        vault.rotate("facility", RIVERSIDE)
        vault.rewrap_data_keys(batch=7)
    done.set()
    thread.join()
    assert failures == []
    vault.forget_keys()
    assert vault.open_each(texts) == written


def test_an_erasure_elsewhere_is_seen_when_the_minute_is_over(
    real_database: dict[str, str], live_database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asha = new_patient()
    sealed = seal(asha)
    assert opens(asha, sealed)
    erase = f"""
import django
django.setup()
from uuid import UUID
from bedside import vault
vault.destroy_patient_key(UUID("{asha}"))
"""
    done = databases.run(erase, real_database)
    assert done.returncode == 0, done.stderr
    assert vault.open_for(asha, sealed, place(asha))  # still remembered here
    monkeypatch.setattr(keyring().data_keys, "_clock", lambda: time.monotonic() + 60)
    with pytest.raises(vault.KeyDestroyed):
        vault.open_for(asha, sealed, place(asha))
