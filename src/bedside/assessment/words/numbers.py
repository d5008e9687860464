"""Numbers spelled out, in English: the one place of the recogniser's number words."""

from __future__ import annotations

_SPELLED = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
NUMBERS = {word: number for number, word in enumerate(_SPELLED.split())}
TENS = {word: 10 * number for number, word in enumerate(_TENS.split(), 2)}
SPELLED = (
    "(?:" + "|".join(TENS) + r")(?:[\s-](?:" + "|".join(tuple(NUMBERS)[1:10]) + r"))?\b|"
    "(?:" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + r")\b"
)
"""A pattern for any of them, "forty-two" included."""


def number_of(written: str) -> int | None:
    """``42`` for "42", "forty-two" and "forty two"; None for anything else."""
    if written.isdigit():
        return int(written)
    parts = written.replace("-", " ").split()
    values = [TENS.get(one, NUMBERS.get(one)) for one in parts]
    return None if not values or None in values else sum(one for one in values if one is not None)
