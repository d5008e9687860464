"""Durations, severities and temperatures in a text, with their spans."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bedside.assessment.words.numbers import NUMBERS, SPELLED, number_of

_WORDS = NUMBERS | {"a": 1, "an": 1, "couple": 2, "few": 3, "several": 4, "half": 0.5}
DAYS = {
    "minute": 1 / 1440,
    "min": 1 / 1440,
    "hour": 1 / 24,
    "hr": 1 / 24,
    "day": 1,
    "night": 1,
    "week": 7,
    "wk": 7,
    "fortnight": 14,
    "month": 30,
    "year": 365,
    "yr": 365,
}
_NUMBER = r"(\d{1,3}(?:\.\d)?|" + "|".join(_WORDS) + ")"
_UNIT = "(" + "|".join(DAYS) + r")s?\b"
_DURATION = re.compile(
    r"\b(?<!every )(?<!each )(?<!per )(?<!once )(?<!twice )(?<!times )"
    r"(?<!born at )(?<!i'm )(?<!im )(?<!i am )"
    + _NUMBER
    + r"(?:\s*(?:-|to|or)\s*(?:\d{1,2}|[a-z]{3,5}))?[\s-]*(?:of\s+)?(?:an?\s+)?"
    + _UNIT
    + r"(?![\s-]*(?:olds?|o)\b)(?!\s*(?:pregnant|gestation|gone|late|overdue|before|until|a day"
    r"|early|premature|preterm))"
)
_SINCE = (
    (re.compile(r"\bsince (?:this )?morning\b|\bthis morning\b"), 0.25),
    (re.compile(r"\b(?:since )?last night\b|\bovernight\b"), 0.5),
    (re.compile(r"\b(?:since )?yesterday\b"), 1.0),
    (re.compile(r"\b(?:since |started |began )today\b|\bjust now\b|\bjust started\b"), 0.0),
    (re.compile(r"\ball (?:this )?week\b|\bsince last week\b"), 7.0),
    (re.compile(r"\bsince last month\b"), 30.0),
)
_SEVERITY = re.compile(r"\b(\d{1,2})\s*(?:/|out of|of)\s*(?:10|ten)\b")
_NUMBERED_PAIN = re.compile(
    r"\bpain(?:'s| is| was)(?: now)?(?: about| around| maybe| roughly)? an? (\d{1,2})\b"
    r"(?![\s-]*(?:/|day|week|month|year|hour))"
)
_WORD_SEVERITY = re.compile(r"\b(" + "|".join(list(NUMBERS)[:11]) + r")\s+out of\s+(?:10|ten)\b")
_NAMED = (
    r"\b(?:t|temp(?:erature)?|fever|thermometer|reading)\b\.?(?:['’]?s)?\s*"
    r"(?:(?:on|from|with) (?:the|a|our|her|his) (?:\w+ )?thermometer\s*)?"
)
_DEGREES = r"\d{2,3}(?:[.,]\d| point \d)?"
_UNIT_OF_HEAT = r"\s*(?:°|º|degrees?|deg)?\s*(?:[cf](?:elsius|ahrenheit)?\b)?"
_NO_DEGREES = r"(?!\s*(?:hours?|hrs?|h\b|days?|weeks?|wks?|months?|years?|yrs?|minutes?|mins?)\b)"
_TEMPERATURE = re.compile(
    r"(?P<named>"
    + _NAMED
    + r"(?:of|is|was|at|around|about|up to|:|says|said|reads|read|shows|showed|showing)?\s*)?"
    rf"\b(?P<number>{_DEGREES}|{SPELLED}(?:\s+point\s+\w+)?)" + _NO_DEGREES + r"\s*"
    r"(?P<degrees>°|º|degrees?|deg)?\s*(?P<unit>[cf])?(?:elsius|ahrenheit)?\b"
    r"(?P<taken>\s*(?:under (?:the|his|her|my) (?:arm|armpit|tongue)|rectally|by ear"
    r"|(?:on|with|by|in) (?:the|a|our|his|her|my) (?:\w+ )?(?:thermometer|ear|armpit|bottom)))?"
)
_COURSE = re.compile(
    _NAMED + r",?\s*(?:[a-z]+\s+){0,4}?from\s+"
    rf"(?P<first>{_DEGREES}){_UNIT_OF_HEAT}\s+(?:[a-z]+\s+){{0,3}}?to\s+(?P<last>{_DEGREES}){_UNIT_OF_HEAT}"
    + _NO_DEGREES
)
"""How a temperature went: "from 36.9 to 39", of which the higher end counts."""

_HISTORY_DAYS = 180
_AGO = re.compile(r"\s+(?:ago|earlier)\b")
_BEGAN = re.compile(
    r"\b(?:beg[au]n|start(?:ed|s)?|since|notic(?:ed|ing)|first|developed|appeared|came|come|onset)\b"
)


@dataclass(frozen=True, slots=True)
class Measure:
    """``value`` in days, of 10, or °C."""

    kind: Literal["duration", "severity", "temperature"]
    value: float
    start: int
    end: int


def celsius_of(fahrenheit: float) -> float:
    """Return a temperature in °C."""
    return (fahrenheit - 32) / 1.8


def measures_in(text: str) -> list[Measure]:
    """Every measure of a text, in order."""
    lowered = text.lower()
    if len(lowered) != len(text):
        return []
    found = [*_durations(lowered), *_severities(lowered), *_temperatures(lowered)]
    return sorted(found, key=lambda one: one.start)


def _durations(text: str) -> Iterator[Measure]:
    for found in _DURATION.finditer(text):
        number = found[1]
        count = float(number) if number[0].isdigit() else float(_WORDS[number])
        if number in ("a", "an") and not re.search(
            r"\b(?:for|about|ago|since|past|last|over|nearly|almost|around|roughly)\b",
            text[max(0, found.start() - 12) : found.end() + 6],
        ):
            continue
        days = round(count * DAYS[found[2]], 3)
        if days < _HISTORY_DAYS or not _is_history(text, found.start(), found.end()):
            yield Measure("duration", days, found.start(), found.end())
    for pattern, days in _SINCE:
        for found in pattern.finditer(text):
            yield Measure("duration", days, found.start(), found.end())


def _is_history(text: str, start: int, end: int) -> bool:
    """ "The same as eighteen months ago", "an operation 5 years ago": nothing has lasted so long,
    unless the words say that it began then."""
    return bool(_AGO.match(text, end)) and not _BEGAN.search(text[max(0, start - 40) : start])


def _severities(text: str) -> Iterator[Measure]:
    for found in (*_SEVERITY.finditer(text), *_NUMBERED_PAIN.finditer(text)):
        if int(found[1]) <= 10:
            yield Measure("severity", float(found[1]), found.start(), found.end())
    for found in _WORD_SEVERITY.finditer(text):
        yield Measure("severity", float(_WORDS[found[1]]), found.start(), found.end())


def _temperatures(text: str) -> Iterator[Measure]:
    for found in _COURSE.finditer(text):
        values = [_celsius(_degrees(found[end]), None) for end in ("first", "last")]
        if all(33 <= one <= 43 for one in values):
            yield Measure("temperature", round(max(values), 1), found.start(), found.end())
    for found in _TEMPERATURE.finditer(text):
        if not (found["named"] or found["degrees"] or found["unit"] or found["taken"]):
            continue
        number = _celsius(_degrees(found["number"]), found["unit"])
        if 33 <= number <= 43:
            yield Measure("temperature", round(number, 1), found.start(), found.end())


def _degrees(written: str) -> float:
    """38.5 for "38.5", "38,5", "38 point 5" and "thirty eight point five"; 0 for what is none."""
    whole, _, decimal = written.partition(" point ")
    if whole[0].isdigit():
        return float(f"{whole}.{decimal}" if decimal else whole.replace(",", "."))
    tenths = number_of(decimal.strip()) if decimal else 0
    return float(number_of(whole) or 0) + (tenths or 0) / 10


def _celsius(number: float, unit: str | None) -> float:
    """A bare number that can only be Fahrenheit is."""
    is_fahrenheit = unit == "f" or (unit is None and 90 <= number <= 110)
    return celsius_of(number) if is_fahrenheit else number
