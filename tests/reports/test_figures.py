"""Each figure of a report says what a careful person with a pencil would say."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.clinic.diagnoses.lifecycle import PROBABLE, REFUTED, RESOLVED, SUSPECTED
from bedside.clinic.patients.ages import age_on
from bedside.clinic.patients.profile import SEXES
from bedside.intake.lifecycle import CLOSED, IN_REVIEW, NEEDS_INFORMATION, REVIEWED, SUBMITTED
from bedside.intake.urgency import LEVELS
from bedside.reports.charlson import charlson
from bedside.reports.figures import (
    Ages,
    Diagnoses,
    DiagnosisCount,
    Risks,
    TopRisks,
    age_pyramid,
    ages,
    by_age_and_sex,
    by_month,
    events_of,
    kept_and_missed,
    left,
    new_patients,
    open_work_by_age,
    sent_by_level,
    total,
    unopened,
    waiting_times,
    waits_of,
)
from bedside.reports.figures.months import Kept
from bedside.reports.figures.risks import USUAL
from tests.reports.making import (
    ICD,
    NOON,
    PATIENTS,
    TODAY,
    appointment,
    assessment,
    diagnosis,
    patient,
)

UTC_CLOCK, AUCKLAND = ZoneInfo("UTC"), ZoneInfo("Pacific/Auckland")
MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
MINUTE = timedelta(minutes=1)


def _aged(age: int, sex: str = "female") -> Any:
    return patient(born=date(TODAY.year - age, 1, 1), sex=sex)


def _diagnosis_counts(everybody: list[Any], top: int | None = None) -> tuple[DiagnosisCount, ...]:
    """Count in two parts, as a large clinic is counted."""
    counted = Diagnoses()
    counted.add(everybody[:2])
    counted.add(everybody[2:])
    return counted.counts(top)


def _top_risks(everybody: list[Any], top: int = USUAL) -> TopRisks:
    counted = Risks(TODAY, top)
    counted.add(everybody[:2])
    counted.add(everybody[2:])
    return counted.top_risks()


def test_who_does_not_open_is_counted_and_counted_apart_and_hides_nobody() -> None:
    everybody = [_aged(30), patient("E11.9", born=None, sex=None), _aged(50)]
    assert total(everybody) == 3
    assert unopened(everybody, NOON) == 1
    people = by_age_and_sex(everybody, TODAY)
    assert ages(people) == Ages(40.0, 50, 30)
    assert sum(sum(band.by_sex.values()) for band in age_pyramid(people)) == 2
    scored = Risks(TODAY)
    scored.add(everybody)
    assert scored.by_points.total() == 2
    assert _diagnosis_counts(everybody)[0].patients == 1


def test_who_has_left_is_counted_apart_from_what_did_not_open() -> None:
    gone = patient(born=None, sex=None, since=NOON - timedelta(9), until=NOON)
    leaving = patient(born=None, sex=None, until=NOON + timedelta(1))
    assert left([gone, leaving], NOON) == 1
    assert unopened([gone, leaving], NOON) == 1


def test_nobody_has_no_age_and_no_pyramid() -> None:
    assert total([]) == unopened([], NOON) == 0
    nobody = by_age_and_sex([], TODAY)
    assert ages(nobody) == Ages(None, None, None)
    assert age_pyramid(nobody) == ()
    assert _diagnosis_counts([]) == ()
    assert _top_risks([]).scores == ()
    assert by_month({}, events_of([], [], UTC_CLOCK)) == ()


def test_the_pyramid_has_every_band_up_to_the_oldest_by_sex() -> None:
    people = [_aged(0), _aged(4, "male"), _aged(5), _aged(19, "other")]
    bands = age_pyramid(by_age_and_sex(people, TODAY))
    assert [(band.first, band.last) for band in bands] == [(0, 4), (5, 9), (10, 14), (15, 19)]
    assert [tuple(band.by_sex[sex] for sex in SEXES) for band in bands] == [
        (1, 1, 0),
        (1, 0, 0),
        (0, 0, 0),
        (0, 0, 1),
    ]


def test_from_a_hundred_years_on_everybody_is_in_one_band() -> None:
    last = age_pyramid(by_age_and_sex([_aged(99), _aged(100), _aged(111)], TODAY))[-1]
    assert (last.first, last.last, last.by_sex["female"]) == (100, None, 2)


def test_a_child_born_after_midnight_where_the_clinic_is_stands_in_the_first_band() -> None:
    newborn = patient(born=TODAY + timedelta(days=1))
    assert age_pyramid(by_age_and_sex([newborn], TODAY))[0].by_sex["female"] == 1


@settings(max_examples=200, deadline=None)
@given(st.lists(PATIENTS, max_size=30))
def test_people_are_counted_exactly(everybody: list[Any]) -> None:
    on = date(2026, 12, 31)
    known = [row for row in everybody if row.birth_date is not None]
    gone = [row for row in everybody if row not in known and row.has_left(NOON)]
    assert total(everybody) == len(known) + unopened(everybody, NOON) + left(gone, NOON)
    people = by_age_and_sex(everybody, on)
    bands = age_pyramid(people)
    for sex in SEXES:
        for band in bands:
            assert band.by_sex[sex] == sum(
                row.sex == sex and band.first <= age_on(on, row.birth_date) <= (band.last or 999)
                for row in known
            )
    if known:
        years = [age_on(on, row.birth_date) for row in known]
        assert ages(people) == Ages(float(Fraction(sum(years), len(years))), max(years), min(years))


def test_a_diagnosis_counts_patients_and_not_entries() -> None:
    twice = patient("E11.9", "E11.9", diagnosis("E11.9", SUSPECTED, PROBABLE))
    suspected = patient(diagnosis("E11.9", SUSPECTED, PROBABLE), "I10")
    never = patient(diagnosis("I10", REFUTED), diagnosis("J45.909", RESOLVED, PROBABLE))
    had = patient(diagnosis("I10", RESOLVED))
    counts = _diagnosis_counts([twice, suspected, never, had])
    assert [(one.code, one.patients, one.suspected) for one in counts] == [
        ("I10", 2, 0),
        ("E11.9", 1, 1),
    ]


def test_the_commonest_diagnoses_come_first_and_equals_by_their_code() -> None:
    people = [patient("J45.909"), patient("I10", "E11.9"), patient("I10")]
    assert [one.code for one in _diagnosis_counts(people)] == ["I10", "E11.9", "J45.909"]
    assert [one.code for one in _diagnosis_counts(people, top=2)] == ["I10", "E11.9"]
    assert _diagnosis_counts(people)[0].system == ICD


def test_the_three_highest_risks_come_with_why_and_with_how_many_are_as_high() -> None:
    young = {"born": date(2000, 1, 1)}
    metastatic, aids = patient("C79.51", **young), patient("B20", "E11.9", **young)
    heart = [patient("I50.9", **young) for _ in range(3)]
    healthy = patient(**young)
    top = _top_risks([healthy, *heart, metastatic, aids])
    assert [one.points for one in top.scores] == [7, 6, 1]
    assert [one.patient for one in top.scores][:2] == [aids.id, metastatic.id]
    assert [one.called for one in top.scores[1].reasons] == ["Cancer that has spread"]
    assert top.as_high == 2


def test_of_the_same_score_illness_comes_before_age_and_the_older_before_the_younger() -> None:
    old = patient(born=date(1940, 1, 1))
    ill = patient("I50.9", "J44.9", "K25.9", "F03.90", born=date(1990, 1, 1))
    younger_ill = patient("I50.9", "J44.9", "K25.9", "F03.90", born=date(1995, 1, 1))
    top = _top_risks([old, younger_ill, ill])
    assert [one.points for one in top.scores] == [4, 4, 4]
    assert [one.patient for one in top.scores] == [ill.id, younger_ill.id, old.id]


@settings(max_examples=200, deadline=None)
@given(st.lists(PATIENTS, max_size=30), st.integers(0, 4), st.integers(1, 9))
def test_the_highest_of_many_parts_are_the_highest_of_all(
    everybody: list[Any], top: int, part: int
) -> None:
    counted = Risks(TODAY, top)
    for first in range(0, len(everybody), part):
        counted.add(everybody[first : first + part])
    scores = [score for row in everybody if (score := charlson(row, TODAY))]
    in_order = sorted(
        (score for score in scores if score.points),
        key=lambda one: (-one.points, one.age_points, -one.age, one.patient),
    )
    found = counted.top_risks()
    assert list(found.scores) == in_order[:top]
    beyond = in_order[top:] if found.scores else []
    assert found.as_high == sum(one.points == found.scores[-1].points for one in beyond)


def test_who_has_no_points_is_no_risk() -> None:
    top = _top_risks([patient(), patient("I50.9")])
    assert len(top.scores) == 1
    assert _top_risks([patient("I50.9")], top=0).scores == ()


@pytest.mark.parametrize(
    ("minutes", "median", "ninetieth"),
    [
        ([], None, None),
        ([7], 7, 7),
        ([1, 2], 1.5, 2),
        ([5, 1, 3], 3, 5),
        (list(range(1, 11)), 5.5, 9),
        (list(range(1, 12)), 6, 10),
        (list(range(1, 101)), 50.5, 90),
    ],
)
def test_half_and_nine_in_ten_did_not_wait_longer(
    minutes: list[int], median: float | None, ninetieth: int | None
) -> None:
    waits = waits_of([assessment(waited=one * MINUTE) for one in minutes] + [assessment()])
    assert waits.reviewed == len(minutes)
    assert waits.median == (median and median * 60)
    assert waits.ninetieth == (ninetieth and ninetieth * 60)


def test_a_month_is_one_of_the_clinics_own_clock() -> None:
    """At noon of 31 March in UTC it is 1 April in Auckland."""
    last = datetime(2026, 3, 31, 12, tzinfo=UTC)
    assert new_patients([last], UTC_CLOCK) == {MARCH: 1}
    assert new_patients([last], AUCKLAND) == {APRIL: 1}
    assert list(sent_by_level([assessment(last)], AUCKLAND)) == [APRIL]
    assert list(waiting_times([assessment(last)], AUCKLAND)) == [APRIL]
    assert kept_and_missed([appointment("noshow", last)], AUCKLAND) == {APRIL: Kept(0, 1)}


def test_the_triage_mix_names_every_level() -> None:
    sent = [assessment(triage="urgent"), assessment(triage="urgent"), assessment(triage="routine")]
    mix = sent_by_level(sent, UTC_CLOCK)[MARCH]
    assert dict(mix) == {"emergency": 0, "urgent": 2, "routine": 1, "self-care": 0}
    assert tuple(mix) == LEVELS


def test_only_who_came_and_who_did_not_come_are_kept_and_missed() -> None:
    statuses = ["fulfilled", "arrived", "noshow", "booked", "cancelled", "proposed"]
    found = kept_and_missed([appointment(one) for one in statuses], UTC_CLOCK)
    assert found == {MARCH: Kept(kept=2, missed=1)}


def test_months_in_which_nothing_happened_are_there_too() -> None:
    start, later = datetime(2025, 11, 5, tzinfo=UTC), datetime(2026, 2, 5, tzinfo=UTC)
    did = [assessment(later, waited=MINUTE)], [appointment("fulfilled", later)]
    rows = by_month(new_patients([start], UTC_CLOCK), events_of(*did, UTC_CLOCK))
    assert [row.month.isoformat() for row in rows] == [
        "2025-11-01",
        "2025-12-01",
        "2026-01-01",
        "2026-02-01",
    ]
    assert [row.new_patients for row in rows] == [1, 0, 0, 0]
    assert [sum(row.by_level.values()) for row in rows] == [0, 0, 0, 1]
    assert [row.waits.median for row in rows] == [None, None, None, 60]
    assert [row.appointments.kept for row in rows] == [0, 0, 0, 1]


def test_open_work_is_counted_by_how_long_it_has_waited() -> None:
    def open_since(age: timedelta, state: str = SUBMITTED, **more: Any) -> Any:
        return assessment(NOON - age, state=state, **more)

    hour, day = timedelta(hours=1), timedelta(days=1)
    work = [
        open_since(timedelta()),
        open_since(hour, IN_REVIEW),
        open_since(day, NEEDS_INFORMATION, due_in=hour),
        open_since(5 * day),
        open_since(14 * day),
        open_since(hour, REVIEWED, waited=MINUTE),
        open_since(30 * day, CLOSED, waited=MINUTE),
    ]
    assert {one.waited: (one.assessments, one.overdue) for one in open_work_by_age(work, NOON)} == {
        "within-1-hour": (1, 0),
        "within-4-hours": (1, 0),
        "within-1-day": (0, 0),
        "within-3-days": (1, 1),
        "within-2-weeks": (1, 1),
        "longer": (1, 1),
    }


@settings(max_examples=100, deadline=None)
@given(st.lists(PATIENTS, max_size=30))
def test_every_diagnosis_is_counted_once_for_each_patient(everybody: list[Any]) -> None:
    certain: Counter[str] = Counter()
    suspected: Counter[str] = Counter()
    for row in everybody:
        states: dict[str, set[str]] = {}
        for one in row.diagnoses:
            is_sure = one.state == "confirmed" or (one.state, one.certainty) == (
                "resolved",
                "certain",
            )
            states.setdefault(one.code, set()).add("sure" if is_sure else one.state)
        certain.update(code for code, found in states.items() if "sure" in found)
        suspected.update(
            code for code, found in states.items() if "sure" not in found and "suspected" in found
        )
    counts = _diagnosis_counts(everybody)
    assert {one.code: one.patients for one in counts if one.patients} == certain
    assert {one.code: one.suspected for one in counts if one.suspected} == suspected
