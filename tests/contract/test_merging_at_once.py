"""Two records become one while somebody writes to them, on every database."""

from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from bedside import audit, chart, clinic
from bedside.clinic.allergies import AllergyBody
from bedside.clinic.merges import MergeView
from bedside.clinic.models import Allergy, Appointment, Facility, Merge, NoneKnown, Patient
from tests.clinic.diary import at, book, publish
from tests.clinic.doubles import enrolled_again, merged
from tests.contract.together import at_once, kinds
from tests.people import Person, register_doctor

pytestmark = pytest.mark.usefixtures("live_database")


def _merge(kept: UUID, replaced: UUID, by: Person, *, version: int = 1) -> MergeView:
    return clinic.merges.merge(
        kept,
        replaced,
        choices={},
        reason="The same passport",
        version=version,
        replaced_version=1,
        by=by.actor,
    )


def test_of_many_who_make_two_records_one_one_does(asha: Person, bello: Person) -> None:
    other = enrolled_again(asha, bello)
    results = kinds(at_once(6, lambda _: _merge(asha.patient, other, bello)))
    assert results == {"MergeView": 1, "Stale": 5} or results == {
        "MergeView": 1,
        "Stale": results["Stale"],
        "Conflict": 5 - results["Stale"],
    }
    assert Merge.objects.count() == 1
    assert not audit.verify()


def test_no_record_is_kept_and_replaced_at_the_same_time(asha: Person, bello: Person) -> None:
    """A round of three: whoever is a part of one record is not the whole of another."""
    three = [enrolled_again(asha, bello) for _ in range(3)]
    at_once(3, lambda n: _merge(three[n], three[(n + 1) % 3], bello))
    rows = Patient.objects.filter(id__in=three)
    replaced = {row.id for row in rows if row.replaced_by_id}
    assert replaced and not replaced & {row.replaced_by_id for row in rows}


def test_what_is_written_meanwhile_is_in_the_one_record(asha: Person, bello: Person) -> None:
    other = enrolled_again(asha, bello)

    def do(n: int) -> object:
        if n == 0:
            return _merge(asha.patient, other, bello)
        whose = other if n % 2 else asha.patient
        return clinic.allergies.add(whose, AllergyBody(substance=f"Nut {n}"), by=bello.actor)

    results = kinds(at_once(6, do))
    assert results == {"MergeView": 1, "EntryView": 5}
    seen = chart.read_chart(asha.patient, by=bello.actor)
    assert len(seen.allergies) == 5
    assert not audit.verify()


@pytest.mark.parametrize("_", range(3))
def test_an_allergy_of_one_record_and_none_known_of_the_other_never_stand_together(
    asha: Person, bello: Person, _: int
) -> None:
    visit = clinic.encounters.start(enrolled_again(asha, bello), by=bello.actor)
    _merge(asha.patient, visit.patient_id, bello)
    body = AllergyBody(substance="Latex")

    def do(n: int) -> object:
        if n % 2:
            return clinic.allergies.state_none_known(asha.patient, by=bello.actor)
        return clinic.allergies.add(asha.patient, body, encounter=visit.id, by=bello.actor)

    results = kinds(at_once(4, do))
    assert results["EntryView"] == 2
    assert chart.read_banner(asha.patient, by=bello.actor).none_known is None
    assert not NoneKnown.objects.filter(state="active", patient=visit.patient_id).exists()


def test_writing_to_one_and_separating_them_come_one_after_the_other(
    asha: Person, bello: Person
) -> None:
    merge = clinic.merges.read(merged(asha, bello), by=bello.actor)

    def do(n: int) -> object:
        if n == 0:
            return clinic.merges.separate(
                merge.id, reason="Cousins", version=merge.version, by=bello.actor
            )
        whose = merge.replaced.id if n % 2 else asha.patient
        return clinic.allergies.add(whose, AllergyBody(substance=f"Nut {n}"), by=bello.actor)

    results = kinds(at_once(6, do))
    assert results["MergeView"] == 1 and results["EntryView"] == 5
    assert not audit.verify()


def test_an_entry_that_is_changed_while_it_goes_to_the_other_person_loses_nothing(
    asha: Person, bello: Person
) -> None:
    merge = clinic.merges.read(merged(asha, bello), by=bello.actor)
    body, by = AllergyBody(substance="Latex"), bello.actor
    entry = clinic.allergies.add(asha.patient, body, by=by).id

    def do(n: int) -> object:
        if n == 0:
            return clinic.merges.separate(
                merge.id, reason="Cousins", goes={entry: "replaced"}, version=merge.version, by=by
            )
        said = {"reaction": f"Hives {n}"}
        return clinic.allergies.change(asha.patient, entry, said, version=1, by=by)

    results = kinds(at_once(4, do))
    assert results["EntryView"] <= 1 <= results["EntryView"] + results["MergeView"], results
    assert set(results) <= {"MergeView", "EntryView", "Stale", "NotFound"}, results
    (row,) = Allergy.objects.all()
    view = clinic.allergies.read(row.patient_id, entry, by=by)
    assert view.body and bool(view.body.reaction) == bool(results["EntryView"])
    assert row.patient_id == (merge.replaced.id if results["MergeView"] else asha.patient)
    assert not audit.verify()


def test_the_database_lets_no_person_be_in_two_places(
    asha: Person, bello: Person, harbour: Facility
) -> None:
    okafor = register_doctor("Dr Okafor", "okafor@example.org", harbour)
    for doctor in (bello, okafor):
        publish(doctor, harbour)
    other = enrolled_again(asha, bello)
    wish = clinic.appointments.Wish(other, harbour.id, okafor.user, at(11))
    theirs = clinic.appointments.book(wish, by=bello.actor)
    book(asha, bello, harbour, at(10), by=bello)
    rows = Appointment.objects.filter(id=theirs.id)
    rows.update(start=at(10), end=at(10, 20))
    with pytest.raises(IntegrityError, match="clinic_patient_once"), transaction.atomic():
        rows.update(kept_record=asha.patient)
    rows.update(start=at(11), end=at(11, 20))
    _merge(asha.patient, other, bello)
    with pytest.raises(IntegrityError, match="clinic_patient_once"), transaction.atomic():
        rows.update(start=at(10), end=at(10, 20))
