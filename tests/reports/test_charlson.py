"""The Charlson index: what counts, what counts once, and why it is what it is."""

from datetime import date

import pytest

from bedside.clinic.diagnoses.lifecycle import (
    CERTAIN,
    CONFIRMED,
    PROBABLE,
    REFUTED,
    RESOLVED,
    SUSPECTED,
)
from bedside.clinic.entries.lifecycle import ERROR
from bedside.reports.charlson import charlson, reasons_of, table
from bedside.reports.charlson.table import spread
from tests.reports.making import SNOMED, TODAY, diagnosis, patient


def _conditions(*codes: str) -> dict[str, int]:
    return {one.condition: one.points for one in reasons_of([diagnosis(one) for one in codes])}


@pytest.mark.parametrize(
    ("age", "points"),
    [(0, 0), (49, 0), (50, 1), (59, 1), (60, 2), (69, 2), (70, 3), (79, 3), (80, 4), (104, 4)],
)
def test_every_ten_years_from_50_give_a_point_and_four_at_most(age: int, points: int) -> None:
    score = charlson(patient(born=date(TODAY.year - age, 1, 1)), TODAY)
    assert (score.age, score.age_points, score.points) == (age, points, points)


def test_a_birthday_gives_its_point_on_the_day() -> None:
    fifty_tomorrow = patient(born=date(1976, 3, 3))
    assert charlson(fifty_tomorrow, date(2026, 3, 2)).points == 0
    assert charlson(fifty_tomorrow, date(2026, 3, 3)).points == 1


def test_the_score_says_which_diagnoses_gave_which_points() -> None:
    score = charlson(patient("E11.22", "I25.2", "I21.4", "J45.909", born=date(1950, 1, 1)), TODAY)
    assert score.points == 3 + 1 + 1 + 2
    assert score.age_points == 3
    assert [(one.condition, one.points, one.codes) for one in score.reasons] == [
        ("myocardial-infarction", 1, ("I21.4", "I25.2")),
        ("chronic-pulmonary", 1, ("J45.909",)),
        ("diabetes-complicated", 2, ("E11.22",)),
    ]


@pytest.mark.parametrize(
    ("codes", "conditions"),
    [
        (("E11.9", "E11.22"), {"diabetes-complicated": 2}),
        (("K73.9", "K76.6"), {"severe-liver": 3}),
        (("C50.911", "C79.51"), {"metastatic": 6}),
        (("C50.911", "C34.90"), {"cancer": 2}),
        (("E11.9", "K73.9", "C43.9"), {"mild-liver": 1, "diabetes": 1, "cancer": 2}),
    ],
)
def test_an_illness_counts_once_in_its_worst_form(
    codes: tuple[str, ...], conditions: dict[str, int]
) -> None:
    assert _conditions(*codes) == conditions
    assert _conditions(*reversed(codes)) == conditions


@pytest.mark.parametrize(
    ("state", "certainty", "points"),
    [
        (CONFIRMED, CERTAIN, 6),
        (RESOLVED, CERTAIN, 6),
        (RESOLVED, PROBABLE, 0),
        (SUSPECTED, PROBABLE, 0),
        (REFUTED, CERTAIN, 0),
        (ERROR, CERTAIN, 0),
    ],
)
def test_only_what_somebody_has_or_had_for_certain_counts(
    state: str, certainty: str, points: int
) -> None:
    assert charlson(patient(diagnosis("C78.00", state, certainty)), TODAY).points == points


def test_a_suspected_worse_form_does_not_hide_the_certain_milder_one() -> None:
    one = patient("C50.911", diagnosis("C79.51", SUSPECTED, PROBABLE))
    assert charlson(one, TODAY).points == 2


def test_a_code_of_another_system_means_nothing_here() -> None:
    assert charlson(patient(diagnosis("I21", system=SNOMED)), TODAY).points == 0


@pytest.mark.parametrize("written", ["I25.2", "I252", "i25.2", " I25.2 "])
def test_a_code_is_read_however_it_is_written(written: str) -> None:
    assert _conditions(written) == {"myocardial-infarction": 1}


@pytest.mark.parametrize("code", ["I25.10", "I2", "C44.91", "C7A.00", "E08.9", "E66.9", "B23", ""])
def test_what_the_table_does_not_name_gives_nothing(code: str) -> None:
    assert _conditions(code) == {}


def test_without_a_birth_date_there_is_no_score() -> None:
    assert charlson(patient("I21.4", born=None, sex=None), TODAY) is None


def test_the_table_names_seventeen_conditions_and_every_milder_one_is_among_them() -> None:
    conditions = table().conditions
    assert len(conditions) == 17
    milder = {one.id: one.instead_of for one in conditions.values() if one.instead_of}
    assert milder == {
        "diabetes-complicated": "diabetes",
        "severe-liver": "mild-liver",
        "metastatic": "cancer",
    }
    assert set(milder.values()) <= set(conditions)


@pytest.mark.parametrize("written", ["I60-J62", "I60-I623", "I6", "60", "I60-", "C5A"])
def test_an_entry_that_is_no_code_and_no_range_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="not a code"):
        list(spread(written))
