"""The parts of a clinical note: what the patient had before, what relatives have, what is planned.

A heading is met with or without its colon ("PMH: HTN, DM2." and "PMH MI, CABG; c/o ...") and rules
up to the next heading, a semicolon, a line's end or the end of its sentence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

_ENDS = re.compile(r"\n|;|\.(?=\s|$)")
_NOT_A_HEADING_AFTER = (
    r"(?!\s+(?:of|is|was|from|with|include[sd]?|significant|notable|remarkable)\b)"
)


def sections_of(text: str, headings: Mapping[str, tuple[str, ...]]) -> list[tuple[int, int, str]]:
    """Where each section of ``text`` begins and ends, and its kind; stretches outside are none."""
    if not headings:
        return []
    met = [
        (found.start(), found.end(), _kind(headings, found[0]))
        for found in _pattern(
            tuple(name for names in headings.values() for name in names)
        ).finditer(text)
    ]
    sections = []
    for place, (_, end, kind) in enumerate(met):
        stop = _ENDS.search(text, end)
        until = min(stop.start() if stop else len(text), len(text))
        if place + 1 < len(met):
            until = min(until, met[place + 1][0])
        sections.append((end, until, kind))
    return sections


def _kind(headings: Mapping[str, tuple[str, ...]], met: str) -> str:
    name = met.rstrip(": ").lower()
    return next(kind for kind, names in headings.items() if name in names)


@lru_cache(maxsize=8)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(names, key=lambda one: (-len(one), one))
    return re.compile(
        r"\b(?:" + "|".join(map(re.escape, longest_first)) + r")\b" + _NOT_A_HEADING_AFTER + r":?",
        re.IGNORECASE,
    )
