"""How long, how bad, how it began, where: values of follow-ups that the text already gives.

A value belongs to the symptom nearest to it in the same sentence, and to the first symptom of the
text when its own sentence names none ("I have a cough. It's been two weeks.").
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator

from bedside.assessment.knowledge.build import Knowledge
from bedside.assessment.words.heard import Detail, Mention
from bedside.assessment.words.measures import measures_in
from bedside.assessment.words.tokens import Token

_DENIED_WITHIN = 2
_HIGHEST = "fever.temperature"
_NOT_A_SIDE = re.compile(r"^\s*(?:now|away|after|before|there)\b")


def details_of(
    knowledge: Knowledge,
    text: str,
    tokens: list[Token],
    mentions: tuple[Mention, ...],
    ages: Collection[tuple[int, int]] = (),
) -> tuple[Detail, ...]:
    """Return the follow-up values that the text gives, first one of each finding, but the highest
    temperature.

    ``ages`` are the spans of ages: "sixteen months" of a son is no length of his rash.
    """
    present = [one for one in mentions if one.status == "present"]
    sentences = _Sentences(tokens)
    found: dict[str, Detail] = {}
    for detail in (
        *_measured(knowledge, text, sentences, present, ages),
        *_worded(knowledge, text, sentences, present),
    ):
        had = found.get(detail.finding)
        if had is None:
            found[detail.finding] = detail
        elif detail.finding == _HIGHEST and _is_higher(detail, had):
            found[_HIGHEST] = detail
        elif isinstance(had.value, tuple) and isinstance(detail.value, tuple):
            both = tuple(dict.fromkeys((*had.value, *detail.value)))
            found[detail.finding] = Detail(had.finding, both, had.start, had.end)
    return tuple(found.values())


def _is_higher(one: Detail, other: Detail) -> bool:
    return (
        isinstance(one.value, float) and isinstance(other.value, float) and one.value > other.value
    )


class _Sentences:
    """Which sentence and clause a character belongs to."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.starts = [token.start for token in tokens]

    def of(self, start: int) -> int:
        token = self._token(start)
        return token.sentence if token else 0

    def clause_of(self, start: int) -> int:
        token = self._token(start)
        return token.clause if token else 0

    def is_about(self, start: int, words: frozenset[str]) -> bool:
        """Does one of these words stand in the clause of this character?"""
        clause = self.clause_of(start)
        return any(one.clause == clause and one.said in words for one in self.tokens)

    def denies_before(self, start: int, denials: frozenset[str]) -> bool:
        """ "Not sudden in onset": does a denial stand just before this character in its clause?"""
        place = bisect_right(self.starts, start) - 1
        before = self.tokens[max(0, place - _DENIED_WITHIN) : max(place, 0)]
        return any(one.said in denials and one.clause == self.clause_of(start) for one in before)

    def _token(self, start: int) -> Token | None:
        """The last token that begins at or before this character."""
        place = bisect_right(self.starts, start) - 1
        return self.tokens[max(place, 0)] if self.tokens else None


def _owner(sentences: _Sentences, mentions: list[Mention], start: int) -> Mention | None:
    """Whose value this is: a mention of its own clause, else the one before it in the sentence,
    else the one after it, else the first of the text."""
    here = [one for one in mentions if sentences.of(one.start) == sentences.of(start)]
    clause = [one for one in here if sentences.clause_of(one.start) == sentences.clause_of(start)]
    before = [one for one in here if one.end <= start]
    if clause:
        return min(clause, key=lambda one: min(abs(one.start - start), abs(one.end - start)))
    if before:
        return before[-1]
    return next(iter(here or mentions), None)


def _measured(
    knowledge: Knowledge,
    text: str,
    sentences: _Sentences,
    mentions: list[Mention],
    ages: Collection[tuple[int, int]],
) -> Iterator[Detail]:
    elsewhere = frozenset(knowledge.texts.cues.get("not_of_the_body", ()))
    for measure in measures_in(text):
        if any(start < measure.end and measure.start < end for start, end in ages):
            continue
        if measure.kind == "temperature":
            if _HIGHEST in knowledge.findings and not sentences.is_about(measure.start, elsewhere):
                yield Detail(_HIGHEST, measure.value, measure.start, measure.end)
            continue
        owner = _with_follow_up(knowledge, sentences, mentions, measure.start, measure.kind)
        if owner:
            yield Detail(owner, measure.value, measure.start, measure.end)


def _with_follow_up(
    knowledge: Knowledge, sentences: _Sentences, mentions: list[Mention], start: int, kind: str
) -> str:
    """The follow-up of this kind of the nearest symptom that has one."""
    having = [one for one in mentions if f"{one.finding}.{kind}" in knowledge.findings]
    owner = _owner(sentences, having, start)
    return f"{owner.finding}.{kind}" if owner else ""


def _worded(
    knowledge: Knowledge, text: str, sentences: _Sentences, mentions: list[Mention]
) -> Iterator[Detail]:
    lowered = text.lower()
    if len(lowered) != len(text):
        return
    denials = frozenset(knowledge.texts.cues.get("grammar.denying", ()))
    for kind, value, cue in (
        ("onset", "sudden", "sudden"),
        ("onset", "weeks", "gradual"),
        ("trend", "worse", "worse"),
        ("trend", "better", "better"),
    ):
        for start, end in _spans(lowered, knowledge.texts.cues.get(cue, ())):
            if sentences.denies_before(start, denials):
                continue
            owner = _with_follow_up(knowledge, sentences, mentions, start, kind)
            if owner and value in knowledge.findings[owner].options:
                yield Detail(owner, value, start, end)
    for mention in mentions:
        symptom = knowledge.symptoms.get(mention.finding)
        for name in symptom.follow_ups if symptom else ():
            yield from _options(knowledge, lowered, sentences, mention, name, mentions)


def _options(
    knowledge: Knowledge,
    lowered: str,
    sentences: _Sentences,
    mention: Mention,
    name: str,
    mentions: list[Mention],
) -> Iterator[Detail]:
    """Options of one follow-up whose words stand in the sentence nearest to this symptom."""
    finding = knowledge.findings[name]
    denials = frozenset(knowledge.texts.cues.get("grammar.denying", ()))
    for option in finding.options if finding.attribute not in ("onset", "trend") else ():
        for start, end in _spans(lowered, knowledge.texts.cues.get(f"options.{option}", ())):
            if sentences.denies_before(start, denials) or _NOT_A_SIDE.match(lowered[end:]):
                continue
            if sentences.of(start) == sentences.of(mention.start) and (
                _owner(sentences, mentions, start) in (mention, None) or len(mentions) == 1
            ):
                yield Detail(name, (option,) if finding.kind == "many" else option, start, end)


def _spans(lowered: str, phrases: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    for phrase in phrases:
        at = lowered.find(phrase)
        while at >= 0:
            end = at + len(phrase)
            if not (lowered[at - 1 : at].isalnum() or lowered[end : end + 1].isalnum()):
                yield at, end
            at = lowered.find(phrase, end)
