"""Ages are days; people say years, months, weeks."""

import pytest

from bedside.assessment import Age


@pytest.mark.parametrize(
    ("written", "days"),
    [("10d", 10), ("6w", 42), ("3m", 91), ("1y", 365), ("34y", 12418), ("0d", 0)],
)
def test_an_age_is_read_as_days(written: str, days: int) -> None:
    assert Age.written(written).in_days == days


@pytest.mark.parametrize("written", ["", "34", "y", "-3y", "200y", "3 months old"])
def test_what_is_not_an_age_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="age"):
        Age.written(written)


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (Age.years(34), "34 years"),
        (Age.years(2), "2 years"),
        (Age.months(14), "14 months"),
        (Age.months(7), "7 months"),
        (Age.months(3), "3 months"),
        (Age.days(90), "12 weeks"),
        (Age.weeks(4), "4 weeks"),
        (Age.days(27), "27 days"),
        (Age.days(12), "12 days"),
        (Age.days(1), "1 day"),
    ],
)
def test_an_age_is_said_in_the_unit_a_clinician_would_use(age: Age, words: str) -> None:
    assert age.in_words() == words


def test_a_birthday_is_reached_in_the_same_unit() -> None:
    assert Age.years(50) >= Age.written("50y")
    assert Age.years(49.9) < Age.written("50y")
