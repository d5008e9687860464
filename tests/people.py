"""The people of every test: Asha is the patient, Dr Bello treats her, Noa receives her at the desk,
Dr Chen works elsewhere and must see nothing, Dana administers, and Ravi is another patient of Dr
Chen's clinic.

They register through the same acts as everybody else. `Person.actor` is who they are in an act
and `Person.password` signs them in.
"""

from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import UUID

import pytest

from bedside import accounts, clinic
from bedside.accounts import User
from bedside.audit import Actor, Role
from bedside.clinic.facilities.reach import memberships_now
from bedside.clinic.models import Facility
from bedside.clinic.patients.profile import Profile

PASSWORD = "seven lanterns by the harbour"
SYSTEM = Actor.system()
ASHA = Profile("Asha Verma", date(1991, 4, 17), "female", "asha@example.org", "07700 900017")
RAVI = Profile("Ravi Ostrom", date(1958, 11, 2), "male", "ravi@example.org", "07700 900058")


@dataclass(frozen=True)
class Person:
    """Somebody with an account: how they sign in and who they are in an act."""

    user: UUID
    email: str
    actor: Actor
    password: str = PASSWORD

    @property
    def patient(self) -> UUID:
        """The patient this person is; only asked of patients."""
        assert self.actor.patient is not None
        return self.actor.patient


@pytest.fixture
def database(db: None) -> None:
    """Where they are kept: rolled back after the test, unless a folder has another of its own."""


@pytest.fixture
def harbour(database: None) -> Facility:
    """The clinic of Asha and Dr Bello."""
    return clinic.create_facility(name="Harbour Street Clinic", city="Port Alder", by=SYSTEM)


@pytest.fixture
def millfield(database: None) -> Facility:
    """The clinic of Ravi and Dr Chen."""
    return clinic.create_facility(name="Millfield Health Centre", city="Millfield", by=SYSTEM)


@pytest.fixture
def asha(harbour: Facility) -> Person:
    return register_patient(ASHA, harbour)


@pytest.fixture
def ravi(millfield: Facility) -> Person:
    return register_patient(RAVI, millfield)


@pytest.fixture
def bello(harbour: Facility) -> Person:
    return register_doctor("Dr Amara Bello", "bello@example.org", harbour)


@pytest.fixture
def chen(millfield: Facility) -> Person:
    return register_doctor("Dr Lian Chen", "chen@example.org", millfield)


@pytest.fixture
def noa(harbour: Facility) -> Person:
    return register_receptionist("Noa Lindqvist", "noa@example.org", harbour)


@pytest.fixture
def dana(database: None) -> Person:
    user = accounts.register_user(
        email="dana@example.org",
        name="Dana Whitlock",
        password=PASSWORD,
        role="administrator",
        state="active",
        by=SYSTEM,
    )
    return _person(user, "dana@example.org")


def register_patient(profile: Profile, facility: Facility) -> Person:
    """Register somebody as a patient who can sign in with PASSWORD."""
    patient = clinic.register_patient(
        profile=profile, facility=facility.id, password=PASSWORD, by=SYSTEM
    )
    return _person(User.objects.get(patient=patient.id), profile.email)


def register_doctor(name: str, email: str, facility: Facility) -> Person:
    """Register a doctor at a facility and approve them."""
    user = clinic.register_doctor(
        name=name, email=email, password=PASSWORD, facility=facility.id, by=SYSTEM
    )
    accounts.approve(user.id, checked=["identity", "licence"], by=SYSTEM)
    return _person(user, email)


def register_receptionist(name: str, email: str, facility: Facility) -> Person:
    """Register somebody at the desk of a facility and approve them."""
    user = clinic.register_receptionist(
        name=name, email=email, password=PASSWORD, facility=facility.id, by=SYSTEM
    )
    accounts.approve(user.id, checked=["identity", "employment"], by=SYSTEM)
    return _person(user, email)


def staff(facility: Facility, *people: Person, by: Person) -> None:
    """Let exactly these people work at a facility from now on."""
    wanted = {person.user for person in people}
    there = dict(memberships_now().filter(facility=facility).values_list("user", "version"))
    for user in there.keys() - wanted:
        clinic.end_member(facility.id, user, version=there[user], by=by.actor)
    for user in wanted - there.keys():
        clinic.add_member(facility.id, user, by=by.actor)


def _person(user: User, email: str) -> Person:
    actor = Actor(role=cast(Role, user.role), user=user.id, patient=user.patient)
    return Person(user=user.id, email=email, actor=actor)
