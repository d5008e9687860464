"""Numbers to call, as something to press: whoever is ill does not copy digits from a sentence.

Which numbers those are the operator writes down, the way people write them: "112", "116 123",
"Samaritans, 116 123". A sentence holds them as they were written.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_NUMBER = re.compile(r"\+?\d(?:[ ().\-]*\d)+")


@dataclass(frozen=True)
class Call:
    """A number as it was written, and the address that dials it."""

    text: str
    href: str


def href_of(written: str) -> str:
    """Return the address (`tel:`) of the first number in what was written; empty without one."""
    found = _NUMBER.search(written)
    return "tel:" + re.sub(r"[^+\d]", "", found[0]) if found else ""


def pieces(sentence: str, numbers: Iterable[str]) -> Iterator[str | Call]:
    """Cut a sentence where one of these numbers stands in it; the parts together are the sentence.

    A number inside a longer one is none, and one without digits stays a word.
    """
    known = sorted({one for one in numbers if href_of(one)}, key=len, reverse=True)
    if not known:
        yield sentence
        return
    either = "|".join(map(re.escape, known))
    parts = re.split(rf"(?<![\w+])({either})(?!\w)", sentence)
    for place, part in enumerate(parts):
        if place % 2:
            yield Call(part, href_of(part))
        elif part:
            yield part
