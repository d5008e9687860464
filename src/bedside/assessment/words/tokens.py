"""Cutting text into words, sentences and clauses, and taking endings off words.

Works for any script: what is not a known word is simply never matched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache


def word_set(words: str) -> frozenset[str]:
    """Words written in one line, as a set."""
    return frozenset(words.split())


_WORD = re.compile(r"[^\W_]+(?:['’ʼ`´][^\W_]+)*")
_APOSTROPHES = re.compile(r"['’ʼ`´]")
NEXT_ITEM = "\x1f"
"""Between two lines of a list, in place of the line break."""
_TURNS = frozenset({"but", "however", "although", "though", "tho", "whereas"})
_HARD = frozenset(".;!?\n:()")
_AND = frozenset({"and", "n", "so", "then"})
_NEW_SUBJECTS = word_set(
    "i ive im id my he she hes shes his we they theyre it its theres there now cant wont"
)
_SAME = {
    "cant": "cannot couldnt cannae carnt cnt cudnt couldn",
    "wont": "wouldnt willnt wouldn wldnt",
    "dont": "doesnt didnt dnt dinnae didnae doesn don didn doesnae",
    "isnt": "arent wasnt werent isnae wisnae isn wasn",
    "havent": "hasnt hadnt aint hasnae havnt hasn haven hvnt",
}
_COMMON = {form: word for word, forms in _SAME.items() for form in forms.split()}
_JOINED = {
    **dict.fromkeys(("can", "could"), "cant"),
    **dict.fromkeys(("will", "would"), "wont"),
    **dict.fromkeys(("do", "does", "did"), "dont"),
    **dict.fromkeys(("is", "are", "was", "were"), "isnt"),
    **dict.fromkeys(("have", "has", "had"), "havent"),
}


@dataclass(frozen=True, slots=True)
class Token:
    """A word: ``said`` lower-cased without apostrophes, ``stem`` without its ending.

    Denying verbs have one form each (``cannot``, ``couldn't`` and ``can not`` are said ``cant``).
    ``sentence`` and ``clause`` count up at full stops and at commas, ``clause`` also where "and"
    leads to a new subject (``led_on``), or to the next line of a list (``listed``); positions are
    characters.
    """

    said: str
    stem: str
    start: int
    end: int
    sentence: int
    clause: int
    led_on: bool = False
    listed: bool = False


def tokens_of(text: str) -> list[Token]:
    """Return the words of ``text`` in order."""
    tokens: list[Token] = []
    sentence = clause = at = 0
    for found in _WORD.finditer(text):
        between = text[at : found.start()]
        at = found.end()
        led_on = False
        said = _said(found[0])
        if _ends_sentence(text, between, found):
            sentence, clause = sentence + 1, clause + 1
        elif NEXT_ITEM in between:
            clause += 1
            tokens.append(_token(found, said, sentence, clause, listed=True))
            continue
        elif "," in between or " - " in between or "–" in between:
            clause += 1
        elif tokens and said == "not" and tokens[-1].said in _JOINED:
            before = tokens.pop()
            said = _JOINED[before.said]
            tokens.append(replace(before, said=said, stem=stem(said), end=found.end()))
            continue
        elif tokens and tokens[-1].said in _AND and said in _NEW_SUBJECTS:
            clause, led_on = clause + 1, True
        clause += said in _TURNS
        tokens.append(_token(found, said, sentence, clause, led_on=led_on))
    return tokens


def _token(
    found: re.Match[str],
    said: str,
    sentence: int,
    clause: int,
    *,
    led_on: bool = False,
    listed: bool = False,
) -> Token:
    return Token(said, stem(said), found.start(), found.end(), sentence, clause, led_on, listed)


def words_of(written: str) -> list[str]:
    """The words of a phrase, as ``Token.said`` has them."""
    found = _WORD.findall(_APOSTROPHES.sub("", written).lower())
    words = [_COMMON.get(word, word) for word in found]
    if "not" not in words:
        return words
    joined: list[str] = []
    for word in words:
        if word == "not" and joined and joined[-1] in _JOINED:
            joined[-1] = _JOINED[joined[-1]]
        else:
            joined.append(word)
    return joined


@lru_cache(maxsize=8_192)
def as_said(written: str) -> str:
    """A cue as the words of a text have it: "does not" becomes "dont"."""
    return " ".join(words_of(written))


@lru_cache(maxsize=256)
def cue_set(cues: tuple[str, ...]) -> frozenset[str]:
    """Cues of one kind as the words of a text have them, arranged once."""
    return frozenset(map(as_said, cues))


def _said(word: str) -> str:
    said = _APOSTROPHES.sub("", word).lower()
    return _COMMON.get(said, said)


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
    return _without_e(word)


def _single(word: str) -> str:
    """``throbb`` of "throbbing" is ``throb``; "puff" and "pull" have two by themselves."""
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "fszl":
        return word[:-1]
    return _without_e(word)


def _without_e(word: str) -> str:
    return word[:-1] if word.endswith("e") and len(word) > 3 else word
