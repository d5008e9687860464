"""The written phrases of the knowledge, as the parts that must be met in a text.

``{ear} (hurts|is killing me)`` has two parts: a word of the class *ear*, and either of two
wordings. Alternatives stay alternatives, so that a phrase is one thing however many ways it
spells out. ``=hives`` is met by just this word and by no other form of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Literal

from bedside.assessment.words.tokens import stem, word_set, words_of

Role = Literal["idiom", "words", "near", "not", "well", "history", "absent", "beside", "silent"]
_AS_WRITTEN = frozenset({"not", "silent"})
_ORDERED = frozenset({"idiom", "not", "silent", "history", "absent", "beside"})
Part = frozenset[str]
Piece = tuple[tuple[str, ...], ...]
_CHOICE = re.compile(r"\(([^()]*)\)\??")
_PIECE = re.compile(r"\(([^()]*)\)(\?)?|(\{[a-z-]+\})|([^(){}]+)")
_DENIALS = word_set("no not cant wont dont isnt havent never without {cannot} {refuses}")
_WIDEST_GAP = 1
_WIDEST_GAP_OF_CLASSES = 2
_MARKED = "{="
ARTICLES = word_set(
    "a an the my his her their your our i im ive id he she hes shes they theyre we u"
)
"""Words that a phrase never needs: "my head is splitting" and "his head is splitting" are one."""
_IDLE = ARTICLES | word_set("is am are was were be been being has have had")


@dataclass(frozen=True, slots=True, eq=False)
class Phrase:
    """One way to say a finding. A part lists what may stand there: a stem, several stems joined
    by spaces, ``=word`` or ``{class}``. ``gap`` is how many other words may stand between two
    beside the small ones; below 0 not even these, only articles."""

    finding: str
    role: Role
    parts: tuple[Part, ...]
    any_order: bool
    gap: int


def phrase_of(finding: str, role: Role, parts: tuple[Part, ...], filler: frozenset[str]) -> Phrase:
    """A phrase that counts a small word ("feel sick") is met only just as it stands, and one that
    denies ("no wet nappies") only in its order."""
    if role in _AS_WRITTEN:
        return Phrase(finding, role, parts, False, -1)
    if role in ("idiom", "absent") or len(parts) == 1 or any(part <= filler for part in parts):
        return Phrase(finding, role, parts, False, 0)
    of_classes = all(any(key[0] == "{" for key in part) for part in parts)
    denies = any(not part.isdisjoint(_DENIALS) for part in parts)
    any_order = role not in _ORDERED and len(parts) == 2 and not denies
    gap = _WIDEST_GAP_OF_CLASSES if of_classes else _WIDEST_GAP
    return Phrase(finding, role, parts, any_order, gap)


def spelled_out(written: str) -> Iterator[str]:
    """``head (hurts|aches)`` is two phrases."""
    pieces = _CHOICE.split(written)
    choices = [piece.split("|") if place % 2 else [piece] for place, piece in enumerate(pieces)]
    return ("".join(one) for one in product(*choices))


def parts_of(written: str, filler: frozenset[str], role: Role = "words") -> tuple[Part, ...]:
    """The parts that must be met: of an idiom all but articles, of a phrase all but small words,
    and every word of what must not count, so that "can't see a doctor" hides no "can't see".

    A phrase of several words that would shrink to a single one keeps its small words, so that
    "out of it" is never met by a mere "out".
    """
    pieces = list(_pieces(written))
    if role in _AS_WRITTEN:
        return _kept(pieces, frozenset())
    kept = _kept(pieces, ARTICLES) or _kept(pieces, frozenset())
    shorter = _kept(pieces, _IDLE if role == "idiom" else _spared(filler))
    parts = shorter if len(shorter) >= 2 else kept
    return _just(pieces, parts) if role == "idiom" and len(parts) == 1 else parts


@lru_cache(maxsize=8)
def _spared(filler: frozenset[str]) -> frozenset[str]:
    return ARTICLES | filler


def _just(pieces: list[Piece], parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """A saying of a single word is only that very word: "panting" is no "pants"."""
    words = [word for piece in pieces for one in piece for word in one if _key(word) in parts[0]]
    return (frozenset(one if one[0] in _MARKED else f"={one}" for one in words) or parts[0],)


def _kept(pieces: list[Piece], spared: frozenset[str]) -> tuple[Part, ...]:
    kept = []
    for piece in pieces:
        if len(piece) > 1 or len(piece[0]) > 1:
            part = _without(piece, spared)
        else:
            part = frozenset() if piece[0][0] in spared else _single(piece[0][0])
        if part:
            kept.append(part)
    return tuple(kept)


def _pieces(written: str) -> Iterator[Piece]:
    """Each piece as its alternatives, each alternative as its words (or one class)."""
    if "(" not in written and "{" not in written:
        yield from (((word,),) for word in _words(written))
        return
    for found in _PIECE.finditer(written):
        choice, optional, named, plain = found.groups()
        if optional:
            continue
        if choice is not None:
            yield _choices(choice)
        elif named:
            yield ((named,),)
        else:
            yield from (((word,),) for word in _words(plain))


@lru_cache(maxsize=4_096)
def _choices(choice: str) -> Piece:
    return tuple(_words(one) for one in choice.split("|"))


def _words(written: str) -> tuple[str, ...]:
    if "{" in written:
        return (written.strip(),)
    if "=" not in written:
        return tuple(words_of(written))
    return tuple(
        one
        for word in written.split()
        for one in (["=" + words_of(word)[0]] if word[0] == "=" else words_of(word))
    )


@lru_cache(maxsize=8_192)
def _without(piece: Piece, spared: frozenset[str]) -> Part:
    """The alternatives without the words to spare; nothing when nothing of any would be left."""
    kept = [tuple(word for word in words if word not in spared) for words in piece]
    if not any(kept):
        return frozenset()
    whole = (one or words for one, words in zip(kept, piece, strict=True))
    return frozenset(" ".join(map(_key, words)) for words in whole if words)


@lru_cache(maxsize=32_768)
def _single(word: str) -> Part:
    return frozenset((_key(word),))


def _key(word: str) -> str:
    return word if word[0] in _MARKED else stem(word)


def class_parts(said: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """Every member of every class as ``(stems joined by spaces, "{class}")``."""
    for name, members in said.items():
        kind, _, short = name.rpartition(".")
        if kind == "spellings":
            continue
        key = "{" + short + "}"
        for member in members:
            for spelled in spelled_out(member):
                yield " ".join(map(stem, words_of(spelled))), key
