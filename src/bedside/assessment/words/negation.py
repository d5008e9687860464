"""Whether a matched phrase is said to be there, denied, in the past, or somebody else's.

A denial reaches from its cue to the end of its clause. A comma ends it, unless what follows is
the rest of a list ("no fever, cough or rash", "denies fever, chills, pain"); "but" and its kin
always end it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from bedside.assessment.words.heard import Status
from bedside.assessment.words.tokens import Token

_LONGEST_REACH = 25
_LONGEST_LIST_ITEM = 4
_SPANS = frozenset({"hour", "day", "week", "month", "year"})
"""A "3-day history of cough" is going on."""
_STILL_GOING = frozenset({"since", "started", "began", "for", "now", "again", "still", "today"})


class Scopes:
    """The denied, past and foreign stretches of one text, worked out once."""

    def __init__(
        self,
        tokens: list[Token],
        cues: Mapping[str, tuple[str, ...]],
        idioms: Collection[int] = (),
    ) -> None:
        """``idioms`` are the places of idioms: a "no" in one of them denies nothing else."""
        self.tokens = tokens
        self.idioms = idioms
        self.cues = {name: frozenset(words) for name, words in cues.items()}
        self.said = [token.said for token in tokens]
        self.denied = self._denied()
        self.past = self._clauses_with("past", unless=_STILL_GOING)
        self.others = self._clauses_with("others")
        self.unsure = self._clauses_with("unsure")

    def status(self, first: int, last: int) -> Status | None:
        """How the phrase from token ``first`` to ``last`` is meant; None when not the patient's."""
        clause = self.tokens[first].clause
        if clause in self.others:
            return None
        if self.denied[first] or self._denied_after(last):
            return "absent"
        if clause in self.past:
            return "past"
        return "near" if clause in self.unsure else "present"

    def _at(self, place: int, name: str) -> bool:
        """Does a cue of this kind start at this token (one or several words)?"""
        cues = self.cues.get(name, frozenset())
        return any(" ".join(self.said[place : place + size]) in cues for size in (1, 2, 3, 4))

    def _denied(self) -> list[bool]:
        denied = [False] * len(self.tokens)
        for place in range(len(self.tokens)):
            if self._at(place, "negation") and place not in self.idioms:
                for reached in range(place + 1, self._end_of_scope(place)):
                    denied[reached] = True
        return denied

    def _end_of_scope(self, cue: int) -> int:
        lists_freely = self.said[cue] in self.cues.get("negation_list", frozenset())
        here = self.tokens[cue]
        for place in range(cue + 1, min(cue + _LONGEST_REACH, len(self.tokens))):
            token = self.tokens[place]
            if token.sentence != here.sentence or self._at(place, "stops"):
                return place
            new_clause = token.clause != self.tokens[place - 1].clause
            if new_clause and not (lists_freely or self._goes_on_as_list(place)):
                return place
        return min(cue + _LONGEST_REACH, len(self.tokens))

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

    def _denied_after(self, last: int) -> bool:
        clause = self.tokens[last].clause
        after = self.tokens[last + 1 : last + 4]
        return any(
            one.clause == clause and one.said in self.cues.get("negation_after", frozenset())
            for one in after
        )

    def _clauses_with(self, name: str, unless: frozenset[str] = frozenset()) -> set[int]:
        found = {
            self.tokens[at].clause
            for at in range(len(self.tokens))
            if self._at(at, name) and not (at and self.said[at - 1] in _SPANS)
        }
        spared = {token.clause for token in self.tokens if token.said in unless}
        return found - spared
