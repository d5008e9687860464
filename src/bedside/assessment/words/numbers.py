"""Small numbers spelled out, in English: the one place of the recogniser's number words."""

from __future__ import annotations

_SPELLED = "zero one two three four five six seven eight nine ten eleven twelve"
NUMBERS = {word: number for number, word in enumerate(_SPELLED.split())}
