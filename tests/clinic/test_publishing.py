"""When a doctor can be seen: published by them, closed by holidays, and never booked outside of."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import cast
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bedside import clinic
from bedside.audit import Event
from bedside.clinic.appointments import ScheduleView, WeeklyHours
from bedside.clinic.appointments.availability import Availability, Closure, ExtraHours
from bedside.clinic.appointments.slots import bookable, is_open
from bedside.clinic.appointments.wall_clock import Interval
from bedside.clinic.models import Appointment, Facility, Schedule, ScheduleException
from bedside.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from tests.clinic.diary import DAY, EVERY_DAY, MINUTES, at, book, free, publish, today
from tests.people import Person, staff

NINE_TO_TEN = tuple(WeeklyHours(day, time(9), time(10), 30) for day in range(7))


def schedule(doctor: Person, place: Facility) -> ScheduleView:
    return clinic.appointments.read_schedule(place.id, by=doctor.actor)


# --- the weekly hours ------------------------------------------------------------------------


def test_a_doctor_publishes_hours_and_changes_them(
    bello: Person, asha: Person, harbour: Facility
) -> None:
    before = schedule(bello, harbour)
    assert (before.version, before.weekly) == (1, [])
    publish(bello, harbour, *NINE_TO_TEN)
    assert free(harbour, asha) == [at(9), at(9, 30)]
    later = [replace(row, start=time(9, 30)) for row in NINE_TO_TEN]
    changed = clinic.appointments.publish(harbour.id, later, version=2, by=bello.actor)
    assert (changed.version, changed.weekly) == (3, later)
    assert free(harbour, asha) == [at(9, 30)]
    clinic.appointments.publish(harbour.id, [], version=3, by=bello.actor)
    assert free(harbour, asha) == []
    assert Event.objects.filter(action="schedule.publish").count() == 3


def test_hours_count_on_the_clock_of_the_facility(
    bello: Person, asha: Person, harbour: Facility, dana: Person
) -> None:
    clinic.change_facility(harbour.id, {"time_zone": "Asia/Kolkata"}, version=1, by=dana.actor)
    harbour.refresh_from_db()
    publish(bello, harbour, *NINE_TO_TEN)
    (first, _) = free(harbour, asha)
    assert first.astimezone(ZoneInfo("Asia/Kolkata")).strftime("%H:%M") == "09:00"


def test_a_change_needs_the_present_version(bello: Person, harbour: Facility) -> None:
    with pytest.raises(Stale):
        clinic.appointments.publish(harbour.id, NINE_TO_TEN, version=2, by=bello.actor)
    publish(bello, harbour)
    for version in (1, 3):
        with pytest.raises(Stale):
            clinic.appointments.publish(harbour.id, [], version=version, by=bello.actor)
        with pytest.raises(Stale):
            clinic.appointments.close(harbour.id, today(), version=version, by=bello.actor)
    assert schedule(bello, harbour).weekly == list(EVERY_DAY)


def test_bad_hours_are_named_by_their_row(bello: Person, harbour: Facility) -> None:
    rows = [NINE_TO_TEN[0], replace(NINE_TO_TEN[1], end=time(8))]
    with pytest.raises(Invalid) as refused:
        clinic.appointments.publish(harbour.id, rows, version=1, by=bello.actor)
    assert set(refused.value.fields) == {"weekly.1.end"}
    assert not Schedule.objects.exists()


def test_hours_are_a_doctors_own_where_they_work(
    bello: Person, chen: Person, asha: Person, dana: Person, harbour: Facility
) -> None:
    publish(bello, harbour)
    with pytest.raises(NotFound):
        schedule(chen, harbour)
    with pytest.raises(NotFound):
        clinic.appointments.publish(harbour.id, [], version=1, by=chen.actor)
    for nobody in (asha, dana):
        with pytest.raises(Forbidden):
            clinic.appointments.publish(harbour.id, [], version=1, by=nobody.actor)


def test_whoever_has_left_is_offered_no_more(
    bello: Person, asha: Person, harbour: Facility, dana: Person
) -> None:
    publish(bello, harbour)
    staff(harbour, by=dana)
    assert free(harbour, asha) == []


# --- days that are different -----------------------------------------------------------------


def test_a_day_off_and_an_hour_off(bello: Person, asha: Person, harbour: Facility) -> None:
    publish(bello, harbour, *NINE_TO_TEN)
    tomorrow, after = today() + DAY, today() + 2 * DAY
    close = clinic.appointments.close
    close(harbour.id, tomorrow, version=2, by=bello.actor)
    close(harbour.id, after, start=time(9), end=time(9, 10), version=3, by=bello.actor)
    assert free(harbour, asha) == []
    assert free(harbour, asha, days=2) == [at(9, 30, days=2)]
    shown = schedule(bello, harbour)
    assert [(one.kind, one.day) for one in shown.exceptions] == [
        ("closed", tomorrow),
        ("closed", after),
    ]
    first = shown.exceptions[0].id
    clinic.appointments.remove_exception(harbour.id, first, version=4, by=bello.actor)
    assert free(harbour, asha) == [at(9), at(9, 30)]


def test_an_extra_opening(bello: Person, asha: Person, harbour: Facility) -> None:
    day = today() + DAY
    clinic.appointments.open_extra(
        harbour.id, day, time(18), time(19), 60, version=1, by=bello.actor
    )
    assert free(harbour, asha) == [at(18)]


def test_bad_exceptions_are_named(bello: Person, harbour: Facility) -> None:
    with pytest.raises(Invalid) as refused:
        clinic.appointments.close(
            harbour.id, today(), start=time(10), end=time(9), version=1, by=bello.actor
        )
    assert set(refused.value.fields) == {"end"}
    with pytest.raises(Invalid) as refused:
        clinic.appointments.open_extra(
            harbour.id, today(), time(9), time(10), 3, version=1, by=bello.actor
        )
    assert set(refused.value.fields) == {"minutes"}
    assert not ScheduleException.objects.exists()


def test_a_day_that_is_over_has_no_hours_to_change(bello: Person, harbour: Facility) -> None:
    over, place = today(harbour) - DAY, harbour.id
    for change in (
        lambda: clinic.appointments.close(place, over, version=1, by=bello.actor),
        lambda: clinic.appointments.open_extra(
            place, over, time(9), time(10), 30, version=1, by=bello.actor
        ),
    ):
        with pytest.raises(Invalid) as refused:
            change()
        assert set(refused.value.fields) == {"day"}
    assert not ScheduleException.objects.exists()


def test_nobody_removes_what_is_not_theirs(
    bello: Person, chen: Person, harbour: Facility, millfield: Facility
) -> None:
    clinic.appointments.close(harbour.id, today(), version=1, by=bello.actor)
    publish(chen, millfield)
    (day,) = schedule(bello, harbour).exceptions
    for place in (harbour, millfield):
        with pytest.raises(NotFound):
            clinic.appointments.remove_exception(place.id, day.id, version=2, by=chen.actor)
    with pytest.raises(NotFound):
        clinic.appointments.remove_exception(harbour.id, uuid4(), version=2, by=bello.actor)
    assert ScheduleException.objects.count() == 1


def test_who_is_booked_when_the_doctor_is_away_is_counted(
    bello: Person, asha: Person, harbour: Facility
) -> None:
    publish(bello, harbour)
    book(asha, bello, harbour, at(9), by=asha)
    assert schedule(bello, harbour).booked_outside == 0
    away = clinic.appointments.close(harbour.id, today() + DAY, version=2, by=bello.actor)
    assert away.booked_outside == 1
    assert Appointment.objects.get().status == "booked"


def test_opening_again_offers_the_time_to_whoever_waits(
    bello: Person, asha: Person, harbour: Facility
) -> None:
    clinic.appointments.join(
        patient=asha.patient, facility=harbour.id, first_day=today() + DAY,
        last_day=today() + DAY, by=asha.actor,
    )  # fmt: skip
    publish(bello, harbour, *NINE_TO_TEN)
    assert Appointment.objects.get().status == "proposed"


# --- holidays --------------------------------------------------------------------------------


def test_an_administrator_closes_a_facility_on_a_day(
    bello: Person, asha: Person, harbour: Facility, dana: Person
) -> None:
    publish(bello, harbour)
    day = today() + DAY
    added = clinic.appointments.add_holiday(harbour.id, day, " Harbour Day ", by=dana.actor)
    assert (added.name, added.day) == ("Harbour Day", day)
    assert free(harbour, asha) == []
    assert [one.name for one in schedule(bello, harbour).holidays] == ["Harbour Day"]
    with pytest.raises(Conflict):
        clinic.appointments.add_holiday(harbour.id, day, "Again", by=dana.actor)
    clinic.appointments.remove_holiday(harbour.id, added.id, by=dana.actor)
    assert free(harbour, asha) != []
    with pytest.raises(NotFound):
        clinic.appointments.remove_holiday(harbour.id, added.id, by=dana.actor)


def test_a_holiday_closes_its_own_facility_only(
    bello: Person, asha: Person, harbour: Facility, millfield: Facility, dana: Person
) -> None:
    publish(bello, harbour)
    clinic.appointments.add_holiday(millfield.id, today() + DAY, "Fair", by=dana.actor)
    assert free(harbour, asha) != []
    (holiday,) = clinic.appointments.list_holidays(millfield.id, by=dana.actor)
    with pytest.raises(NotFound):
        clinic.appointments.remove_holiday(harbour.id, holiday.id, by=dana.actor)
    with pytest.raises(NotFound):
        clinic.appointments.list_holidays(millfield.id, by=bello.actor)


def test_only_administrators_run_holidays(bello: Person, asha: Person, harbour: Facility) -> None:
    for person in (bello, asha):
        with pytest.raises(Forbidden):
            clinic.appointments.add_holiday(harbour.id, today(), "Mine", by=person.actor)


def test_a_day_that_is_over_cannot_be_closed(dana: Person, harbour: Facility) -> None:
    with pytest.raises(Invalid) as refused:
        clinic.appointments.add_holiday(harbour.id, today() - DAY, "Fair", by=dana.actor)
    assert set(refused.value.fields) == {"day"}


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "a\nb"])
def test_a_holiday_has_a_name(dana: Person, harbour: Facility, name: str) -> None:
    with pytest.raises(Invalid) as refused:
        clinic.appointments.add_holiday(harbour.id, today(), name, by=dana.actor)
    assert set(refused.value.fields) == {"name"}


# --- for every pattern -----------------------------------------------------------------------

ZONES = ["UTC", "Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]
TIMES = st.builds(time, st.integers(0, 23), st.sampled_from([0, 10, 15, 30, 45]))


@st.composite
def patterns(draw: st.DrawFn) -> Availability:
    """A doctor's hours, with an absence, an extra opening and a holiday around 29 March 2026."""
    spans = st.tuples(TIMES, TIMES).filter(lambda two: two[0] < two[1])
    lengths = st.sampled_from([5, 20, 45, 90])
    weekly = [WeeklyHours(day, *draw(spans), draw(lengths)) for day in range(7)]
    days = st.integers(0, 3).map(lambda n: date(2026, 3, 28) + n * DAY)
    return Availability(
        zone=ZoneInfo(draw(st.sampled_from(ZONES))),
        weekly=tuple(weekly),
        closures=(Closure(draw(days), *draw(spans)),),
        extra=(ExtraHours(draw(days), *draw(spans), draw(lengths)),),
        holidays=frozenset({draw(days)}),
    )


@given(patterns())
def test_every_offered_time_is_open_from_its_first_minute_to_its_last(hours: Availability) -> None:
    begin = datetime(2026, 3, 28, tzinfo=UTC)
    for slot in bookable(hours, Interval(begin, begin + 4 * DAY), now=begin, at_most=500):
        assert is_open(hours, slot)


@given(patterns(), st.integers(0, 4 * 24 * 12), st.sampled_from([5, 20, 90]))
def test_open_is_what_the_clock_on_the_wall_says(
    hours: Availability, steps: int, minutes: int
) -> None:
    """Against a walk through every minute; one row must hold them all."""
    start = datetime(2026, 3, 28, tzinfo=UTC) + 5 * steps * MINUTES
    shown = [(start + n * MINUTES).astimezone(hours.zone) for n in range(minutes)]
    rows = [
        (one.weekday, None, one.start, one.end) for one in hours.weekly
    ] + [(None, one.day, one.start, one.end) for one in hours.extra]  # fmt: skip

    def opens(row: tuple, at: datetime) -> bool:
        weekday, day, begin, end = row
        on = at.date() == day if weekday is None else at.weekday() == weekday
        off = weekday is not None and at.date() in hours.holidays
        return on and not off and begin <= at.time() < end

    away = any(
        at.date() == one.day and cast(time, one.start) <= at.time() < cast(time, one.end)
        for at in shown
        for one in hours.closures
    )
    expected = not away and any(all(opens(row, at) for at in shown) for row in rows)
    assert is_open(hours, Interval(start, start + minutes * MINUTES)) == expected


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    start=TIMES,
    length=st.integers(1, 23),
    minutes=st.sampled_from([15, 20, 45, 60]),
    closed=st.none() | st.tuples(st.integers(0, 22), st.integers(1, 2)),
    wished=st.integers(0, 2 * 24 * 12),
)
def test_a_patient_is_never_booked_outside_of_the_hours(
    asha: Person,
    bello: Person,
    harbour: Facility,
    start: time,
    length: int,
    minutes: int,
    closed: tuple[int, int] | None,
    wished: int,
) -> None:
    end = time((start.hour + length) % 24, start.minute)
    if end <= start:
        end = time(23, 59)
    if (end.hour - start.hour) * 60 + end.minute - start.minute < minutes:
        return
    rows = [WeeklyHours(day, start, end, minutes) for day in range(7)]
    publish(bello, harbour, *rows)
    ScheduleException.objects.all().delete()
    version = schedule(bello, harbour).version
    away = None
    if closed:
        away = (time(closed[0]), time(sum(closed) % 24) if sum(closed) < 24 else time(23, 59))
        clinic.appointments.close(
            harbour.id, today() + DAY, start=away[0], end=away[1], version=version, by=bello.actor
        )
    Appointment.objects.all().delete()
    try:
        booked = book(asha, bello, harbour, at(0) + 5 * wished * MINUTES, by=asha)
    except Conflict:
        return
    assert start <= booked.start.time() and booked.end.time() <= end
    assert booked.end - booked.start == minutes * MINUTES
    if away and booked.start.date() == today() + DAY:
        assert booked.end.time() <= away[0] or away[1] <= booked.start.time()
