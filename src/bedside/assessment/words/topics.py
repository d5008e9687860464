"""What a mere quality is said of, when its own clause does not name it.

"My ear is blocked, no pain" denies earache; in "it's in my back, the pain" the back comes first,
and in "the pain is a four, it's in my back" it comes after.
"""

from __future__ import annotations

from collections.abc import Iterator

from bedside.assessment.words.lexicon import Lexicon
from bedside.assessment.words.matches import Match
from bedside.assessment.words.reading import Reading

_REACH = 14
_ONE_SENTENCE = 1


def borrowed(
    lexicon: Lexicon, reading: Reading, found: list[Match], qualities: frozenset[str] | None = None
) -> list[Match]:
    """Matches of qualities, or of these, that take their topic from a neighbouring clause."""
    wanted = lexicon.qualities if qualities is None else qualities
    taken = {
        place
        for match in found
        if (match.weight > 1 and match.phrase.role != "absent") or match.phrase.role == "idiom"
        for place in match.places
    }
    return [
        match
        for place, keys in enumerate(reading.keys)
        if place not in taken and _stands_bare(lexicon, reading, place)
        for quality in keys
        if quality in wanted
        for match in _with_topic(lexicon, reading, place, keys[quality], quality)
    ]


def _stands_bare(lexicon: Lexicon, reading: Reading, place: int) -> bool:
    """Only small words stand before it in its clause, and no topic after it."""
    clause = reading.tokens[place].clause
    for at, token in enumerate(reading.tokens):
        if token.clause != clause or at == place:
            continue
        if not lexicon.topics.isdisjoint(reading.keys[at]):
            return False
        is_light = reading.is_filler[at] or token.said in lexicon.light
        if at < place and not (is_light or _is_quality(lexicon, reading, at)):
            return False
    return True


def _is_quality(lexicon: Lexicon, reading: Reading, at: int) -> bool:
    return not lexicon.qualities.isdisjoint(reading.keys[at])


def _with_topic(
    lexicon: Lexicon, reading: Reading, place: int, last: int, quality: str
) -> Iterator[Match]:
    for at in _neighbours(reading, place):
        phrases = [
            phrase
            for key in reading.keys[at]
            if key in lexicon.topics
            for phrase in lexicon.pairs.get((key, quality), ())
            if phrase.role == "words"
        ]
        for phrase in phrases:
            places = tuple(range(place, last + 1))
            yield Match(phrase, places, reading.guessed[place], 2, at)
        if phrases:
            return


def _neighbours(reading: Reading, place: int) -> Iterator[int]:
    """Words before it within a sentence, nearest first, then those after it in its own."""
    sentence = reading.tokens[place].sentence
    for at in range(place - 1, max(-1, place - _REACH), -1):
        if sentence - reading.tokens[at].sentence > _ONE_SENTENCE:
            break
        yield at
    for at in range(place + 1, min(place + _REACH, len(reading.tokens))):
        if reading.tokens[at].sentence != sentence:
            break
        yield at
