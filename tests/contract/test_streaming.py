"""Rows that are streamed are the rows that the query builder gives, on every database."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from bedside import clinic
from bedside.clinic.diagnoses import DiagnosisBody
from bedside.clinic.models import Facility, Patient
from bedside.clinic.partial_dates import PartialDate
from bedside.reports.asking import Asked, days_of, filter_of
from bedside.reports.loading import rows_asked
from bedside.streaming import streamed
from bedside.vault.models import DataKey
from tests.intake.talking import COLD, send
from tests.people import Person

pytestmark = pytest.mark.django_db


def _asked(place: Facility) -> list[QuerySet[Any]]:
    asked, now = Asked(), timezone.now()
    return rows_asked(place, filter_of(asked, days_of(asked, place, now), place, now), now)


@pytest.fixture
def seen(harbour: Facility, asha: Person, ravi: Person, bello: Person) -> Facility:
    """A clinic in which something of everything happened."""
    for code, onset in (("E11.9", PartialDate.parse("2024-05")), ("I10", None)):
        body = DiagnosisBody(onset=onset)
        clinic.diagnoses.add(asha.patient, code, body, state="confirmed", by=bello.actor)
    send(COLD, asha.actor)
    return harbour


def test_rows_are_those_of_the_query_builder(seen: Facility) -> None:
    for rows in _asked(seen):
        assert list(streamed(rows, 1)) == list(rows)
        with transaction.atomic():
            assert list(streamed(rows, 500)) == list(rows)


def test_a_sealed_text_comes_as_bytes_and_a_day_as_a_day(seen: Facility) -> None:
    care, coded, *_ = _asked(seen)
    ((*_, sealed, _),) = streamed(care, 10)
    assert bytes(sealed) == bytes(Patient.objects.get(demographics=sealed).demographics)
    assert {row[5] for row in streamed(coded, 10)} == {date(2024, 5, 1), None}


def test_thousands_of_ids_are_one_value(asha: Person, ravi: Person) -> None:
    keys = DataKey.objects.values_list("patient")
    wanted = {asha.patient, *(uuid4() for _ in range(3_000))}
    assert list(streamed(keys.filter(patient__among=wanted), 500)) == [(asha.patient,)]
    assert list(keys.filter(patient__among=wanted)) == [(asha.patient,)]
    assert not keys.filter(patient__among=[]).exists()
