"""The patient's sex, where only the text tells it."""

from __future__ import annotations

import re

from bedside.evaluation.cases import Sex
from bedside.evaluation.reader.amounts import Amount

_NOUNS = re.compile(
    r"\b(?:(woman|girl|female|lady|daughter)|(man|boy|male|gentleman|son))\b", re.IGNORECASE
)
_PRONOUNS = re.compile(r"\b(?:(she|her|hers)|(he|his|him))\b", re.IGNORECASE)


def sex(text: str) -> tuple[Sex, Amount] | None:
    """By the first noun for a person, else the first pronoun."""
    found = _NOUNS.search(text) or _PRONOUNS.search(text)
    if found is None:
        return None
    return "female" if found[1] else "male", Amount(0, found.start(), found.end())
