"""A list of thirty costs as many queries as a list of three: there is no query in a loop."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bedside import accounts, clinic
from bedside.clinic import notes
from bedside.clinic.models import Facility, Membership
from bedside.clinic.notes import NoteText, Section
from tests import people
from tests.clinic.diary import DAY, today
from tests.clinic.writing import draft, meet, signed
from tests.people import Person
from tests.web.browsing import Visitor

FEW, MANY = 3, 30


@dataclass(frozen=True)
class House:
    """Who is there, to fill a list with."""

    asha: Person
    bello: Person
    dana: Person
    harbour: Facility


@pytest.fixture
def house(asha: Person, bello: Person, dana: Person, harbour: Facility) -> House:
    return House(asha, bello, dana, harbour)


def add_patient(house: House, number: int) -> None:
    profile = replace(people.ASHA, name=f"Mira {number}", email=f"m{number}@example.org")
    clinic.register_patient(
        profile=profile, facility=house.harbour.id, password=None, by=people.SYSTEM
    )


def add_waiting(house: House, number: int) -> None:
    profile = replace(people.ASHA, name=f"Noor {number}", email=f"n{number}@example.org")
    row = clinic.register_patient(
        profile=profile, facility=house.harbour.id, password=None, by=people.SYSTEM
    )
    clinic.appointments.join(
        patient=row.id,
        facility=house.harbour.id,
        first_day=today(),
        last_day=today() + DAY,
        by=house.bello.actor,
    )


def add_access(house: House, number: int) -> None:
    """Each by somebody else, so that each has a name to open."""
    user = accounts.register_user(
        email=f"r{number}@example.org",
        name=f"Dr Reader {number}",
        password=None,
        role="doctor",
        state="active",
        by=people.SYSTEM,
    )
    Membership.objects.create(facility=house.harbour, user=user, since=timezone.now())
    clinic.read_patient(house.asha.patient, by=replace(house.bello.actor, user=user.id))


def add_shared_note(house: House, number: int) -> None:
    text = NoteText(f"Note {number}", (Section("", "Worse at night."),))
    note = signed(house.bello, meet(house.bello, house.asha).id, text)
    notes.share(note.id, version=note.version, by=house.bello.actor)


def add_draft(house: House, number: int) -> None:
    profile = replace(people.ASHA, name=f"Patient {number}", email="")
    row = clinic.enrol_patient(profile=profile, facility=house.harbour.id, by=house.bello.actor)
    draft(house.bello, clinic.encounters.start(row.id, by=house.bello.actor).id)


def add_template(house: House, number: int) -> None:
    text = NoteText(f"Template {number}", (Section("", "So."),))
    notes.create_template(text, by=house.bello.actor)


def add_doctor(house: House, number: int) -> None:
    clinic.register_doctor(
        name=f"Dr {number}",
        email=f"d{number}@example.org",
        password=None,
        facility=house.harbour.id,
        by=people.SYSTEM,
    )


def add_facility(house: House, number: int) -> None:
    clinic.create_facility(name=f"Quay Clinic {number}", city="Port Alder", by=people.SYSTEM)


def add_member_and_holiday(house: House, number: int) -> None:
    add_access(house, number)
    day = today() + timedelta(days=number + 1)
    clinic.appointments.add_holiday(house.harbour.id, day, f"Fair {number}", by=house.dana.actor)


LISTS: dict[str, tuple[str, Callable[[House, int], None]]] = {
    "/patients/": ("bello", add_patient),
    "/appointments/waiting": ("bello", add_waiting),
    "/home/accesses": ("asha", add_access),
    "/home/notes": ("asha", add_shared_note),
    "/unsigned-notes": ("bello", add_draft),
    "/note-templates": ("bello", add_template),
    "/admin/": ("dana", add_doctor),
    "/admin/accounts/user/": ("dana", add_doctor),
    "/admin/audit/": ("dana", add_access),
    "/admin/clinic/facility/": ("dana", add_facility),
    "/admin/clinic/facility/{harbour}/change/": ("dana", add_member_and_holiday),
    "/admin/clinic/patient/": ("dana", add_patient),
    "/admin/reference-data/": ("dana", add_facility),
}


@pytest.mark.parametrize("path", LISTS)
def test_thirty_cost_as_many_queries_as_three(house: House, path: str) -> None:
    reader, add = LISTS[path]
    browser = Visitor().signs_in(getattr(house, reader))
    path = path.format(harbour=house.harbour.pk)

    def cost() -> int:
        browser.get(path)  # Whatever is kept from one reading to the next is kept from now on.
        with CaptureQueriesContext(connection) as queries:
            browser.get(path)
        assert browser.status == 200, browser.html
        return len(queries)

    for number in range(FEW):
        add(house, number)
    few = cost()
    for number in range(FEW, MANY):
        add(house, number)
    assert cost() == few
