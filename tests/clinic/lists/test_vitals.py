"""Measurements: what is taken for a slip, and how they become a series."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from bedside import clinic
from bedside.clinic.vitals import MEASUREMENTS, VitalsBody, series_of, written
from bedside.errors import Invalid
from tests.people import Person


def body(hours_ago: float = 1, **said: object) -> VitalsBody:
    at = timezone.now() - timedelta(hours=hours_ago)
    return VitalsBody(**{"measured_at": at, **said})  # type: ignore[arg-type]


def refused(said: VitalsBody) -> set[str]:
    with pytest.raises(Invalid) as refusal:
        said.checked("final")
    return set(refusal.value.fields)


def test_when_it_was_measured_and_when_it_was_entered_are_two_times(
    asha: Person, bello: Person
) -> None:
    said = body(hours_ago=30, systolic=128, diastolic=84)
    view = clinic.vitals.add(asha.patient, said, by=bello.actor)
    assert view.told["measured_at"] == said.measured_at
    assert view.recorded_at - said.measured_at > timedelta(hours=29)


def test_a_list_is_in_the_order_of_the_measuring(asha: Person, bello: Person) -> None:
    for hours in (2, 50, 1, 20):
        clinic.vitals.add(asha.patient, body(hours_ago=hours, pulse=60 + hours), by=bello.actor)
    first = clinic.vitals.read_all(asha.patient, by=bello.actor, limit=2)
    rest = clinic.vitals.read_all(asha.patient, by=bello.actor, after=first.next)
    pulses = [view.body.pulse for page in (first, rest) for view in page.items if view.body]
    assert pulses == [61, 62, 80, 110]


@pytest.mark.parametrize("name", MEASUREMENTS)
def test_each_has_bounds_that_catch_a_slip(name: str) -> None:
    one = MEASUREMENTS[name]
    pair = {"systolic": 300} if name == "diastolic" else {}
    for good in (one.least, one.most):
        assert body(**{**pair, name: good}).checked("final").values[name] == good
    for slip in (one.least / 2, one.most + 1, -1, 1e9):
        assert name in refused(body(**{**pair, name: slip}))


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({}, "temperature"),
        ({"diastolic": 80}, "systolic"),
        ({"systolic": 80, "diastolic": 120}, "diastolic"),
        ({"pulse": 70, "note": "x" * 501}, "note"),
        ({"pulse": 70, "measured_at": datetime(2026, 1, 1)}, "measured_at"),
        ({"pulse": 70, "measured_at": timezone.now() + timedelta(hours=1)}, "measured_at"),
        ({"pulse": 70, "measured_at": timezone.now() - timedelta(days=60_000)}, "measured_at"),
    ],
)
def test_what_a_set_cannot_say(said: dict[str, object], field: str) -> None:
    assert refused(body(**said)) == {field}


def test_more_digits_than_a_device_shows_are_rounded() -> None:
    said = body(temperature=38.4999, pulse=71.6).checked("final")
    assert (said.temperature, said.pulse) == (38.5, 72)
    assert written("temperature", 38.5) == "38.5 °C"
    assert written("pulse", 72) == "72 /min"


def test_a_series_is_in_order_and_without_errors(asha: Person, bello: Person) -> None:
    for hours, value in ((1, 38.9), (30, 37.1), (10, 39.5)):
        clinic.vitals.add(asha.patient, body(hours_ago=hours, temperature=value), by=bello.actor)
    wrong = clinic.vitals.add(asha.patient, body(temperature=44, weight=70), by=bello.actor)
    clinic.vitals.mark_as_error(asha.patient, wrong.id, version=1, by=bello.actor)
    (series,) = series_of(clinic.vitals.read_all(asha.patient, by=bello.actor).items)
    assert (series.name, series.unit) == ("temperature", "°C")
    assert [point.value for point in series.points] == [37.1, 39.5, 38.9]
    assert series.latest.value == 38.9
