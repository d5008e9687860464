"""Beginning without an account: a draft is claimed by registering or signing in, or forgotten."""

from contextvars import Context
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from bedside import clinic, documents, intake, vault
from bedside.accounts import throttle
from bedside.audit import Actor, Event
from bedside.clinic.models import Facility, Patient
from bedside.errors import Conflict, Forbidden, NotFound, Throttled, Unauthenticated
from bedside.intake import drafts
from bedside.intake.models import Assessment, DraftHolder
from bedside.vault.models import DataKey
from tests.intake.talking import COLD, HEART, begin, finish, turn
from tests.people import ASHA, PASSWORD, RAVI, Person

ADDRESS = "192.0.2.9"
EIGHT_DAYS = timedelta(days=8)


def held() -> tuple[str, Actor]:
    return intake.begin_draft(address=ADDRESS)


def test_the_token_continues_the_draft_and_only_its_hash_is_kept(db: None) -> None:
    token, holder = held()
    draft = begin(COLD, holder, age=30)
    assert intake.actor_for_draft(token, address=ADDRESS) == holder
    assert intake.read(draft.id, by=holder).id == draft.id
    assert token not in str(DraftHolder.objects.values_list())


def test_a_made_up_token_is_nobody(db: None) -> None:
    held()
    for wrong in ("", "x" * 43, "\ud800"):
        with pytest.raises(Unauthenticated):
            intake.actor_for_draft(wrong, address=ADDRESS)


def test_strangers_cannot_fill_the_house_with_drafts(
    asha: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "DRAFTS_PER_ADDRESS", 3)
    _, holder = held()
    begin(COLD, holder, age=30)
    begin(COLD, holder, age=30)
    patients = Patient.objects.count()
    with pytest.raises(Throttled):
        held()
    with pytest.raises(Throttled):
        begin(COLD, holder, age=30)
    assert Patient.objects.count() == patients
    intake.begin_draft(address="192.0.2.10")
    begin(COLD, asha.actor)


def test_another_holder_cannot_see_it(db: None) -> None:
    (_, holder), (_, other) = held(), held()
    draft = begin(COLD, holder, age=30)
    with pytest.raises(NotFound):
        intake.read(draft.id, by=other)


def test_without_an_account_it_cannot_be_sent(db: None) -> None:
    _, holder = held()
    view = finish(COLD, holder, age=30)
    with pytest.raises(Unauthenticated):
        intake.submit(view.id, version=view.version, by=holder)


def register(holder: Actor, facility: Facility) -> Actor:
    patient = clinic.register_patient(
        profile=ASHA, facility=facility.id, password=PASSWORD, by=holder
    )
    return Actor(role="patient", user=None, patient=patient.id)


def test_registering_keeps_the_id_and_the_answers(harbour: Facility) -> None:
    _, holder = held()
    view = finish(HEART, holder, age=34)
    asha = register(holder, harbour)
    assert asha.patient == holder.patient
    assert intake.read(view.id, by=asha).answers == view.answers
    assert intake.submit(view.id, version=view.version, by=asha).facility_id == harbour.id


def test_registering_puts_the_key_under_the_facility(harbour: Facility) -> None:
    _, holder = held()
    before = DataKey.objects.select_related("wrapping_key").get(patient=holder.patient)
    register(holder, harbour)
    after = DataKey.objects.select_related("wrapping_key").get(patient=holder.patient)
    assert (before.wrapping_key.purpose, after.wrapping_key.purpose) == ("intake", "facility")
    assert after.wrapping_key.owner == harbour.id


def test_once_registered_the_token_opens_nothing(harbour: Facility) -> None:
    token, holder = held()
    register(holder, harbour)
    with pytest.raises(Unauthenticated):
        intake.actor_for_draft(token, address=ADDRESS)


def test_the_same_draft_cannot_be_registered_twice(harbour: Facility) -> None:
    _, holder = held()
    register(holder, harbour)
    other = replace(ASHA, email="someone@example.org")
    with pytest.raises(Conflict):
        clinic.register_patient(profile=other, facility=harbour.id, password=PASSWORD, by=holder)


def test_signing_in_takes_the_draft_along(asha: Person) -> None:
    token, holder = held()
    view = turn(begin(COLD, holder, age=30), COLD, holder)
    assert intake.claim(token, by=asha.actor) == [view.id]
    mine = intake.read(view.id, by=asha.actor)
    assert (mine.patient_id, mine.answers) == (asha.patient, view.answers)
    assert turn(mine, COLD, asha.actor).version == mine.version + 1


def test_a_claimed_token_is_over_and_its_key_destroyed(asha: Person) -> None:
    token, holder = held()
    begin(COLD, holder, age=30)
    intake.claim(token, by=asha.actor)
    for by in (asha.actor, replace(asha.actor)):
        with pytest.raises(Unauthenticated):
            intake.claim(token, by=by)
    assert DataKey.objects.get(patient=holder.patient).destroyed_at is not None


def test_nobody_claims_without_being_a_patient(bello: Person) -> None:
    token, _ = held()
    with pytest.raises(Forbidden):
        intake.claim(token, by=bello.actor)
    assert DraftHolder.objects.exists()


def test_unclaimed_drafts_are_unreadable_after_seven_days(db: None) -> None:
    token, holder = held()
    draft = begin(COLD, holder, age=30)
    row = Assessment.objects.get(id=draft.id)
    assert intake.expire_drafts(timezone.now() + timedelta(days=6)) == 0
    assert documents.read(row)["complaint"] == COLD.text
    assert intake.expire_drafts(timezone.now() + EIGHT_DAYS) == 1
    with pytest.raises(vault.KeyDestroyed):
        documents.read(row)
    with pytest.raises(Unauthenticated):
        intake.actor_for_draft(token, address=ADDRESS)
    with pytest.raises(NotFound):
        intake.read(draft.id, by=holder)
    assert Assessment.objects.get(id=draft.id).state == "expired"


def test_a_token_ends_on_time_even_before_it_is_swept(db: None) -> None:
    token, _ = held()
    DraftHolder.objects.update(expires_at=timezone.now())
    with pytest.raises(Unauthenticated):
        intake.actor_for_draft(token, address=ADDRESS)


def test_who_registered_in_time_keeps_everything(harbour: Facility) -> None:
    _, holder = held()
    view = begin(COLD, holder, age=34)
    asha = register(holder, harbour)
    intake.expire_drafts(timezone.now() + EIGHT_DAYS)
    assert intake.read(view.id, by=asha).complaint == COLD.text
    assert Patient.objects.get(id=asha.patient).state == "registered"


def test_who_registers_while_the_draft_is_claimed_keeps_their_record(
    harbour: Facility, asha: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    token, holder = held()
    view = begin(COLD, holder, age=34)
    resealed = drafts._resealed

    def registering_meanwhile(*args: Any) -> list[documents.Stored]:
        # A context of its own, as another request has.
        Context().run(register_ravi, holder, harbour)
        return resealed(*args)

    monkeypatch.setattr(drafts, "_resealed", registering_meanwhile)
    with pytest.raises(Unauthenticated):
        intake.claim(token, by=asha.actor)
    ravi = Actor(role="patient", patient=holder.patient)
    assert intake.read(view.id, by=ravi).complaint == COLD.text


def test_who_registers_in_the_last_moment_keeps_their_record(
    harbour: Facility, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, holder = held()
    view = begin(COLD, holder, age=34)
    expire = drafts._expire

    def registering_meanwhile(*args: Any) -> None:
        Context().run(register_ravi, holder, harbour)
        expire(*args)

    monkeypatch.setattr(drafts, "_expire", registering_meanwhile)
    intake.expire_drafts(timezone.now() + EIGHT_DAYS)
    ravi = Actor(role="patient", patient=holder.patient)
    assert intake.read(view.id, by=ravi).complaint == COLD.text


def register_ravi(holder: Actor, facility: Facility) -> None:
    clinic.register_patient(profile=RAVI, facility=facility.id, password=PASSWORD, by=holder)


def test_expiry_is_on_record(db: None) -> None:
    _, holder = held()
    begin(COLD, holder, age=30)
    intake.expire_drafts(timezone.now() + EIGHT_DAYS)
    event = Event.objects.get(action="draft.expire")
    assert event.subjects == [str(holder.patient)]
