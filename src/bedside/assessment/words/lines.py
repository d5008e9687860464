"""Line breaks as they are meant: most end a sentence, some only end the width of a page or an item.

Text that was wrapped by a mail program goes on in the next line; a list under "I do not have" goes
on with its next item. Every break becomes another single character, so that all places stay.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from bedside.assessment.words.numbers import NUMBERS
from bedside.assessment.words.tokens import NEXT_ITEM, words_of

_BULLET = re.compile(r"\s*(?:[-*•–—+]|\d{1,2}[.)]|[a-z][.)])")
_STOPS = ".!?;"
_WIDE = 40
_LONGEST_ITEM = 4


def with_lines_joined(text: str, cues: Mapping[str, tuple[str, ...]]) -> str:
    """``text`` with a space for a break inside a sentence and NEXT_ITEM for one inside a list."""
    if "\n" not in text:
        return text
    lines = text.split("\n")
    joined, listing = lines[0], False
    for line, following in pairwise(lines):
        is_item = _is_item(following, cues)
        if listing and is_item:
            joined += NEXT_ITEM
        elif is_item and _opens_a_list(line, cues):
            joined, listing = joined.rstrip(": ").ljust(len(joined)) + NEXT_ITEM, True
        else:
            listing = False
            joined += " " if _goes_on(line, following, cues) else "\n"
        joined += following
    return joined


def _is_item(line: str, cues: Mapping[str, tuple[str, ...]]) -> bool:
    words = words_of(_BULLET.sub("", line, count=1))
    return 0 < len(words) <= _LONGEST_ITEM and words[0] not in cues.get("lines.no_item", ())


def _opens_a_list(line: str, cues: Mapping[str, tuple[str, ...]]) -> bool:
    """ "I do not have", "Denies:"."""
    last = words_of(line)[-1:]
    return bool(last) and last[0] in cues.get("lines.opens_list", ())


def _goes_on(line: str, following: str, cues: Mapping[str, tuple[str, ...]]) -> bool:
    """Is the break between these lines inside a sentence?"""
    before, after = words_of(line), words_of(following)
    if not before or not after or line.rstrip()[-1] in _STOPS or _BULLET.match(following):
        return False
    if before[-1] in cues.get("lines.goes_on", ()) or before[-1] in NUMBERS or before[-1].isdigit():
        return True
    is_lower = following.lstrip()[:1].islower()
    return is_lower and (len(line) >= _WIDE or after[0] in cues.get("lines.begins", ()))
