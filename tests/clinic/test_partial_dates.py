"""A year is kept as a year, and no day is made up."""

from datetime import date

import pytest

from bedside.clinic.partial_dates import (
    EITHER_WAY,
    NOT_A_DAY,
    PartialDate,
    read_partial_date,
)


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


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2019", "2019"),
        ("2019-03", "2019-03"),
        ("2019-03-02", "2019-03-02"),
        ("2019/3/2", "2019-03-02"),
        ("3/2019", "2019-03"),
        ("03.2019", "2019-03"),
        ("2.3.2019", "2019-03-02"),
        ("02.03.2019", "2019-03-02"),
        ("13/3/2019", "2019-03-13"),
        ("3/13/2019", "2019-03-13"),
        ("3-3-2019", "2019-03-03"),
        ("March 2019", "2019-03"),
        ("  mar   2019 ", "2019-03"),
        ("Sept. 2019", "2019-09"),
        ("may, 2019", "2019-05"),
        ("2 March 2019", "2019-03-02"),
        ("2nd of March 2019", "2019-03-02"),
        ("1. Mar 2019", "2019-03-01"),
        ("March 2, 2019", "2019-03-02"),
        ("JUNE 21st 2019", "2019-06-21"),
    ],
)
def test_a_day_as_people_write_it(text: str, read: str) -> None:
    assert str(read_partial_date(text)) == read


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2/3/2019", EITHER_WAY),
        ("12-11-2019", EITHER_WAY),
        ("last spring", NOT_A_DAY),
        ("Marvel 2019", NOT_A_DAY),
        ("19", NOT_A_DAY),
        ("", NOT_A_DAY),
        ("2 March 19", NOT_A_DAY),
        ("30 February 2019", "There is no such day."),
        ("14/15/2019", "There is no such day."),
        ("2019-13", "There is no such day."),
        ("31.4.2019", "There is no such day."),
    ],
)
def test_what_is_asked_back(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        read_partial_date(text)
