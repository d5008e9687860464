"""From a text to findings: idioms first, then phrases with typos, then who denies what.

Idioms come first because the words of denial inside them are part of them ("can't catch my
breath" is a symptom). Only what stands in the text is taken; a near match is marked as one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bedside.assessment.knowledge.build import Knowledge
from bedside.assessment.words.details import details_of
from bedside.assessment.words.heard import Heard, Mention, Status
from bedside.assessment.words.lexicon import Lexicon, Phrase, lexicon_of
from bedside.assessment.words.negation import Scopes
from bedside.assessment.words.people import people_in
from bedside.assessment.words.tokens import Token, tokens_of

LONGEST = 4000
_WIDEST_GAP = 1


@dataclass(frozen=True, slots=True)
class _Match:
    phrase: Phrase
    places: tuple[int, ...]
    guessed: bool

    @property
    def rank(self) -> tuple[object, ...]:
        """Idioms, then longer phrases, then exact spelling, then the tighter and earlier one."""
        return (self.phrase.role != "idiom", -len(self.places), self.guessed,
                self.places[-1] - self.places[0], self.places[0], self.phrase.finding)


def recognise(knowledge: Knowledge, text: str) -> Heard:
    """Understand a text; never raises, whatever the script. At most 4,000 characters are read."""
    text = text[:LONGEST]
    tokens = tokens_of(text)
    lexicon = lexicon_of(knowledge)
    cues = knowledge.texts.cues
    scopes = Scopes(tokens, cues)
    mentions = tuple(_mentions(_best(list(_matches(lexicon, tokens, scopes))), tokens, scopes))
    pieces = details_of(knowledge, text, tokens, mentions)
    mentions += _measured_fever(knowledge, mentions, pieces)
    people = people_in(text, tokens, cues)
    return Heard(mentions, pieces, people.speaker, people.age_days, people.sex)


def _measured_fever(
    knowledge: Knowledge, mentions: tuple[Mention, ...], pieces: tuple[object, ...]
) -> tuple[Mention, ...]:
    """A thermometer reading of 38 °C or more is a fever, whether or not the word was used."""
    from bedside.assessment.words.heard import Detail

    if "fever" not in knowledge.findings or any(
        one.finding == "fever" and one.status == "present" for one in mentions
    ):
        return ()
    return tuple(
        Mention("fever", "present", one.start, one.end)
        for one in pieces
        if isinstance(one, Detail) and one.finding == "fever.temperature"
        and isinstance(one.value, float) and one.value >= 38
    )[:1]


def _matches(lexicon: Lexicon, tokens: list[Token], scopes: Scopes) -> Iterator[_Match]:
    counted = [place for place, token in enumerate(tokens) if token.said not in lexicon.filler]
    raw = [tokens[place].said for place in counted]
    exact = [tokens[place].stem for place in counted]
    forgiven = [lexicon.forgiven(one) for one in exact]
    whole = [token.said for token in tokens]
    for at, word in enumerate(raw):
        for phrase in lexicon.idioms.get(word, ()):
            places = _follow(phrase.parts, raw, at, counted, tokens, scopes)
            if places:
                yield _Match(phrase, places, False)
    for at, word in enumerate(forgiven):
        for phrase in lexicon.words.get(word, ()):
            for parts in _orders(phrase, word):
                places = _follow(parts, forgiven, at, counted, tokens, scopes)
                if places:
                    yield _Match(phrase, places, _was_guessed(places, counted, exact, forgiven))
    yield from _small_words_only(lexicon, whole, tokens)


def _small_words_only(
    lexicon: Lexicon, whole: list[str], tokens: list[Token]
) -> Iterator[_Match]:
    """Phrases made of nothing but small words ("bad feeling") are met as written."""
    for at, word in enumerate(whole):
        if word not in lexicon.filler:
            continue
        for index, seen in ((lexicon.idioms, word), (lexicon.words, tokens[at].stem)):
            for phrase in index.get(seen, ()):
                stems = [one.stem for one in tokens[at : at + len(phrase.parts)]]
                said = whole[at : at + len(phrase.parts)]
                if tuple(said) == phrase.parts or tuple(stems) == phrase.parts:
                    yield _Match(phrase, tuple(range(at, at + len(phrase.parts))), False)


def _orders(phrase: Phrase, opening: str) -> Iterator[tuple[str, ...]]:
    if phrase.parts[0] == opening:
        yield phrase.parts
    if phrase.any_order and phrase.parts[1] == opening and phrase.parts[0] != opening:
        yield phrase.parts[::-1]


def _follow(
    parts: tuple[str, ...], words: list[str], at: int, counted: list[int], tokens: list[Token],
    scopes: Scopes,
) -> tuple[int, ...]:
    """Token places of the parts in order, with at most one other word between two of them."""
    places = [counted[at]]
    for part in parts[1:]:
        for gap in range(_WIDEST_GAP + 1):
            here = at + 1 + gap
            if here < len(words) and words[here] == part:
                break
        else:
            return ()
        if not _together(tokens, scopes, counted[at], counted[here]):
            return ()
        at = here
        places.append(counted[at])
    return tuple(places)


def _together(tokens: list[Token], scopes: Scopes, first: int, last: int) -> bool:
    """Two words of one phrase stand in one clause, with no denial or "but" between them."""
    if tokens[first].clause != tokens[last].clause:
        return False
    return not any(
        scopes.said[place] in ("no", "not", "but", "or") for place in range(first + 1, last)
    )


def _was_guessed(
    places: tuple[int, ...], counted: list[int], exact: list[str], forgiven: list[str]
) -> bool:
    return any(exact[counted.index(place)] != forgiven[counted.index(place)] for place in places)


def _best(matches: list[_Match]) -> list[_Match]:
    """Longest match wins; two findings may share exactly the same words."""
    taken: dict[int, tuple[int, ...]] = {}
    best = []
    for match in sorted(matches, key=lambda one: one.rank):
        if all(taken.get(place, match.places) == match.places for place in match.places):
            taken.update(dict.fromkeys(match.places, match.places))
            best.append(match)
    return sorted(best, key=lambda one: (one.places[0], one.phrase.finding))


def _mentions(matches: list[_Match], tokens: list[Token], scopes: Scopes) -> Iterator[Mention]:
    blocked = {(one.phrase.finding, one.places) for one in matches if one.phrase.role == "not"}
    for match in matches:
        if match.phrase.role == "not" or (match.phrase.finding, match.places) in blocked:
            continue
        first, last = match.places[0], match.places[-1]
        status: Status | None = scopes.status(first, last)
        if match.phrase.role == "idiom" and status == "absent":
            status = "absent" if scopes.denied[first] else "present"
        if status == "present" and match.phrase.role == "near":
            status = "near"
        if status is not None:
            yield Mention(match.phrase.finding, status, tokens[first].start, tokens[last].end)
