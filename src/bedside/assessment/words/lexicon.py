"""The lay words of the knowledge, arranged so that a text is matched in a few milliseconds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from bedside.assessment.knowledge.build import Knowledge
from bedside.assessment.knowledge.clinical import ClinicalTexts, ClinicalWords
from bedside.assessment.words.phrases import Part, Phrase, Role, class_parts, parts_of, phrase_of
from bedside.assessment.words.tokens import stem, words_of

Reader = Literal["lay", "clinician"]
_FORGIVEN_FROM = 5
_FORGIVEN_FROM_IF_CAREFUL = 8
_LONG = 8
_SHORTEST_HALF = 3
_REPEATED = 3
_NOT_FORGIVEN = frozenset({"idiom", "not", "silent"})
ANYTHING = "*"
"""In place of a finding: what is silent of any, symptom or not."""


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Phrases by what may open them, and what each stem or run of stems stands for.

    ``several`` gives, by its first stem, each wording of more than one word with its keys.
    ``pairs`` holds what a quality means of a topic: ``("{ear}", "{hurts}")``. A careful one takes
    fewer words for misspelt: clinicians spell well and use words that no list has.
    """

    phrases: dict[str, tuple[Phrase, ...]]
    classes: dict[str, tuple[str, ...]]
    several: dict[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]]
    pairs: dict[tuple[str, str], tuple[Phrase, ...]]
    topics: frozenset[str]
    qualities: frozenset[str]
    stems: tuple[str, ...]
    known: frozenset[str]
    filler: frozenset[str]
    light: frozenset[str]
    spellings: dict[str, str]
    by_letter: dict[str, tuple[str, ...]]
    never_between: frozenset[str] = frozenset()
    denies_what_follows: frozenset[str] = frozenset()
    within_run: frozenset[str] = frozenset()
    joins_run: frozenset[str] = frozenset()
    holding_apart: frozenset[str] = frozenset()
    is_careful: bool = False

    def cut(self, said: str, word: str) -> int:
        """Where to cut two words that were run together, a part of the body and what is said of
        it; 0 for what is one word."""
        if word in self.known or said in self.known or said in self.spellings or not said.isalpha():
            return 0
        places = range(_SHORTEST_HALF, len(said) - _SHORTEST_HALF + 1)
        return next((at for at in places if self._go_together(said[:at], said[at:])), 0)

    def _go_together(self, one: str, other: str) -> bool:
        """A topic and a quality, or the two parts of a phrase ("runny nose")?"""
        mine, theirs = self._kinds(one), self._kinds(other)
        if (mine & self.topics and theirs & self.qualities) or (
            mine & self.qualities and theirs & self.topics
        ):
            return True
        return any(
            phrase.role == "words" and len(phrase.parts) == 2 and stem(other) in phrase.parts[1]
            for phrase in self.phrases.get(stem(one), ())
            if stem(one) in phrase.parts[0]
        )

    def _kinds(self, said: str) -> frozenset[str]:
        return frozenset(self.classes.get(stem(said), ()))

    def forgiven(self, said: str, word: str) -> tuple[str, ...]:
        """The known stems a misspelt word probably means, or its own stem."""
        if said in self.spellings:
            return (self.spellings[said],)
        if word in self.known or said in self.known or not word.isalpha():
            return (word,)
        if said.endswith("in") and stem(said + "g") in self.known:
            return (stem(said + "g"),)
        if len(word) < (_FORGIVEN_FROM_IF_CAREFUL if self.is_careful else _FORGIVEN_FROM):
            return (word,)
        allowed = 1 if len(word) < _LONG or self.is_careful else 2
        found = extract(
            word,
            self.by_letter.get(word[0], ()),
            scorer=OSA.distance,
            score_cutoff=allowed,
            limit=_REPEATED,
        )
        best = min((distance for _, distance, _ in found), default=0)
        return tuple(one for one, distance, _ in found if distance == best) or (word,)


@lru_cache(maxsize=8)
def lexicon_of(knowledge: Knowledge, reader: Reader = "lay") -> Lexicon:
    """Arrange the words of this knowledge for one reader (once)."""
    texts = knowledge.texts
    filler = frozenset(texts.cues.get("filler", ()))
    shelves = _Shelves(texts.classes)
    for phrase in _phrases(_sources(knowledge, reader), filler):
        shelves.add(phrase)
    cues = {word for said in texts.cues.values() for one in said for word in words_of(one)}
    plain = cues | shelves.exact | texts.everyday
    if reader == "clinician":
        plain |= frozenset(texts.clinical.cues.get("ordinary", ()))
    met = shelves.stems | shelves.met | plain
    return Lexicon(
        {key: tuple(one) for key, one in shelves.phrases.items()},
        {word: tuple(sorted(keys)) for word, keys in shelves.wordings.items() if " " not in word},
        _several(shelves.wordings),
        {pair: tuple(one) for pair, one in shelves.pairs.items()},
        shelves.topics,
        shelves.qualities,
        tuple(sorted(shelves.stems)),
        frozenset(met | {stem(one) for one in plain}),
        filler,
        frozenset(texts.cues.get("light", ())),
        {form: stem(name) for name, forms in _kind(texts.classes, "spellings.") for form in forms},
        _by_letter(shelves.stems | {one for one in shelves.met if len(one) > _FORGIVEN_FROM}),
        never_between=_grammar(texts.cues, "never_between"),
        denies_what_follows=_grammar(texts.cues, "denies_what_follows"),
        within_run=_grammar(texts.cues, "within_run"),
        joins_run=_grammar(texts.cues, "joins_run"),
        holding_apart=_grammar(texts.cues, "holding_apart"),
        is_careful=reader == "clinician",
    )


def _grammar(cues: Mapping[str, tuple[str, ...]], name: str) -> frozenset[str]:
    return frozenset(cues.get(f"grammar.{name}", ()))


class _Shelves:
    """The phrases as they are sorted in: by opening, by pair, and the words they are made of."""

    def __init__(self, classes: Mapping[str, tuple[str, ...]]) -> None:
        self.topics, self.qualities = _keys(classes, "topics."), _keys(classes, "qualities.")
        self.phrases: dict[str, list[Phrase]] = {}
        self.pairs: dict[tuple[str, str], list[Phrase]] = {}
        self.wordings: dict[str, set[str]] = {}
        for wording, key in class_parts(classes):
            self.wordings.setdefault(wording, set()).add(key)
        self.stems = {word for wording in self.wordings for word in wording.split()}
        self.met, self.exact = set[str](), set[str]()

    def add(self, phrase: Phrase) -> None:
        openings = phrase.parts if phrase.any_order else phrase.parts[:1]
        for key in {key for opening in openings for key in opening}:
            self.phrases.setdefault(key, []).append(phrase)
        stems = self.met if phrase.role in _NOT_FORGIVEN else self.stems
        for part in phrase.parts:
            for key in part:
                if key[0] == "=":
                    self.exact.add(key[1:])
                elif " " in key:
                    self.wordings.setdefault(key, set()).add(key)
                    stems.update(key.split())
                elif key[0] != "{":
                    stems.add(key)
        for pair in _pairs(phrase, self.topics, self.qualities):
            self.pairs.setdefault(pair, []).append(phrase)


def _keys(classes: Mapping[str, tuple[str, ...]], kind: str) -> frozenset[str]:
    return frozenset("{" + name + "}" for name, _ in _kind(classes, kind))


def _kind(
    classes: Mapping[str, tuple[str, ...]], kind: str
) -> Iterator[tuple[str, tuple[str, ...]]]:
    return ((name[len(kind) :], one) for name, one in classes.items() if name.startswith(kind))


def _several(
    wordings: dict[str, set[str]],
) -> dict[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]]:
    by_first: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for wording, keys in wordings.items():
        words = tuple(wording.split())
        if len(words) > 1:
            by_first.setdefault(words[0], []).append((words, tuple(sorted(keys))))
    return {first: tuple(one) for first, one in by_first.items()}


def _by_letter(stems: set[str]) -> dict[str, tuple[str, ...]]:
    by_letter: dict[str, list[str]] = {}
    for one in sorted(stems):
        if len(one) >= _FORGIVEN_FROM - 1:
            by_letter.setdefault(one[0], []).append(one)
    return {letter: tuple(one) for letter, one in by_letter.items()}


def _sources(knowledge: Knowledge, reader: Reader) -> Iterator[tuple[str, Role, tuple[str, ...]]]:
    """Finding, role and phrases; the clinician's words come beside the everyday ones."""
    clinical = knowledge.texts.clinical if reader == "clinician" else ClinicalTexts()
    for name, said in knowledge.texts.findings.items():
        more = clinical.said.get(name, ClinicalWords())
        if not more.alone:
            yield name, "idiom", said.idioms
            yield name, "words", said.words
            yield name, "near", said.near
            yield name, "well", said.well
        yield name, "not", _undenied(said.not_words, reader)
        yield name, "silent", more.not_words
        yield name, "idiom", more.idioms
        yield name, "words", more.words
        yield name, "history", more.history
        yield name, "absent", more.absent
        yield name, "beside", more.beside
    yield "", "silent", clinical.silent
    if reader == "lay":
        yield ANYTHING, "silent", knowledge.texts.sayings


def _undenied(phrases: tuple[str, ...], reader: Reader) -> tuple[str, ...]:
    """A clinician's "no neck stiffness" is a denial to be read, and hides nothing."""
    if reader == "lay":
        return phrases
    return tuple(one for one in phrases if not one.startswith(("no ", "not ", "without ")))


def _phrases(
    sources: Iterable[tuple[str, Role, tuple[str, ...]]], filler: frozenset[str]
) -> Iterator[Phrase]:
    seen = set()
    for name, role, written in sources:
        for one in written:
            phrase = _phrase(name, role, one, filler)
            if phrase.parts and (name, role, phrase.parts) not in seen:
                seen.add((name, role, phrase.parts))
                yield phrase


@lru_cache(maxsize=65_536)
def _phrase(name: str, role: Role, written: str, filler: frozenset[str]) -> Phrase:
    """Kept because the clinician's reader knows nearly all that the lay reader knows."""
    return phrase_of(name, role, parts_of(written, filler, role), _stems(filler))


@lru_cache(maxsize=8)
def _stems(words: frozenset[str]) -> frozenset[str]:
    return frozenset(map(stem, words))


def _pairs(
    phrase: Phrase, topics: frozenset[str], qualities: frozenset[str]
) -> Iterator[tuple[str, str]]:
    """What the phrase says of a topic by a mere quality: ``{ear} {hurts}``."""
    if phrase.role not in ("words", "well") or len(phrase.parts) != 2:
        return
    for one, other in (phrase.parts, phrase.parts[::-1]):
        yield from _crossed(one & topics, other & qualities)


def _crossed(topics: Part, qualities: Part) -> Iterator[tuple[str, str]]:
    return ((topic, quality) for topic in sorted(topics) for quality in sorted(qualities))
