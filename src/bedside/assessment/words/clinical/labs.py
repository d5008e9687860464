"""Laboratory values in a text as typed findings, in the knowledge's own unit, with their spans.

A unit that is written decides; a bare number is taken only where a single unit makes it possible
("Hb 84" can only be g/L, "glucose 31" could be either and is left alone).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from bedside.assessment.knowledge.build import Knowledge
from bedside.assessment.knowledge.clinical import Lab, Unit
from bedside.assessment.words.heard import Detail

_BETWEEN = (
    r"(?:\s+(?:level|count|concentration|value|total|serum|random|fasting|peak|initial))?[\s:=]*"
    r"(?:(?:is|was|of|at|came back at|low at|high at|raised at|elevated at|elevated to|raised to"
    r"|raised|elevated|low|high|reduced|up to|down to|now)\s*){0,2}\(?"
)
_NUMBER = r"[<>≤≥~]?\s*(\d{1,3}(?:,\d{3})+|\d{1,6}(?:\.\d{1,3})?)(?![\d/])(?!\.\d)"
_UNIT = (
    r"(?=\s*((?:[xX×]\s?10|10)\s?(?:\^|\*\*|\*)?\s?[0-9⁹³⁶]{1,2}\s?/\s?(?:L|l|uL|µL|mm3)"
    r"|[a-zA-Zµμ%]+(?:\s?/\s?[a-zA-Zµμ0-9.³]+)?)?)"
)
_NO_UNITS = re.compile(
    r"(?:and|on|with|at|in|x|but|or|to|from|the|then|today|yesterday|was|is|h|ago)$", re.I
)


def labs_in(knowledge: Knowledge, text: str) -> tuple[Detail, ...]:
    """Every laboratory value of a text, the first of each."""
    found: dict[str, Detail] = {}
    for one in _read(knowledge, text):
        found.setdefault(one.finding, one)
    return tuple(found.values())


def _read(knowledge: Knowledge, text: str) -> Iterator[Detail]:
    pattern, by_name = _names(knowledge)
    if pattern is None:
        return
    for found in pattern.finditer(text):
        lab = by_name.get(found[1]) or by_name.get(found[1].lower())
        if lab is None:
            continue
        written = (found[3] or "").strip()
        unit = "" if _NO_UNITS.match(written) else _plain(written)
        value = _in_own_unit(lab, found[2], unit)
        if value is not None:
            end = (
                found.end(3)
                if unit in map(_plain, (one.name for one in lab.units))
                else found.end(2)
            )
            yield Detail(lab.id, value, found.start(), end)


def _in_own_unit(lab: Lab, figure: str, written: str) -> float | None:
    """The value in the lab's own unit; None when unit or size leave it in doubt."""
    number = float(figure.replace(",", ""))
    named = [one for one in lab.units if _plain(one.name) == written] if written else []
    fitting = [one for one in named or _bare(lab, figure, written) if one.low <= number <= one.high]
    values = {round(number * one.factor + one.offset, 3) for one in fitting}
    return values.pop() if len(values) == 1 else None


def _bare(lab: Lab, figure: str, written: str) -> list[Unit]:
    """The units a number may be in when none of them is written. What looks like another unit
    makes the number unreadable; a mere word after it does not."""
    if "/" in written or written == "%":
        return []
    return [
        one
        for one in lab.units
        if lab.assumed in ("", one.name) and not ("." in figure and one.name in lab.whole)
    ]


def _plain(unit: str) -> str:
    """Spellings of one unit meet: ``x10^9/L``, ``10⁹/l``; ``µmol/L``, ``umol/l``."""
    plain = re.sub(r"[\s^*×]|\*\*", "", unit).rstrip(".").lower()
    plain = plain.replace("µ", "u").replace("μ", "u").replace("⁹", "9").replace("³", "3")
    return plain.removeprefix("x").replace("mcg", "ug")


@lru_cache(maxsize=8)
def _names(knowledge: Knowledge) -> tuple[re.Pattern[str] | None, dict[str, Lab]]:
    """One pattern for all names; a name with a capital must be met as written."""
    by_name = {
        name: knowledge.labs[lab]
        for lab, names in knowledge.texts.clinical.labs.items()
        if lab in knowledge.labs
        for name in names
    }
    if not by_name:
        return None, {}
    longest_first = sorted(by_name, key=lambda one: (-len(one), one))
    said = "|".join(
        re.escape(one) if one != one.lower() else f"(?i:{re.escape(one)})" for one in longest_first
    )
    return re.compile(rf"(?<![A-Za-z0-9])({said})(?![A-Za-z]){_BETWEEN}{_NUMBER}{_UNIT}"), by_name
