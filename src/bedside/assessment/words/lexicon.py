"""The lay words of the knowledge, arranged so that a text is matched in a few milliseconds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Literal

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from bedside.assessment.knowledge.build import Knowledge
from bedside.assessment.knowledge.clinical import ClinicalTexts, ClinicalWords
from bedside.assessment.words.tokens import stem, words_of

Role = Literal["idiom", "words", "near", "not", "history", "absent", "beside", "silent"]
Reader = Literal["lay", "clinician"]
_CHOICE = re.compile(r"\(([^()]*)\)")
_FORGIVEN_FROM = 5
_ARTICLES = frozenset(
    {"a", "an", "the", "my", "his", "her", "their", "your", "our", "i", "im", "ive"}
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to say a finding, as the words (or stems) that must be met."""

    finding: str
    role: Role
    parts: tuple[str, ...]
    any_order: bool


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Phrases by each word that may open them, and every known stem for forgiving typos."""

    idioms: dict[str, tuple[Phrase, ...]]
    words: dict[str, tuple[Phrase, ...]]
    stems: tuple[str, ...]
    known: frozenset[str]
    filler: frozenset[str]
    by_letter: dict[str, tuple[str, ...]]

    def forgiven(self, word: str) -> str:
        """The known stem a misspelt word probably means, or the word itself."""
        if len(word) < _FORGIVEN_FROM or word in self.known or not word.isalpha():
            return word
        allowed = 1 if len(word) < 8 else 2
        found = extractOne(
            word, self.by_letter.get(word[0], ()), scorer=OSA.distance, score_cutoff=allowed
        )
        return str(found[0]) if found else word


@lru_cache(maxsize=8)
def lexicon_of(knowledge: Knowledge, reader: Reader = "lay") -> Lexicon:
    """Arrange the words of this knowledge for one reader (once)."""
    filler = frozenset(knowledge.texts.cues.get("filler", ()))
    idioms: dict[str, list[Phrase]] = {}
    words: dict[str, list[Phrase]] = {}
    for phrase in _phrases(_sources(knowledge, reader), filler):
        index = idioms if phrase.role == "idiom" else words
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
        tuple(sorted(stems)),
        frozenset(stems | {stem(one) for one in cues} | cues),
        filler,
        {letter: tuple(one) for letter, one in by_letter.items()},
    )


def _sources(knowledge: Knowledge, reader: Reader) -> Iterator[tuple[str, Role, tuple[str, ...]]]:
    """Finding, role and phrases; the clinician's words come beside the everyday ones."""
    clinical = knowledge.texts.clinical if reader == "clinician" else ClinicalTexts()
    for name, said in knowledge.texts.findings.items():
        more = clinical.said.get(name, ClinicalWords())
        if not more.alone:
            yield name, "idiom", said.idioms
            yield name, "words", said.words
            yield name, "near", said.near
        yield name, "not", (*_undenied(said.not_words, reader), *more.not_words)
        yield name, "idiom", more.idioms
        yield name, "words", more.words
        yield name, "history", more.history
        yield name, "absent", more.absent
        yield name, "beside", more.beside
    yield "", "silent", clinical.silent


def _undenied(phrases: tuple[str, ...], reader: Reader) -> tuple[str, ...]:
    """A clinician's "no neck stiffness" is a denial to be read, and hides nothing."""
    if reader == "lay":
        return phrases
    return tuple(one for one in phrases if not one.startswith(("no ", "not ", "without ")))


def _phrases(
    sources: Iterable[tuple[str, Role, tuple[str, ...]]], filler: frozenset[str]
) -> Iterator[Phrase]:
    seen = set()
    for name, role, phrases in sources:
        for written in phrases:
            for spelled in spelled_out(written):
                parts = content(spelled, filler, role)
                if parts and (name, role, parts) not in seen:
                    seen.add((name, role, parts))
                    yield Phrase(name, role, parts, role == "words" and len(parts) == 2)


def spelled_out(written: str) -> Iterator[str]:
    """``head (hurts|aches)`` is two phrases."""
    pieces = _CHOICE.split(written)
    choices = [piece.split("|") if place % 2 else [piece] for place, piece in enumerate(pieces)]
    return ("".join(one) for one in product(*choices))


def content(written: str, filler: frozenset[str], role: Role = "words") -> tuple[str, ...]:
    """The words that must be met: of an idiom all but articles, of a phrase all but small words,
    and every word of what must not count, so that "can't see a doctor" hides no "can't see".

    A phrase of several words that would shrink to a single one keeps its small words, so that
    "out of it" is never met by a mere "out".
    """
    words = words_of(written)
    if role in ("not", "silent"):
        return tuple(stem(one) for one in words)
    without_articles = [one for one in words if one not in _ARTICLES] or words
    if role == "idiom":
        return tuple(without_articles)
    counted = [one for one in words if one not in filler]
    if len(counted) < min(2, len(without_articles)):
        counted = without_articles
    return tuple(stem(one) for one in counted)
