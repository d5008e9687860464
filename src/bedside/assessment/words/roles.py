"""What a mention is in the story when it is not simply there: feared, asked about, a purpose.

A role is a row of the language's file that names it and how far it reaches from its cue: to the
end of the ``clause`` or ``sentence``, ``back`` over the words before it in its clause, or
``around`` it. What is named with "my" or "this" is spoken of as known and keeps no such role:
"what if this headache gets worse".
"""

from __future__ import annotations

from bedside.assessment.words.cues import Cues
from bedside.assessment.words.heard import Role
from bedside.assessment.words.reach import Reach
from bedside.assessment.words.tokens import Token

_ROLES: tuple[Role, ...] = (
    "asked",
    "hypothetical",
    "feared",
    "purpose",
    "leaflet",
    "planned",
    "another's",
)
_KIND = "roles."
_LONGEST_BACK = 6


class Roles:
    """Which words of one text have a role of their own."""

    def __init__(self, tokens: list[Token], cues: Cues, reach: Reach) -> None:
        self.tokens, self.cues, self.reach = tokens, cues, reach
        self.roles: list[Role | None] = [None] * len(tokens)
        for role in _ROLES:
            for name in cues.kinds(f"{_KIND}{role}."):
                for at, size in cues.starts(name).items():
                    self._mark(role, name.rpartition(".")[2], at, size)
        self._mark_conditions()
        self._mark_questions()

    def of(self, first: int, last: int) -> Role | None:
        """The role of a phrase from token ``first`` to ``last``; None when it has none."""
        role = self.roles[first]
        is_whole = role is not None and self.roles[last] == role
        return role if is_whole and not self.reach.is_known(first, last) else None

    def _mark(self, role: Role, how: str, at: int, size: int) -> None:
        here = self.tokens[at]
        if how == "around":
            for place, token in enumerate(self.tokens):
                if token.clause == here.clause:
                    self.roles[place] = self.roles[place] or role
            return
        if how == "back":
            for place in range(at - 1, max(-1, at - 1 - _LONGEST_BACK), -1):
                if self.tokens[place].clause != here.clause:
                    break
                self.roles[place] = self.roles[place] or role
            return
        for place in range(at + 1, len(self.tokens)):
            token = self.tokens[place]
            left = (
                token.clause != here.clause if how == "clause" else token.sentence != here.sentence
            )
            if left or (place >= at + size and self._begins_anew(place)):
                break
            self.roles[place] = self.roles[place] or role

    def _begins_anew(self, place: int) -> bool:
        """ "..., I have a runny nose": after a comma the patient speaks of today again."""
        return self.tokens[place].clause != self.tokens[place - 1].clause and bool(
            self.cues.size(place, "roles.ends")
        )

    def _mark_conditions(self) -> None:
        """ "Come back if I start vomiting": what follows an "if" after an advice or a question."""
        for at in self.cues.starts("conditions.if"):
            sentence = self.tokens[at].sentence
            if any(
                place < at and self.tokens[place].sentence == sentence
                for place in self.cues.starts("conditions.after")
            ):
                self._mark("hypothetical", "sentence", at, 1)

    def _mark_questions(self) -> None:
        """ "Can paracetamol cause a rash": what is asked to come of something."""
        for at in self.cues.starts("questions.of_a_cause"):
            clause, opening = self.tokens[at].clause, at
            while opening and self.tokens[opening - 1].clause == clause:
                opening -= 1
            if any(self.cues.size(place, "questions.opening") for place in range(opening, at)):
                self._mark("asked", "clause", at, 1)
