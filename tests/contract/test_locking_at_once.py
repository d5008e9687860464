"""Whoever runs a clinic, or changes an account or a profile, stops nobody who works there.

On PostgreSQL what is written about a patient points to rows that others hold, and that is checked
at the very end, when the clinic's audit chain is held too.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction

from bedside import clinic
from bedside.clinic.facilities.reach import held_facility
from bedside.clinic.models import Facility, Patient
from bedside.locking import hold
from tests import people
from tests.clinic.writing import meet
from tests.contract.together import at_once, kinds, somebody_who
from tests.people import Person
from tests.settings import STORE

pytestmark = pytest.mark.usefixtures("live_database")


@pytest.mark.skipif(STORE == "sqlite", reason="SQLite lets one writer begin at a time")
@pytest.mark.parametrize("held", ["facility", "account"])
def test_an_encounter_begins_while_its_clinic_or_its_doctor_is_held(
    held: str, asha: Person, bello: Person, harbour: Facility
) -> None:
    holding: dict[str, Callable[[], object]] = {
        "facility": lambda: held_facility(harbour.id),
        "account": lambda: hold(get_user_model().objects.filter(id=bello.user)),
    }
    with somebody_who(lambda: meet(bello, asha)) as writer, transaction.atomic():
        holding[held]()
        writer.begin()
        assert writer.gets_through()
    assert kinds(writer.results) == {"EncounterView": 1}


def test_whatever_is_changed_meanwhile_every_encounter_begins(
    asha: Person, bello: Person, harbour: Facility
) -> None:
    """The name of a clinic and a profile are changed while patients come in: nobody is refused."""
    ravi = people.register_patient(people.RAVI, harbour)

    def do(n: int) -> Any:
        if n == 0:
            version = Patient.objects.get(id=asha.patient).version
            return clinic.change_profile(
                asha.patient, {"phone": "07700 900111"}, version=version, by=asha.actor
            )
        if n == 1:
            return clinic.set_responsible(asha.patient, bello.user, version=1, by=bello.actor)
        if n == 2:
            change = {"name": "Harbour Street Surgery"}
            return clinic.change_facility(harbour.id, change, version=1, by=people.SYSTEM)
        return meet(bello, (asha, ravi)[n % 2])

    results = at_once(15, do)
    assert kinds(results[3:]) == {"EncounterView": 12}
    assert set(kinds(results[:3])) <= {"PatientView", "Stale", "Facility"}
    assert kinds(results[:2])["Stale"] <= 1
    assert isinstance(results[2], Facility)
