"""Who a patient is, changed by two people at once, and who answers for their care."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from bedside import clinic, documents
from bedside.audit import Event
from bedside.clinic.models import Facility, Patient
from bedside.clinic.patients.profile import LANGUAGES, NextOfKin, Profile
from bedside.errors import Invalid, NotFound, Stale
from tests.people import ASHA, Person, register_patient

SISTER = NextOfKin("Mira Verma", "sister", "07700 900018")


def test_details_as_people_have_them_are_kept(asha: Person) -> None:
    said = {
        "preferred_name": "Ash",
        "gender": "non-binary, they",
        "language": "hi",
        "needs": ("wheelchair", "interpreter"),
        "next_of_kin": SISTER,
    }
    clinic.change_profile(asha.patient, said, version=1, by=asha.actor)
    profile = profile_of(asha)
    assert (profile.called, profile.gender, profile.language) == ("Ash", "non-binary, they", "hi")
    assert profile.needs == ("interpreter", "wheelchair")
    assert profile.next_of_kin == SISTER
    assert LANGUAGES["hi"] == "हिंदी"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("preferred_name", "x" * 201),
        ("gender", "x" * 121),
        ("gender", "wo\x00man"),
        ("language", "klingon"),
        ("needs", ("helicopter",)),
        ("next_of_kin", NextOfKin("Mira", "sister", "call her")),
        ("next_of_kin", NextOfKin("", "sister", "07700 900018")),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_changed(
    asha: Person, field: str, value: object
) -> None:
    with pytest.raises(Invalid) as refused:
        clinic.change_profile(asha.patient, {field: value}, version=1, by=asha.actor)
    assert set(refused.value.fields) == {field}
    assert profile_of(asha) == ASHA


def test_two_people_who_change_different_fields_both_succeed(asha: Person, bello: Person) -> None:
    clinic.change_profile(asha.patient, {"name": "Asha V. Verma"}, version=1, by=asha.actor)
    clinic.correct_profile(asha.patient, {"phone": "01632 960111"}, version=1, by=bello.actor)
    assert (profile_of(asha).name, profile_of(asha).phone) == ("Asha V. Verma", "01632 960111")


def test_a_field_that_both_changed_is_named_and_the_first_change_stays(
    asha: Person, bello: Person
) -> None:
    clinic.change_profile(asha.patient, {"phone": "01632 960111"}, version=1, by=asha.actor)
    with pytest.raises(Stale) as both:
        clinic.correct_profile(
            asha.patient, {"phone": "01632 960222", "sex": "other"}, version=1, by=bello.actor
        )
    assert both.value.fields == ("phone",)
    assert (profile_of(asha).phone, profile_of(asha).sex) == ("01632 960111", "female")


def test_the_same_change_twice_is_no_conflict(asha: Person, bello: Person) -> None:
    same = {"phone": "01632 960111"}
    clinic.change_profile(asha.patient, same, version=1, by=asha.actor)
    clinic.correct_profile(asha.patient, same, version=1, by=bello.actor)
    assert profile_of(asha).phone == "01632 960111"


def test_a_version_that_was_never_there_is_stale(asha: Person) -> None:
    with pytest.raises(Stale):
        clinic.change_profile(asha.patient, {"sex": "other"}, version=7, by=asha.actor)


def test_a_profile_from_before_these_fields_still_opens(asha: Person) -> None:
    old = {
        "name": "Asha Verma",
        "birth_date": "1991-04-17",
        "sex": "female",
        "email": "asha@example.org",
        "phone": "07700 900017",
    }
    row = Patient.objects.get(id=asha.patient)
    stored = documents.write(
        patient=row.id, kind=Patient.KIND, document=row.id, version=2, body=old
    )
    stored.attach(row)
    row.save()
    assert profile_of(asha) == ASHA
    clinic.change_profile(asha.patient, {"language": "fr"}, version=2, by=asha.actor)
    assert profile_of(asha) == replace(ASHA, language="fr")


def test_a_child_born_today_where_the_day_begins_first_is_registered(harbour: Facility) -> None:
    ahead = (timezone.now() + timedelta(hours=14)).date()
    profile = replace(ASHA, birth_date=ahead, email="newborn@example.org")
    born = register_patient(profile, harbour)
    assert profile_of(born).birth_date == ahead
    with pytest.raises(Invalid):
        register_patient(replace(profile, birth_date=ahead + timedelta(days=1)), harbour)


def test_twins_are_two_patients(harbour: Facility, bello: Person) -> None:
    twins = [
        clinic.enrol_patient(
            profile=replace(ASHA, name=name, email=""), facility=harbour.id, by=bello.actor
        )
        for name in ("Ida Verma", "Ada Verma")
    ]
    assert len({twin.id for twin in twins}) == 2
    assert {clinic.read_patient(twin.id, by=bello.actor).state for twin in twins} == {"registered"}


def test_a_doctor_registers_at_their_own_clinic_only(millfield: Facility, bello: Person) -> None:
    with pytest.raises(Invalid):
        clinic.enrol_patient(profile=ASHA, facility=millfield.id, by=bello.actor)
    assert not Patient.objects.exists()


def test_a_doctor_of_the_clinic_answers_for_the_patient(
    asha: Person, bello: Person, chen: Person
) -> None:
    view = clinic.set_responsible(asha.patient, bello.user, version=1, by=bello.actor)
    assert view.responsible_id == bello.user
    with pytest.raises(Invalid):
        clinic.set_responsible(asha.patient, chen.user, version=2, by=bello.actor)
    with pytest.raises(Stale):
        clinic.set_responsible(asha.patient, None, version=1, by=bello.actor)
    with pytest.raises(NotFound):
        clinic.set_responsible(asha.patient, chen.user, version=2, by=chen.actor)
    assert (
        clinic.set_responsible(asha.patient, None, version=2, by=bello.actor).responsible_id is None
    )
    assert Event.objects.filter(action="patient.set_responsible", outcome="done").count() == 2


def profile_of(person: Person) -> Profile:
    profile = clinic.read_patient(person.patient, by=person.actor).profile
    assert profile is not None
    return profile


def test_nobody_answers_for_a_patient_who_is_not_there(bello: Person) -> None:
    with pytest.raises(NotFound):
        clinic.set_responsible(uuid4(), bello.user, version=1, by=bello.actor)
