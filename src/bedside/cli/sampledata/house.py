"""The made-up clinic: its facilities, its staff, and the few accounts that can be signed in to."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bedside import accounts, clinic
from bedside.accounts import User
from bedside.audit import Actor
from bedside.cli.sampledata.people import (
    ADMINISTRATOR,
    DOCTORS,
    FACILITIES,
    RECEPTIONISTS,
    Population,
    Staff,
)
from bedside.clinic.models import Facility

SYSTEM = Actor.system()
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that are mistaken for one another."""


class DemoAccount(NamedTuple):
    """An account that is printed, with the only copy of its password."""

    role: str
    name: str
    email: str
    password: str


@dataclass(frozen=True)
class House:
    """The facilities in order, and for each the doctors and the receptionists who work there."""

    facilities: list[Facility]
    doctors: list[list[User]]
    desks: list[list[User]]


def random_password() -> str:
    """Return a new random password (79 bits) that can be typed from a screen."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


def build_house(people: Population) -> tuple[House, list[DemoAccount]]:
    """Open the facilities and hire the staff; return the demo accounts among them."""
    facilities = [clinic.create_facility(**details, by=SYSTEM) for details in FACILITIES]
    demo = [
        DemoAccount(role, staff.name, staff.email, random_password())
        for role, team in (("doctor", DOCTORS), ("receptionist", RECEPTIONISTS))
        for staff in team
    ]
    passwords = {account.email: account.password for account in demo}
    hired = [
        (staff, _hire(staff, facilities, passwords.get(staff.email)))
        for staff in (*DOCTORS, *people.doctors(4))
    ]
    desk = [(staff, _seat(staff, facilities, passwords[staff.email])) for staff in RECEPTIONISTS]
    _ask_to_join(people.doctors(1)[0], facilities[0])
    places = range(len(facilities))
    house = House(
        facilities, [_at(one, hired) for one in places], [_at(one, desk) for one in places]
    )
    for facility, doctors in zip(house.facilities, house.doctors, strict=True):
        here = clinic.staff_of(facility.id)
        for doctor in doctors:
            if doctor.id not in here:
                clinic.add_member(facility.id, doctor.id, by=SYSTEM)
    return house, [*demo, _administrator()]


def _hire(staff: Staff, facilities: Sequence[Facility], password: str | None) -> User:
    user = clinic.register_doctor(
        name=staff.name,
        email=staff.email,
        password=password,
        facility=facilities[staff.facilities[0]].id,
        by=SYSTEM,
    )
    accounts.approve(user.id, checked=("identity", "licence"), by=SYSTEM)
    return user


def _seat(staff: Staff, facilities: Sequence[Facility], password: str) -> User:
    """Hire somebody for the desk of a facility."""
    user = clinic.register_receptionist(
        name=staff.name,
        email=staff.email,
        password=password,
        facility=facilities[staff.facilities[0]].id,
        by=SYSTEM,
    )
    accounts.approve(user.id, checked=("identity", "employment"), by=SYSTEM)
    return user


def _ask_to_join(staff: Staff, facility: Facility) -> None:
    """Leave one doctor waiting for the administrator's approval."""
    clinic.register_doctor(
        name=staff.name,
        email=f"new.{staff.email}",
        password=None,
        facility=facility.id,
        by=SYSTEM,
    )


def _at(place: int, hired: Sequence[tuple[Staff, User]]) -> list[User]:
    return [user for staff, user in hired if place in staff.facilities]


def _administrator() -> DemoAccount:
    account = DemoAccount(
        "administrator", ADMINISTRATOR.name, ADMINISTRATOR.email, random_password()
    )
    accounts.register_user(
        email=account.email,
        name=account.name,
        password=account.password,
        role="administrator",
        state="active",
        by=SYSTEM,
    )
    return account
