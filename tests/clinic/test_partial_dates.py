"""A year is kept as a year, and no day is made up."""

from datetime import date

import pytest

from bedside.clinic.partial_dates import PartialDate


@pytest.mark.parametrize(
    ("written", "precision", "first", "last", "words"),
    [
        ("2019", "year", date(2019, 1, 1), date(2019, 12, 31), "2019"),
        ("2024-02", "month", date(2024, 2, 1), date(2024, 2, 29), "February 2024"),
        ("2019-03-02", "day", date(2019, 3, 2), date(2019, 3, 2), "2 March 2019"),
    ],
)
def test_what_is_known_of_a_day(
    written: str, precision: str, first: date, last: date, words: str
) -> None:
    said = PartialDate.parse(written)
    assert (said.precision, said.first, said.last) == (precision, first, last)
    assert (str(said), said.in_words) == (written, words)
    assert PartialDate.of(first, precision) == said


@pytest.mark.parametrize(
    "wrong", ["", "19", "2019-13", "2019-02-30", "2019-3", "0000", "2019-03-02T00:00", "٢٠١٩"]
)
def test_what_is_no_date(wrong: str) -> None:
    with pytest.raises(ValueError):
        PartialDate.parse(wrong)
