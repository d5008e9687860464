"""Denial, doubt, past and relatives in clinical prose.

Clinicians deny in lists ("denies fever, cough, CP", "No fevers, chills, weight loss.", "neg for
blood"), doubt what follows ("possible PE", "seizure vs syncope"), and tell histories in sections.
A "no" inside a sentence reaches over its own item only, unless a list ends in "or".
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from bedside.assessment.knowledge.build import Knowledge
from bedside.assessment.words.cues import Cues, clinical_rows_of
from bedside.assessment.words.heard import Status
from bedside.assessment.words.phrases import Phrase
from bedside.assessment.words.reach import Reach
from bedside.assessment.words.roles import Roles
from bedside.assessment.words.tokens import Token

_LONGEST_LIST_ITEM = 7
_AFTER = 3
_OF_RELATIVES = ("family-", "mother-")
_NOT_THE_PATIENT = frozenset({"family", "plan"})
_OWN_DENIAL = frozenset({"idiom", "well"})
"""Roles whose words of denial are part of them: "doesn't smoke or drink"."""
_OF_ABSENCE = frozenset({"absent", "well"})
_TURNED: Mapping[str, Mapping[str, Status]] = {
    "near": {"present": "near"},
    "absent": {"present": "absent", "absent": "absent"},
    "well": {"present": "absent", "absent": "present"},
    "history": {"past": "present"},
}
"""What becomes of a status where the phrase itself is of such a role; nothing else counts."""


_ANSWERED: Mapping[str, Status] = {"yes": "present", "no": "absent", "unsure": "unsure"}


@dataclass(frozen=True, slots=True)
class Met:
    """What was met in a text: the places of phrases, those of words that are no complaint by
    themselves, and those at which a "no" is part of a phrase and denies nothing else."""

    told: frozenset[int]
    topics: frozenset[int]
    inner: frozenset[int]


class ClinicalScopes:
    """The denied, doubted, past and foreign stretches of one text, worked out once."""

    def __init__(
        self,
        text: str,
        tokens: list[Token],
        knowledge: Knowledge,
        sections: Collection[tuple[int, int, str]],
        met: Met,
    ) -> None:
        """``sections`` are (start, end, kind) in characters."""
        self.knowledge = knowledge
        self.tokens = tokens
        self.said = [token.said for token in tokens]
        self.cues = Cues(clinical_rows_of(knowledge), tokens)
        self.reach = Reach(text, tokens, self.cues, met.told, met.topics)
        self.roles = Roles(tokens, self.cues, self.reach)
        self.lengths = frozenset(knowledge.texts.clinical.cues.get("lengths", ()))
        self.sections = [self._section_of(token, sections) for token in tokens]
        self.starts = self._starts()
        self.denied_by = self._denied(met.inner)
        self.denied = [by is not None for by in self.denied_by]
        self.unsure = self._from("unsure")
        self.past = self._from("past")
        self.after_past = self._after_past()
        self.foreign = self._foreign()
        self.imagined = self._to_sentence_end("imagined")
        self._doubt_between_two()
        self._mark_before("past_after", self.past)

    def meant(self, phrase: Phrase, first: int, last: int) -> tuple[str, Status] | None:
        """The finding and status of a phrase from token ``first`` to ``last``; None when it is not
        about the patient, only imagined ("return if fever"), or not counted so.

        Words of absence deny; a history counts only as one; whoever had diabetes or a transplant
        has it still; and some illnesses of relatives are findings of their own.
        """
        clinical, name = self.knowledge.texts.clinical, phrase.finding
        relative = clinical.family.get(name, name if name.startswith(_OF_RELATIVES) else "")
        if relative and self._of_family(first):
            return relative, "present"
        status = self._status(first, last)
        if phrase.role == "history" and status == "present" and self.after_past[first]:
            status = "past"
        if status == "absent" and self._is_own_denial(phrase, first):
            status = "present"
        if status == "over":
            said = clinical.said.get(name)
            status = "present" if said and said.even_if_over else "absent"
        if status == "past" and phrase.role != "history" and self._lasts(name):
            status = "present"
        if phrase.role == "well" and self.denied[first]:
            return name, "absent"  # "No pain and vision is normal" denies no normal vision.
        turned = _TURNED.get(phrase.role)
        final = turned.get(status) if turned is not None else status
        if final == "absent" and phrase.role in _OF_ABSENCE and self._is_back(first, last):
            final = "present"  # "resolved then recurred"
        return (name, final) if final else None

    def _is_own_denial(self, phrase: Phrase, first: int) -> bool:
        """Is the denial part of the phrase ("not passing flatus") and not before it?"""
        if self.denied[first]:
            return False
        opens = phrase.role == "words" and bool(
            self._size(first, "negation") or self._size(first, "negation_list")
        )
        return phrase.role in _OWN_DENIAL or opens

    def _status(self, first: int, last: int) -> Status | Literal["over", ""]:
        if self.foreign[first] or self.imagined[first] or self._is_elsewhere(first, last):
            return ""
        answer = self.reach.answers.get(last)
        if answer:
            return _ANSWERED[answer]
        if self._is_denied(first, last):
            return "absent"
        if self._met_after(last, "over"):
            return "present" if self._is_back(first, last) else "over"
        if self.sections[first] in _NOT_THE_PATIENT:
            return ""
        doubted = self.unsure[first] or self.sections[first] == "doubted"
        if doubted or self._met_after(last, "unsure_after"):
            return "unsure"
        return "past" if self.past[first] or self.sections[first] == "history" else "present"

    def _is_back(self, first: int, last: int) -> bool:
        return self.reach.returns_after(last + 1, range(first, last + 1))

    def _is_elsewhere(self, first: int, last: int) -> bool:
        """Is it a medicine's purpose, what a leaflet says or what somebody else has?"""
        role = self.roles.of(first, last)
        return role is not None and role != "planned"

    def _is_denied(self, first: int, last: int) -> bool:
        """Do these words stand in a denial that is about them, or does one follow them?"""
        by = self.denied_by[first] or self.denied_by[last]
        is_meant = by is not None and not self.reach.is_spared(*by, first, last)
        return is_meant or self._met_after(last, "negation_after")

    def _lasts(self, finding: str) -> bool:
        is_background = self.knowledge.findings[finding].part == "background"
        return is_background or finding in self.knowledge.texts.clinical.lasting

    def _of_family(self, first: int) -> bool:
        """Does this token tell of relatives, without denial?"""
        told = self.foreign[first] or self.sections[first] == "family"
        return told and not self.denied[first]

    # -- where cues stand ---------------------------------------------------------------------

    def _size(self, place: int, name: str) -> int:
        """How many words the longest cue of this kind has that starts here; 0 for none."""
        return self.cues.size(place, name)

    def _starts(self) -> list[bool]:
        """Does a sentence begin here?"""
        return [
            not at or token.sentence != self.tokens[at - 1].sentence
            for at, token in enumerate(self.tokens)
        ]

    @staticmethod
    def _section_of(token: Token, sections: Collection[tuple[int, int, str]]) -> str:
        return next((kind for start, end, kind in sections if start <= token.start < end), "")

    def _is_length_before(self, place: int) -> bool:
        """A "3 day history of cough" is the present illness."""
        return not self.lengths.isdisjoint(self.said[max(0, place - 2) : place])

    # -- denial -------------------------------------------------------------------------------

    def _denied(self, inner: Collection[int]) -> list[tuple[int, int] | None]:
        """For each token the cue (place and size) of the denial that it stands in."""
        denied: list[tuple[int, int] | None] = [None] * len(self.tokens)
        earlier: list[int] = []
        for place in range(len(self.tokens)):
            free = self._size(place, "negation_list")
            size = free or self._size(place, "negation")
            if self._denies_nothing(place, size, inner, earlier):
                continue
            if size:
                earlier.append(place)
                freely = bool(free) or self.starts[place]
                end = self._end_of_denial(place, size, freely)
            else:
                size, end = 1, place + 2 if self._size(place, "negation_next") else 0
            for reached in self._governed(place, size, min(end, len(denied))):
                denied[reached] = (place, size)
        return denied

    def _denies_nothing(
        self, place: int, size: int, inner: Collection[int], earlier: list[int]
    ) -> bool:
        """Is this part of a phrase or an answer, or does it deny a denial ("not ruled out")?"""
        is_part = place in inner or place in self.reach.answers
        if is_part or self._size(place + size, "not_denied"):
            return True
        is_denied = place - 1 in earlier and bool(self._size(place, "denials_denied"))
        return bool(size) and (
            is_denied or self.reach.is_double(place, earlier) or self.reach.compares(place)
        )

    def _governed(self, cue: int, size: int, end: int) -> Iterator[int]:
        """What the denial is about: of "no increase in breathlessness, cough" not the breath."""
        is_led_away, free = False, self._size(cue, "negation_list")
        for place in range(cue + size, end):
            if self.tokens[place].clause != self.tokens[place - 1].clause:
                is_led_away = False
            own = self.tokens[place].clause == self.tokens[cue].clause and not free
            is_led_away = is_led_away or (own and self.reach.leads_away(cue, size, place))
            if not is_led_away:
                yield place

    def _end_of_denial(self, cue: int, size: int, freely: bool) -> int:
        """What follows a denial at once belongs to it ("not on warfarin"), whatever it is."""
        here = self.tokens[cue]
        for place in range(cue + 1, len(self.tokens)):
            token = self.tokens[place]
            is_stop = place > cue + size and self._size(place, "stops")
            if token.sentence != here.sentence or is_stop:
                return place
            if self.sections[place] != self.sections[cue]:
                return place
            new_clause = token.clause != self.tokens[place - 1].clause
            if new_clause and not (
                token.listed or (self._is_item(place) if freely else self._leads_to_or(place))
            ):
                return place
        return len(self.tokens)

    def _is_item(self, place: int) -> bool:
        """Is what follows a comma a short item, and not a new statement or a figure?"""
        words = self._clause(place)
        return not self._is_statement(words) and len(words) <= _LONGEST_LIST_ITEM

    def _is_statement(self, words: list[int]) -> bool:
        return any(
            self.said[at].isdigit() or self._size(at, "statement")
            for at in words[:_LONGEST_LIST_ITEM]
        )

    def _leads_to_or(self, place: int) -> bool:
        """Short items separated by commas up to one with "or": still the same denial."""
        sentence = self.tokens[place].sentence
        while place < len(self.tokens) and self.tokens[place].sentence == sentence:
            words = self._clause(place)
            if self._size(place, "negation") or self._size(place, "negation_list"):
                return False
            if {"or", "nor"} & {self.said[at] for at in words[:_LONGEST_LIST_ITEM]}:
                return not self._is_statement(words)
            if not self._is_item(place) or any(self._size(at, "stops") for at in words):
                return False
            place = words[-1] + 1
        return False

    def _clause(self, place: int) -> list[int]:
        clause, end = self.tokens[place].clause, place
        while end < len(self.tokens) and self.tokens[end].clause == clause:
            end += 1
        return list(range(place, end))

    def _met_after(self, last: int, name: str) -> bool:
        clause = self.tokens[last].clause
        for place in range(last + 1, min(last + 1 + _AFTER, len(self.tokens))):
            if self.tokens[place].clause != clause or self._size(place, "stops"):
                return False
            if self._size(place, name):
                return not self.reach.is_denied_end(place)
        return False

    # -- doubt, past, relatives, what is only imagined --------------------------------------------

    def _from(self, name: str) -> list[bool]:
        """From each cue to the end of its clause or a turn of the sentence."""
        marked = [False] * len(self.tokens)
        for place in range(len(self.tokens)):
            size = self._size(place, name)
            if not size or self._is_length_before(place):
                continue
            for reached in self._clause(place)[size:]:
                if self._size(reached, "turns"):
                    break
                marked[reached] = True
        return marked

    def _after_past(self) -> list[bool]:
        """The rest of a list that the past has opened: "a history of HTN, stroke and MI"."""
        marked = [False] * len(self.tokens)
        for place in range(len(self.tokens)):
            if self.past[place] or self.sections[place] == "history":
                for at in range(place, len(self.tokens)):
                    apart = self.tokens[at].sentence != self.tokens[place].sentence
                    if apart or self._size(at, "turns_to_now"):
                        break
                    marked[at] = True
        return marked

    def _mark_before(self, name: str, marked: list[bool]) -> None:
        """ "Pneumothorax hx": a cue that speaks of what stands before it in its clause."""
        for place in range(len(self.tokens)):
            if self._size(place, name) and not self._is_length_before(place):
                for at in range(place - 1, -1, -1):
                    if self.tokens[at].clause != self.tokens[place].clause:
                        break
                    marked[at] = True

    def _doubt_between_two(self) -> None:
        """ "Seizure vs syncope": both are doubted."""
        for place in range(len(self.tokens)):
            if self._size(place, "between"):
                for at in range(max(0, place - 3), min(place + 4, len(self.tokens))):
                    if self.tokens[at].clause == self.tokens[place].clause:
                        self.unsure[at] = True

    def _foreign(self) -> list[bool]:
        """ "Mother has T2DM", "brother died of MI at 45", "family history of asthma"."""
        marked = [False] * len(self.tokens)
        for place in range(len(self.tokens)):
            family = self._size(place, "family")
            size = self._size(place, "relatives")
            if not family and not (size and self._tells_illness(place + size)):
                continue
            stop = next(
                (at for at in range(place + 1, len(self.tokens)) if self._ends_family(at, place)),
                len(self.tokens),
            )
            marked[place:stop] = [True] * (stop - place)
        return marked

    def _tells_illness(self, place: int) -> bool:
        """Has, had, with or died of, and not "has noticed" or "reports"."""
        size = self._size(place, "ill")
        return bool(size) and not self._size(place + size, "told")

    def _ends_family(self, at: int, place: int) -> bool:
        """At the end of the sentence that opens with it, else of the clause."""
        token, here = self.tokens[at], self.tokens[place]
        opens = any(self.starts[max(0, place - 2) : place + 1])
        left = token.sentence != here.sentence if opens else token.clause != here.clause
        return left or bool(self._size(at, "back_to_patient"))

    def _to_sentence_end(self, name: str) -> list[bool]:
        marked = [False] * len(self.tokens)
        for place in range(len(self.tokens)):
            if self._size(place, name):
                at = place
                while (
                    at < len(self.tokens)
                    and self.tokens[at].sentence == self.tokens[place].sentence
                ):
                    marked[at] = True
                    at += 1
        return marked
