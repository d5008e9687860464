"""Ages in a text, each with its place, in days, weeks, months or years."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bedside.assessment.age import Age
from bedside.assessment.words.numbers import DECIMAL, SPELLED, amount_of

_UNITS: Mapping[str, Callable[[float], Age]] = {
    "y": Age.years,
    "m": Age.months,
    "w": Age.weeks,
    "d": lambda count: Age.days(int(count)),
}
_COUNT = "(" + DECIMAL + "|" + SPELLED + ")"
_UNIT = r"(y|m|w|d)(?:ea?rs?|rs?|onths?|nths?|ths?|o|eeks?|ks?|ays?)?"
_PERSON = (
    r"(?:i am|i'm|im|he is|he's|hes|she is|she's|shes|they're|they are|is now|who is|who's|aged?|"
    r"turned|just turned|turning|(?:{nouns})(?:'s| is| are|s)?|(?:{nouns}) who is|a)"
)
_NOT_AN_AGE = (
    r"(?!\s*(?:[./:%°,]\s*\d|out of|/|weeks?|wks?|days?|months?|mths?|hours?|hrs?|minutes?|"
    r"mins?|kg|cm|mg|ml|stone|st\b|lbs?|degrees?|times?|people|of\b|puffs?|tablets?|pills?|pints?|percent|%|"
    r"am\b|pm\b|st\b|nd\b|rd\b|th\b|year|yr|per|a day|centimet|years?\s+(?:ago|now|sober|clean)))"
)
_HEAT = re.compile(r"temp|fever|\bt\b")
_LONGEST_YEARS = 120


@dataclass(frozen=True, slots=True)
class AgeSaid:
    """``letter`` is the sex said in one word with it (``34f``), or empty."""

    days: int
    start: int
    end: int
    letter: str = ""


def ages_in(lowered: str, nouns: tuple[str, ...]) -> list[AgeSaid]:
    """Every age of a text in lower case; ``nouns`` are the words for people."""
    found: dict[int, AgeSaid] = {}
    for said in (*_old(lowered), *_lettered(lowered), *_aged(lowered, nouns)):
        if not any(one.start < said.end and said.start < one.end for one in found.values()):
            found[said.start] = said
    return [found[start] for start in sorted(found)]


def _old(text: str) -> Iterator[AgeSaid]:
    """ "3 year old", "5-month-old", "17yo", "6 weeks of age", "two and a half years old"."""
    pattern = (
        r"\b" + _COUNT + r"(\s+and\s+a\s+half)?[\s-]*" + _UNIT + r"[\s-]*(?:olds?\b|o\b|of age\b)"
    )
    for found in re.finditer(pattern, text):
        yield from _said(found[1], found[3], found, half=bool(found[2]))
    for found in re.finditer(r"\b" + _COUNT + r"[\s-]*(y)[/.]?o\b", text):
        yield from _said(found[1], "y", found)


def _lettered(text: str) -> Iterator[AgeSaid]:
    """ "34f", "M/68", "45 y m", "6mo girl"."""
    for found in re.finditer(
        r"(?<![\w.,])(\d{1,3})\s*(?:yo|y/o|yrs?|y)?\s*/?\s*([mf])\b(?!\s*(?:g|m|l)\b)", text
    ):
        if not _HEAT.search(text[max(0, found.start() - 25) : found.start()]):
            yield from _said(found[1], "y", found, letter=found[2])
    for found in re.finditer(r"(?<!['’\w])([mf])\s*/?\s*(\d{1,3})\b(?![.,/°]\d)", text):
        yield from _said(found[2], "y", found, letter=found[1])


@lru_cache(maxsize=8)
def _alternatives(nouns: tuple[str, ...]) -> str:
    """Any of these words as a pattern, the longest first."""
    return "|".join(sorted(map(re.escape, nouns), key=len, reverse=True))


def _aged(text: str, nouns: tuple[str, ...]) -> Iterator[AgeSaid]:
    """ "aged 5", "she's 7", "my son is sixteen months", "my sister, 25, ", "10 months, girl"."""
    people = _alternatives(nouns)
    person = r"\b" + _PERSON.replace("{nouns}", people)
    unit = r"(?:years?|yrs?|months?|mths?|weeks?|wks?|days?)"
    month = person + r",?\s+(?:only |just |about |nearly |almost |now )*" + _COUNT
    for found in re.finditer(
        month
        + r"[\s-]*("
        + unit
        + r")\b(?!\s*(?:pregnant|gone|ago|post|into|now since|after|late|since|due|along|overdue"
        r"|early|premature|preterm|prem\b|adjusted|corrected))",
        text,
    ):
        if found[0].startswith(("i", "a ")) and not found[2].startswith("y"):
            continue
        yield from _said(found[1], found[2][0], found)
    for found in re.finditer(
        r"\bborn\b[^.;!?\n]*?,?\s*\b(?:and )?now\s+" + _COUNT + rf"\s+({unit})\b", text
    ):
        yield from _said(found[1], found[2][0], found)
    for found in re.finditer(month.replace(r"|a)", ")") + r"\b" + _NOT_AN_AGE, text):
        yield from _said(found[1], "y", found)
    for found in re.finditer(r"\b(?:" + people + r")\s*[,(]\s*" + _COUNT + r"\s*[,)]", text):
        yield from _said(found[1], "y", found)
    for found in re.finditer(
        r"(?:^|[.;]\s*)" + _COUNT + r"\s*(" + unit + r"),?\s+(?:old )?(?:" + people + r")\b", text
    ):
        yield from _said(found[1], found[2][0], found)


def _said(
    number: str, unit: str, found: re.Match[str], *, half: bool = False, letter: str = ""
) -> Iterator[AgeSaid]:
    count = amount_of(number)
    if count is None or count > (_LONGEST_YEARS if unit == "y" else 999):
        return
    days = _UNITS[unit](count).in_days
    if half and unit == "y":
        days += Age.months(6).in_days
    yield AgeSaid(days, found.start(), found.end(), letter)
