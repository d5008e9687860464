"""What the case says about a thing that is asked for: yes, no, or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bedside.evaluation.cases import Part, Story
from bedside.evaluation.reader.denials import denied, of_family, provoking
from bedside.evaluation.reader.sentences import sentences_of
from bedside.evaluation.reader.words import Word, words_of

_WIDEST_GAP = 3


@dataclass(frozen=True, slots=True)
class Support:
    """Where in the case an answer comes from: characters of the story's text, and the words."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Read:
    """``there`` is True for present, False for absent; ``support`` is where it says so."""

    there: bool
    support: Support


class Notes:
    """The case, read once and asked many times."""

    def __init__(self, story: Story) -> None:
        self.text = story.text
        self.sentences = sentences_of(self.text)
        self.parts: list[_Page] = []
        begin = 0
        for part in story.parts:
            if part.text:
                self.parts.append(_Page(part, begin))
                begin += len(part.text) + 1

    def find(
        self, phrases: Iterable[tuple[str, ...]], *, family: bool = False, now: bool = False
    ) -> Read | None:
        """The first phrase that the case says is there, else the first that it denies.

        ``phrases`` are the forms to be met near each other in one sentence; ``family`` asks for
        the relatives instead of the patient, ``now`` leaves lists of past illnesses aside.
        """
        against: Read | None = None
        for phrase in phrases:
            for page in self.parts:
                if now and page.kind == "history":
                    continue
                for first, last, there in page.places(phrase, family):
                    read = Read(there, self._support(page, first, last))
                    if there:
                        return read
                    against = against or read
        return against

    def beside(self, phrases: Iterable[tuple[str, ...]], others: Iterable[Read]) -> Read | None:
        """The first phrase said to be there in the same sentence as one of ``others``."""
        near = [self.sentence_at(one.support.start) for one in others if one.there]
        for phrase in phrases:
            for page in self.parts:
                for first, last, there in page.places(phrase, family=False):
                    if there and self.sentence_at(page.begin + first.start) in near:
                        return Read(True, self._support(page, first, last))
        return None

    def sentences_with(self, reads: Iterable[Read]) -> str:
        """The sentences that these were read from, one a line."""
        spans = dict.fromkeys(self.sentence_at(one.support.start) for one in reads if one.there)
        return "\n".join(self.text[begin:end] for begin, end in spans)

    def is_told(self, at: int) -> bool:
        """Does this character belong to the present complaint, not to a history or a denial?"""
        page = [one for one in self.parts if one.begin <= at][-1]
        return page.kind == "said"

    def quote(self, start: int, end: int) -> Support:
        return Support(start, end, self.text[start:end])

    def sentence_at(self, at: int) -> tuple[int, int]:
        """Where the sentence around this character begins and ends."""
        return next(one for one in self.sentences if one[0] <= at < one[1])

    def _support(self, page: _Page, first: Word, last: Word) -> Support:
        start, end = page.begin + first.start, page.begin + last.end
        return Support(start, end, self.text[start:end])


class _Page:
    """One part of the case."""

    def __init__(self, part: Part, begin: int) -> None:
        self.begin = begin
        self.kind = part.kind
        listed = part.kind == "denied"
        # Items of a list of what is absent are read one by one.
        text = part.text.replace(",", ".") if listed else part.text
        self.words = words_of(text)
        self.denied = denied(text, self.words, whole=listed)
        self.family = of_family(text, self.words, whole=part.kind == "family")
        self.provoking = provoking(text, self.words)
        self.where: dict[str, list[int]] = {}
        for place, word in enumerate(self.words):
            self.where.setdefault(word.form, []).append(place)

    def places(self, phrase: tuple[str, ...], family: bool) -> list[tuple[Word, Word, bool]]:
        """First and last word of each meeting of the phrase, and whether it is there."""
        if not phrase or any(form not in self.where for form in phrase):
            return []
        found = []
        rarest = min(phrase, key=lambda form: len(self.where[form]))
        for at in self.where[rarest]:
            places = self._around(phrase, at)
            if not places or self.provoking[at]:
                continue
            if all(self.family[one] == family for one in places):
                marks = {self.denied[one] for one in places}
                if len(marks) == 1 and None not in marks:
                    first, last = self.words[min(places)], self.words[max(places)]
                    found.append((first, last, not marks.pop()))
        return found

    def _around(self, phrase: tuple[str, ...], at: int) -> list[int]:
        """The nearest place of each form, when they stand close enough in one sentence."""
        here = self.words[at].sentence
        places = []
        for form in phrase:
            near = [one for one in self.where[form] if self.words[one].sentence == here]
            if not near:
                return []
            places.append(min(near, key=lambda one: abs(one - at)))
        apart = max(self.words[one].at for one in places) - min(
            self.words[one].at for one in places
        )
        return places if apart <= len(phrase) - 1 + _WIDEST_GAP else []
