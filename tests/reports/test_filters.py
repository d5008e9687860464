"""A report is about exactly the part of the clinic that was asked for."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.clinic.diagnoses.lifecycle import PROBABLE, REFUTED, RESOLVED, SUSPECTED
from bedside.clinic.patients.profile import SEXES
from bedside.errors import Invalid
from bedside.reports import Filter, Period, Rows, report
from tests.reports import oracle
from tests.reports.making import (
    BELLO,
    CHEN,
    HERE,
    NOON,
    PATIENTS,
    TODAY,
    appointment,
    appointments_of,
    assessment,
    assessments_of,
    diagnosis,
    patient,
)

ZONES = ["UTC", "Europe/London", "Africa/Cairo", "America/New_York", "Pacific/Kiritimati"]
DAYS = st.dates(date(2025, 1, 1), date(2026, 12, 31)) | st.sampled_from(
    [date(2026, 3, 28), date(2026, 3, 29), date(2026, 3, 30)]
)


@st.composite
def _asked(draw: st.DrawFn) -> oracle.Asked:
    days = draw(st.none() | st.tuples(DAYS, DAYS).map(sorted))
    ages = draw(st.tuples(*[st.none() | st.integers(0, 110)] * 2))
    if None not in ages:
        ages = sorted(ages)
    return oracle.Asked(
        ZoneInfo(draw(st.sampled_from(ZONES))),
        draw(DAYS),
        *(days or (None, None)),
        doctor=draw(st.sampled_from([None, None, BELLO])),
        diagnosis=draw(st.sampled_from([None, None, "E11", "E1", "I21.3", "J45"])),
        youngest=ages[0],
        oldest=ages[1],
        sex=draw(st.sampled_from([None, None, *SEXES])),
    )


def _filter(asked: oracle.Asked) -> Filter:
    period = asked.first and Period.of_days(asked.first, asked.last, asked.zone)
    names = ("doctor", "diagnosis", "youngest", "oldest", "sex")
    return Filter(asked.on, period, **{name: getattr(asked, name) for name in names})


FILTERS = _asked().map(_filter)
CLOCK = ZoneInfo("Europe/London")


@settings(max_examples=400, deadline=None)
@given(_asked(), st.lists(PATIENTS, max_size=12), st.data())
def test_a_filter_keeps_what_reading_row_by_row_would_keep(
    asked: oracle.Asked, everybody: list[Any], data: st.DataObject
) -> None:
    chosen = _filter(asked)
    ids = [row.id for row in everybody]
    sent = data.draw(st.lists(assessments_of(ids), max_size=12))
    booked = data.draw(st.lists(appointments_of(ids), max_size=12))
    assert chosen.patients(everybody) == oracle.patients(asked, everybody)
    who = chosen.who(everybody)
    assert chosen.assessments(sent, who) == oracle.assessments(asked, sent, everybody)
    assert chosen.appointments(booked, who) == oracle.appointments(asked, booked, everybody)


def test_a_filter_that_asks_for_nothing_keeps_everybody() -> None:
    everybody = [patient(), patient(born=None, sex=None), patient("E11.9", until=NOON)]
    events = [assessment(), assessment()]
    assert Filter(TODAY).patients(everybody) == everybody
    assert Filter(TODAY).assessments(events, set()) == events


def test_in_care_at_any_moment_of_the_time_is_in_it() -> None:
    march = Period.of_days(date(2026, 3, 1), date(2026, 3, 31), ZoneInfo("UTC"))
    begin, end = march.begin, march.end
    day = timedelta(days=1)
    inside = [
        patient(since=begin - day),
        patient(since=end - timedelta(microseconds=1)),
        patient(since=begin - day, until=begin + day),
    ]
    outside = [
        patient(since=end),
        patient(since=begin - day, until=begin),
        patient(since=begin + day, until=begin + day),
    ]
    assert Filter(TODAY, march).patients(inside + outside) == inside


def test_who_joined_in_the_time_is_new_and_who_was_there_before_is_not() -> None:
    march = Period.of_days(date(2026, 3, 1), date(2026, 3, 31), ZoneInfo("UTC"))
    before, within = patient(since=march.begin - timedelta(days=1)), patient(since=march.begin)
    chosen = Filter(TODAY, march)
    assert chosen.begins(chosen.patients([before, within])) == [within.since]
    assert Filter(TODAY).begins([before, within]) == [before.since, within.since]


def test_a_report_of_last_month_does_not_know_what_was_found_since() -> None:
    february = Period.of_days(date(2026, 2, 1), date(2026, 2, 28), ZoneInfo("UTC"))
    known = diagnosis("I10", recorded_at=february.begin)
    since = diagnosis("E11.9", recorded_at=february.end)
    one = patient(known, since, since=february.begin)
    [row] = Filter(TODAY, february).patients([one])
    assert row.diagnoses == [known]
    assert Filter(TODAY, february, diagnosis="E11").patients([one]) == []


def test_a_day_is_one_of_the_clinics_clock() -> None:
    """On 29 March 2026 London's clocks skip an hour: its day begins at midnight UTC, ends at 23."""
    day = date(2026, 3, 29)
    period = Period.of_days(day, day, ZoneInfo("Europe/London"))
    assert period == Period(
        datetime(2026, 3, 29, 0, tzinfo=UTC), datetime(2026, 3, 29, 23, tzinfo=UTC)
    )


def test_where_clocks_skip_midnight_the_day_begins_when_they_do() -> None:
    day = date(2026, 4, 24)
    period = Period.of_days(day, day, ZoneInfo("Africa/Cairo"))
    assert period.begin == datetime(2026, 4, 23, 22, tzinfo=UTC)
    assert period.end - period.begin == timedelta(hours=23)


def test_the_doctor_is_whose_patient_work_or_appointment_it_is() -> None:
    theirs, other = patient(), patient(responsible=CHEN)
    work = assessment(of=other.id)
    visit = appointment("booked", of=other.id)
    chosen = Filter(TODAY, doctor=BELLO)
    assert chosen.patients([theirs, other]) == [theirs]
    assert chosen.assessments([work], set()) == [work]
    assert chosen.appointments([visit._replace(doctor=CHEN), visit], set()) == [visit]


@pytest.mark.parametrize("written", ["E11", "e11.2", "E1122", " E11.22 "])
def test_a_diagnosis_is_asked_for_by_its_code_or_a_beginning(written: str) -> None:
    has, has_not = patient("E11.22"), patient("E10.9")
    assert Filter(TODAY, diagnosis=written).patients([has, has_not]) == [has]


def test_suspected_counts_as_having_a_diagnosis_and_refuted_does_not() -> None:
    suspected = patient(diagnosis("E11.9", SUSPECTED, PROBABLE))
    never = [
        patient(diagnosis("E11.9", REFUTED)),
        patient(diagnosis("E11.9", RESOLVED, PROBABLE)),
        patient(diagnosis("E11.9", "entered-in-error")),
    ]
    assert Filter(TODAY, diagnosis="E11.9").patients([suspected, *never]) == [suspected]


def test_who_does_not_open_answers_to_no_age_and_no_sex_but_to_a_diagnosis() -> None:
    damaged = patient("E11.9", born=None, sex=None)
    assert Filter(TODAY, youngest=0).patients([damaged]) == []
    assert Filter(TODAY, sex="female").patients([damaged]) == []
    assert Filter(TODAY, diagnosis="E11.9").patients([damaged]) == [damaged]


def test_asked_for_who_somebody_is_the_events_of_strangers_do_not_count() -> None:
    known = patient()
    events = [assessment(of=known.id), assessment()]
    female = Filter(TODAY, sex="female")
    who = female.who([known, patient(sex="male")])
    assert who == {known.id}
    assert Filter(TODAY).assessments(events, who) == events
    assert female.assessments(events, who) == events[:1]


def test_who_left_and_came_back_was_in_care_both_times_and_not_between() -> None:
    def on(day: date) -> Filter:
        return Filter(TODAY, Period.of_days(day, day, ZoneInfo("UTC")))

    was = (datetime(2025, 1, 1, tzinfo=UTC), datetime(2025, 2, 1, tzinfo=UTC))
    back = patient(since=datetime(2025, 6, 1, tzinfo=UTC))._replace(earlier=[was])
    assert on(date(2025, 1, 31)).patients([back]) == [back]
    assert on(date(2025, 2, 1)).patients([back]) == []
    assert on(date(2025, 6, 1)).patients([back]) == [back]
    assert on(date(2025, 1, 1)).begins([back]) == [was[0]]
    assert Filter(TODAY).begins([back]) == [was[0], back.since]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"youngest": -1}, "youngest"),
        ({"oldest": 131}, "oldest"),
        ({"youngest": 60, "oldest": 59}, "oldest"),
        ({"sex": "unknown"}, "sex"),
        ({"diagnosis": " . "}, "diagnosis"),
    ],
)
def test_what_makes_no_sense_is_named(asked: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        replace(Filter(TODAY), **asked)
    assert list(refused.value.fields) == [field]


def test_days_out_of_order_are_refused() -> None:
    with pytest.raises(Invalid):
        Period.of_days(date(2026, 3, 2), date(2026, 3, 1), ZoneInfo("UTC"))


def test_both_ends_of_an_age_are_in_it() -> None:
    everybody = [patient(born=date(TODAY.year - age, 1, 1)) for age in (59, 60, 65, 66)]
    assert Filter(TODAY, youngest=60, oldest=65).patients(everybody) == everybody[1:3]


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_what_need_not_be_opened_changes_no_figure(data: st.DataObject) -> None:
    everybody = data.draw(st.lists(PATIENTS, max_size=8))
    chosen = data.draw(FILTERS)
    ids = [row.id for row in everybody]
    work = data.draw(st.lists(assessments_of(ids), max_size=6))
    visits = data.draw(st.lists(appointments_of(ids), max_size=6))
    sparing = [
        row if chosen.must_open(row) else row._replace(birth_date=None, sex=None)
        for row in everybody
    ]
    whole = report(Rows(HERE, CLOCK, everybody, work, visits), chosen, NOON)
    assert report(Rows(HERE, CLOCK, sparing, work, visits), chosen, NOON) == whole


def test_only_what_a_figure_needs_is_opened() -> None:
    there, other_doctor = patient("E11.9"), patient("E11.9", responsible=CHEN)
    long_gone = patient("E11.9", since=NOON - timedelta(900), until=NOON - timedelta(800))
    everybody = [there, other_doctor, long_gone, patient("I10")]
    lately = Period.of_days(TODAY - timedelta(90), TODAY, ZoneInfo("UTC"))

    def opened(**asked: Any) -> list[Any]:
        return [row for row in everybody if Filter(TODAY, lately, **asked).must_open(row)]

    assert opened(diagnosis="E11", doctor=BELLO) == [there]
    assert opened(diagnosis="E11") == [there, other_doctor]
    assert opened(sex="female") == everybody, "whose events are counted depends on their sex"
