"""From hours on the door to times that can be booked: against a walk through every minute."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.clinic.appointments.availability import (
    Availability,
    Closure,
    ExtraHours,
    WeeklyHours,
    must_be_good_closure,
    must_be_good_extra,
    must_be_good_weekly,
)
from bedside.clinic.appointments.slots import HORIZON, Slot, bookable
from bedside.clinic.appointments.wall_clock import Interval, pieces_of
from bedside.errors import Invalid

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
LONDON = ZoneInfo("Europe/London")
ALL_DAYS = range(7)


def every_day(start: time, end: time, minutes: int) -> tuple[WeeklyHours, ...]:
    return tuple(WeeklyHours(day, start, end, minutes) for day in ALL_DAYS)


def whole_day(day: date, zone: ZoneInfo) -> Interval:
    midnight = datetime.combine(day, time(), zone)
    after = datetime.combine(day + DAY, time(fold=1), zone)
    return Interval(midnight.astimezone(UTC), after.astimezone(UTC))


def offered(hours: Availability, day: date, **more: object) -> list[str]:
    """The wall times offered on a local day, with the offset: "09:00+0100"."""
    within = whole_day(day, hours.zone)
    found = bookable(hours, within, now=within.start, **more)  # type: ignore[arg-type]
    return [one.start.astimezone(hours.zone).strftime("%H:%M%z") for one in found]


# --- a plain day -----------------------------------------------------------------------------

MONDAY = date(2026, 6, 1)
MORNING = Availability(LONDON, (WeeklyHours(0, time(9), time(10), 20),))
SUMMER = ["09:00+0100", "09:20+0100", "09:40+0100"]


def test_hours_give_slots_on_their_grid() -> None:
    assert offered(MORNING, MONDAY) == SUMMER
    assert offered(MORNING, MONDAY + DAY) == []


def test_a_slot_that_does_not_fit_before_the_end_is_not_offered() -> None:
    assert offered(replace(MORNING, weekly=every_day(time(9), time(10), 25)), MONDAY) == [
        "09:00+0100",
        "09:25+0100",
    ]


def test_hours_until_midnight_reach_it() -> None:
    late = replace(MORNING, weekly=every_day(time(23, 30), time(0), 30))
    assert offered(late, MONDAY) == ["23:30+0100"]


def test_hours_count_from_their_first_until_their_last_day() -> None:
    row = MORNING.weekly[0]
    for first, last, found in (
        (MONDAY, MONDAY, SUMMER),
        (MONDAY + DAY, None, []),
        (None, MONDAY - DAY, []),
    ):
        hours = replace(MORNING, weekly=(replace(row, valid_from=first, valid_until=last),))
        assert offered(hours, MONDAY) == found


def test_a_closure_takes_the_slots_it_touches_and_beats_an_extra_opening() -> None:
    lunch = Closure(MONDAY, time(9, 30), time(9, 40))
    assert offered(replace(MORNING, closures=(lunch,)), MONDAY) == [SUMMER[0], SUMMER[2]]
    extra = ExtraHours(MONDAY, time(14), time(15), 30)
    away = replace(MORNING, closures=(Closure(MONDAY),), extra=(extra,))
    assert offered(away, MONDAY) == []


def test_a_holiday_closes_the_week_but_not_what_was_opened_for_that_day() -> None:
    extra = ExtraHours(MONDAY, time(14), time(15), 30)
    hours = replace(MORNING, holidays=frozenset({MONDAY}), extra=(extra,))
    assert offered(hours, MONDAY) == ["14:00+0100", "14:30+0100"]


def test_what_is_busy_or_past_is_gone_and_moves_nothing() -> None:
    start = datetime(2026, 6, 1, 8, 10, tzinfo=UTC)
    busy = [Slot(start, start + 10 * MINUTE), Interval(start - DAY, start - DAY + MINUTE)]
    assert offered(MORNING, MONDAY, busy=busy) == SUMMER[1:]
    within = whole_day(MONDAY, LONDON)
    found = bookable(MORNING, within, now=start + 10 * MINUTE)
    assert [one.start for one in found] == [start + 10 * MINUTE, start + 30 * MINUTE]
    assert bookable(MORNING, within, now=start + 11 * MINUTE) == found[1:]
    assert bookable(MORNING, within, now=start, at_most=1) == found[:1]


def test_a_long_absence_is_not_cut_short_by_a_booking_within_it() -> None:
    nine = datetime(2026, 6, 1, 8, tzinfo=UTC)
    busy = [Interval(nine, nine + 40 * MINUTE), Slot(nine + MINUTE, nine + 10 * MINUTE)]
    assert offered(MORNING, MONDAY, busy=busy) == SUMMER[2:]


def test_nothing_is_offered_beyond_the_horizon_however_far_one_asks() -> None:
    now = datetime(2026, 6, 1, tzinfo=UTC)
    far = Interval(now + HORIZON - 9 * DAY, datetime(9999, 12, 31, tzinfo=UTC))
    found = bookable(MORNING, far, now=now, at_most=1000)
    assert found and found[-1].end <= now + HORIZON + DAY


def test_overlapping_openings_never_give_overlapping_slots() -> None:
    extra = ExtraHours(MONDAY, time(9, 30), time(10, 30), 30)
    assert offered(replace(MORNING, extra=(extra,)), MONDAY) == [*SUMMER, "10:00+0100"]


# --- when the clocks change ------------------------------------------------------------------


def test_wall_times_that_the_clocks_skip_are_not_offered() -> None:
    night = Availability(LONDON, every_day(time(0), time(4), 30))
    assert offered(night, date(2026, 3, 29))[:4] == [
        "00:00+0000",
        "00:30+0000",
        "02:00+0100",
        "02:30+0100",
    ]


def test_wall_times_that_come_twice_are_offered_twice() -> None:
    night = Availability(LONDON, every_day(time(1), time(2), 30))
    assert offered(night, date(2026, 10, 25)) == [
        "01:00+0100",
        "01:30+0100",
        "01:00+0000",
        "01:30+0000",
    ]


def test_a_slot_never_runs_into_a_repeated_hour_that_is_closed() -> None:
    """Open from 01:30; at 02:00 the clock shows 01:00 again and the door is shut."""
    night = Availability(LONDON, every_day(time(1, 30), time(3), 45))
    assert offered(night, date(2026, 10, 25)) == ["01:30+0000", "02:15+0000"]


def test_a_day_is_cut_at_its_changes_once() -> None:
    """A search asks for the same days again and again, with every doctor and every row."""
    day, zone = date(2026, 3, 29), ZoneInfo("Europe/London")
    assert len(pieces_of(zone, day)) == 2
    assert pieces_of(zone, day) is pieces_of(ZoneInfo("Europe/London"), day)


def test_half_an_hour_is_enough_of_a_change() -> None:
    lord_howe = Availability(ZoneInfo("Australia/Lord_Howe"), every_day(time(1, 30), time(3), 30))
    assert offered(lord_howe, date(2026, 10, 4)) == ["01:30+1030", "02:30+1100"]
    assert offered(lord_howe, date(2026, 4, 5)) == [
        "01:30+1100",
        "01:30+1030",
        "02:00+1030",
        "02:30+1030",
    ]


def test_a_day_that_never_was_has_no_slots() -> None:
    samoa = Availability(ZoneInfo("Pacific/Apia"), every_day(time(9), time(10), 60))
    within = Interval(datetime(2011, 12, 29, tzinfo=UTC), datetime(2012, 1, 1, tzinfo=UTC))
    local = [
        one.start.astimezone(samoa.zone).date() for one in bookable(samoa, within, now=within.start)
    ]
    assert local == [date(2011, 12, 29), date(2011, 12, 31), date(2012, 1, 1)]


def test_a_change_at_midnight_repeats_the_evening() -> None:
    sao_paulo = Availability(ZoneInfo("America/Sao_Paulo"), every_day(time(23), time(0), 60))
    assert offered(sao_paulo, date(2018, 2, 17)) == ["23:00-0200", "23:00-0300"]
    early = replace(sao_paulo, weekly=every_day(time(0), time(2), 60))
    assert offered(early, date(2018, 11, 4)) == ["01:00-0200"]


def test_clocks_set_back_over_midnight_give_the_evening_again() -> None:
    """St John's until 2011: at 00:01 the clock shows 23:01 of the day before."""
    late = Availability(ZoneInfo("America/St_Johns"), every_day(time(23), time(0), 30))
    saturday = date(2006, 10, 28)
    after_midnight = datetime(2006, 10, 29, 2, 30, 30, tzinfo=UTC)
    within = Interval(after_midnight - 90 * MINUTE, after_midnight + 120 * MINUTE)
    found = bookable(late, within, now=within.start)
    assert [one.start.astimezone(late.zone).strftime("%a %H:%M%z") for one in found] == [
        "Sat 23:00-0230",
        "Sat 23:30-0230",
        "Sat 23:30-0330",
    ]
    assert bookable(late, within, now=after_midnight) == found[2:]
    brief = replace(late, weekly=every_day(time(23, 5), time(23, 10), 5))
    assert offered(brief, saturday) == ["23:05-0230", "23:05-0330"]


# --- against a walk through every minute -----------------------------------------------------

CHANGES = {
    "Europe/London": [date(2026, 3, 29), date(2026, 10, 25)],
    "America/New_York": [date(2026, 3, 8), date(2026, 11, 1)],
    "Australia/Lord_Howe": [date(2026, 4, 5), date(2026, 10, 4)],
    "Pacific/Kiritimati": [date(1994, 12, 31), date(2026, 1, 1)],
    "Pacific/Apia": [date(2011, 12, 30), date(2012, 4, 1)],
    "Africa/Casablanca": [date(2026, 2, 15), date(2026, 3, 22), date(2025, 2, 23)],
    "America/Sao_Paulo": [date(2018, 2, 17), date(2018, 11, 4), date(2026, 1, 1)],
    "America/St_Johns": [date(2006, 10, 28), date(2006, 4, 2), date(2026, 3, 8)],
    "Africa/Cairo": [date(2014, 5, 15), date(2014, 6, 26), date(2026, 4, 24)],
    "Asia/Kathmandu": [date(1986, 1, 1), date(2026, 1, 1)],
    "Asia/Pyongyang": [date(2015, 8, 15), date(2018, 5, 4)],
    "America/Caracas": [date(2007, 12, 9), date(2016, 5, 1)],
    "Antarctica/Troll": [date(2026, 3, 29), date(2026, 10, 25)],
    "Asia/Gaza": [date(2026, 3, 28), date(2025, 10, 25)],
    "America/Nuuk": [date(2024, 3, 30), date(2026, 10, 24)],
    "Europe/Lisbon": [date(1992, 9, 27), date(1996, 3, 31)],
    "Asia/Tehran": [date(2022, 3, 22), date(2022, 9, 21)],
    "UTC": [date(2026, 3, 29)],
}


def _minute_of_day(at: time | None, otherwise: int) -> int:
    return otherwise if at is None else at.hour * 60 + at.minute


def _shown(moment: datetime, zone: ZoneInfo) -> tuple[date, int]:
    local = moment.astimezone(zone)
    return local.date(), local.hour * 60 + local.minute


def _is_closed(hours: Availability, day: date, minute: int) -> bool:
    return any(
        one.day == day
        and _minute_of_day(one.start, 0) <= minute < (_minute_of_day(one.end, 1440) or 1440)
        for one in hours.closures
    )


def _rows_open(hours: Availability, day: date) -> Iterator[WeeklyHours | ExtraHours]:
    yield from (one for one in hours.extra if one.day == day)
    if day not in hours.holidays:
        yield from (
            one
            for one in hours.weekly
            if one.weekday == day.weekday()
            and (one.valid_from is None or one.valid_from <= day)
            and (one.valid_until is None or day <= one.valid_until)
        )


def _fits(hours: Availability, row: WeeklyHours | ExtraHours, start: datetime) -> bool:
    """Whether every minute of a slot is open: the row's day and hours, and not closed."""
    today, first = _shown(start, hours.zone)
    opens, shuts = _minute_of_day(row.start, 0), _minute_of_day(row.end, 0) or 1440
    if (first - opens) % row.minutes or first + row.minutes > shuts:
        return False
    for number in range(row.minutes):
        day, minute = _shown(start + number * MINUTE, hours.zone)
        if day != today or not opens <= minute < shuts or _is_closed(hours, day, minute):
            return False
    return True


def walked(hours: Availability, within: Interval, busy: list[Interval]) -> list[Slot]:
    """The naive oracle: try every minute as a start, look at every minute of the slot."""
    found: list[Slot] = []
    at, free_from = within.start - DAY, within.start - DAY
    while at < within.end:
        rows = sorted(_rows_open(hours, _shown(at, hours.zone)[0]), key=lambda row: row.minutes)
        fitting = next((row for row in rows if _fits(hours, row, at)), None)
        if fitting is not None and at >= free_from:
            found.append(Slot(at, at + fitting.minutes * MINUTE))
            free_from = found[-1].end
        at += MINUTE
    return [
        one
        for one in found
        if one.start >= within.start
        and not any(other.start < one.end and one.start < other.end for other in busy)
    ]


quarters = st.integers(0, 95).map(lambda number: time(number // 4, number % 4 * 15))
lengths = st.sampled_from([5, 7, 15, 20, 30, 45, 60, 100, 240])


@st.composite
def situations(draw: st.DrawFn) -> tuple[Availability, Interval, list[Interval]]:
    name = draw(st.sampled_from(sorted(CHANGES)))
    change = draw(st.sampled_from(CHANGES[name]))
    around = st.integers(-1, 1).map(lambda days: change + days * DAY)
    spans = st.tuples(quarters, quarters).filter(lambda pair: not pair[1] or pair[0] < pair[1])
    starts = st.integers(-600, 1800).map(
        lambda minutes: datetime.combine(change, time(), UTC) + minutes * MINUTE
    )
    busy = st.builds(
        lambda start, minutes: Interval(start, start + minutes * MINUTE),
        starts,
        st.integers(0, 90),
    )
    hours = Availability(
        ZoneInfo(name),
        tuple(
            WeeklyHours(day, start, end, minutes, since, until)
            for day, (start, end), minutes, since, until in draw(
                st.lists(
                    st.tuples(
                        around.map(date.weekday),
                        spans,
                        lengths,
                        st.none() | around,
                        st.none() | around,
                    ),
                    min_size=1,
                    max_size=4,
                )
            )
        ),
        tuple(
            Closure(day, *span)
            for day, span in draw(
                st.lists(st.tuples(around, st.just((None, None)) | spans), max_size=1)
            )
        ),
        tuple(
            ExtraHours(day, *span, minutes)
            for day, span, minutes in draw(st.lists(st.tuples(around, spans, lengths), max_size=1))
        ),
        frozenset(draw(st.lists(around, max_size=1))),
    )
    start = draw(starts)
    within = Interval(start, start + draw(st.integers(0, 1800)) * MINUTE)
    return hours, within, draw(st.lists(busy, max_size=4))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(situations())
def test_the_slots_are_those_of_a_walk_through_every_minute(
    situation: tuple[Availability, Interval, list[Interval]],
) -> None:
    hours, within, busy = situation
    found = bookable(hours, within, now=within.start, busy=busy, at_most=10_000)
    assert found == walked(hours, within, busy)
    lengths_there = {row.minutes * MINUTE for row in (*hours.weekly, *hours.extra)}
    assert all(one.end - one.start in lengths_there for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(one.start.tzinfo is UTC for one in found)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(situations(), st.integers(0, 1800))
def test_two_ranges_give_what_the_whole_gives(
    situation: tuple[Availability, Interval, list[Interval]], cut: int
) -> None:
    hours, within, busy = situation
    middle = min(within.start + cut * MINUTE, within.end)
    first, second = Interval(within.start, middle), Interval(middle, within.end)
    halves = [
        one
        for part in (first, second)
        for one in bookable(hours, part, now=within.start, busy=busy, at_most=10_000)
    ]
    assert halves == bookable(hours, within, now=within.start, busy=busy, at_most=10_000)


# --- what may be written ---------------------------------------------------------------------

ROW = WeeklyHours(0, time(9), time(12), 20)


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (replace(ROW, weekday=7), "weekly.0.weekday"),
        (replace(ROW, end=time(9)), "weekly.0.end"),
        (replace(ROW, end=time(8)), "weekly.0.end"),
        (replace(ROW, minutes=4), "weekly.0.minutes"),
        (replace(ROW, minutes=241), "weekly.0.minutes"),
        (replace(ROW, minutes=181), "weekly.0.minutes"),
        (replace(ROW, start=time(9, 0, 30)), "weekly.0.start"),
        (
            replace(ROW, valid_from=MONDAY, valid_until=MONDAY - DAY),
            "weekly.0.valid_until",
        ),
    ],
)
def test_a_bad_row_is_refused_by_its_field(row: WeeklyHours, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        must_be_good_weekly([row])
    assert set(refused.value.fields) == {field}


@pytest.mark.parametrize(
    "rows",
    [
        [ROW, replace(ROW, start=time(12), end=time(0))],
        [ROW, replace(ROW, weekday=1)],
        [replace(ROW, valid_until=MONDAY), replace(ROW, valid_from=MONDAY + DAY)],
        [replace(ROW, valid_from=MONDAY + DAY), replace(ROW, valid_until=MONDAY)],
        [replace(ROW, minutes=180)],
        [],
    ],
)
def test_good_rows_are_taken(rows: list[WeeklyHours]) -> None:
    must_be_good_weekly(rows)


def test_hours_of_one_weekday_must_not_overlap_while_both_count() -> None:
    later = replace(ROW, start=time(11, 59), end=time(0), valid_from=MONDAY)
    with pytest.raises(Invalid) as refused:
        must_be_good_weekly([replace(ROW, valid_until=MONDAY), later])
    assert set(refused.value.fields) == {"weekly.1.start"}


def test_there_are_only_so_many_rows() -> None:
    rows = [WeeklyHours(n % 7, time(n // 7), time(n // 7, 30), 30) for n in range(51)]
    must_be_good_weekly(rows[:50])
    with pytest.raises(Invalid) as refused:
        must_be_good_weekly(rows)
    assert set(refused.value.fields) == {"weekly"}


def test_exceptions_are_checked_too() -> None:
    must_be_good_closure(Closure(MONDAY))
    must_be_good_closure(Closure(MONDAY, time(12)))
    must_be_good_closure(Closure(MONDAY, None, time(12)))
    must_be_good_extra(ExtraHours(MONDAY, time(9), time(12), 20))
    with pytest.raises(Invalid) as refused:
        must_be_good_closure(Closure(MONDAY, time(12), time(11)))
    assert set(refused.value.fields) == {"end"}
    with pytest.raises(Invalid) as refused:
        must_be_good_extra(ExtraHours(MONDAY, time(12), time(11), 20))
    assert set(refused.value.fields) == {"end"}
