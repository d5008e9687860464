"""The lay words of the knowledge, arranged so that a text is matched in a few milliseconds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Literal

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from bedside.assessment.knowledge.build import Knowledge
from bedside.assessment.words.tokens import stem, tokens_of

Role = Literal["idiom", "words", "near", "not"]
_CHOICE = re.compile(r"\(([^()]*)\)")
_FORGIVEN_FROM = 5


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to say a finding, as the words (or stems) that must be met."""

    finding: str
    role: Role
    parts: tuple[str, ...]
    any_order: bool
    word_for_word: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Phrases by each word that may open them, and every known stem for forgiving typos."""

    idioms: dict[str, tuple[Phrase, ...]]
    words: dict[str, tuple[Phrase, ...]]
    word_for_word: dict[str, tuple[Phrase, ...]]
    stems: tuple[str, ...]
    known: frozenset[str]
    filler: frozenset[str]
    by_letter: dict[str, tuple[str, ...]]

    def forgiven(self, word: str) -> str:
        """The known stem a misspelt word probably means, or the word itself."""
        if len(word) < _FORGIVEN_FROM or word in self.known or not word.isascii():
            return word
        allowed = 1 if len(word) < 8 else 2
        found = extractOne(
            word, self.by_letter.get(word[0], ()), scorer=OSA.distance, score_cutoff=allowed
        )
        return str(found[0]) if found else word


@lru_cache(maxsize=8)
def lexicon_of(knowledge: Knowledge) -> Lexicon:
    """Arrange the words of this knowledge (once)."""
    filler = frozenset(knowledge.texts.cues.get("filler", ()))
    idioms: dict[str, list[Phrase]] = {}
    words: dict[str, list[Phrase]] = {}
    word_for_word: dict[str, list[Phrase]] = {}
    for phrase in _phrases(knowledge, filler):
        index = idioms if phrase.role == "idiom" else words
        index = word_for_word if phrase.word_for_word else index
        openings = phrase.parts if phrase.any_order else phrase.parts[:1]
        for opening in dict.fromkeys(openings):
            index.setdefault(opening, []).append(phrase)
    stems = {part for listed in words.values() for one in listed for part in one.parts}
    cues = {word for said in knowledge.texts.cues.values() for one in said for word in one.split()}
    by_letter: dict[str, list[str]] = {}
    for one in sorted(stems):
        if len(one) >= _FORGIVEN_FROM - 1:
            by_letter.setdefault(one[0], []).append(one)
    return Lexicon(
        {key: tuple(one) for key, one in idioms.items()},
        {key: tuple(one) for key, one in words.items()},
        {key: tuple(one) for key, one in word_for_word.items()},
        tuple(sorted(stems)),
        frozenset(stems | {stem(one) for one in cues} | cues),
        filler,
        {letter: tuple(one) for letter, one in by_letter.items()},
    )


def _phrases(knowledge: Knowledge, filler: frozenset[str]) -> Iterator[Phrase]:
    for name, said in knowledge.texts.findings.items():
        sources: tuple[tuple[Role, tuple[str, ...]], ...] = (
            ("idiom", said.idioms),
            ("words", said.words),
            ("near", said.near),
            ("not", said.not_words),
        )
        seen = set()
        for role, phrases in sources:
            for written in phrases:
                for spelled in spelled_out(written):
                    phrase = _phrase(name, role, spelled, filler)
                    if phrase.parts and (role, phrase.parts) not in seen:
                        seen.add((role, phrase.parts))
                        yield phrase


def spelled_out(written: str) -> Iterator[str]:
    """``head (hurts|aches)`` is two phrases."""
    pieces = _CHOICE.split(written)
    choices = [piece.split("|") if place % 2 else [piece] for place, piece in enumerate(pieces)]
    return ("".join(one) for one in product(*choices))


def _phrase(finding: str, role: Role, written: str, filler: frozenset[str]) -> Phrase:
    """Only the words that count must be met; where fewer than two do, all of them ("been sick")."""
    tokens = tokens_of(written)
    counted = [one for one in tokens if one.said not in filler]
    word_for_word = len(counted) < min(2, len(tokens))
    met = tokens if word_for_word else counted
    parts = tuple(one.said if role == "idiom" else one.stem for one in met)
    any_order = role != "idiom" and len(parts) == 2 and not word_for_word
    return Phrase(finding, role, parts, any_order, word_for_word)
