"""Denial, doubt, past and relatives in clinical prose.

Clinicians deny in lists ("denies fever, cough, CP", "No fevers, chills, weight loss.", "neg for
blood"), doubt what follows ("possible PE", "seizure vs syncope"), and tell histories in sections.
A "no" inside a sentence reaches over its own item only, unless a list ends in "or".
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Literal

from bedside.assessment.knowledge.build import Knowledge
from bedside.assessment.knowledge.clinical import ClinicalTexts
from bedside.assessment.words.heard import Status
from bedside.assessment.words.phrases import Phrase
from bedside.assessment.words.tokens import Token

_LONGEST_LIST_ITEM = 7
_AFTER = 3
_OF_RELATIVES = ("family-", "mother-")
_NOT_THE_PATIENT = frozenset({"family", "plan"})
_OWN_DENIAL = frozenset({"idiom", "well"})
"""Roles whose words of denial are part of them: "doesn't smoke or drink"."""
_TURNED: Mapping[str, Mapping[str, Status]] = {
    "near": {"present": "near"},
    "absent": {"present": "absent", "absent": "absent"},
    "well": {"present": "absent", "absent": "present"},
    "history": {"past": "present"},
}
"""What becomes of a status where the phrase itself is of such a role; nothing else counts."""


class ClinicalScopes:
    """The denied, doubted, past and foreign stretches of one text, worked out once."""

    def __init__(
        self,
        tokens: list[Token],
        knowledge: Knowledge,
        sections: Collection[tuple[int, int, str]],
        idioms: Collection[int] = (),
    ) -> None:
        """``sections`` are (start, end, kind) in characters; a "no" at the places ``idioms`` is
        part of an idiom and denies nothing."""
        self.knowledge = knowledge
        self.tokens = tokens
        self.said = [token.said for token in tokens]
        self.sizes = self._sizes()
        self.lengths = frozenset(knowledge.texts.clinical.cues.get("lengths", ()))
        self.sections = [self._section_of(token, sections) for token in tokens]
        self.starts = self._starts()
        self.denied = self._denied(idioms)
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
        if self.foreign[first] or self.imagined[first]:
            return ""
        if self.denied[first] or self.denied[last] or self._met_after(last, "negation_after"):
            return "absent"
        if self._met_after(last, "over"):
            return "over"
        if self.sections[first] in _NOT_THE_PATIENT:
            return ""
        doubted = self.unsure[first] or self.sections[first] == "doubted"
        if doubted or self._met_after(last, "unsure_after"):
            return "unsure"
        return "past" if self.past[first] or self.sections[first] == "history" else "present"

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
        return self.sizes.get((place, name), 0)

    def _sizes(self) -> dict[tuple[int, str], int]:
        """The longest cue of each kind that starts at each place."""
        sizes: dict[tuple[int, str], int] = {}
        by_first = _cues_by_first_word(self.knowledge.texts.clinical)
        for place, word in enumerate(self.said):
            for words, name in by_first.get(word, ()):
                if tuple(self.said[place : place + len(words)]) == words:
                    sizes[place, name] = max(len(words), sizes.get((place, name), 0))
        return sizes

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

    def _denied(self, idioms: Collection[int]) -> list[bool]:
        denied = [False] * len(self.tokens)
        for place in range(len(self.tokens)):
            free = self._size(place, "negation_list")
            size = free or self._size(place, "negation")
            if place in idioms or self._size(place + size, "not_denied"):
                continue
            if size:
                freely = bool(free) or self.starts[place]
                end = self._end_of_denial(place, size, freely)
            else:
                size, end = 1, place + 2 if self._size(place, "negation_next") else 0
            for reached in range(place + size, min(end, len(denied))):
                denied[reached] = True
        return denied

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
            if new_clause and not (self._is_item(place) if freely else self._leads_to_or(place)):
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
                return True
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


@lru_cache(maxsize=8)
def _cues_by_first_word(
    clinical: ClinicalTexts,
) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Every cue as its words and its kind, by the word that opens it."""
    by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name, cues in clinical.cues.items():
        for cue in cues:
            words = tuple(cue.split())
            by_first.setdefault(words[0], []).append((words, name))
    return {first: tuple(one) for first, one in by_first.items()}
