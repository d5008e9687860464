"""Vital signs as clinicians write them, in the units of the knowledge, each with its span.

The first reading of each sign counts, except that ``fever.temperature`` is the highest
temperature of all. A figure outside what the finding allows is no reading, and a sign that is not
written is unknown: nothing here ever assumes a normal value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bedside.assessment.facts import NO, YES, Value
from bedside.assessment.knowledge.build import Knowledge
from bedside.assessment.words.heard import Detail
from bedside.assessment.words.measures import celsius_of

_IS = (
    r"[\s:=]*(?:(?:is|was|of|at|to|about|around|approximately|approx\.?|~|up to|=|measured|reads?"
    r"|reading|recorded|elevated|raised|low|high|rate|on admission|on arrival|now|currently)"
    r"[\s:=,]*){0,4}"
)
_TEMPERATURE = re.compile(
    r"(?:(?P<name>\bT(?:emp)?(?![A-Za-z])\.?|\btemps?(?:erature)?s?(?![A-Za-z])|\bT\s?max(?![A-Za-z])"
    r"|\b(?:a|hyper)?(?:febrile|pyrexial?|pyretic)\b|\bfevers?\b)(?P<between>(?:[^\d.;\n]|\b\d{1,2}/(?:7|52)\b){0,20}?))?"
    r"(?<![\d./])(?P<value>\d{2,3}(?:[.,]\d{1,2})?)(?![\d/])(?!\.\d)"
    r"\s*(?:°|º|˚|degrees?\s*|deg\.?\s*)?\s*(?P<unit>[CF]\b|celsius|fahrenheit)?",
    re.IGNORECASE,
)
_NOT_A_TEMPERATURE = re.compile(
    r"\s*(?:%|/|(?:mm|bpm|kg|mg|mcg|ml|cm|times|beats|breaths)\b"
    r"|(?:[Dd]ays?|[Hh]ours?|[Ww]eeks?|[Mm]onths?|[Yy]ears?|yrs?|y/?o|mins?|minutes?)\b"
    r"|d\b|h\b(?!/)|hrs?\b(?!\s*[:=]?\s*\d)|x\s?10)"
)
"""What makes a figure a length, a weight or a rate; "HR" and "H/A" after it are none of these."""
_HIGHEST_ONLY = re.compile(r"t\s?max|fever|home|yesterday|last night|overnight", re.IGNORECASE)
_PRESSURE = re.compile(
    r"(?:\b(?:BP|B\.P\.|blood pressure|NIBP|ABP)(?![A-Za-z])[^\d;\n]{0,30}?"
    r"(?<![\d.])(\d{1,3})\s*(?:/|over)\s*(\d{1,3})"
    r"|(?<![\d./])(\d{2,3})\s*/\s*(\d{2,3})\s*mm\s?Hg)\b",
    re.IGNORECASE,
)
_SYSTOLIC = re.compile(
    r"\b(?:SBP|systolic(?:\s+(?:BP|blood pressure|pressure))?)" + _IS + r"(\d{2,3})\b(?!\s*/)"
    r"|\bBP\s+(\d{2,3})\s+systolic\b|\b(\d{2,3})\s+systolic\b",
    re.IGNORECASE,
)
_HEART_RATE = re.compile(
    r"\b(?:HR|heart rate|pulse(?:\s+rate)?(?!\s*(?:ox|pressure))|PR?(?=\s?[:=]?\s?\d)"
    r"|tachycardi[ac]c?|bradycardi[ac]c?|(?:heart\s)?rate(?=\s(?:of\s)?\d{2,3}\s*(?:bpm|beats)))(?![A-Za-z])"
    r"[\s:=(]*(?:HR\s*)?" + _IS + r"(\d{2,3})\b(?!\s*(?:%|/\d|mm|kg|mg|breaths))"
    r"|\b(\d{2,3})\s*(?:bpm|beats\s*(?:per|a|/)\s*min)",
    re.IGNORECASE,
)
_BREATHS = re.compile(
    r"\b(?:RR|resp(?:iratory|s|irations?)?\.?(?:\s*rate)?|breathing rate|tachypn(?:o?ea|o?eic)"
    r"|(?<=\d )R(?=\s?[:=]?\s?\d{2}\b)|R(?=\d{2}\b))(?![A-Za-z])"
    r"[\s:=(]*(?:RR\s*)?" + _IS + r"(\d{1,3})\b(?!\s*(?:%|/\d|mm|kg|mg))"
    r"|\b(\d{1,3})\s*breaths\s*(?:per|a|/)\s*min",
    re.IGNORECASE,
)
_SATURATION = re.compile(
    r"\b(?:Sp\s?O2|SpO₂|Sa\s?O2|O2\s?sats?|sats?|O2\s+saturations?|oxygen\s+saturations?|saturations?"
    r"|saturating|satting|pulse\s+ox(?:imetry|imeter)?|O2(?=\s?[:=]?\s?\d{2,3}\b(?!\s?L)))"
    r"(?![A-Za-z])[^\d;\n]{0,25}?(\d{2,3})\b(?![/.\d])\s*%?"
    r"|(?<![\d.])\b(\d{2,3})\s*%\s*(?=(?:on\s+)?(?:RA\b|room\s+air|\d{1,2}\s?L\b))",
    re.IGNORECASE,
)
_AIR = re.compile(
    r"[\s,]*\(?(?:sat\w*\s*)?(?:on\s+|breathing\s+|in\s+)?(?:RA\b|room\s+air|r/a\b|air\b)", re.I
)
_OXYGEN = re.compile(
    r"[\s,]*\(?(?:on|with|via)?\s*(?:(?:\d{1,2}(?:\.\d)?\s?(?:L|litres?|liters?)\b)"
    r"|high[- ]flow|NRB"
    r"|non-?rebreather|nasal cannula|NC\b|face ?mask|venturi|supplemental|CPAP|BiPAP|FiO2"
    r"|\d{2}% (?:O2|oxygen))",
    re.IGNORECASE,
)
_ON_OXYGEN = re.compile(
    r"\b(?:requir(?:es|ing)|needs|needing|started on|placed on|given|on)\s+"
    r"(?:high[- ]flow |supplemental )?(?:oxygen|O2)\b(?!\s*sat)",
    re.IGNORECASE,
)
_GCS = re.compile(
    r"\b(?:GCS|Glasgow coma (?:scale|score))" + _IS + r"(?:score\s*)?(?:of\s*)?(\d{1,2})\b",
    re.IGNORECASE,
)
_GCS_PARTS = re.compile(r"\bE\s?([1-4])\s?V\s?([1-5])\s?M\s?([1-6])\b")
_AVPU = re.compile(r"\bAVPU\b[\s:=]*(?:is|score)?\s*([AVPU])\b|\b([AVPU]) on (?:the )?AVPU\b")
_NOT_ALERT = re.compile(
    r"\b(?:responds?|responsive|rous(?:es|able)|opens eyes)\s+(?:only\s+)?to\s+"
    r"(?:voice|pain|verbal|painful)|\bunresponsive\b|\bobtunded\b",
    re.IGNORECASE,
)
_FULL_GCS = 15


def vitals_in(knowledge: Knowledge, text: str) -> tuple[Detail, ...]:
    """Every vital sign of a text, one detail a finding."""
    found: dict[str, Detail] = {}
    for one in (*_temperatures(text), *_others(text)):
        if not _is_possible(knowledge, one):
            continue
        had = found.setdefault(one.finding, one)
        if one.finding == "fever.temperature" and _number(one.value) > _number(had.value):
            found[one.finding] = one
    return tuple(sorted(found.values(), key=lambda one: one.start))


def _number(value: Value) -> float:
    return value if isinstance(value, float) else 0.0


def _is_possible(knowledge: Knowledge, one: Detail) -> bool:
    finding = knowledge.findings.get(one.finding)
    if finding is None:
        return False
    if not isinstance(one.value, float):
        return True
    low, high = finding.minimum, finding.maximum
    return (low is None or one.value >= low) and (high is None or one.value <= high)


def _temperatures(text: str) -> Iterator[Detail]:
    for found in _TEMPERATURE.finditer(text):
        name, unit = found["name"], (found["unit"] or "")[:1].upper()
        if (not name and not unit) or _NOT_A_TEMPERATURE.match(text, found.end()):
            continue
        degrees = float(found["value"].replace(",", "."))
        if unit == "F" or (not unit and 93 <= degrees <= 110):
            degrees = celsius_of(degrees)
        if not 33 <= degrees <= 43.5:
            continue
        start = found.start("name") if name else found.start("value")
        value = round(degrees, 1)
        if value >= 38:
            yield Detail("fever.temperature", value, start, found.end())
        if not _HIGHEST_ONLY.search(name or "") and not _HIGHEST_ONLY.search(
            found["between"] or ""
        ):
            yield Detail("vitals.temperature", value, start, found.end())


def _others(text: str) -> Iterator[Detail]:
    for found in _PRESSURE.finditer(text):
        top, bottom = float(found[1] or found[3]), float(found[2] or found[4])
        if 40 <= top <= 300 and 15 <= bottom < top:
            yield Detail("vitals.systolic", top, found.start(), found.end())
            yield Detail("vitals.diastolic", bottom, found.start(), found.end())
    for name, pattern in (
        ("vitals.systolic", _SYSTOLIC),
        ("vitals.heart-rate", _HEART_RATE),
        ("vitals.respiratory-rate", _BREATHS),
    ):
        for found in pattern.finditer(text):
            value = next(float(one) for one in found.groups() if one)
            yield Detail(name, value, found.start(), found.end())
    yield from _oxygen(text)
    yield from _alertness(text)


def _oxygen(text: str) -> Iterator[Detail]:
    for found in _SATURATION.finditer(text):
        yield Detail(
            "vitals.oxygen-saturation", float(found[1] or found[2]), found.start(), found.end()
        )
        for value, pattern in ((NO, _AIR), (YES, _OXYGEN)):
            given = pattern.match(text, found.end())
            if given:
                yield Detail("vitals.on-oxygen", value, given.start(), given.end())
    for found in _ON_OXYGEN.finditer(text):
        yield Detail("vitals.on-oxygen", YES, found.start(), found.end())


def _alertness(text: str) -> Iterator[Detail]:
    """GCS, and by it or AVPU whether the patient is less than alert (NEWS2's fifth sign)."""
    for found in _GCS.finditer(text):
        yield from _coma(float(found[1]), found)
    for found in _GCS_PARTS.finditer(text):
        yield from _coma(float(int(found[1]) + int(found[2]) + int(found[3])), found)
    for found in _AVPU.finditer(text):
        value = NO if (found[1] or found[2]) == "A" else YES
        yield Detail("vitals.newly-confused", value, found.start(), found.end())
    for found in _NOT_ALERT.finditer(text):
        yield Detail("vitals.newly-confused", YES, found.start(), found.end())


def _coma(score: float, found: re.Match[str]) -> Iterator[Detail]:
    if 3 <= score <= _FULL_GCS:
        less = YES if score < _FULL_GCS else NO
        yield Detail("vitals.gcs", score, found.start(), found.end())
        yield Detail("vitals.newly-confused", less, found.start(), found.end())
