"""Becoming a patient: account, record, profile and care together, or none of them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from bedside import accounts, clinic, intake
from bedside.accounts import User, throttle
from bedside.audit import SYSTEM_CHAIN, Actor, Event
from bedside.audit.models import ChainHead
from bedside.clinic.models import CareRelation, Facility, Membership, Patient
from bedside.documents.models import Blob
from bedside.errors import (
    BedsideError,
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    Stale,
    Throttled,
    Unauthenticated,
)
from bedside.vault.models import DataKey
from tests.people import ASHA, PASSWORD, Person

STRANGER = Actor.anonymous("192.0.2.1")


def counts() -> tuple[int, ...]:
    tables = (User, Patient, CareRelation, DataKey, Blob)
    return tuple(table.objects.count() for table in tables)


def test_a_stranger_becomes_a_patient_who_can_sign_in(harbour: Facility) -> None:
    patient = clinic.register_patient(
        profile=ASHA, facility=harbour.id, password=PASSWORD, by=STRANGER
    )
    signed_in = accounts.sign_in(
        email="ASHA@example.org", password=PASSWORD, role="patient", address="192.0.2.1", device=""
    )
    assert signed_in.actor.patient == patient.id
    view = clinic.read_patient(patient.id, by=signed_in.actor)
    assert (view.profile, view.facility_id, view.state) == (ASHA, harbour.id, "registered")


@pytest.mark.parametrize(
    "wrong",
    [
        {"profile": replace(ASHA, name="")},
        {"profile": replace(ASHA, birth_date=timezone.now().date() + timedelta(days=2))},
        {"profile": replace(ASHA, email="not an address")},
        {"password": "short"},
        {"password": "password12345678"[:12]},
        {"facility": uuid4()},
    ],
    ids=["name", "birth date", "email", "short password", "common password", "facility"],
)
def test_a_refusal_leaves_nothing_behind(harbour: Facility, wrong: dict) -> None:
    before = counts()
    good = {"profile": ASHA, "facility": harbour.id, "password": PASSWORD, "by": STRANGER}
    with pytest.raises(Invalid):
        clinic.register_patient(**{**good, **wrong})
    assert counts() == before


def test_an_email_is_good_for_one_account(asha: Person, harbour: Facility) -> None:
    before = counts()
    for email in ("asha@example.org", "Asha@Example.ORG", " asha@example.org "):
        with pytest.raises(Conflict):
            clinic.register_patient(
                profile=replace(ASHA, email=email),
                facility=harbour.id,
                password=PASSWORD,
                by=STRANGER,
            )
    assert counts() == before


def test_a_refused_registration_is_on_record(asha: Person, harbour: Facility) -> None:
    with pytest.raises(Conflict):
        clinic.register_patient(profile=ASHA, facility=harbour.id, password=PASSWORD, by=STRANGER)
    event = Event.objects.get(action="patient.register", outcome="refused")
    assert event.address == "192.0.2.1"


def test_a_made_up_facility_begins_no_chain_in_the_log(harbour: Facility, bello: Person) -> None:
    chains = ChainHead.objects.count()
    attempts: list[tuple[type[BedsideError], Callable[[], object]]] = [
        (
            Invalid,
            lambda: clinic.register_patient(
                profile=ASHA, facility=uuid4(), password=PASSWORD, by=STRANGER
            ),
        ),
        (
            Invalid,
            lambda: clinic.register_doctor(
                name="Dr Who",
                email="who@example.org",
                password=PASSWORD,
                facility=uuid4(),
                by=STRANGER,
            ),
        ),
        (Forbidden, lambda: clinic.add_member(uuid4(), bello.user, by=bello.actor)),
        (Forbidden, lambda: clinic.change_facility(uuid4(), {}, version=1, by=bello.actor)),
        (Forbidden, lambda: clinic.create_facility(name="Mine", by=bello.actor)),
        (NotFound, lambda: intake.worklist(by=bello.actor, facility=uuid4())),
    ]
    for refusal, attempt in attempts:
        with pytest.raises(refusal):
            attempt()
    assert Event.objects.filter(outcome="refused", chain=SYSTEM_CHAIN).count() == 6
    assert ChainHead.objects.count() == chains


def test_strangers_beyond_their_allowance_cost_no_hash(
    asha: Person, harbour: Facility, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "PER_ADDRESS", 1)
    hashed: list[str] = []
    monkeypatch.setattr(
        accounts, "hash_password", lambda raw, **_: hashed.append(raw), raising=False
    )
    for wanted in (Conflict, Throttled):
        with pytest.raises(wanted):
            clinic.register_patient(
                profile=ASHA, facility=harbour.id, password=PASSWORD, by=STRANGER
            )
    with pytest.raises(Throttled):
        clinic.register_doctor(
            name="Dr Who",
            email="w@example.org",
            password=PASSWORD,
            facility=harbour.id,
            by=STRANGER,
        )
    assert len(hashed) == 1


def test_a_closed_facility_takes_nobody(harbour: Facility, dana: Person) -> None:
    clinic.change_facility(harbour.id, {"active": False}, version=1, by=dana.actor)
    with pytest.raises(Invalid) as refused:
        clinic.register_patient(profile=ASHA, facility=harbour.id, password=PASSWORD, by=STRANGER)
    assert set(refused.value.fields) == {"facility"}


def test_those_signed_in_cannot_register_others(
    asha: Person, bello: Person, harbour: Facility
) -> None:
    other = replace(ASHA, email="other@example.org")
    for person in (asha, bello):
        with pytest.raises(Forbidden):
            clinic.register_patient(
                profile=other, facility=harbour.id, password=PASSWORD, by=person.actor
            )


def test_a_doctor_asks_to_join_and_has_no_power_before_approval(harbour: Facility) -> None:
    doctor = clinic.register_doctor(
        name="Dr Ines Okafor",
        email="okafor@example.org",
        password=PASSWORD,
        facility=harbour.id,
        by=STRANGER,
    )
    assert Membership.objects.get().user_id == doctor.id
    with pytest.raises(Unauthenticated):
        accounts.sign_in(
            email="okafor@example.org",
            password=PASSWORD,
            role="doctor",
            address="192.0.2.1",
            device="",
        )


def test_she_changes_one_detail_and_the_others_stay(asha: Person) -> None:
    view = clinic.change_profile(asha.patient, {"phone": "07700 900111"}, version=1, by=asha.actor)
    assert view.profile == replace(ASHA, phone="07700 900111")
    assert view.version == 2
    assert clinic.read_patient(asha.patient, by=asha.actor) == view


def test_a_change_over_somebody_elses_is_stale(asha: Person) -> None:
    clinic.change_profile(asha.patient, {"phone": "07700 900111"}, version=1, by=asha.actor)
    with pytest.raises(Stale):
        clinic.change_profile(asha.patient, {"phone": "07700 900222"}, version=1, by=asha.actor)


@pytest.mark.parametrize(
    "changes",
    [
        {"email": "new@example.org"},
        {"id": "x"},
        {"facility": "y"},
        {"birth_date": date(3000, 1, 1)},
    ],
)
def test_only_her_own_details_can_be_changed(asha: Person, changes: dict) -> None:
    with pytest.raises(Invalid):
        clinic.change_profile(asha.patient, changes, version=1, by=asha.actor)
    assert clinic.read_patient(asha.patient, by=asha.actor).version == 1


def test_her_doctor_does_not_change_her_details(asha: Person, bello: Person) -> None:
    with pytest.raises(Forbidden):
        clinic.change_profile(asha.patient, {"name": "X"}, version=1, by=bello.actor)
