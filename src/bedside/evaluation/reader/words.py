"""Words of a text brought to one form, each with the place it came from."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from bedside.evaluation.reader.sentences import sentences_of

_WORD = re.compile(r"[a-zà-ÿ0-9]+(?:['’][a-z]+)?")


@dataclass(frozen=True, slots=True)
class Word:
    """``form`` is the common form; ``at`` counts the words of the text as written."""

    form: str
    at: int
    start: int
    end: int
    sentence: int


@lru_cache(maxsize=1)
def sayings() -> Mapping[str, Mapping[str, Any]]:
    """The patient's own words, by kind; ``sayings.toml`` says what each kind is for."""
    text = files(__package__).joinpath("sayings.toml").read_text("utf-8")
    return tomllib.loads(text)


@lru_cache(maxsize=8)
def grammar(kind: str) -> frozenset[str]:
    """Words of one kind that build sentences: ``small``, ``denials``, ``turns``..."""
    return frozenset(_single(word) for word in sayings()["grammar"][kind])


def words_of(text: str) -> list[Word]:
    """The words of a text in their common form; one written word may stand for several."""
    written = list(_written(text))
    words: list[Word] = []
    at = 0
    while at < len(written):
        size, forms = _common(tuple(word.form for word in written[at : at + _longest()]))
        first, last = written[at], written[min(at + size, len(written)) - 1]
        words.extend(Word(form, at, first.start, last.end, first.sentence) for form in forms)
        at += size
    return words


def content(phrase: str) -> tuple[str, ...]:
    """The forms that must be met for a phrase to be there; small words are left out.

    A particle stays where a single word would be left: "burning up" is not "burning".
    """
    forms = [word.form for word in words_of(phrase)]
    small = grammar("small")
    kept = tuple(dict.fromkeys(one for one in forms if one not in small))
    if len(kept) != 1:
        return kept
    particles = grammar("particles")
    return tuple(dict.fromkeys(one for one in forms if one in kept or one in particles))


def _written(text: str) -> list[Word]:
    words: list[Word] = []
    lowered = text.lower()
    lowered = lowered if len(lowered) == len(text) else text
    for number, (begin, end) in enumerate(sentences_of(text)):
        for found in _WORD.finditer(lowered, begin, end):
            form = _single(found[0].replace("’", "'"))
            words.append(Word(form, len(words), found.start(), found.end(), number))
    return words


def _single(word: str) -> str:
    """Without a plural ending: knees and knee meet, pus and glass stay."""
    if len(word) > 3 and word.endswith("s") and word[-2] not in "sui":
        return word[:-1]
    return word


def _common(ahead: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
    """How many of these words are one saying, and its common form."""
    known = _same()
    for size in range(min(len(ahead), _longest()), 0, -1):
        form = known.get(ahead[:size])
        if form is not None:
            return size, form
    return 1, ahead[:1]


@lru_cache(maxsize=1)
def _same() -> Mapping[tuple[str, ...], tuple[str, ...]]:
    table: dict[tuple[str, ...], tuple[str, ...]] = {}
    for form, variants in sayings()["same"].items():
        common = tuple(_single(word) for word in form.split())
        for variant in variants:
            table[tuple(_single(word) for word in _WORD.findall(variant))] = common
    return table


@lru_cache(maxsize=1)
def _longest() -> int:
    return max(len(variant) for variant in _same())
