"""One person registered twice is shown from both sides, two people are not once that was said."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside import clinic
from bedside.audit import Event
from bedside.clinic.duplicates.scoring import Compared, near_days, reasons
from bedside.clinic.models import Facility, NotTheSame, Patient
from bedside.errors import Invalid, NotFound
from tests.clinic.search.conftest import NOBODY, Enrol
from tests.people import ASHA, Person, register_patient

ADA = replace(NOBODY, name="Ada Ngozi Okafor")
TWICE = [
    {},
    {"name": "Ada Okafor"},
    {"name": "Okafor, Ada Ngozi"},
    {"name": "Ada Ngozi Okafro"},
    {"name": "Ada Ngosi Okafor", "phone": "020 7946 0018"},
    {"name": "Ada Ngozi Eze", "former_names": ("Ada Ngozi Okafor",)},
    {"birth_date": date(1984, 2, 3)},
    {"birth_date": date(1984, 3, 12), "phone": "020 7946 0018"},
    {"birth_date": date(1948, 3, 2), "phone": "020 7946 0018"},
    {"birth_date": date(1990, 1, 1), "phone": "+44 7700 900301"},
]
TWO_PEOPLE = [
    {"name": "Brendan Walsh"},
    {"name": "Ada Ngozi Okafor", "birth_date": date(1990, 7, 9), "phone": "020 7946 0018"},
    {"name": "Ada Walsh", "phone": "020 7946 0018"},
    {"name": "Chidi Okafor", "birth_date": date(2019, 5, 6)},
]


@pytest.mark.parametrize("said", TWICE, ids=str)
def test_one_person_registered_twice_is_shown_from_both_sides(
    enrol: Enrol, bello: Person, harbour: Facility, said: dict
) -> None:
    enrol(ADA.name)
    enrol(**{"name": ADA.name, **said})
    one, other = Patient.objects.order_by("id")
    seen = [clinic.duplicates.of_patient(row.id, by=bello.actor) for row in (one, other)]
    assert [[each.patient.id for each in found] for found in seen] == [[other.id], [one.id]]
    assert seen[0][0].likeness == seen[1][0].likeness > 0
    assert seen[0][0].because == seen[1][0].because
    newcomer = clinic.duplicates.of_newcomer(ADA, facility=harbour.id, by=bello.actor)
    assert {each.patient.id for each in newcomer} == {one.id, other.id}


@pytest.mark.parametrize("said", TWO_PEOPLE, ids=str)
def test_two_people_are_not_shown(enrol: Enrol, bello: Person, said: dict) -> None:
    enrol(ADA.name)
    enrol(**{"name": ADA.name, **said})
    for row in Patient.objects.all():
        assert clinic.duplicates.of_patient(row.id, by=bello.actor) == []


def test_the_likest_comes_first(enrol: Enrol, bello: Person) -> None:
    for name in (ADA.name, "Ada Okafor", "Ada Ngozi Okafor"):
        enrol(name)
    enrol("Ada N Okafor", phone="020 7946 0018")
    first = Patient.objects.order_by("id")[0]
    found = clinic.duplicates.of_patient(first.id, by=bello.actor)
    names = [each.patient.profile.name for each in found if each.patient.profile]
    assert names == ["Ada Ngozi Okafor", "Ada Okafor", "Ada N Okafor"]
    assert found[0].because == ("name", "birth_date", "phone")


def test_not_the_same_person_is_remembered_for_both_and_can_be_taken_back(
    enrol: Enrol, bello: Person
) -> None:
    enrol(ADA.name)
    enrol(ADA.name)
    one, other = (row.id for row in Patient.objects.order_by("id"))
    clinic.duplicates.rule_out(other, one, by=bello.actor)
    clinic.duplicates.rule_out(one, other, by=bello.actor)
    assert NotTheSame.objects.count() == 1
    for patient in (one, other):
        assert clinic.duplicates.of_patient(patient, by=bello.actor) == []
    event = Event.objects.filter(action="duplicate.rule_out")[0]
    assert set(event.subjects) == {str(one), str(other)}
    clinic.duplicates.reconsider(one, other, by=bello.actor)
    assert len(clinic.duplicates.of_patient(one, by=bello.actor)) == 1


def test_who_is_not_to_be_shown_takes_nobodys_place(
    enrol: Enrol, bello: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bedside.clinic.duplicates.finding._OPENED", 1)
    for _ in range(3):
        enrol(ADA.name)
    first, ruled_out, last = (row.id for row in Patient.objects.order_by("id"))
    clinic.duplicates.rule_out(last, ruled_out, by=bello.actor)
    found = clinic.duplicates.of_patient(last, by=bello.actor)
    assert [each.patient.id for each in found] == [first]


def test_nobody_out_of_reach_is_shown_or_ruled_out(
    asha: Person, ravi: Person, bello: Person, chen: Person, millfield: Facility
) -> None:
    twin = register_patient(replace(ASHA, email="twin@example.org"), millfield)
    assert clinic.duplicates.of_patient(asha.patient, by=bello.actor) == []
    for patient, other in ((asha.patient, twin.patient), (twin.patient, asha.patient)):
        with pytest.raises(NotFound):
            clinic.duplicates.rule_out(patient, other, by=bello.actor)
    with pytest.raises(NotFound):
        clinic.duplicates.of_newcomer(ADA, facility=millfield.id, by=bello.actor)
    with pytest.raises(NotFound):
        clinic.duplicates.of_patient(asha.patient, by=chen.actor)
    with pytest.raises(Invalid):
        clinic.duplicates.rule_out(asha.patient, asha.patient, by=bello.actor)


def test_the_log_names_who_was_shown(enrol: Enrol, bello: Person) -> None:
    enrol(ADA.name)
    enrol(ADA.name)
    one, other = (row.id for row in Patient.objects.order_by("id"))
    clinic.duplicates.of_patient(one, by=bello.actor)
    event = Event.objects.get(action="duplicate.list")
    assert set(event.subjects) == {str(one), str(other)}
    assert event.details == {"count": 1}


@settings(deadline=None)
@given(
    one=st.dates(date(1900, 1, 1), date(2026, 1, 1)),
    other=st.dates(date(1900, 1, 1), date(2026, 1, 1)),
)
def test_what_is_near_a_day_has_the_day_near(one: date, other: date) -> None:
    assert all(one in near_days(day) for day in near_days(one))
    assert (other in near_days(one)) == (one in near_days(other))


NAMES = st.text(st.sampled_from("abeiknor '-ŁØ王"), min_size=1, max_size=14)


@settings(deadline=None)
@given(one=NAMES, other=NAMES, born=st.sampled_from([date(1984, 3, 2), date(1984, 2, 3)]))
def test_how_likely_two_are_one_is_the_same_from_either_side(
    one: str, other: str, born: date
) -> None:
    left = Compared(replace(NOBODY, name=one), "GB")
    right = Compared(replace(NOBODY, name=other, birth_date=born), "GB")
    assert reasons(left, right) == reasons(right, left)
