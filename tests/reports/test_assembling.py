"""The whole report through one filter, and what of it may leave the house."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bedside.errors import Invalid
from bedside.intake.lifecycle import REVIEWED
from bedside.reports import Filter, Period, Rows, for_outside, report
from bedside.reports.outside import UNKNOWN
from tests.reports.making import (
    BELLO,
    CHEN,
    HERE,
    NOON,
    TODAY,
    appointment,
    assessment,
    diagnosis,
    patient,
)

CLOCK = ZoneInfo("Europe/London")
EVERYTHING = Filter(TODAY)
MARCH = Period.of_days(date(2026, 3, 1), date(2026, 3, 31), CLOCK)
LONG_AGO = datetime(2025, 6, 1, tzinfo=UTC)


def _rows(patients: list[Any], assessments: Any = (), appointments: Any = ()) -> Rows:
    return Rows(HERE, CLOCK, patients, assessments, appointments)


def _many(number: int, *codes: str, **more: Any) -> list[Any]:
    return [patient(*codes, **more) for _ in range(number)]


def test_every_figure_is_of_the_patients_that_were_asked_for() -> None:
    women = _many(2, "I50.9", born=date(1950, 1, 1))
    men = _many(3, "E11.9", born=date(1960, 1, 1), sex="male")
    work = [assessment(of=women[0].id), assessment(of=men[0].id)]
    visits = [appointment("fulfilled", of=women[0].id), appointment("noshow", of=men[0].id)]
    made = report(_rows(women + men, work, visits), Filter(TODAY, sex="female"), NOON)
    assert made.total == 2
    assert made.ages.average == made.ages.oldest == made.ages.youngest == 76
    assert sum(band.by_sex["male"] for band in made.pyramid) == 0
    assert [(one.code, one.patients) for one in made.diagnoses] == [("I50.9", 2)]
    assert {one.patient for one in made.top_risks.scores} == {one.id for one in women}
    [month] = made.months
    assert (month.new_patients, sum(month.by_level.values())) == (2, 1)
    assert (month.appointments.kept, month.appointments.missed) == (1, 0)
    assert sum(one.assessments for one in made.open_work) == 1


def test_the_months_of_a_time_are_those_in_it() -> None:
    before, within = patient(since=LONG_AGO), patient()
    made = report(
        _rows([before, within], [assessment(LONG_AGO), assessment()]),
        Filter(TODAY, MARCH),
        NOON,
    )
    assert made.total == 2
    assert [one.month for one in made.months] == [date(2026, 3, 1)]
    assert made.months[0].new_patients == 1


def test_what_is_open_is_open_whatever_time_was_asked_for_but_only_whose_it_is() -> None:
    work = [
        assessment(LONG_AGO),
        assessment(LONG_AGO)._replace(doctor=CHEN),
        assessment(LONG_AGO, state=REVIEWED, waited=timedelta(1)),
    ]
    made = report(_rows([], work), Filter(TODAY, MARCH, doctor=BELLO), NOON)
    assert {one.waited: one.assessments for one in made.open_work if one.assessments} == {
        "longer": 1
    }


def test_nothing_about_one_patient_leaves_the_house() -> None:
    everybody = _many(20, "I10", born=date(1960, 1, 1)) + _many(1, "B20", born=date(1920, 1, 1))
    everybody += _many(9, born=date(1990, 1, 1))
    made = report(_rows(everybody), EVERYTHING, NOON)
    outside = for_outside(made)
    assert outside.patients.total == 30
    assert outside.patients.cells[100, "female"] is None
    assert outside.patients.cells[65, "female"] is None, "it would give the other one back"
    assert outside.patients.cells[35, "female"] == 9
    assert [one.code for one in outside.diagnoses] == ["I10"]
    assert outside.average_age == round(made.ages.average, 1)
    written = repr(outside)
    assert not [one for one in everybody if str(one.id) in written]


def test_a_diagnosis_that_all_but_few_have_is_left_out() -> None:
    made = report(_rows(_many(20, "I10") + _many(2)), EVERYTHING, NOON)
    assert for_outside(made).diagnoses == ()
    assert for_outside(made, threshold=2).diagnoses[0].patients == 20


def test_suspicions_do_not_leave_the_house() -> None:
    suspected = [patient(diagnosis("I10", "suspected", "probable")) for _ in range(9)]
    made = report(_rows(_many(9, "I10") + suspected), EVERYTHING, NOON)
    assert made.diagnoses[0].suspected == 9
    assert for_outside(made).diagnoses[0].suspected == 0


def test_few_patients_are_hidden_with_their_total_and_their_average() -> None:
    outside = for_outside(report(_rows(_many(3)), EVERYTHING, NOON))
    assert outside.patients.total is None
    assert outside.average_age is None


def test_those_that_do_not_open_are_a_cell_of_the_same_table() -> None:
    """Else the total of patients less that of the pyramid would be told."""
    everybody = _many(12) + _many(8, sex="male") + _many(2, born=None, sex=None)
    outside = for_outside(report(_rows(everybody), EVERYTHING, NOON))
    assert outside.patients.cells[UNKNOWN] is None
    assert outside.patients.total == 22
    assert sum(count or 0 for count in outside.patients.cells.values()) == 12


def test_the_average_of_few_known_ages_is_hidden() -> None:
    everybody = _many(2) + _many(20, born=None, sex=None)
    assert for_outside(report(_rows(everybody), EVERYTHING, NOON)).average_age is None


def test_where_everybody_is_alone_in_a_cell_neither_total_nor_average_is_told() -> None:
    everybody = [patient(born=date(year, 1, 1)) for year in (1950, 1960, 1970, 1980, 1990)]
    outside = for_outside(report(_rows(everybody), EVERYTHING, NOON))
    assert outside.patients.total is None
    assert outside.average_age is None


def test_a_month_shows_no_small_count_and_no_median_of_few() -> None:
    few = report(
        _rows(
            _many(3),
            [assessment(waited=timedelta(hours=1)) for _ in range(3)],
            [appointment("noshow"), *[appointment("fulfilled") for _ in range(9)]],
        ),
        EVERYTHING,
        NOON,
    )
    [month] = for_outside(few).months
    assert month.new_patients is None
    assert month.by_level.cells["routine"] is month.by_level.total is None
    assert month.appointments.cells == {"kept": None, "missed": None}
    assert month.waiting_median is None
    [month] = for_outside(few, threshold=2).months
    assert (month.new_patients, month.by_level.total, month.waiting_median) == (3, 3, 3600)


def test_what_many_did_is_shown() -> None:
    visits = [appointment(one) for one in ["noshow"] * 5 + ["fulfilled"] * 6]
    [month] = for_outside(report(_rows([], [], visits), EVERYTHING, NOON)).months
    assert month.appointments.cells == {"kept": 6, "missed": 5}


def test_open_work_of_few_is_hidden() -> None:
    outside = for_outside(report(_rows([], [assessment()]), EVERYTHING, NOON))
    assert outside.open_work.cells["within-1-hour"] is None
    assert outside.open_work.cells["longer"] == 0


@pytest.mark.parametrize(
    "narrowed", [{"doctor": BELLO}, {"sex": "female"}, {"youngest": 60}, {"diagnosis": "E11"}]
)
def test_a_report_for_outside_is_narrowed_to_a_time_only(narrowed: dict[str, Any]) -> None:
    rows = _rows(_many(9))
    with pytest.raises(Invalid):
        for_outside(report(rows, replace(EVERYTHING, **narrowed), NOON))
    assert for_outside(report(rows, Filter(TODAY, MARCH), NOON)).patients.total == 9
