"""From a text to findings: idioms first, then phrases with typos, then who denies what.

Idioms come first because the words of denial inside them are part of them ("can't catch my
breath" is a symptom). Only what stands in the text is taken; a near match is marked as one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from bedside.assessment.knowledge.build import Knowledge
from bedside.assessment.words.clinical.labs import labs_in
from bedside.assessment.words.clinical.needs import with_what_they_need
from bedside.assessment.words.clinical.scopes import ClinicalScopes
from bedside.assessment.words.clinical.sections import sections_of
from bedside.assessment.words.clinical.vitals import vitals_in
from bedside.assessment.words.clinical.written import Written, written_out
from bedside.assessment.words.details import details_of
from bedside.assessment.words.heard import Detail, Heard, Mention, Status
from bedside.assessment.words.lexicon import Lexicon, Phrase, Reader, lexicon_of
from bedside.assessment.words.negation import Scopes
from bedside.assessment.words.people import people_in
from bedside.assessment.words.tokens import Token, tokens_of

Part = TypeVar("Part", Mention, Detail)
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


def recognise(knowledge: Knowledge, text: str, reader: Reader = "lay") -> Heard:
    """Understand a text; never raises, whatever the script. At most 4,000 characters are read.

    The ``clinician`` reader is for what staff write; it also reads vital signs and test results.
    """
    text = text[:LONGEST]
    if reader == "clinician":
        return _clinician(knowledge, text)
    cues = knowledge.texts.cues
    tokens = tokens_of(text)
    scopes = partial(Scopes, tokens, cues)
    mentions = tuple(one for _, one in _understood(knowledge, tokens, reader, scopes))
    pieces = details_of(knowledge, text, tokens, mentions)
    mentions += _measured_fever(knowledge, mentions, pieces)
    people = people_in(text, tokens, cues)
    return Heard(mentions, pieces, people.speaker, people.age_days, people.sex)


def _clinician(knowledge: Knowledge, text: str) -> Heard:
    """The same of a clinician's note: shorthand written out first, figures read as they stand."""
    clinical = knowledge.texts.clinical
    written = written_out(text, clinical)
    tokens = tokens_of(written.text)
    sections = sections_of(written.text, clinical.sections)
    scopes = partial(ClinicalScopes, tokens, knowledge, sections)
    said = with_what_they_need(_understood(knowledge, tokens, "clinician", scopes), clinical)
    told = details_of(knowledge, written.text, tokens, said)
    mentions = tuple(_moved(one, written) for one in said)
    worded = tuple(_moved(one, written) for one in told if one.finding != "fever.temperature")
    pieces = (*worded, *vitals_in(knowledge, text), *labs_in(knowledge, text))
    mentions += _measured_fever(knowledge, mentions, pieces)
    people = people_in(written.text, tokens, knowledge.texts.cues)
    return Heard(mentions, pieces, None, people.age_days, people.sex)


def _moved(part: Part, written: Written) -> Part:
    start, end = written.span(part.start, part.end)
    return replace(part, start=start, end=end)


def _understood(
    knowledge: Knowledge,
    tokens: list[Token],
    reader: Reader,
    scopes_with: Callable[[set[int]], Scopes | ClinicalScopes],
) -> list[tuple[Phrase, Mention]]:
    lexicon = lexicon_of(knowledge, reader)
    best = _best_of_each(knowledge, list(_matches(lexicon, _Text(lexicon, tokens))))
    idioms = {place for one in best if one.phrase.role == "idiom" for place in one.places}
    return list(_mentions(best, tokens, scopes_with(idioms)))


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
    said = _without_what_must_not_count(knowledge, matches)
    symptoms = [one for one in said if one.phrase.finding in knowledge.symptoms]
    others = [one for one in said if one.phrase.finding not in knowledge.symptoms]
    best = [*_best(symptoms), *_best(others)]
    return sorted(best, key=lambda one: (one.places[0], one.phrase.finding))


def _without_what_must_not_count(knowledge: Knowledge, matches: list[_Match]) -> list[_Match]:
    """A *not* phrase takes its words away from its own finding, and from no other."""
    hidden: dict[str, list[frozenset[int]]] = {}
    for match in matches:
        if match.phrase.role in ("not", "silent"):
            hidden.setdefault(match.phrase.finding, []).append(frozenset(match.places))
    return [
        one
        for one in matches
        if one.phrase.role not in ("not", "silent")
        and (one.phrase.role == "absent" or not _is_hidden(knowledge, one, hidden))
    ]


def _is_hidden(
    knowledge: Knowledge, match: _Match, hidden: dict[str, list[frozenset[int]]]
) -> bool:
    """Do these words not count for this finding, or name what is no symptom at all?"""
    name = match.phrase.finding
    silent = hidden.get("", []) if name in knowledge.symptoms else []
    return any(there.issuperset(match.places) for there in (*hidden.get(name, ()), *silent))


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


def _mentions(
    matches: list[_Match], tokens: list[Token], scopes: Scopes | ClinicalScopes
) -> Iterator[tuple[Phrase, Mention]]:
    for match in matches:
        first, last = match.places[0], match.places[-1]
        status: Status | None = scopes.status(first, last)
        if match.phrase.role == "idiom" and status == "absent":
            status = "absent" if scopes.denied[first] else "present"
        if match.phrase.role == "near":
            status = "near" if status == "present" else None
        finding = match.phrase.finding
        if isinstance(scopes, ClinicalScopes):
            finding, status = scopes.meant(match.phrase, status, first)
        if status is not None:
            mention = Mention(finding, status, tokens[first].start, tokens[last].end)
            yield match.phrase, mention
