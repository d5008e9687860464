"""Cutting text into words, sentences and clauses, and taking endings off words.

Works for any script: what is not a known word is simply never matched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:['’ʼ`´][^\W_]+)*")
_APOSTROPHES = re.compile(r"['’ʼ`´]")
_TURNS = frozenset({"but", "however", "although", "though", "whereas"})
_HARD = frozenset(".;!?\n:()")


@dataclass(frozen=True, slots=True)
class Token:
    """A word: ``said`` lower-cased without apostrophes, ``stem`` without its ending.

    ``sentence`` and ``clause`` count up at full stops and at commas; positions are characters.
    """

    said: str
    stem: str
    start: int
    end: int
    sentence: int
    clause: int


def tokens_of(text: str) -> list[Token]:
    """Return the words of ``text`` in order."""
    tokens: list[Token] = []
    sentence = clause = at = 0
    for found in _WORD.finditer(text):
        between = text[at : found.start()]
        at = found.end()
        if _ends_sentence(text, between, found):
            sentence, clause = sentence + 1, clause + 1
        elif "," in between or " - " in between or "–" in between:
            clause += 1
        said = _APOSTROPHES.sub("", found[0]).lower()
        clause += said in _TURNS
        tokens.append(Token(said, stem(said), found.start(), found.end(), sentence, clause))
    return tokens


def words_of(written: str) -> list[str]:
    """The words of a phrase, as ``Token.said`` has them."""
    return _WORD.findall(_APOSTROPHES.sub("", written).lower())


def _ends_sentence(text: str, between: str, found: re.Match[str]) -> bool:
    if between == "." and found.start() >= 2:
        return not (text[found.start() - 2].isdigit() and text[found.start()].isdigit())
    return any(mark in _HARD for mark in between)


@lru_cache(maxsize=32_768)
def stem(word: str) -> str:
    """Take off -s, -es, -ing, -ed and a doubled last letter: ``throbbing`` and ``throbs`` meet."""
    if len(word) <= 3 or not word.isascii():
        return word
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return _single(word[: -len(ending)])
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith("es") and len(word) > 4 and word[-3] in "sxzh":
        return _single(word[:-2])
    if word.endswith("s") and word[-2] not in "su":
        word = word[:-1]
    return _single(word)


def _single(word: str) -> str:
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "ls":
        return word[:-1]
    return word[:-1] if word.endswith("e") and len(word) > 3 else word
