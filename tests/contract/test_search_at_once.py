"""Many register at the same desk at once, and the index is made anew meanwhile: all are found."""

from dataclasses import replace

import pytest

from bedside import audit, clinic, vault
from bedside.clinic.models import Facility, RecordNumber
from tests.contract.together import at_once, kinds
from tests.people import ASHA, SYSTEM, Person

pytestmark = pytest.mark.usefixtures("live_database")


def names(asked: str, doctor: Person) -> set[str]:
    hits = clinic.find_patients(asked, by=doctor.actor, limit=50).hits
    return {hit.patient.profile.name for hit in hits if hit.patient.profile}


def test_all_who_register_at_once_have_their_own_number_and_are_found(
    bello: Person, harbour: Facility
) -> None:
    def enrol(n: int) -> object:
        profile = replace(ASHA, name=f"Ngozi Okafor {chr(97 + n)}", email="")
        return clinic.enrol_patient(profile=profile, facility=harbour.id, by=bello.actor)

    assert kinds(at_once(12, enrol)) == {"Patient": 12}
    assert set(RecordNumber.objects.values_list("number", flat=True)) == set(range(1, 13))
    assert len(names("okafor", bello)) == 12
    assert audit.verify() == []


def test_the_index_is_made_anew_under_a_new_key_while_people_register(
    bello: Person, harbour: Facility
) -> None:
    def do(n: int) -> object:
        if n == 0:
            return clinic.rebuild_search(harbour.id, by=SYSTEM)
        profile = replace(ASHA, name=f"Ngozi Okafor {chr(97 + n)}", email="")
        return clinic.enrol_patient(profile=profile, facility=harbour.id, by=bello.actor)

    do(20)
    vault.rotate("search")
    assert names("okafor", bello) == {"Ngozi Okafor u"}
    assert kinds(at_once(8, do)) == {"Patient": 7, "int": 1}
    assert len(names("okafor", bello)) == 8
    assert audit.verify() == []
