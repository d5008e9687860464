"""Whether a matched phrase is said to be there, denied, doubted, over, or in the past.

A denial reaches from its cue to the end of its clause. A comma ends it, unless what follows is
the rest of a list ("no fever, cough or rash", "denies fever, chills, pain"); "but" and its kin
always end it. A doubt reaches as far ("not sure if", "might be"), or back over the clause before
when it stands alone ("hives, maybe").
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from bedside.assessment.words.heard import Status
from bedside.assessment.words.tokens import Token, cue_set, word_set

_LONGEST_CUE = 5
_LONGEST_REACH = 25
_LONGEST_LIST_ITEM = 4
_REACH_AFTER = 6
_SPANS = frozenset({"hour", "day", "week", "month", "year"})
"""A "3-day history of cough" is going on."""
_STILL_GOING = word_set("since started began for now again still today tonight ongoing")
_SUBJECTS = word_set("i ive im he she hes shes we they theyre")
_DENYING = word_set("no not never dont isnt havent wont without neither stopped")
_ANSWERED = tuple([one] for one in sorted(_SUBJECTS))
_OWNERS = word_set("my his her their our")
_ASIDES = word_set("think feel believe reckon know that if like as when say thought")
_BEFORE_OWNER = word_set(
    "in on of with to from at around round under behind for about down up over near all inside and "
    "or nor into through than any"
)
_IN_DOUBT = word_set(
    "i ive im he she hes shes it its is have be has got if whether there having had a an am"
)
_NOMINAL = frozenset({"no", "without", "zero"})
_NEAR = 3
_COMPARING = frozenset({"like", "such", "before", "worse", "so"})
_POINTING = word_set("it its that thats they theyre which this both all")


class Scopes:
    """The denied, doubted and past stretches of one text, worked out once."""

    def __init__(
        self,
        tokens: list[Token],
        cues: Mapping[str, tuple[str, ...]],
        told: Collection[int] = (),
    ) -> None:
        """``told`` are the places of phrases: a "no" in one of them denies nothing else, and a
        "gone" ends nothing."""
        self.tokens = tokens
        self.told = frozenset(told)
        self.cues = {name: cue_set(words) for name, words in cues.items()}
        self.said = [token.said for token in tokens]
        self.doubts = dict(self._cues("unsure"))
        spared = {*self.told, *self._covered("not_negation"), *self._places(self.doubts)}
        negations = dict(self._cues("negation"))
        self.denials = [at for at in negations if at not in spared]
        self.denied = self._reached(
            {at: size for at, size in negations.items() if self._denies(at, spared)}
        )
        self.unsure = self._reached(
            {
                at: size
                for at, size in self.doubts.items()
                if not any(
                    one in self.told and self.said[one] not in _IN_DOUBT
                    for one in range(at, at + size)
                )
            }
        )
        self._doubt_backwards()
        self.over = self._over()
        self.others = self._clauses_with("others")
        self.past = self._clauses_with("past", unless=_STILL_GOING)

    def status(self, first: int, last: int) -> Status:
        """How the phrase from token ``first`` to ``last`` is meant."""
        if self.denied[first] or self.is_over(last):
            return "absent"
        if self.unsure[first]:
            return "unsure"
        return "past" if self.tokens[first].clause in self.past else "present"

    def is_over(self, last: int) -> bool:
        """ "The fever has gone", also when the next clause says so."""
        return self._ends_after(last) or self.tokens[last].clause in self.over

    def _denies(self, at: int, spared: set[int]) -> bool:
        """ "Never had a headache like this" denies no headache, and "no I have" nothing."""
        answers = self.said[at] == "no" and self.said[at + 1 : at + 2] in _ANSWERED
        if at in spared or answers:
            return False
        clause = self.tokens[at].clause
        later = (one.said for one in self.tokens[at:] if one.clause == clause)
        return self.said[at] != "never" or not _COMPARING & set(later)

    def _cues(self, name: str) -> Iterator[tuple[int, int]]:
        """Where cues of this kind start and how many words they have, the longest at each place."""
        known = self.cues.get(name, frozenset())
        for at in range(len(self.said)):
            for size in range(_LONGEST_CUE, 0, -1):
                if " ".join(self.said[at : at + size]) in known and at + size <= len(self.said):
                    yield at, size
                    break

    def _at(self, place: int, name: str) -> bool:
        """Does a cue of this kind start at this token (one or several words)?"""
        known = self.cues.get(name, frozenset())
        return any(
            " ".join(self.said[place : place + size]) in known for size in range(1, _LONGEST_CUE)
        )

    def _covered(self, name: str) -> set[int]:
        return self._places(dict(self._cues(name)))

    @staticmethod
    def _places(cues: Mapping[int, int]) -> set[int]:
        return {place for at, size in cues.items() for place in range(at, at + size)}

    def _reached(self, cues: Mapping[int, int]) -> list[bool]:
        reached = [False] * len(self.tokens)
        for at, size in cues.items():
            for place in range(at + 1, self._end_of_scope(at, size)):
                reached[place] = True
        return reached

    def _end_of_scope(self, cue: int, size: int) -> int:
        lists_freely = self.said[cue] in self.cues.get("negation_list", frozenset())
        here = self.tokens[cue]
        for place in range(cue + size, min(cue + _LONGEST_REACH, len(self.tokens))):
            token = self.tokens[place]
            if token.sentence != here.sentence or self._at(place, "stops"):
                return place
            if place > cue + size and self._is_new_subject(cue, place):
                return place
            new_clause = token.clause != self.tokens[place - 1].clause
            if new_clause and not (lists_freely or self._goes_on_as_list(place)):
                return place
        return min(cue + _LONGEST_REACH, len(self.tokens))

    def _is_new_subject(self, cue: int, place: int) -> bool:
        """ "No fever I feel fine", but not "don't think I have" nor "no pain in my leg"."""
        before, word = self.said[place - 1], self.said[place]
        if word in _SUBJECTS:
            return before not in _ASIDES
        return word in _OWNERS and self.said[cue] in _NOMINAL and before not in _BEFORE_OWNER

    def _goes_on_as_list(self, place: int) -> bool:
        """Short items separated by commas up to one with "or": still the same denial."""
        sentence, clause, length = self.tokens[place].sentence, self.tokens[place].clause, 0
        for at in range(place, len(self.tokens)):
            token = self.tokens[at]
            if token.sentence != sentence or self._at(at, "stops") or self._at(at, "negation"):
                return False
            if token.said in ("or", "nor"):
                return True
            length = length + 1 if token.clause == clause else 1
            clause = token.clause
            if length > _LONGEST_LIST_ITEM or token.said in ("i", "my", "ive", "im"):
                return False
        return False

    def _ends_after(self, last: int) -> bool:
        """ "The fever has gone": what ends it follows within the clause."""
        clause = self.tokens[last].clause
        for at in range(last + 1, min(last + _REACH_AFTER, len(self.tokens))):
            if self.tokens[at].clause != clause or self.said[at] in ("and", "or", "when", "if"):
                return False
            if self._is_an_end(at):
                return True
        return False

    def _is_an_end(self, at: int) -> bool:
        """ "Gone", but not "gone yellow", "not gone" or "back has gone"."""
        known = self.cues.get("negation_after", frozenset())
        size = next((one for one in (3, 2, 1) if " ".join(self.said[at : at + one]) in known), 0)
        if not size or at in self.told or any(one in self.denials for one in (at - 1, at - 2)):
            return False
        after = at + size
        if self.said[at] not in ("gone", "stopped", "cleared", "better", "went"):
            return True
        return (
            after >= len(self.tokens)
            or self.tokens[after].clause != self.tokens[at].clause
            or self._at(after, "ends")
        )

    def _over(self) -> set[int]:
        """Clauses whose matter the next one calls over: "a fever last week, but it's gone now"."""
        over = set()
        for at in range(1, len(self.tokens)):
            before, here = self.tokens[at - 1], self.tokens[at]
            start = at + (here.said in ("but", "and", "though", "although"))
            if before.clause == here.clause or start >= len(self.tokens):
                continue
            if self.said[start] in _POINTING or self._is_an_end(start):
                reach = range(start, min(start + 4, len(self.tokens)))
                if any(
                    self.tokens[one].clause == self.tokens[start].clause and self._is_an_end(one)
                    for one in reach
                ):
                    over.add(before.clause)
        return over - self._clauses_with("today")

    def denies_within(self, first: int) -> bool:
        """Is the verb at this place denied ("not really eating well")? None reaches a phrase that
        opens with its own ("has not been sick and didn't pass out"), and a "no" is of a thing."""
        if first in self.denials:
            return False
        clause = self.tokens[first].clause
        return any(
            self.tokens[at].clause == clause and self.said[at] not in _NOMINAL
            for at in self.denials
            if first - _NEAR <= at < first
        )

    def denies_among(self, places: tuple[int, ...]) -> bool:
        """Do these words deny, and does another denial reach the first of them?"""
        return self.denied[places[0]] and any(self.said[at] in _DENYING for at in places)

    def _doubt_backwards(self) -> None:
        """ "Hives, maybe": a doubt that has its clause to itself belongs to the one before."""
        for at, size in self.doubts.items():
            clause = self.tokens[at].clause
            alone = all(
                place in range(at, at + size) or self._at(place, "asides")
                for place, one in enumerate(self.tokens)
                if one.clause == clause
            )
            earlier = [one for one in self.tokens[:at] if one.clause != clause]
            if not (alone and earlier and self._at(at, "unsure_after")):
                continue
            for place, one in enumerate(self.tokens):
                if one.clause == earlier[-1].clause and one.sentence == self.tokens[at].sentence:
                    self.unsure[place] = True

    def _clauses_with(self, name: str, unless: frozenset[str] = frozenset()) -> set[int]:
        found = {
            self.tokens[at].clause
            for at, _ in self._cues(name)
            if not (at and self.said[at - 1] in _SPANS)
        }
        spared = {token.clause for token in self.tokens if token.said in unless}
        return found - spared
