"""Numbers a case gives: how long, how bad, how hot, how old, and the vital signs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bedside.assessment import Age

_COUNTS = {
    **{"a": 1, "an": 1, "one": 1, "two": 2, "couple": 2, "three": 3, "few": 3, "four": 4},
    **{"several": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10},
    **{"eleven": 11, "twelve": 12},
}
_DAYS = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1, "week": 7, "month": 30, "year": 365}
_MANY = r"(\d+(?:\.\d+)?|" + "|".join(_COUNTS) + r")"
_LENGTH = re.compile(
    r"(?<!times )\b"
    + _MANY
    + r"(?:\s*(?:-|to|or)\s*\d+)?(?:\s+of)?[\s-]*(minute|hour|day|week|month|year)s?\b"
    r"(?![\s-]*(?:old|pregnant|(?:of )?(?:gestation|pregnancy)|later|apart))",
    re.IGNORECASE,
)
_AGO = re.compile(r"\s+(?:ago|earlier|before)\b", re.IGNORECASE)
_UNCOUNTED = re.compile(
    r"\bfor (?:many |some |several |a few )?(day|week|month|year)s\b", re.IGNORECASE
)
_UNCOUNTED_TIMES = 3
_HISTORY_DAYS = 180
_AGE = re.compile(
    _MANY + r"[\s-]*(y|year|month|week|day)s?[\s/-]*(?:old|o)\b|\b(\d{1,3})[\s-]*(?:yo|y/o|yr)\b",
    re.IGNORECASE,
)
_GESTATION = re.compile(
    r"\b(?:at|am|i['’]m|she['’]s|is|now|currently)\s+(\d{1,2})\s*(?:weeks|wks)\b"
    r"(?!\s*(?:old|ago|of age|post))"
    r"|\b(\d{1,2})\s*(?:weeks|wks|\+\d)[\s-]+(?:pregnant|gestation|along|into the pregnancy)\b"
    r"|^\s*([1-4]\d)\s*(?:weeks|wks)\s*,",
    re.IGNORECASE,
)
_SUGAR = re.compile(
    r"\b(?:(?:blood )?(?:sugars?|glucose)|fingerstick|BM|meter)\b[^.\d]{0,25}(\d{1,3}(?:\.\d)?)"
    r"(?!\s*(?:%|/|hours?|days?|weeks?|times?))\s*(mmol|mg)?",
    re.IGNORECASE,
)
_MOST_MMOL, _PER_MMOL = 34.0, 18.0
_CALLED = re.compile(r"\b(toddler|baby|infant|newborn)\b", re.IGNORECASE)
_CALLED_AGES = {
    "toddler": Age.years(2),
    "baby": Age.months(6),
    "infant": Age.months(6),
    "newborn": Age.days(10),
}
_OF_TEN = re.compile(r"\b(\d{1,2})\s*(?:/|out of|on a)\s*(?:a\s*)?10\b", re.IGNORECASE)
_HOT = re.compile(
    r"\b(?:temp(?:erature)?|fever|thermometer|T)\b[^.\d]{0,25}(\d{2,3}(?:\.\d)?)\s*(?:°|º|degrees)?\s*([CF])?",
    re.IGNORECASE,
)
_VITALS = {
    "vitals.heart-rate": re.compile(
        r"\b(?:pulse|heart rate|heart (?:is |was )?(?:racing|beating|going)|HR)\b[^.\d]{0,20}"
        r"(\d{2,3})\b(?!\s*/)",
        re.I,
    ),
    "vitals.systolic": re.compile(
        r"\b(?:blood pressure|BP)\b[^.\d]{0,20}(\d{2,3})\s*/\s*\d{2,3}", re.I
    ),
    "vitals.respiratory-rate": re.compile(
        r"\b(?:respiratory rate|respirations?|RR)\b[^.\d]{0,20}(\d{1,2})\b", re.I
    ),
    "vitals.oxygen-saturation": re.compile(
        r"\b(?:oxygen saturation|saturation|SpO2|SaO2|O2 sat)\b[^.\d]{0,20}(\d{2,3})\s*%?", re.I
    ),
}
_BAD = (
    (9.0, re.compile(r"\b(?:excruciating|unbearable|worst|extremely painful)\b", re.I)),
    (8.0, re.compile(r"\b(?:severe|intense|terrible|very painful)\b", re.I)),
    (5.0, re.compile(r"\bmoderate\b", re.I)),
    (3.0, re.compile(r"\b(?:mild|slight)\b", re.I)),
)
_NOT = re.compile(r"(?:\bnot|n't|\bno)\s+(?:too |very |so )?$", re.I)
_BEFORE = re.compile(
    r"(?:\s*,\s*|\s+)(?:(?!and\b|or\b|plus\b|with\b|but\b|then\b)[\w'-]+[\s-]*){0,5}", re.I
)
_AFTER = re.compile(r"[^;+]{0,90}")
_ENDS = re.compile(
    r"\s*(?:$|[.,;:)]|(?:in|at|and|but|now|when|enough|today|for|that|since|on)\b)", re.I
)
_UNITS = {"y": Age.years, "m": Age.months, "w": Age.weeks, "d": Age.days}


@dataclass(frozen=True, slots=True)
class Amount:
    """A number and the characters it comes from."""

    value: float
    start: int
    end: int


def lengths(text: str) -> Iterator[Amount]:
    """Every length of time, in days."""
    for found in _LENGTH.finditer(text):
        yield Amount(_count(found[1]) * _DAYS[found[2].lower()], found.start(), found.end())


def going_on(text: str) -> Iterator[Amount]:
    """How long something has gone on: every length, "for weeks" among them, but none of a history
    ("an operation three years ago")."""
    for one in lengths(text):
        if one.value < _HISTORY_DAYS or not _AGO.match(text, one.end):
            yield one
    for found in _UNCOUNTED.finditer(text):
        yield Amount(_UNCOUNTED_TIMES * _DAYS[found[1].lower()], found.start(), found.end())


def severity(text: str, start: int, end: int) -> Amount | None:
    """How bad, of ten, what stands at these characters of its sentence is said to be.

    The number given, else what the nearest word for it stands for: "severe headache and mild
    nausea" calls the nausea mild and the headache severe.
    """
    for told in _OF_TEN.finditer(text):
        if float(told[1]) <= 10:
            return Amount(float(told[1]), told.start(), told.end())
    found = [
        Amount(value, one.start(), one.end())
        for value, words in _BAD
        for one in words.finditer(text)
        if _says_of(text, one.start(), one.end(), start, end)
    ]
    return min(found, key=lambda one: max(one.start - end, start - one.end), default=None)


def _says_of(text: str, first: int, last: int, start: int, end: int) -> bool:
    """Does the word at first..last describe the symptom at start..end?"""
    if _NOT.search(text, 0, first):
        return False
    if last <= start:
        return _BEFORE.fullmatch(text, last, start) is not None
    return first < end or (
        _AFTER.fullmatch(text, end, first) is not None and _ENDS.match(text, last) is not None
    )


def temperature(text: str) -> Amount | None:
    """A body temperature in °C."""
    for found in _HOT.finditer(text):
        degrees = float(found[1])
        if (found[2] or "").upper() == "F" or degrees > 90:
            degrees = (degrees - 32) / 1.8
        if 33 <= degrees <= 43:
            return Amount(round(degrees, 1), found.start(), found.end())
    return None


def vital(name: str, text: str) -> Amount | None:
    """One vital sign in the engine's units; what the text does not give is unknown."""
    if name == "vitals.temperature":
        return temperature(text)
    found = _VITALS[name].search(text) if name in _VITALS else None
    return Amount(float(found[1]), found.start(1), found.end(1)) if found else None


def sugar(text: str) -> Amount | None:
    """A blood sugar in mg/dL; what is given in mmol/L, or can only be that, is reckoned over."""
    found = _SUGAR.search(text)
    if found is None:
        return None
    value = float(found[1])
    in_mmol = value < _MOST_MMOL or "mmol" in (found[2] or "").lower()
    return Amount(value * _PER_MMOL if in_mmol else value, found.start(), found.end())


def usual_age(text: str) -> Age | None:
    """About how old whoever is called a toddler, baby or newborn is, where no age is given."""
    found = _CALLED.search(text)
    return _CALLED_AGES[found[1].lower()] if found else None


def gestation(text: str) -> Amount | None:
    """The weeks of a pregnancy that are told as such ("at 32 weeks", "38 weeks, itching")."""
    found = _GESTATION.search(text)
    return (
        Amount(float(found[1] or found[2] or found[3]), found.start(), found.end())
        if found
        else None
    )


def age(text: str) -> tuple[Age, Amount] | None:
    """The first age of a text."""
    found = _AGE.search(text)
    if found is None:
        return None
    number, unit = (found[3], "y") if found[3] else (found[1], found[2][0].lower())
    made = _UNITS[unit](int(_count(number)))
    return made, Amount(float(made.in_days), found.start(), found.end())


def _count(written: str) -> float:
    return float(_COUNTS.get(written.lower(), 0) or written)
