"""What a denial governs, what an end ends, and what an answer answers: the same for all readers.

A denial reaches the thing it is said of and no further: "no increase in chest pain" and "not able
to work with this back pain" deny an increase and work. What is named with "my" or "this" is there
to be spoken of ("I don't like this chest pain"), unless it is the having of it that is denied. What
has ended and begun again is there. "Fever: no" and "chest pain (no)" answer what stands before.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from bedside.assessment.words.cues import Cues
from bedside.assessment.words.tokens import Token

_ANSWERS = ("yes", "no", "unsure")
_ENDS = ("over", "negation_after")
_BACK_REACH = 14
_DESCRIBED = 3
_JUST_BEFORE = 3
_CLOSES_ANSWER = re.compile(r"\s*(?:$|[.,;:)\]\n/!?&]|\s[-–—]\s|\s{2,})")
_ASKED = re.compile(r"^\s*(?:[?:=(\[]|\.{2,3}|[-–—](?=\s|$))+\s*$|^\s+[-–—]\s+$")
_PARTS_ITEMS = re.compile(r"[,;\n)\]/]|\s[-–—]\s|\.(?=\s|$)|\s{2,}")


class Reach:
    """How far the denials of one text reach; ``told`` are the places of phrases that were met, and
    ``topics`` those of words that are no complaint by themselves, such as parts of the body."""

    def __init__(
        self,
        text: str,
        tokens: list[Token],
        cues: Cues,
        told: Collection[int] = (),
        topics: Collection[int] = (),
    ) -> None:
        self.tokens = tokens
        self.cues = cues
        self.said = cues.said
        self.told = frozenset(told)
        self.topics = frozenset(topics)
        self.answers = dict(self._answers(text))
        """Every token that is answered, or is the answer, with "yes", "no" or "unsure"."""

    # -- forwards ------------------------------------------------------------------------------

    def leads_away(self, cue: int, size: int, place: int) -> bool:
        """Is what stands at ``place`` no more what the denial is about? So it is after "in", "with"
        or "of" once another thing was denied: "no increase in", but not "no sign of"."""
        if place <= cue + size or not self.cues.size(place, "denial.leading_away"):
            return False
        return self._is_opaque(cue + size, place)

    def _is_opaque(self, start: int, stop: int) -> bool:
        """Is a thing or deed named here that stands for itself?"""
        at = start
        while at < stop:
            if at not in self.told:
                size = self.cues.size(at, "denial.seen_through")
                if not size:
                    return True
                at += size - 1
            at += 1
        return False

    def is_spared(self, cue: int, size: int, first: int, last: int) -> bool:
        """Is what stands here spoken of as known, and something else denied of it?"""
        opening = self._opening(first, last)
        if opening is None or opening < cue + size:
            return False
        between = range(cue + size, opening)
        if any(at in self.told for at in between):
            return True
        return self._is_opaque(cue + size, opening)

    def is_known(self, first: int, last: int) -> bool:
        """Is this complaint spoken of as one that is there ("my cough", "this awful pain")?"""
        return self._opening(first, last) is not None

    def _opening(self, first: int, last: int) -> int | None:
        """The place of "my" or "this" before a complaint as a thing: "this awful chest pain"."""
        is_thing = first == last or (
            self.cues.size(last, "denial.things") or (last in self.topics) > (first in self.topics)
        )
        if not is_thing or (first == last and first in self.topics):
            return None
        for at in range(first - 1, max(-1, first - 1 - _DESCRIBED), -1):
            if self.cues.size(at, "denial.definite"):
                return at
            if not self.cues.size(at, "denial.describing"):
                return None
        return None

    def is_double(self, cue: int, earlier: Collection[int]) -> bool:
        """ "Not a day goes by without a headache": two denials are none."""
        clause = self.tokens[cue].clause
        before = [at for at in earlier if at < cue and self.tokens[at].clause == clause]
        if not before or not self.cues.size(cue, "denial.lacking"):
            return False
        return not self.cues.size(cue - 1, "denial.joining") and self._is_opaque(
            before[-1] + 1, cue
        )

    def compares(self, cue: int) -> bool:
        """ "Never had a headache like this" denies no headache."""
        clause = self.tokens[cue].clause
        return bool(self.cues.size(cue, "grammar.comparable")) and any(
            self.tokens[place].clause == clause
            for name in ("grammar.comparing", "also_comparing")
            for place in self.cues.starts(name)
            if place >= cue
        )

    # -- ends and returns ----------------------------------------------------------------------

    def is_denied_end(self, at: int) -> bool:
        """ "Has not gone", "nothing makes it better": an end that is itself denied is none."""
        clause = self.tokens[at].clause
        for place in range(max(0, at - _JUST_BEFORE), at):
            if self.tokens[place].clause == clause and self.cues.size(place, "denial.of_an_end"):
                return not any(one in self.told for one in range(place + 1, at))
        return any(
            self.tokens[place].clause == clause and self.cues.size(place, "denial.of_all_help")
            for place in range(at)
        )

    def returns_after(self, start: int, own: Collection[int] = ()) -> bool:
        """Does it come back later ("but came back tonight"), and no other complaint between?"""
        if start >= len(self.tokens):
            return False
        sentence = self.tokens[start].sentence
        for at in range(start, min(start + _BACK_REACH, len(self.tokens))):
            token = self.tokens[at]
            if self.cues.size(at, "course.back"):
                return not self._is_only_thought_of(at)
            if token.sentence != sentence and not self._goes_on(at, sentence):
                return False
            is_another = at in self.told and at not in own
            if is_another and not any(self.cues.size(at, end) for end in _ENDS):
                return False
        return False

    def _goes_on(self, at: int, sentence: int) -> bool:
        """Does the next sentence speak of the same ("It came back tonight")?"""
        if self.tokens[at].sentence > sentence + 1:
            return False
        opening = at
        while opening and self.tokens[opening - 1].sentence == self.tokens[at].sentence:
            opening -= 1
        return bool(self.cues.size(opening, "course.same"))

    def _is_only_thought_of(self, at: int) -> bool:
        """ "Has not come back", "in case it comes back"."""
        clause = self.tokens[at].clause
        return any(
            self.tokens[place].clause == clause and self.cues.size(place, "course.only_thought")
            for place in range(max(0, at - _JUST_BEFORE - 1), at)
        )

    # -- answers -------------------------------------------------------------------------------

    def _answers(self, text: str) -> Iterator[tuple[int, str]]:
        """Tokens with the answer that follows them, the words of the answer included."""
        begin = 0
        for at in range(1, len(self.tokens)):
            size, answer = max((self.cues.size(at, f"answers.{one}"), one) for one in _ANSWERS)
            if not size or at < begin:
                continue
            lead = text[self.tokens[at - 1].end : self.tokens[at].start]
            if not _ASKED.match(lead) or not self._closes(text, at + size):
                continue
            for place in (*self._asked(text, begin, at), *range(at, at + size)):
                yield place, answer
            begin = at + size

    def _closes(self, text: str, after: int) -> bool:
        """Is the answer complete, up to a word such as "today"?"""
        while after < len(self.tokens) and self.cues.size(after, "answers.and_then"):
            after += self.cues.size(after, "answers.and_then")
        start = self.tokens[after - 1].end
        return bool(_CLOSES_ANSWER.match(text, start)) or after >= len(self.tokens)

    def _asked(self, text: str, begin: int, answer: int) -> range:
        """The tokens that are answered: back to the last comma or stop, or, where the answer is to
        "both" or "all", to the beginning of the sentence."""
        is_of_all = bool(self.cues.size(answer, "answers.of_all"))
        first = answer - 1
        while first > begin:
            between = text[self.tokens[first - 1].end : self.tokens[first].start]
            parted = _PARTS_ITEMS.search(between) and not (is_of_all and "." not in between)
            if parted or ":" in between or "?" in between:
                break
            first -= 1
        return range(first, answer)
