"""From a text to findings: idioms first, then phrases with typos, then who denies what.

Idioms come first because the words of denial inside them are part of them ("can't catch my
breath" is a symptom). Only what stands in the text is taken; a near match is marked as one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bedside.assessment.knowledge.build import Knowledge
from bedside.assessment.words.details import details_of
from bedside.assessment.words.heard import Detail, Heard, Mention, Status
from bedside.assessment.words.lexicon import Lexicon, Phrase, lexicon_of
from bedside.assessment.words.negation import Scopes
from bedside.assessment.words.people import people_in
from bedside.assessment.words.tokens import Token, tokens_of

LONGEST = 4000
_WIDEST_GAP = 1
_NEVER_BETWEEN = frozenset(
    {"no", "not", "but", "or", "without", "never", "isnt", "arent", "wasnt", "werent"}
    | {"havent", "hasnt", "dont", "doesnt", "didnt"}
)
_SMALL_BETWEEN = 2


@dataclass(frozen=True, slots=True)
class _Match:
    phrase: Phrase
    places: tuple[int, ...]
    guessed: bool
    weight: int

    @property
    def rank(self) -> tuple[object, ...]:
        """The phrase with more words that count, then an idiom, then what is not merely near, then
        exact spelling, then the longer, the tighter and the earlier one."""
        return (
            -self.weight,
            self.phrase.role != "idiom",
            self.phrase.role == "near",
            self.guessed,
            -len(self.places),
            self.places[-1] - self.places[0],
            self.places[0],
            self.phrase.finding,
        )


def recognise(knowledge: Knowledge, text: str) -> Heard:
    """Understand a text; never raises, whatever the script. At most 4,000 characters are read."""
    text = text[:LONGEST]
    tokens = tokens_of(text)
    lexicon = lexicon_of(knowledge)
    cues = knowledge.texts.cues
    best = _best_of_each(knowledge, list(_matches(lexicon, _Text(lexicon, tokens))))
    idioms = (one for one in best if one.phrase.role == "idiom")
    scopes = Scopes(tokens, cues, {place for one in idioms for place in one.places})
    mentions = tuple(_mentions(best, tokens, scopes))
    pieces = details_of(knowledge, text, tokens, mentions)
    mentions += _measured_fever(knowledge, mentions, pieces)
    people = people_in(text, tokens, cues)
    return Heard(mentions, pieces, people.speaker, people.age_days, people.sex)


def _measured_fever(
    knowledge: Knowledge, mentions: tuple[Mention, ...], pieces: tuple[Detail, ...]
) -> tuple[Mention, ...]:
    """A thermometer reading of 38 °C or more is a fever, whether or not the word was used."""
    if "fever" not in knowledge.findings or any(
        one.finding == "fever" and one.status == "present" for one in mentions
    ):
        return ()
    return tuple(
        Mention("fever", "present", one.start, one.end)
        for one in pieces
        if one.finding == "fever.temperature" and isinstance(one.value, float) and one.value >= 38
    )[:1]


class _Text:
    """The words of one text, as said and as stems with typos forgiven."""

    def __init__(self, lexicon: Lexicon, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.said = [token.said for token in tokens]
        self.exact = [token.stem for token in tokens]
        self.stems = [
            token.stem if token.said in lexicon.filler else lexicon.forgiven(token.stem)
            for token in tokens
        ]
        self.is_filler = [token.said in lexicon.filler for token in tokens]

    def follow(self, parts: tuple[str, ...], words: list[str], at: int, gaps: int) -> list[int]:
        """Token places of the parts in order from ``at``, empty when they are not all there.

        Small words may stand between two parts, and ``gaps`` other words; never the end of a
        clause, a denial or an "or".
        """
        places = [at]
        for part in parts[1:]:
            place = self._next(part, words, places[-1], gaps)
            if place is None:
                return []
            places.append(place)
        return places

    def weight(self, places: list[int]) -> int:
        """How many words that count stand at these places (at least one)."""
        return sum(not self.is_filler[place] for place in places) or 1

    def _next(self, part: str, words: list[str], after: int, gaps: int) -> int | None:
        clause = self.tokens[after].clause
        for place in range(after + 1, len(words)):
            if self.tokens[place].clause != clause:
                return None
            if words[place] == part:
                return place
            if self.said[place] in _NEVER_BETWEEN:
                return None
            if not self.is_filler[place]:
                gaps -= 1
            if gaps < 0:
                return None
        return None


def _matches(lexicon: Lexicon, text: _Text) -> Iterator[_Match]:
    for at, word in enumerate(text.said):
        for phrase in lexicon.idioms.get(word, ()):
            places = text.follow(phrase.parts, text.said, at, 0)
            if places:
                yield _Match(phrase, tuple(places), False, text.weight(places))
    for at, word in enumerate(text.stems):
        for phrase in lexicon.words.get(word, ()):
            for parts in _orders(phrase, word):
                places = text.follow(parts, text.stems, at, _WIDEST_GAP)
                if places:
                    guessed = any(text.exact[one] != text.stems[one] for one in places)
                    yield _Match(phrase, tuple(places), guessed, text.weight(places))


def _orders(phrase: Phrase, opening: str) -> Iterator[tuple[str, ...]]:
    if phrase.parts[0] == opening:
        yield phrase.parts
    if phrase.any_order and phrase.parts[1] == opening and phrase.parts[0] != opening:
        yield phrase.parts[::-1]


def _best_of_each(knowledge: Knowledge, matches: list[_Match]) -> list[_Match]:
    """Symptoms compete for words among themselves, details and background among themselves.

    So "one leg is swollen" is the swollen leg and also its telling detail.
    """
    said = _without_what_must_not_count(matches)
    symptoms = [one for one in said if one.phrase.finding in knowledge.symptoms]
    others = [one for one in said if one.phrase.finding not in knowledge.symptoms]
    best = [*_best(symptoms), *_best(others)]
    return sorted(best, key=lambda one: (one.places[0], one.phrase.finding))


def _without_what_must_not_count(matches: list[_Match]) -> list[_Match]:
    """A *not* phrase takes its words away from its own finding, and from no other."""
    hidden: dict[str, list[frozenset[int]]] = {}
    for match in matches:
        if match.phrase.role == "not":
            hidden.setdefault(match.phrase.finding, []).append(frozenset(match.places))
    return [
        one
        for one in matches
        if one.phrase.role != "not"
        and not any(there.issuperset(one.places) for there in hidden.get(one.phrase.finding, ()))
    ]


def _best(matches: list[_Match]) -> list[_Match]:
    """Longest match wins; two findings may share exactly the same words, or the first of them."""
    taken: dict[int, tuple[int, ...]] = {}
    best = []
    for match in sorted(matches, key=lambda one: one.rank):
        clashing = [one for one in match.places if taken.get(one, match.places) != match.places]
        if not clashing or _goes_on(match, clashing, taken):
            taken.update({one: match.places for one in match.places if one not in clashing})
            best.append(match)
    return best


def _goes_on(match: _Match, clashing: list[int], taken: dict[int, tuple[int, ...]]) -> bool:
    """ "My eye is red and sticky": a second thing said of the word that opened an earlier match."""
    opening = match.places[0]
    if clashing != [opening] or len(match.places) == 1 or match.phrase.role == "near":
        return False
    return taken[opening][0] == opening and match.places[1] > taken[opening][-1]


def _mentions(matches: list[_Match], tokens: list[Token], scopes: Scopes) -> Iterator[Mention]:
    for match in matches:
        first, last = match.places[0], match.places[-1]
        status: Status | None = scopes.status(first, last)
        if match.phrase.role == "idiom" and status == "absent":
            status = "absent" if scopes.denied[first] else "present"
        if match.phrase.role == "near":
            status = "near" if status == "present" else None
        if status is not None:
            yield Mention(match.phrase.finding, status, tokens[first].start, tokens[last].end)
