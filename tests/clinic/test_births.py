"""Nothing that is kept about a patient happened before they were born."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from bedside import clinic
from bedside.clinic.models import Facility, Patient
from bedside.clinic.partial_dates import PartialDate
from bedside.clinic.patients.births import must_be_born
from bedside.clinic.problems import ProblemBody
from bedside.errors import Invalid
from tests.clinic.diary import book
from tests.damage.ways import damage
from tests.people import Person

# Asha was born on 17 April 1991.
BEFORE = [
    PartialDate(1990),
    PartialDate(1991, 3),
    PartialDate(1991, 4, 16),
    datetime(1991, 4, 16, 9, 59, tzinfo=UTC),
]
NOT_BEFORE = [
    PartialDate(1991),
    PartialDate(1991, 4),
    PartialDate(1991, 4, 17),
    # In Kiribati it is the 17th already.
    datetime(1991, 4, 16, 10, 0, tzinfo=UTC),
]


@pytest.mark.parametrize("said", BEFORE, ids=str)
def test_what_lies_before_as_a_whole_is_refused_by_its_name(asha: Person, said: Any) -> None:
    good = PartialDate(2001)
    with pytest.raises(Invalid) as refused:
        must_be_born(asha.patient, {"since": said, "until": good})
    assert refused.value.fields == {"since": "The patient was not born yet."}


@pytest.mark.parametrize("said", NOT_BEFORE, ids=str)
def test_what_may_have_been_after_is_taken(asha: Person, said: Any) -> None:
    must_be_born(asha.patient, {"since": said})


def test_a_profile_that_does_not_open_refuses_nothing(asha: Person, bello: Person) -> None:
    row = Patient.objects.get(id=asha.patient)
    damage(row, "bit", other=row)
    must_be_born(asha.patient, {"since": PartialDate(1990)})


def test_an_old_slip_does_not_stand_in_the_way_of_another_change(
    asha: Person, bello: Person
) -> None:
    """The birth date was corrected after the entry was written."""
    body = ProblemBody(title="Colic", since=PartialDate(1991, 5))
    held = clinic.problems.add(asha.patient, body, by=bello.actor)
    profile = clinic.read_patient(asha.patient, by=bello.actor)
    later = {"birth_date": datetime(1991, 7, 4, tzinfo=UTC).date()}
    clinic.correct_profile(asha.patient, later, version=profile.version, by=bello.actor)
    changed = clinic.problems.change(
        asha.patient, held.id, {"comment": "as her mother says"}, version=1, by=bello.actor
    )
    with pytest.raises(Invalid):
        clinic.problems.change(
            asha.patient, held.id, {"since": PartialDate(1991, 6)}, version=2, by=bello.actor
        )
    clinic.problems.mark_as_error(asha.patient, held.id, version=changed.version, by=bello.actor)


def test_the_encounter_of_an_appointment_is_at_about_its_time(
    asha: Person, bello: Person, harbour: Facility
) -> None:
    start = timezone.now().replace(second=0, microsecond=0) + timedelta(hours=1)
    booked = book(asha, bello, harbour, start, by=bello)
    how = {"appointment": booked.id, "by": bello.actor}
    for at in (start - timedelta(hours=13), start - timedelta(days=400)):
        with pytest.raises(Invalid) as refused:
            clinic.encounters.start(asha.patient, started_at=at, **how)
        assert set(refused.value.fields) == {"started_at"}
    seen = clinic.encounters.start(asha.patient, **how)
    with pytest.raises(Invalid):
        clinic.encounters.change(
            seen.id, started_at=start - timedelta(days=400), version=1, by=bello.actor
        )


def test_an_appointment_of_last_month_asks_when_the_encounter_was(
    asha: Person, bello: Person, harbour: Facility
) -> None:
    start = timezone.now().replace(second=0, microsecond=0) + timedelta(hours=1)
    booked = book(asha, bello, harbour, start, by=bello)
    past = start - timedelta(days=30)
    row = clinic.models.Appointment.objects.get(id=booked.id)
    row.start, row.end = past, past + timedelta(minutes=20)
    row.save()
    how = {"appointment": booked.id, "by": bello.actor}
    with pytest.raises(Invalid) as refused:
        clinic.encounters.start(asha.patient, **how)
    assert set(refused.value.fields) == {"started_at"}
    seen = clinic.encounters.start(asha.patient, started_at=past, **how)
    assert seen.started_at == past
