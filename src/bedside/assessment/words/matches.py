"""Where the phrases of the lexicon stand in a text, and which of them win.

The phrase with more words wins; what a quality says of a topic named just before is found last
("my ear is blocked, no pain").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bedside.assessment.knowledge.build import Knowledge
from bedside.assessment.words.lexicon import ANYTHING, Lexicon
from bedside.assessment.words.phrases import Part, Phrase
from bedside.assessment.words.reading import Reading

_HIDING = frozenset({"not", "silent"})


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase met at these token places; ``topic`` is the place of a topic it borrowed, and a
    ``loose`` one has other words between its own."""

    phrase: Phrase
    places: tuple[int, ...]
    guessed: bool
    weight: int
    topic: int | None = None
    loose: bool = False

    @property
    def rank(self) -> tuple[object, ...]:
        """What is not merely near, then the phrase with more words that count, then an idiom, then
        exact spelling, then the longer, the tighter and the earlier one."""
        return (
            self.phrase.role == "near",
            -self.weight,
            self.phrase.role != "idiom",
            self.guessed,
            -len(self.places),
            self.places[-1] - self.places[0],
            self.places[0],
            self.phrase.finding,
        )


def matches_in(knowledge: Knowledge, lexicon: Lexicon, reading: Reading) -> list[Match]:
    """The best matches of a text, in its order."""
    met = list(_met(lexicon, reading))
    best = _best_of_each(knowledge, met, reading)
    return sorted(best, key=lambda one: (one.places[0], one.phrase.finding))


def _met(lexicon: Lexicon, reading: Reading) -> Iterator[Match]:
    for at, keys in enumerate(reading.keys):
        tried: set[Phrase] = set()
        for key in keys:
            for phrase in lexicon.phrases.get(key, ()):
                if phrase in tried:
                    continue
                tried.add(phrase)
                if any(part.isdisjoint(reading.everything) for part in phrase.parts):
                    continue
                for parts in _orders(phrase, keys):
                    places = reading.follow(parts, at, phrase.gap)
                    if places:
                        yield _match(phrase, reading, places, parts is not phrase.parts)


def _match(phrase: Phrase, reading: Reading, places: list[int], is_turned: bool) -> Match:
    guessed = any(reading.guessed[one] for one in places)
    is_loose_order = is_turned and reading.topics.isdisjoint(places)
    loose = len(places) > 1 and reading.loose(places, is_loose_order)
    return Match(phrase, tuple(places), guessed, reading.weight(places), loose=loose)


def _orders(phrase: Phrase, keys: dict[str, int]) -> Iterator[tuple[Part, ...]]:
    if not phrase.parts[0].isdisjoint(keys):
        yield phrase.parts
    if phrase.any_order and not phrase.parts[1].isdisjoint(keys):
        yield phrase.parts[::-1]


def _best_of_each(knowledge: Knowledge, matches: list[Match], reading: Reading) -> list[Match]:
    """Symptoms compete for words among themselves, details and background among themselves.

    So "one leg is swollen" is the swollen leg and also its telling detail. Words of absence
    compete with none of them: "painless loss of vision" is lost vision without pain.
    """
    said = _without_what_must_not_count(knowledge, matches, reading)
    absences = [one for one in said if one.phrase.role == "absent"]
    there = [
        one
        for one in said
        if one.phrase.role != "absent" and not any(_denies(absence, one) for absence in absences)
    ]
    split = [one for one in there if reading.denied_within(one.places) is not None]
    whole = [one for one in there if one not in split]
    symptoms = [one for one in whole if one.phrase.finding in knowledge.symptoms]
    others = [one for one in whole if one.phrase.finding not in knowledge.symptoms]
    best = [*_best(symptoms, reading), *_best(others, reading)]
    return [*best, *_best(_of_a_quality(split, whole), reading), *absences]


def _of_a_quality(split: list[Match], whole: list[Match]) -> list[Match]:
    """Of the phrases with a denial in their middle those whose finding is not named before it:
    "cough not productive" denies phlegm and no cough, "lips aren't blue" blue lips."""
    named = {(one.phrase.finding, place) for one in whole for place in one.places}
    return [one for one in split if not any((one.phrase.finding, at) in named for at in one.places)]


def _denies(absence: Match, match: Match) -> bool:
    same = absence.phrase.finding == match.phrase.finding
    return same and set(absence.places).issuperset(match.places)


def _without_what_must_not_count(
    knowledge: Knowledge, matches: list[Match], reading: Reading
) -> list[Match]:
    """A *not* phrase takes its words away from its own finding, and from no other.

    Where it names the topic, that is enough: "back of my head" takes the back from "back hurts".
    """
    hidden: dict[str, dict[str, list[frozenset[int]]]] = {role: {} for role in _HIDING}
    for match in matches:
        if match.phrase.role in _HIDING:
            of_role = hidden[match.phrase.role]
            of_role.setdefault(match.phrase.finding, []).append(frozenset(match.places))
    return [
        one
        for one in matches
        if one.phrase.role not in _HIDING
        and (one.phrase.role == "absent" or not _is_hidden(knowledge, one, hidden, reading))
    ]


def _is_hidden(
    knowledge: Knowledge,
    match: Match,
    hidden: dict[str, dict[str, list[frozenset[int]]]],
    reading: Reading,
) -> bool:
    """Do these words not count for this finding, or name what is no symptom at all?"""
    name = match.phrase.finding
    topics = reading.topics.intersection(match.places) if len(match.places) > 1 else set()
    against = hidden["not"].get(name, ())
    if any(there.issuperset(match.places) or there & topics for there in against):
        return True
    silent = hidden["silent"]
    names = silent.get("", []) if name in knowledge.symptoms else []
    hiding = (*names, *silent.get(ANYTHING, ()), *silent.get(name, ()))
    return any(there.issuperset(match.places) for there in hiding)


def _best(matches: list[Match], reading: Reading) -> list[Match]:
    """Longest match wins; two findings may share exactly the same words, the first of them, or
    what is said of a whole run."""
    taken: dict[int, tuple[int, ...]] = {}
    best = []
    for match in sorted(matches, key=lambda one: one.rank):
        clashing = [one for one in match.places if taken.get(one, match.places) != match.places]
        if (
            not clashing
            or _goes_on(match, clashing, taken)
            or _shares_topic(match, clashing, reading)
            or _stands_closer(match, clashing, taken)
            or _of_a_run(match, clashing, taken, reading)
        ):
            taken.update({one: match.places for one in match.places if one not in clashing})
            best.append(match)
    return best


def _goes_on(match: Match, clashing: list[int], taken: dict[int, tuple[int, ...]]) -> bool:
    """ "My eye is red and sticky": a second thing said of the word that opened an earlier match."""
    opening = match.places[0]
    if clashing != [opening] or len(match.places) == 1 or match.phrase.role == "near":
        return False
    return taken[opening][0] == opening and match.places[1] > taken[opening][-1]


def _shares_topic(match: Match, clashing: list[int], reading: Reading) -> bool:
    """ "Itchy down there, with a smelly discharge": two things said of one topic."""
    own = len(match.places) - len(clashing)
    return own > 0 and match.phrase.role != "near" and reading.topics.issuperset(clashing)


def _stands_closer(match: Match, clashing: list[int], taken: dict[int, tuple[int, ...]]) -> bool:
    """ "Back pain going down my leg": the pain is the leg's, and first of all the back's."""
    if len(match.places) != 2 or len(clashing) != 1 or match.phrase.role == "near":
        return False
    other = taken[clashing[0]]
    is_wide = other[-1] - other[0] >= len(other)
    return is_wide and match.places[-1] - match.places[0] == 1


def _of_a_run(
    match: Match, clashing: list[int], taken: dict[int, tuple[int, ...]], reading: Reading
) -> bool:
    """ "Knees and hips ache": the clash is over the quality, and the topics are of one run."""
    if len(clashing) == len(match.places) or match.phrase.role == "near":
        return False
    mine = {reading.run[one] for one in match.places if one not in clashing} - {0}
    theirs = {reading.run[place] for one in clashing for place in taken[one]} - {0}
    return bool(mine & theirs)
