"""The parts of a clinical note: what the patient had before, what relatives have, what is planned.

A heading with a colon, or one that opens a sentence, rules up to the next heading, a semicolon, a
line's end or the end of its sentence; one in running text ("54M, FHx asthma, wheeze") rules up to
the next comma.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

_ENDS = re.compile(r"\n|;|\.(?=\s|$)")
_ENDS_IN_RUNNING_TEXT = re.compile(r"\n|[;,]|\.(?=\s|$)")
_OPENS = re.compile(r"(?:^|[.;\n])\s*$")
_NOT_A_HEADING_AFTER = (
    r"(?!\s+(?:of|is|was|from|with|include[sd]?|significant|notable|remarkable|and|or|who|has|had"
    r"|presents?|presented|presenting|comes?|came|complains|reports|develops?|developed)\b)"
)
_NOT_A_HEADING_BEFORE = re.compile(
    r"\b(?:no|not|without|any|significant|relevant|notable|remarkable|other|known|his|her|their|an?)"
    r"\s+$",
    re.IGNORECASE,
)
"""A man "with no significant medical history" is in the middle of a sentence."""


def sections_of(text: str, headings: Mapping[str, tuple[str, ...]]) -> list[tuple[int, int, str]]:
    """Where each section of ``text`` begins and ends, and its kind; stretches outside are none."""
    if not headings:
        return []
    met = [
        (found.start(), found.end(), _kind(headings, found[0]), _rules(text, found))
        for found in _pattern(
            tuple(name for names in headings.values() for name in names)
        ).finditer(text)
        if not _NOT_A_HEADING_BEFORE.search(text, max(0, found.start() - 20), found.start())
    ]
    sections = []
    for place, (_, end, kind, ends) in enumerate(met):
        stop = ends.search(text, end)
        until = min(stop.start() if stop else len(text), len(text))
        if place + 1 < len(met):
            until = min(until, met[place + 1][0])
        sections.append((end, until, kind))
    return sections


def _rules(text: str, found: re.Match[str]) -> re.Pattern[str]:
    """What ends the section of this heading."""
    is_heading = found[0].endswith(":") or _OPENS.search(text[: found.start()])
    return _ENDS if is_heading else _ENDS_IN_RUNNING_TEXT


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
