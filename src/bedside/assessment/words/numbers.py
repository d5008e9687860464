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


_HALVES = {"½": 0.5, "¼": 0.25, "¾": 0.75}
DECIMAL = r"(?<![\d.,])\d{1,3}(?:[.,]\d|[½¼¾])?"
"""A pattern for a number in figures with at most one decimal, or a vulgar fraction."""


def amount_of(written: str) -> float | None:
    """``2.5`` for "2.5", "2,5" and "2½"; else as ``number_of``."""
    if written[:1].isdigit():
        whole = written.rstrip("".join(_HALVES)).replace(",", ".")
        return float(whole) + _HALVES.get(written[-1], 0.0)
    return number_of(written)
