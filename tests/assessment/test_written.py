"""Numbers as people write them: understood, or asked back by name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.assessment import InvalidAnswer, Knowledge
from bedside.assessment.answers import check
from bedside.assessment.questions import ask_finding
from bedside.assessment.written import NotUnderstood, Wanted, read_measure, read_pressure

HOT = Wanted("°C", 30, 45)
WEIGHT = Wanted("kg", 0.3, 500)
HEIGHT = Wanted("cm", 20, 250)
LASTS = Wanted("days", 0, 36_500)
CELLS = Wanted("ng/L", 0, 100_000)


@pytest.mark.parametrize(
    ("text", "wanted", "value"),
    [
        ("38.5", HOT, 38.5),
        ("38,5", HOT, 38.5),
        (" 38.5 °C ", HOT, 38.5),
        ("38,5°c", HOT, 38.5),
        ("38.5 C.", HOT, 38.5),
        ("38.5 degrees", HOT, 38.5),
        ("38.5 degrees celsius", HOT, 38.5),
        ("38.5 ℃", HOT, 38.5),
        ("38.5 º C", HOT, 38.5),
        ("38½", HOT, 38.5),
        ("38.5!", HOT, 38.5),
        ("\u200e38.5\u200e °C", HOT, 38.5),
        ("38.125", HOT, 38.125),
        ("٣٨٫٥", HOT, 38.5),
        ("۳۸٫۵ °C", HOT, 38.5),
        ("३८.५", HOT, 38.5),
        ("３８．５", HOT, 38.5),
        ("101.3 F", HOT, 38.5),
        ("101,3 °F", HOT, 38.5),
        ("100.4 ℉", HOT, 38.0),
        ("100.4 degrees Fahrenheit", HOT, 38.0),
        ("about 39", HOT, 39),
        ("approx. 39 °C", HOT, 39),
        ("~39", HOT, 39),
        ("it was around 39", HOT, 39),
        ("thirty-nine", HOT, 39),
        ("70 kg", WEIGHT, 70),
        ("70kg", WEIGHT, 70),
        ("70 kilos", WEIGHT, 70),
        ("154 lb", WEIGHT, 69.85),
        ("154lbs", WEIGHT, 69.85),
        ("11 st 4 lb", WEIGHT, 71.67),
        ("11 st 4", WEIGHT, 71.67),
        ("3500 g", WEIGHT, 3.5),
        ("3,500 g", WEIGHT, 3.5),
        ("3 kg 500", WEIGHT, 3.5),
        ("850 g", WEIGHT, 0.85),
        ("3450 g", WEIGHT, 3.45),
        ("3kg450", WEIGHT, 3.45),
        ("3 lb", WEIGHT, 1.36),
        ("3 hours", LASTS, 0.125),
        ("4 hours", LASTS, 0.167),
        ("45 minutes", LASTS, 0.031),
        ("180 cm", HEIGHT, 180),
        ("1.80 m", HEIGHT, 180),
        ("1,80m", HEIGHT, 180),
        ("1m80", HEIGHT, 180),
        ("5 ft 11", HEIGHT, 180.3),
        ("5 feet, 11 inches", HEIGHT, 180.3),
        ("5'11\"", HEIGHT, 180.3),
        ("5’11”", HEIGHT, 180.3),
        ("5′ 11″", HEIGHT, 180.3),
        ("5'11", HEIGHT, 180.3),
        ("71 in", HEIGHT, 180.3),
        ("88 %", Wanted("%", 40, 100), 88),
        ("88%", Wanted("%", 40, 100), 88),
        ("88 per cent", Wanted("%", 40, 100), 88),
        ("72 bpm", Wanted("beats a minute", 20, 260), 72),
        ("72 beats a minute", Wanted("beats a minute", 20, 260), 72),
        ("18/min", Wanted("breaths a minute", 3, 80), 18),
        ("16 kPa", Wanted("mmHg", 40, 300), 120.0),
        ("8/10", Wanted("", 0, 10), 8),
        ("8 out of 10", Wanted("", 0, 10), 8),
        ("14 of 15", Wanted("of 15", 3, 15), 14),
        ("2 hours", Wanted("minutes", 0, 1440), 120),
        ("1 hour 30", Wanted("minutes", 0, 1440), 90),
        ("90 m", Wanted("hours", 0, 500), 1.5),
        ("3 days ago", Wanted("hours ago", 0, 1000), 72),
        ("18 months", Wanted("years", 0, 120), 1.5),
        ("6 weeks", Wanted("days", 0, 120), 42),
        ("34 years old", Wanted("years", 0, 120), 34),
        ("1,234.5", CELLS, 1234.5),
        ("1.234,5", CELLS, 1234.5),
        ("1 234,5", CELLS, 1234.5),
        ("1'234.5 ng/L", CELLS, 1234.5),
        ("12,345,678", Wanted(), 12_345_678),
        ("1,234", Wanted(), 1234),
        ("1.234", Wanted(), 1.234),
        ("−5", Wanted("", -10, 10), -5),
        ("-0,5", Wanted(), -0.5),
        (".5", Wanted(), 0.5),
    ],
)
def test_what_people_write_is_understood(text: str, wanted: Wanted, value: float) -> None:
    assert read_measure(text, wanted) == pytest.approx(value, abs=1e-9)


@pytest.mark.parametrize(
    "text",
    ["", "   ", "very hot", "38-39", "38 39", "38.5 kg", "12.5.3", "38 C 100 F", "1/2", "over 39",
     "38.5 C and shivering", "٣٨٫٥٫٥", "nan", "inf", "1e1", "0x26", "+", "9" * 61],
)  # fmt: skip
def test_what_is_no_temperature_is_asked_back_with_an_example(text: str) -> None:
    with pytest.raises(NotUnderstood) as asked:
        read_measure(text, HOT)
    assert asked.value.detail == "Write the temperature as a number such as 38.5, in °C."


@pytest.mark.parametrize("text", ["70 kg 71 kg", "4 lb 11 st", "11 st 4 cm", "70 kg 5 ft"])
def test_two_numbers_are_one_measure_only_from_large_to_small(text: str) -> None:
    with pytest.raises(NotUnderstood):
        read_measure(text, WEIGHT)


def test_a_number_that_is_only_possible_in_fahrenheit_is_asked_back() -> None:
    with pytest.raises(NotUnderstood) as asked:
        read_measure("101", HOT)
    assert asked.value.detail == (
        "Write the temperature in °C, from 30 to 45. "
        "If you measured in °F, write °F after the number."
    )
    with pytest.raises(NotUnderstood) as asked:
        read_measure("101 °C", HOT)
    assert asked.value.detail == "Write the temperature in °C, from 30 to 45."
    with pytest.raises(NotUnderstood) as asked:
        read_measure("1.80", HEIGHT)
    assert asked.value.detail.endswith("If you measured in m, write m after the number.")


def test_a_mark_that_may_stand_for_thousands_or_for_decimals_is_asked_back() -> None:
    assert read_measure("1,234", Wanted("", 0, 100)) == 1.234
    assert read_measure("1,234", Wanted("", 100, 10_000)) == 1234
    with pytest.raises(NotUnderstood) as asked:
        read_measure("1,234", CELLS)
    assert "thousands" in asked.value.detail


@pytest.mark.parametrize(
    "text", ["120/80", "120 / 80 mmHg", "120 over 80", "about 120/80", "١٢٠/٨٠"]
)
def test_a_blood_pressure_has_two_numbers(text: str) -> None:
    assert read_pressure(text) == (120, 80)


@pytest.mark.parametrize("text", ["120", "80/120", "120/80/60", "high"])
def test_what_is_no_blood_pressure_is_asked_back(text: str) -> None:
    with pytest.raises(NotUnderstood):
        read_pressure(text)


def test_a_blood_pressure_the_wrong_way_round_is_said_to_be_that() -> None:
    with pytest.raises(NotUnderstood, match="higher number"):
        read_pressure("80/120")


@given(st.text(max_size=80), st.sampled_from(["", "°C", "kg", "cm", "mmHg", "years", "ng/L"]))
def test_any_text_is_a_number_within_bounds_or_asked_back(text: str, unit: str) -> None:
    try:
        value = read_measure(text, Wanted(unit, 1, 300))
    except NotUnderstood as asked:
        assert asked.detail.endswith(".")
        return
    assert 1 <= value <= 300


@given(st.integers(0, 99_999), st.integers(0, 99), st.sampled_from([",", "."]))
def test_a_number_reads_the_same_with_a_comma_as_with_a_point(
    whole: int, decimals: int, mark: str
) -> None:
    meant = float(f"{whole}.{decimals:02}")
    assert read_measure(f"{whole}{mark}{decimals:02}", Wanted()) == meant


# --- as an answer of the interview -----------------------------------------------------------


@pytest.mark.parametrize(
    ("finding", "answer", "value"),
    [
        ("fever.temperature", "38,5 °C", 38.5),
        ("fever.temperature", "101.3 F", 38.5),
        ("fever.temperature", 38.5, 38.5),
        ("fever.temperature", 39, 39.0),
        ("blood-pressure.top", "180/95", 180),
        ("blood-pressure.bottom", "180 over 95 mmHg", 95),
        ("vitals.systolic", "120", 120),
        ("about.age", "34 years", 34),
    ],
)
def test_the_interview_understands_it(
    knowledge: Knowledge, finding: str, answer: object, value: float
) -> None:
    assert check(ask_finding(knowledge, finding), answer) == value


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ("hot", "Write the temperature as a number such as 38.5, in °C."),
        ("101 °C", "Write the temperature in °C, from 30 to 45."),
        (101, "Write the temperature in °C, from 30 to 45."),
        (float("nan"), "Write the temperature as a number such as 38.5, in °C."),
        (10**400, "Write the temperature as a number such as 38.5, in °C."),
        (True, "Write the temperature as a number such as 38.5, in °C."),
        ([], "Write the temperature as a number such as 38.5, in °C."),
    ],
)
def test_the_interview_asks_back_by_name(
    knowledge: Knowledge, answer: object, sentence: str
) -> None:
    with pytest.raises(InvalidAnswer) as asked:
        check(ask_finding(knowledge, "fever.temperature"), answer)
    assert asked.value.detail == sentence


@pytest.mark.parametrize(
    ("unit", "answer", "sentence"),
    [
        ("of 10", "very bad", "Write it as a number."),
        ("of 10", "11", "Write a number, from 0 to 10."),
        ("times in 24 hours", "11", "Write a number, from 0 to 10."),
        ("hours ago", "late", "Write it as a number, in hours."),
        ("hours ago", "11", "Write a number in hours, from 0 to 10."),
    ],
)
def test_what_a_number_counts_is_not_said_like_a_unit(
    unit: str, answer: str, sentence: str
) -> None:
    with pytest.raises(NotUnderstood) as asked:
        read_measure(answer, Wanted(unit, 0, 10))
    assert asked.value.detail == sentence


def test_every_number_of_the_interview_is_asked_back_in_plain_words(knowledge: Knowledge) -> None:
    units = {finding.unit for finding in knowledge.findings.values() if finding.kind == "number"}
    assert {"of 10", "of 15", "°C", "hours ago"} <= units
    for unit in units:
        wanted = Wanted(unit, 0, 10)
        assert not any(
            wrong in f"{wanted.sentence} {wanted.between}"
            for wrong in ("in of", "in times", " ago", " ,", "  ")
        )
