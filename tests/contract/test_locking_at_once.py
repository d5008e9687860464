"""Whoever runs a clinic, or changes an account or a profile, stops nobody who works there.

On PostgreSQL what is written about a patient points to rows that others hold, and that is checked
at the very end, when the clinic's audit chain is held too.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction

from bedside import clinic, imports
from bedside.clinic.facilities.reach import held_facility
from bedside.clinic.models import Facility, Patient
from bedside.clinic.patients.holding import hold_patients
from bedside.imports.models import Import
from bedside.locking import hold
from tests import people
from tests.clinic.doubles import enrolled_again
from tests.clinic.writing import meet
from tests.contract.together import at_once, kinds, somebody_who
from tests.imports.making import MIA, begin, finish
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


@pytest.mark.skipif(STORE == "sqlite", reason="SQLite lets one writer begin at a time")
def test_patients_are_held_in_the_order_of_their_ids_also_the_record_that_is_kept(
    asha: Person, bello: Person
) -> None:
    """The kept one comes in its place: who holds it and wants one of the others is not waited for
    by somebody who holds that one."""
    kept, another, replaced = sorted(
        Patient.objects.get(id=enrolled_again(asha, bello)).id for _ in range(3)
    )
    Patient.objects.filter(id=replaced).update(replaced_by=kept)

    def hold_two() -> bool:
        with transaction.atomic():
            hold_patients([another, replaced])
        return True

    with somebody_who(hold_two) as writer, transaction.atomic():
        hold_patients([kept])
        writer.begin()
        assert writer.has_to_wait()
        hold_patients([kept, another])
        hold_patients([replaced])
    assert writer.results == [True]


@pytest.mark.skipif(STORE == "sqlite", reason="SQLite lets one writer begin at a time")
def test_undoing_a_file_waits_for_its_patients_before_it_holds_the_file(
    harbour: Facility, bello: Person
) -> None:
    """As a worker does, who holds the patients of a file and then the file."""
    view = finish(begin(MIA, harbour, bello), bello)
    undo = lambda: imports.undo(view.id, version=view.version, by=bello.actor)  # noqa: E731
    with somebody_who(undo) as writer, transaction.atomic():
        hold_patients(Patient.objects.values_list("id", flat=True))
        writer.begin()
        assert writer.has_to_wait()
        hold(Import.objects.filter(id=view.id))
    assert kinds(writer.results) == {"ImportView": 1}


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
