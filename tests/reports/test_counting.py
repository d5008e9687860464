"""What the database counts of a clinic is what looking at each row says."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.clinic.models import Appointment, Facility
from bedside.intake.lifecycle import LIFECYCLE, SENT, WAITING
from bedside.intake.models import Assessment
from bedside.intake.urgency import LEVELS
from bedside.reports import Filter, Period, report
from bedside.reports.clocks import stretches
from bedside.reports.counting import count_work
from bedside.reports.figures.months import month_of
from bedside.reports.loading import load
from tests.people import Person

HOUR = timedelta(hours=1)
NOW = datetime(2009, 11, 20, 12, tzinfo=UTC)
ZONES = ("America/St_Johns", "Europe/London", "Pacific/Auckland", "America/Havana")
"""In St John's the first of November 2009 began twice."""
TWICE = datetime(2009, 11, 1, 2, 30, tzinfo=UTC)

STATES = ("booked", "arrived", "fulfilled", "noshow")


def _moment(chance: Random) -> datetime:
    """Any in three quarters of a year, every third around a change of months."""
    if chance.random() < 0.3:
        return TWICE + timedelta(seconds=chance.randrange(-4 * 3600, 4 * 3600))
    return datetime(2009, 3, 1, tzinfo=UTC) + timedelta(seconds=chance.randrange(270 * 86400))


def _assessment(
    chance: Random, place: Facility, patient: UUID | None, doctors: Sequence[UUID | None]
) -> Assessment:
    state, sent = chance.choice(sorted(LIFECYCLE)), _moment(chance)
    is_read = state in SENT and state not in WAITING
    waited = timedelta(minutes=chance.choice([5, 5, 9, chance.randrange(90_000)]))
    return Assessment(
        patient_id=patient,
        facility=place,
        blob_id=uuid4(),
        state=state,
        knowledge_version="1",
        submitted_at=sent if state in SENT else None,
        triage=chance.choice(LEVELS),
        when_code="ambulance-now",
        triage_rank=0,
        due_at=sent + HOUR,
        claimed_by_id=chance.choice(doctors),
        reviewed_by_id=chance.choice(doctors) if is_read else None,
        reviewed_at=sent + waited if is_read else None,
    )


def _appointment(
    start: datetime, chance: Random, place: Facility, patient: UUID | None, doctor: UUID | None
) -> Appointment:
    return Appointment(
        patient_id=patient,
        facility=place,
        practitioner_id=doctor,
        start=start,
        end=start + timedelta(minutes=1),
        status=chance.choice(STATES),
        booked_by_id=doctor,
    )


def _fill(place: Facility, of: Person, doctors: Sequence[Person], chance: Random) -> None:
    ids = [one.user for one in doctors]
    sent = [_assessment(chance, place, of.patient, ids) for _ in range(400)]
    Assessment.objects.bulk_create(sent)
    starts = sorted({_moment(chance).replace(second=0) for _ in range(400)})
    Appointment.objects.bulk_create(
        _appointment(start, chance, place, of.patient, chance.choice(ids)) for start in starts
    )


@pytest.mark.parametrize("zone", ZONES)
def test_the_database_counts_what_the_figures_count(
    harbour: Facility, millfield: Facility, asha: Person, bello: Person, chen: Person, zone: str
) -> None:
    harbour.time_zone = zone
    _fill(harbour, asha, (bello, chen), Random(zone))
    Assessment.objects.filter(facility=harbour, due_at__hour=3).update(facility=millfield)
    for first, last in (
        (date(2009, 1, 1), date(2009, 11, 20)),
        (date(2009, 4, 17), date(2009, 11, 1)),
        (date(2009, 11, 1), date(2009, 11, 1)),
        (date(2008, 1, 1), date(2008, 2, 1)),
    ):
        period = Period.of_days(first, last, ZoneInfo(zone))
        for doctor in (None, bello.user, asha.user):
            asked = Filter(last, period, doctor)
            rows, work = load(harbour, asked, NOW), count_work(harbour, asked, NOW)
            assert work is not None
            assert report(rows, asked, NOW, work=work) == report(rows, asked, NOW)


def test_where_patients_must_be_known_the_database_does_not_count(harbour: Facility) -> None:
    asked = Filter(NOW.date(), Period(NOW - HOUR, NOW))
    assert count_work(harbour, asked, NOW)
    for narrowed in ({"sex": "female"}, {"diagnosis": "E11"}, {"youngest": 3}, {"oldest": 3}):
        assert count_work(harbour, replace(asked, **narrowed), NOW) is None
    assert count_work(harbour, replace(asked, period=None), NOW) is None


@given(
    st.datetimes(datetime(2005, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
    | st.integers(-300, 300).map(lambda minutes: TWICE + timedelta(minutes=minutes)),
    st.sampled_from([*ZONES, "Africa/Casablanca", "Pacific/Apia", "Asia/Kathmandu", "UTC"]),
    st.integers(0, 400),
)
def test_every_moment_is_in_a_stretch_of_its_month(at: datetime, zone: str, days: int) -> None:
    clock = ZoneInfo(zone)
    period = Period(at - timedelta(days=days), at + timedelta(days=400 - days, minutes=1))
    found = stretches(period, clock)
    assert [one.end for one in found] == sorted({one.end for one in found})
    assert found[-1].end == period.end
    assert next(month for month, end in found if at < end) == month_of(at, clock)
