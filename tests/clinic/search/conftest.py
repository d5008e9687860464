"""A clinic with people in its waiting room whose names are easily taken for one another's."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from bedside import clinic
from bedside.clinic.models import Facility
from bedside.clinic.search.views import Found
from tests.people import Person

NOBODY = clinic.Profile("", date(1984, 3, 2), "female", "", "07700 900301")
Enrol = Callable[..., str]
Find = Callable[..., list[str]]


@pytest.fixture
def harbour(db: None) -> Facility:
    """As everywhere, and with a country: its numbers are dialled in Britain."""
    from tests.people import SYSTEM

    return clinic.create_facility(
        name="Harbour Street Clinic", time_zone="Europe/London", by=SYSTEM
    )


@pytest.fixture
def enrol(bello: Person, harbour: Facility) -> Enrol:
    """Register somebody at Harbour Street, and return the name."""

    def register(name: str, **said: object) -> str:
        profile = replace(NOBODY, name=name, **said)
        row = clinic.enrol_patient(profile=profile, facility=harbour.id, by=bello.actor)
        changes = {
            field: said[field] for field in ("preferred_name", "former_names") if field in said
        }
        if changes:
            clinic.correct_profile(row.id, changes, version=1, by=bello.actor)
        return name

    return register


@pytest.fixture
def found(bello: Person) -> Find:
    """Return the names of whom Dr Bello finds, in order."""
    return lambda text, **more: names_in(clinic.find_patients(text, by=bello.actor, **more))


def names_in(page: Found) -> list[str]:
    return [hit.patient.profile.name if hit.patient.profile else "?" for hit in page.hits]
