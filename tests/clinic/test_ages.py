"""Ages as calendars count them and as a clinician writes them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.assessment import Age
from bedside.clinic.patients.ages import age_in_words, age_on

TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(1991, 4, 17), date(2026, 4, 16), 34),
        (date(1991, 4, 17), date(2026, 4, 17), 35),
        (date(2024, 2, 29), date(2025, 2, 28), 0),
        (date(2024, 2, 29), date(2025, 3, 1), 1),
        (date(2026, 3, 1), date(2026, 3, 1), 0),
    ],
)
def test_age_is_in_completed_years(born: date, day: date, age: int) -> None:
    assert age_on(day, born) == age


@pytest.mark.parametrize(
    ("born", "words"),
    [
        (date(2026, 3, 3), "not born yet"),
        (date(2026, 3, 2), "born today"),
        (date(2026, 3, 1), "born today"),
        (date(2026, 2, 28), "1 day"),
        (date(2026, 2, 26), "3 days"),
        (date(2026, 2, 2), "27 days"),
        (date(2026, 2, 1), "4 weeks"),
        (date(2026, 1, 18), "6 weeks"),
        (date(2025, 12, 2), "12 weeks"),
        (date(2025, 12, 1), "3 months"),
        (date(2025, 11, 30), "3 months"),
        (date(2024, 12, 31), "14 months"),
        (date(2024, 3, 2), "23 months"),
        (date(2024, 3, 1), "2 years"),
        (date(2024, 2, 29), "2 years"),
        (date(1987, 3, 2), "38 years"),
        (date(1896, 3, 1), "130 years"),
    ],
)
def test_an_age_is_written_as_a_clinician_writes_it(born: date, words: str) -> None:
    assert age_in_words(TODAY, born) == words


def test_a_child_of_29_february_has_its_birthday_on_1_march_in_other_years() -> None:
    born = date(2024, 2, 29)
    assert age_in_words(date(2026, 2, 28), born) == "23 months"
    assert age_in_words(date(2028, 2, 29), born) == "4 years"
    assert age_in_words(date(2028, 2, 28), born) == "3 years"


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(1, 120 * 366))
def test_nobody_ever_gets_younger(born: date, days: int) -> None:
    day = born + timedelta(days=days)
    assert _as_days(age_in_words(day, born)) <= _as_days(age_in_words(day + timedelta(1), born))
    assert not age_in_words(day, born).startswith("1 year")


def _as_days(words: str) -> float:
    number, unit = words.split()
    return int(number) * {"day": 1, "week": 7, "month": 30.4375, "year": 365.25}[unit.rstrip("s")]


@given(st.integers(1, 120 * 366))
def test_the_assessment_speaks_of_an_age_in_the_same_unit(days: int) -> None:
    """The engine knows days only, so it may say the next unit a few days earlier or later."""
    born = date(2000, 1, 1)
    ours = {age_in_words(born + timedelta(days=one), born) for one in range(days - 3, days + 4)}
    assert Age.days(days).in_words().split()[1] in {words.split()[-1] for words in ours}
