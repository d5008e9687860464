"""Whether a matched phrase is said to be there, denied, doubted, over, back again, or in the past.

A denial reaches from its cue to the end of its clause. A comma ends it, unless what follows is
the rest of a list ("no fever, cough or rash", "denies fever, chills, pain"); "but" and its kin
always end it, and so does whatever leads away from what it denies (see ``reach``). A doubt reaches
as far ("not sure if", "might be"), or back over the clause before when it stands alone ("hives,
maybe").
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from bedside.assessment.words.cues import Cues
from bedside.assessment.words.heard import Role, Status
from bedside.assessment.words.reach import Reach
from bedside.assessment.words.roles import Roles
from bedside.assessment.words.tokens import Token

_LONGEST_REACH = 25
_LONGEST_LIST_ITEM = 4
_REACH_AFTER = 6
_OVER_REACH = 4
_NEAR = 3


class Scopes:
    """The denied, doubted and past stretches of one text, worked out once."""

    def __init__(
        self,
        text: str,
        tokens: list[Token],
        cues: Cues,
        told: Collection[int] = (),
        topics: Collection[int] = (),
    ) -> None:
        """``told`` are the places of phrases: a "no" in one of them denies nothing else, and a
        "gone" ends nothing. ``topics`` are those of words that are no complaint by themselves."""
        self.tokens = tokens
        self.told = frozenset(told)
        self.cues = cues
        self.said = cues.said
        self.reach = Reach(text, tokens, cues, told, topics)
        self.roles = Roles(tokens, cues, self.reach)
        denying = cues.covered("negation") - set(cues.starts("negation"))
        self.doubts = {at: size for at, size in cues.starts("unsure").items() if at not in denying}
        spared = {
            *self.told,
            *self.reach.answers,
            *cues.covered("not_negation"),
            *(place for at, size in self.doubts.items() for place in range(at, at + size)),
        }
        negations = cues.starts("negation")
        self.denials = [at for at in negations if at not in spared]
        self.denied_by = self._reached(
            {at: size for at, size in negations.items() if self._denies(at, spared)}
        )
        self.denied = [by is not None for by in self.denied_by]
        doubting = {
            at: size
            for at, size in self.doubts.items()
            if not any(
                one in self.told and not cues.size(one, "grammar.in_doubt")
                for one in range(at, at + size)
            )
        }
        self.unsure = [by is not None for by in self._reached(doubting)]
        self._doubt_backwards()
        self.over = self._over()
        self.others = self._clauses_with("others")
        self.past = self._clauses_with("past", unless="grammar.still_going")

    def status(self, first: int, last: int) -> Status:
        """How the phrase from token ``first`` to ``last`` is meant."""
        answer = self.reach.answers.get(last)
        if answer:
            return "absent" if answer == "no" else "unsure" if answer == "unsure" else "present"
        if self.is_denied(first, first, last) or self.is_over(last):
            return "absent"
        if self.unsure[first]:
            return "unsure"
        return "past" if self.tokens[first].clause in self.past else "present"

    def role(self, first: int, last: int) -> Role:
        """What a phrase that is not denied is in the story."""
        own = self.roles.of(first, last)
        if own:
            return own
        if self._is_back(last):
            return "back again"
        clause = self.tokens[last].clause
        if any(
            self.tokens[at].clause == clause for at in self.cues.starts("course.comes_and_goes")
        ):
            return "comes and goes"
        return "now"

    def is_softened(self, places: tuple[int, ...]) -> bool:
        """ "Can't swallow properly": what somebody can do badly they can do."""
        here = places[-1] + 1
        return (
            bool(self.cues.size(here, "grammar.softening"))
            and self.tokens[here].clause == self.tokens[here - 1].clause
            and any(self.cues.size(at, "grammar.inability") for at in places)
        )

    def is_denied(self, place: int, first: int, last: int) -> bool:
        """Does a denial reach this place of the phrase from ``first`` to ``last``?"""
        by = self.denied_by[place]
        if by is None or self.reach.answers.get(last) == "yes":
            return False
        return not self.reach.is_spared(*by, first, last) and not self.reach.returns_after(
            last + 1, range(first, last + 1)
        )

    def is_over(self, last: int) -> bool:
        """ "The fever has gone", also when the next clause says so, unless it came back."""
        if self._is_back(last):
            return False
        return self._end_after(last) is not None or self.tokens[last].clause in self.over

    def _is_back(self, last: int) -> bool:
        """ "It went away but came back tonight"."""
        end = self._end_after(last)
        start = self.over.get(self.tokens[last].clause) if end is None else end
        return start is not None and self.reach.returns_after(start)

    def _denies(self, at: int, spared: set[int]) -> bool:
        """ "Never had a headache like this" denies no headache, and "no I have" nothing."""
        answers = self.cues.size(at, "grammar.answering") and self.cues.size(
            at + 1, "grammar.subjects"
        )
        nothing = answers or self.reach.is_double(at, self.denials) or self.reach.compares(at)
        return not (at in spared or nothing)

    def _reached(self, cues: Mapping[int, int]) -> list[tuple[int, int] | None]:
        """For each token the cue (place and size) that reaches it, the nearest of several."""
        reached: list[tuple[int, int] | None] = [None] * len(self.tokens)
        for at, size in cues.items():
            for place in range(at + 1, self._end_of_scope(at, size)):
                reached[place] = (at, size)
        return reached

    def _end_of_scope(self, cue: int, size: int) -> int:
        lists_freely = bool(self.cues.size(cue, "negation_list"))
        here = self.tokens[cue]
        is_denial = cue in self.denials
        for place in range(cue + size, min(cue + _LONGEST_REACH, len(self.tokens))):
            token = self.tokens[place]
            if token.sentence != here.sentence or self.cues.size(place, "stops"):
                return place
            if place > cue + size and self._is_new_subject(cue, place):
                return place
            if is_denial and self.reach.leads_away(cue, size, place):
                return place
            new_clause = token.clause != self.tokens[place - 1].clause
            if new_clause and not (lists_freely or token.listed or self._goes_on_as_list(place)):
                return place
        return min(cue + _LONGEST_REACH, len(self.tokens))

    def _is_new_subject(self, cue: int, place: int) -> bool:
        """ "No fever I feel fine", but not "don't think I have" nor "no pain in my leg"."""
        if self.cues.size(place, "grammar.subjects"):
            return not self.cues.size(place - 1, "grammar.thinking")
        return bool(
            self.cues.size(place, "grammar.owners")
            and self.cues.size(cue, "grammar.nominal")
            and not self.cues.size(place - 1, "grammar.before_owner")
        )

    def _goes_on_as_list(self, place: int) -> bool:
        """Short items separated by commas up to one with "or": still the same denial."""
        sentence, clause, length = self.tokens[place].sentence, self.tokens[place].clause, 0
        for at in range(place, len(self.tokens)):
            token = self.tokens[at]
            if (
                token.sentence != sentence
                or self.cues.size(at, "stops")
                or self.cues.size(at, "negation")
            ):
                return False
            if self.cues.size(at, "grammar.list_ends"):
                return True
            length = length + 1 if token.clause == clause else 1
            clause = token.clause
            if length > _LONGEST_LIST_ITEM or self.cues.size(at, "grammar.new_items"):
                return False
        return False

    def _end_after(self, last: int) -> int | None:
        """ "The fever has gone": the place after what ends it in its clause, None for nothing."""
        clause = self.tokens[last].clause
        for at in range(last + 1, min(last + _REACH_AFTER, len(self.tokens))):
            if self.tokens[at].clause != clause or self.cues.size(at, "grammar.parts_from_end"):
                return None
            if self._is_an_end(at):
                return at + self.cues.size(at, "negation_after")
        return None

    def _is_an_end(self, at: int) -> bool:
        """ "Gone", but not "gone yellow", "not gone" or "back has gone"."""
        size = self.cues.size(at, "negation_after")
        if not size or at in self.told or self.reach.is_denied_end(at):
            return False
        after = at + size
        if not self.cues.size(at, "grammar.only_if_closed") or size > 1:
            return True
        return (
            after >= len(self.tokens)
            or self.tokens[after].clause != self.tokens[at].clause
            or bool(self.cues.size(after, "ends"))
            or self._is_closed_by(at, after)
        )

    def _is_closed_by(self, at: int, after: int) -> bool:
        """ "Cleared with the inhaler", but not "better with rest"."""
        return bool(
            self.cues.size(after, "grammar.closed_by")
            and self.cues.size(at, "grammar.ended_for_good")
        )

    def _over(self) -> dict[int, int]:
        """Clauses whose matter the next one calls over ("a fever last week, but it's gone now"),
        each with the place after that."""
        over: dict[int, int] = {}
        for at in range(1, len(self.tokens)):
            before, here = self.tokens[at - 1], self.tokens[at]
            start = at + bool(self.cues.size(at, "grammar.opening_turn"))
            if before.clause == here.clause or start >= len(self.tokens):
                continue
            if self.cues.size(start, "grammar.pointing") or self._is_an_end(start):
                for one in range(start, min(start + _OVER_REACH, len(self.tokens))):
                    if self.tokens[one].clause == self.tokens[start].clause and self._is_an_end(
                        one
                    ):
                        over[before.clause] = one + self.cues.size(one, "negation_after")
                        break
        for clause in self._clauses_with("today"):
            over.pop(clause, None)
        return over

    def denies_within(self, first: int) -> bool:
        """Is the verb at this place denied ("not really eating well")? None reaches a phrase that
        opens with its own ("has not been sick and didn't pass out"), and a "no" is of a thing."""
        if first in self.denials:
            return False
        clause = self.tokens[first].clause
        return any(
            self.tokens[at].clause == clause and not self.cues.size(at, "grammar.nominal")
            for at in self.denials
            if first - _NEAR <= at < first
        )

    def denies_among(self, places: tuple[int, ...]) -> bool:
        """Do these words deny, and does another denial reach the first of them?"""
        return self.denied[places[0]] and any(
            self.cues.size(at, "grammar.denying") for at in places
        )

    def _doubt_backwards(self) -> None:
        """ "Hives, maybe": a doubt that has its clause to itself belongs to the one before."""
        for at, size in self.doubts.items():
            clause = self.tokens[at].clause
            alone = all(
                place in range(at, at + size) or self.cues.size(place, "asides")
                for place, one in enumerate(self.tokens)
                if one.clause == clause
            )
            earlier = [one for one in self.tokens[:at] if one.clause != clause]
            if not (alone and earlier and self.cues.size(at, "unsure_after")):
                continue
            for place, one in enumerate(self.tokens):
                if one.clause == earlier[-1].clause and one.sentence == self.tokens[at].sentence:
                    self.unsure[place] = True

    def _clauses_with(self, name: str, unless: str = "") -> set[int]:
        found = {
            self.tokens[at].clause
            for at in self.cues.starts(name)
            if not (at and self.cues.size(at - 1, "grammar.spans"))
        }
        if unless:
            found -= {self.tokens[at].clause for at in self.cues.starts(unless)}
        return found
