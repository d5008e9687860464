"""Rows that are streamed are the rows that the query builder gives, on every database."""

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.db.models import Model

from bedside import clinic
from bedside.clinic.diagnoses import DiagnosisBody
from bedside.clinic.models import CareRelation, Diagnosis, Facility, Patient
from bedside.clinic.partial_dates import PartialDate
from bedside.intake.models import Assessment
from bedside.streaming import InOrder, streamed
from bedside.vault.models import DataKey
from tests.intake.talking import COLD, send
from tests.people import ASHA, Person, register_patient

pytestmark = pytest.mark.django_db


COLUMNS: tuple[tuple[type[Model], tuple[str, ...]], ...] = (
    (CareRelation, ("patient", "since", "until", "patient__demographics", "facility__name")),
    (Diagnosis, ("patient", "code__code", "state", "onset", "recorded_at", "version")),
    (Assessment, ("patient", "submitted_at", "reviewed_at", "reviewed_by", "triage_rank")),
)
"""Of every type that is streamed, with and without a value."""


@pytest.fixture
def seen(harbour: Facility, asha: Person, ravi: Person, bello: Person) -> Facility:
    """A clinic in which something of everything happened."""
    for code, onset in (("E11.9", PartialDate.parse("2024-05")), ("I10", None)):
        body = DiagnosisBody(onset=onset)
        clinic.diagnoses.add(asha.patient, code, body, state="confirmed", by=bello.actor)
    send(COLD, asha.actor)
    return harbour


@pytest.mark.usefixtures("seen")
@pytest.mark.parametrize(("model", "columns"), COLUMNS)
def test_rows_are_those_of_the_query_builder(model: type[Model], columns: tuple[str, ...]) -> None:
    rows = model._default_manager.order_by("pk").values_list(*columns)
    assert list(streamed(rows, 1)) == list(rows) != []
    with transaction.atomic():
        assert list(streamed(rows, 500)) == list(rows)


@pytest.mark.usefixtures("seen")
def test_a_sealed_text_comes_as_bytes_and_a_day_as_a_day() -> None:
    for (sealed,) in streamed(Patient.objects.values_list("demographics"), 10):
        assert Patient.objects.filter(demographics=bytes(sealed)).exists()
    onsets = {onset for (onset,) in streamed(Diagnosis.objects.values_list("onset"), 10)}
    assert onsets == {date(2024, 5, 1), None}


@pytest.mark.usefixtures("seen")
def test_ids_come_as_their_bytes_if_asked_for_so() -> None:
    rows = Diagnosis.objects.order_by("pk").values_list("patient", "code__code", "changed_by")
    raw = [(patient.bytes, code, by.bytes) for patient, code, by in rows]
    assert list(streamed(rows, 10, ids=bytes)) == raw != []
    assert list(streamed(rows, 10)) == list(rows), "and as ids again for the next one"


@pytest.mark.parametrize("at_once", [1, 500])
def test_rows_in_order_are_given_out_by_their_ids(
    harbour: Facility, bello: Person, at_once: int
) -> None:
    emails = [f"patient{number}@example.org" for number in range(4)]
    people = [register_patient(replace(ASHA, email=email), harbour).patient for email in emails]
    first, second, third, fourth = sorted(people)
    for patient, code in ((second, "I10"), (fourth, "I10"), (fourth, "E11.9")):
        clinic.diagnoses.add(patient, code, DiagnosisBody(), state="confirmed", by=bello.actor)
    rows = Diagnosis.objects.order_by("patient", "code__code").values_list("patient", "code__code")

    def found(*asked: UUID) -> list[list[str]]:
        along = InOrder(rows, at_once)
        return [[code for _, code in along.of(one)] for one in asked]

    assert found(first, second, third, fourth) == [[], ["I10"], [], ["E11.9", "I10"]]
    assert found(third, fourth) == [[], ["E11.9", "I10"]], "the second is passed by"
    assert found(UUID(int=0), second, UUID(int=2**128 - 1)) == [[], ["I10"], []]


def test_of_no_rows_there_is_nothing_for_anybody(asha: Person) -> None:
    assert InOrder(Diagnosis.objects.values_list("patient"), 10).of(asha.patient) == []


def test_thousands_of_ids_are_one_value(asha: Person, ravi: Person) -> None:
    keys = DataKey.objects.values_list("patient")
    wanted = {asha.patient, *(uuid4() for _ in range(3_000))}
    assert list(streamed(keys.filter(patient__among=wanted), 500)) == [(asha.patient,)]
    assert list(keys.filter(patient__among=wanted)) == [(asha.patient,)]
    assert not keys.filter(patient__among=[]).exists()
