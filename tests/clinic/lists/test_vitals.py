"""Measurements: what is taken for a slip, and how they become a series."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from bedside import clinic
from bedside.clinic.vitals import MEASUREMENTS, RANGES, Series, VitalsBody, series_of, written
from bedside.errors import Invalid
from tests.people import ASHA, Person


def body(hours_ago: float = 1, **said: object) -> VitalsBody:
    at = timezone.now() - timedelta(hours=hours_ago)
    return VitalsBody(**{"measured_at": at, **said})  # type: ignore[arg-type]


def series(asha: Person, bello: Person, *, born: date | None = ASHA.birth_date) -> list[Series]:
    return series_of(clinic.vitals.read_all(asha.patient, by=bello.actor).items, born=born)


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
    (found,) = series(asha, bello)
    assert (found.name, found.unit) == ("temperature", "°C")
    assert [point.value for point in found.points] == [37.1, 39.5, 38.9]
    assert found.latest.value == 38.9


@pytest.mark.parametrize(
    ("name", "low", "least", "most", "high", "text"),
    [
        ("temperature", 36.0, 36.1, 38.0, 38.1, "36.1 to 38.0"),
        ("pulse", 50, 51, 90, 91, "51 to 90"),
        ("systolic", 110, 111, 219, 220, "111 to 219"),
        ("breathing_rate", 11, 12, 20, 21, "12 to 20"),
        ("oxygen_saturation", 95, 96, 100, None, "96 or more"),
    ],
)
def test_low_and_high_are_where_news2_begins_to_give_points(
    name: str, low: float, least: float, most: float, high: float | None, text: str
) -> None:
    limits = RANGES[name]
    assert limits.text == text
    assert (limits.sign(low), limits.sign(least), limits.sign(most)) == ("low", "", "")
    assert high is None or limits.sign(high) == "high"


def test_what_has_no_source_is_never_called_low_or_high(asha: Person, bello: Person) -> None:
    said = body(systolic=150, diastolic=119, weight=250, height=120, glucose=40)
    clinic.vitals.add(asha.patient, said, by=bello.actor)
    found = series(asha, bello)
    assert [one.name for one in found if one.range] == ["blood_pressure"]
    assert not [one.name for one in found if one.latest.sign]


def test_a_child_and_whoever_has_no_known_age_are_not_judged(asha: Person, bello: Person) -> None:
    clinic.vitals.add(asha.patient, body(pulse=140, weight=30, height=130), by=bello.actor)
    today = timezone.now().date()
    for born in (None, today - timedelta(days=15 * 366)):
        found = series(asha, bello, born=born)
        assert [one.name for one in found] == ["pulse", "weight", "height"], "no body mass index"
        assert not [one for one in found if one.range or one.latest.sign]


def test_a_value_is_judged_by_the_age_it_was_measured_at(asha: Person, bello: Person) -> None:
    for hours in (400 * 24, 1):
        clinic.vitals.add(asha.patient, body(hours_ago=hours, pulse=120), by=bello.actor)
    born = timezone.now().date() - timedelta(days=round(16.5 * 365.25))
    (pulse,) = series(asha, bello, born=born)
    assert [point.sign for point in pulse.points] == ["", "high"]


def test_the_two_pressures_are_one_series(asha: Person, bello: Person) -> None:
    clinic.vitals.add(asha.patient, body(hours_ago=5, systolic=104), by=bello.actor)
    clinic.vitals.add(asha.patient, body(systolic=128, diastolic=84), by=bello.actor)
    (pressure,) = series(asha, bello)
    assert [(point.text, point.sign) for point in pressure.points] == [
        ("104", "low"),
        ("128/84", ""),
    ]


def test_the_body_mass_index_takes_the_height_that_was_known(asha: Person, bello: Person) -> None:
    for hours, said in (
        (50, {"weight": 60}),
        (40, {"height": 170}),
        (30, {"weight": 72.25}),
        (20, {"weight": 80, "height": 200}),
    ):
        clinic.vitals.add(asha.patient, body(hours_ago=hours, **said), by=bello.actor)
    index = series(asha, bello)[-1]
    assert (index.name, index.unit) == ("bmi", "kg/m²")
    assert [point.text for point in index.points] == ["20.8", "25.0", "20.0"]


def test_nobody_has_a_body_mass_index_without_weight_and_height(
    asha: Person, bello: Person
) -> None:
    clinic.vitals.add(asha.patient, body(weight=60), by=bello.actor)
    assert [one.name for one in series(asha, bello)] == ["weight"]


def test_growing_up_the_body_mass_index_begins_at_18(asha: Person, bello: Person) -> None:
    for hours in (400 * 24, 1):
        said = body(hours_ago=hours, weight=64, height=160)
        clinic.vitals.add(asha.patient, said, by=bello.actor)
    born = timezone.now().date() - timedelta(days=round(18.5 * 365.25))
    index = series(asha, bello, born=born)[-1]
    assert (index.name, len(index.points)) == ("bmi", 1)
