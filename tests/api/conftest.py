"""The API as its callers meet it: over HTTP, on a database with real commits.

Each module of tests has one clinic with its people, so that signing in and registering, which are
slow on purpose, happen once. Tests that change a person make their own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

import pytest
from django.conf import settings
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bedside import accounts, clinic
from bedside.api.app import create_app
from bedside.clinic.models import Facility
from tests import databases, people
from tests.people import Person

ORIGIN = "https://clinic.test"
DOORS = {
    "patient": "patient",
    "doctor": "doctor",
    "receptionist": "receptionist",
    "administrator": "admin",
}
_numbers = count(1)


@dataclass(frozen=True)
class Clinic:
    """Two facilities and their people, and the API in front of them."""

    app: Starlette
    harbour: Facility
    millfield: Facility
    asha: Person
    ravi: Person
    bello: Person
    chen: Person
    noa: Person
    dana: Person

    def caller(self, person: Person | None = None, **headers: str) -> TestClient:
        """Return a client that calls as this person with a token of their own, or as nobody."""
        client = TestClient(
            self.app, base_url=ORIGIN, headers=headers, raise_server_exceptions=False
        )
        if person is not None:
            tokens = self.sign_in(person, client)
            client.headers["Authorization"] = f"Bearer {tokens['access']}"
            client.cookies.clear()
        return client

    def sign_in(self, person: Person, client: TestClient | None = None) -> dict[str, Any]:
        """Return the tokens of a fresh session."""
        path = f"/api/auth/{DOORS[person.actor.role]}/login"
        answer = (client or self.caller()).post(
            path, json={"email": person.email, "password": person.password}
        )
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def new_patient(self) -> Person:
        """Register another patient of the harbour clinic."""
        number = next(_numbers)
        profile = clinic.Profile(
            f"Patient {number}", date(1980, 1, 1), "other", f"p{number}@example.org", "07700 900100"
        )
        return people.register_patient(profile, self.harbour)

    def new_doctor(self) -> Person:
        """Register and approve another doctor of the harbour clinic."""
        number = next(_numbers)
        return people.register_doctor(f"Dr {number}", f"d{number}@example.org", self.harbour)


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[Clinic]:
    """A day at the clinic: see Clinic."""
    environment = databases.fresh_environment(tmp_path_factory.mktemp("api"))
    with databases.live_on(environment, django_db_blocker):
        yield _open_clinic()


def _open_clinic() -> Clinic:
    by = people.SYSTEM
    harbour = clinic.create_facility(name="Harbour Street Clinic", city="Port Alder", by=by)
    millfield = clinic.create_facility(name="Millfield Health Centre", city="Millfield", by=by)
    dana = accounts.register_user(
        email="dana@example.org",
        name="Dana Whitlock",
        password=people.PASSWORD,
        role="administrator",
        state="active",
        by=by,
    )
    return Clinic(
        app=create_app(settings.BEDSIDE),
        harbour=harbour,
        millfield=millfield,
        asha=people.register_patient(people.ASHA, harbour),
        ravi=people.register_patient(people.RAVI, millfield),
        bello=people.register_doctor("Dr Amara Bello", "bello@example.org", harbour),
        chen=people.register_doctor("Dr Lian Chen", "chen@example.org", millfield),
        noa=people.register_receptionist("Noa Lindqvist", "noa@example.org", harbour),
        dana=people._person(dana, "dana@example.org"),
    )


@pytest.fixture(scope="module")
def asha(day: Clinic) -> TestClient:
    """Asha with a token: a patient of the harbour clinic."""
    return day.caller(day.asha)


@pytest.fixture(scope="module")
def ravi(day: Clinic) -> TestClient:
    """Ravi with a token: a patient of the other clinic."""
    return day.caller(day.ravi)


@pytest.fixture(scope="module")
def bello(day: Clinic) -> TestClient:
    """Dr Bello with a token: treats Asha."""
    return day.caller(day.bello)


@pytest.fixture(scope="module")
def chen(day: Clinic) -> TestClient:
    """Dr Chen with a token: works elsewhere."""
    return day.caller(day.chen)


@pytest.fixture(scope="module")
def dana(day: Clinic) -> TestClient:
    """Dana with a token: administers."""
    return day.caller(day.dana)


@pytest.fixture
def nobody(day: Clinic) -> TestClient:
    """Somebody unknown."""
    return day.caller()
