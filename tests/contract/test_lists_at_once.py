"""Two doctors at the same moment: an allergy and "none known", the same entry, different ones."""

import pytest
from django.db import IntegrityError, transaction

from bedside import accounts, audit, clinic
from bedside.clinic.allergies import AllergyBody
from bedside.clinic.diagnoses import DiagnosisBody
from bedside.clinic.encounters.reach import locked_row
from bedside.clinic.medicines import MedicineBody
from bedside.clinic.models import Allergy, Code, Medicine, NoneKnown
from tests.contract.together import at_once, kinds, somebody_who
from tests.people import Person

pytestmark = pytest.mark.usefixtures("live_database")
LATEX = AllergyBody(substance="Latex")


def test_of_many_statements_that_none_is_known_one_stands(asha: Person, bello: Person) -> None:
    results = at_once(8, lambda _: clinic.allergies.state_none_known(asha.patient, by=bello.actor))
    assert kinds(results) == {"NoneKnownView": 1, "Conflict": 7}
    assert NoneKnown.objects.count() == 1


def test_the_database_holds_one_statement_whatever_the_code_does(
    asha: Person, bello: Person
) -> None:
    def state() -> None:
        NoneKnown.objects.create(patient_id=asha.patient, recorded_by_id=bello.user)

    state()
    with pytest.raises(IntegrityError), transaction.atomic():
        state()


@pytest.mark.parametrize("_", range(4))
def test_an_allergy_and_none_known_never_stand_together(
    asha: Person, bello: Person, _: int
) -> None:
    def do(n: int) -> object:
        if n % 2:
            return clinic.allergies.state_none_known(asha.patient, by=bello.actor)
        return clinic.allergies.add(asha.patient, LATEX, by=bello.actor)

    results = kinds(at_once(6, do))
    assert results["EntryView"] == 3
    assert Allergy.objects.filter(state="active").count() == 3
    assert not NoneKnown.objects.filter(state="active").exists()


def test_of_many_changes_of_one_entry_one_counts(asha: Person, bello: Person) -> None:
    body = MedicineBody(as_written="Metformin 500 mg")
    entry = clinic.medicines.add(asha.patient, body, by=bello.actor).id
    results = at_once(
        6,
        lambda n: clinic.medicines.change(
            asha.patient, entry, {"dose": f"{n} tablets"}, version=1, by=bello.actor
        ),
    )
    assert kinds(results) == {"EntryView": 1, "Stale": 5}
    (winner,) = [one for one in results if not isinstance(one, Exception)]
    read = clinic.medicines.read(asha.patient, entry, by=bello.actor)
    assert (read.body, read.version, len(read.history)) == (winner.body, 2, 2)
    assert audit.verify() == []


def test_different_entries_at_once_all_count(asha: Person, bello: Person) -> None:
    body = MedicineBody(as_written="Metformin 500 mg")
    ids = [clinic.medicines.add(asha.patient, body, by=bello.actor).id for _ in range(5)]
    results = at_once(
        5,
        lambda n: clinic.medicines.change(
            asha.patient, ids[n], {"dose": "one"}, version=1, by=bello.actor
        ),
    )
    assert kinds(results) == {"EntryView": 5}


def test_a_code_that_many_use_first_is_one_code(asha: Person, bello: Person) -> None:
    results = at_once(
        6,
        lambda _: clinic.diagnoses.add(
            asha.patient, "J00", DiagnosisBody(), repeated=True, by=bello.actor
        ),
    )
    assert kinds(results) == {"EntryView": 6}
    assert Code.objects.count() == 1


def test_of_many_who_record_the_same_code_at_once_one_does(asha: Person, bello: Person) -> None:
    results = at_once(
        6,
        lambda _: clinic.diagnoses.add(asha.patient, "J00", DiagnosisBody(), by=bello.actor),
    )
    assert kinds(results) == {"EntryView": 1, "OnRecordAlready": 5}


def test_nothing_slips_into_an_encounter_while_it_is_being_locked(
    asha: Person, bello: Person
) -> None:
    """Whoever comes while the encounter is held waits for its lock, and is then refused."""
    encounter = clinic.encounters.start(asha.patient, by=bello.actor)

    def add() -> object:
        return clinic.allergies.add(asha.patient, LATEX, encounter=encounter.id, by=bello.actor)

    with somebody_who(add) as writer, accounts.act("encounter.lock", by=bello.actor):
        row = locked_row(encounter.id)
        row.state, row.locked_by_id, row.locked_at = "locked", bello.user, row.recorded_at
        row.save()
        writer.begin()
        assert writer.has_to_wait()
    assert kinds(writer.results) == {"Conflict": 1}
    assert not Allergy.objects.exists()


@pytest.mark.parametrize("_", range(4))
def test_an_allergy_and_its_medicine_never_slip_past_each_other(
    asha: Person, bello: Person, _: int
) -> None:
    def do(n: int) -> object:
        if n % 2:
            body = MedicineBody(as_written="Amoxicillin")
            return clinic.medicines.add(asha.patient, body, by=bello.actor)
        allergy = AllergyBody(substance="Penicillin")
        return clinic.allergies.add(asha.patient, allergy, by=bello.actor)

    results = kinds(at_once(6, do))
    assert results["EntryView"] and set(results) <= {"EntryView", "Conflict", "Contraindicated"}
    assert not (
        Allergy.objects.filter(state="active").exists()
        and Medicine.objects.filter(state="active").exists()
    )
