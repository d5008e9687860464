"""What the case says about a thing that is asked for: yes, no, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bedside.evaluation.cases import Part, Story
from bedside.evaluation.reader.denials import denied, never_before, of_family, provoking
from bedside.evaluation.reader.people import subject
from bedside.evaluation.reader.roles import over, unreal
from bedside.evaluation.reader.sentences import sentences_of
from bedside.evaluation.reader.words import Word, grammar, words_of

Phrase = tuple[str, ...]
_WIDEST_GAP = 3
_BOUND_GAP = 1
_STEM = 5
_NAMES_PAIN = frozenset({"pain", "pains", "ache", "aches", "swelling", "rash", "rashes", "lump"})
_PLACES = frozenset({"of", "in", "on", "at", "over", "around", "behind", "when", "during"})


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


@dataclass(frozen=True, slots=True)
class Seek:
    """How phrases are looked for. ``family`` asks for the relatives instead of the patient.

    ``now`` asks for today: a list of past illnesses is left aside, and "never had a fit before"
    denies nothing. Where one of ``never`` stands, no phrase that is part of it is heard. What is
    ``passing`` is no longer there when it is told to be over, and what is ``provoked`` is told with
    what brings it on ("worse on breathing in"), where nothing else is.
    """

    family: bool = False
    now: bool = False
    never: tuple[Phrase, ...] = ()
    passing: bool = False
    provoked: bool = False


SEEK = Seek()


class Notes:
    """The case, read once and asked many times."""

    def __init__(self, story: Story) -> None:
        self.text = story.text
        self.sentences = sentences_of(self.text)
        self.parts: list[_Page] = []
        begin = 0
        _, called = subject(story.text)
        for part in story.parts:
            if part.text:
                self.parts.append(_Page(part, begin, called))
                begin += len(part.text) + 1

    def find(self, phrases: Iterable[Phrase], seek: Seek = SEEK) -> Read | None:
        """The first phrase that the case says is there, else the first that it denies.

        ``phrases`` are the forms to be met near each other in one sentence.
        """
        against: Read | None = None
        for read in self.mentions(phrases, seek):
            if read.there:
                return read
            against = against or read
        return against

    def mentions(self, phrases: Iterable[Phrase], seek: Seek = SEEK) -> Iterator[Read]:
        """Every place where one of the phrases is said to be there or denied; see ``find``."""
        for phrase in phrases:
            for page in self.parts:
                if seek.now and page.kind == "history":
                    continue
                taken = page.taken(seek.never, len(phrase))
                general = len(phrase) == 1 and phrase[0] in grammar("general")
                for first, last, there in page.places(phrase, seek, apart=seek.provoked):
                    if general and not there and not page.is_bare(first):
                        continue
                    if not _touches(first, last, taken):
                        yield Read(there, self._support(page, first, last))

    def together(self, phrases: Iterable[Phrase], seek: Seek = SEEK) -> Read | None:
        """The first phrase whose words all stand in one sentence, however far apart."""
        for phrase in phrases:
            for page in self.parts:
                taken = page.taken(seek.never, len(phrase))
                for first, last, there in page.places(phrase, seek, apart=True):
                    if there and not _touches(first, last, taken):
                        return Read(True, self._support(page, first, last))
        return None

    def alludes(self, phrases: Iterable[Phrase], seek: Seek = SEEK) -> bool:
        """Does half of a phrase stand in one sentence and is said to be there?"""
        return any(page.alludes(phrase, seek) for phrase in phrases for page in self.parts)

    def beside(self, phrases: Iterable[Phrase], others: Iterable[Read]) -> Iterator[Read]:
        """Where a phrase is said to be there in the same sentence as one of ``others``."""
        near = [self.sentence_at(one.support.start) for one in others if one.there]
        for phrase in phrases:
            for page in self.parts:
                for first, last, there in page.places(phrase, SEEK):
                    if there and self.sentence_at(page.begin + first.start) in near:
                        yield Read(True, self._support(page, first, last))

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


def _says_little() -> frozenset[str]:
    """Words that allude to nothing by themselves."""
    return grammar("vague") | grammar("particles") | grammar("small")


def _touches(first: Word, last: Word, taken: list[tuple[int, int]]) -> bool:
    return any(first.at <= end and begin <= last.at for begin, end in taken)


def _alike(form: str, other: str) -> bool:
    """The same word, or one of the same beginning: crust and crusted."""
    if form == other:
        return True
    return len(form) >= _STEM and len(other) >= _STEM and form[:_STEM] == other[:_STEM]


class _Page:
    """One part of the case."""

    def __init__(self, part: Part, begin: int, patient: str | None) -> None:
        self.begin = begin
        self.kind = part.kind
        listed = part.kind == "denied"
        # Items of a list of what is absent are read one by one.
        text = part.text.replace(",", ".") if listed else part.text
        self.text = text.lower()
        self.words = words_of(text)
        self.denied = denied(text, self.words, whole=listed)
        self.never = never_before(self.words)
        self.family = of_family(text, self.words, whole=part.kind == "family", patient=patient)
        self.unreal = unreal(text, self.words)
        self.over = over(text, self.words)
        self.provoking = provoking(text, self.words)
        self.where: dict[str, list[int]] = {}
        for place, word in enumerate(self.words):
            self.where.setdefault(word.form, []).append(place)

    def is_bare(self, word: Word) -> bool:
        """Does this word stand alone in its denial? "No chest pain" and "no rash on the face" do
        not say that nothing hurts and that there is no rash."""
        at = next(place for place in self.where[word.form] if self.words[place] is word)
        before = self.words[at - 1] if at else None
        after = self.words[at + 1] if at + 1 < len(self.words) else None
        qualified = (
            before is not None
            and before.sentence == word.sentence
            and word.start - before.end <= 1
            and before.form not in grammar("denials") | grammar("joins")
        )
        if after is None or after.sentence != word.sentence:
            return not qualified
        # "No sore throat" is about the throat.
        of_what_follows = (
            self.text[word.start : word.end] not in _NAMES_PAIN and after.start - word.end == 1
        )
        joined = after.form in grammar("joins") | grammar("turns")
        return not (qualified or after.form in _PLACES or (of_what_follows and not joined))

    def taken(self, phrases: Iterable[tuple[str, ...]], size: int) -> list[tuple[int, int]]:
        """The stretches of words where one of these, not shorter than ``size``, stands."""
        longer = (phrase for phrase in phrases if len(phrase) >= size)
        found = [
            places
            for phrase in longer
            for places in self._meetings(phrase)
            # "Not pregnant" is no "pregnant and not".
            if not set(phrase) & grammar("denials") or places == sorted(places)
        ]
        return [(self.words[min(one)].at, self.words[max(one)].at) for one in found]

    def places(
        self, phrase: tuple[str, ...], seek: Seek, *, apart: bool = False
    ) -> list[tuple[Word, Word, bool]]:
        """First and last word of each meeting of the phrase, and whether it is there."""
        found = []
        for places in self._meetings(phrase, apart=apart):
            if not self._counts(places, seek):
                continue
            if seek.passing and any(self.over[one] for one in places):
                found.append((self.words[min(places)], self.words[max(places)], False))
                continue
            # What a phrase denies itself ("no tears") is said, not denied.
            own = [one for one in places if self.words[one].form in grammar("denials")]
            marks = {self.denied[one] for one in own or places}
            if len(marks) == 1 and None not in marks:
                first, last = self.words[min(places)], self.words[max(places)]
                found.append((first, last, not marks.pop()))
        return found

    def alludes(self, phrase: Phrase, seek: Seek) -> bool:
        """Do at least half of these forms, or words that begin like them, stand in one sentence?"""
        if any(form.isdigit() for form in phrase):
            return False
        met: dict[int, set[str]] = {}
        taken = self.taken(seek.never, 1)
        for place, word in enumerate(self.words):
            form = next((one for one in phrase if _alike(one, word.form)), None)
            if form is None or form in _says_little() or self.denied[place]:
                continue
            if (self.over[place] and seek.passing) or not self._counts([place], seek):
                continue
            if not _touches(word, word, taken):
                met.setdefault(word.sentence, set()).add(form)
        most = max((len(forms) for forms in met.values()), default=0)
        return 2 * most >= len(phrase)

    def _counts(self, places: list[int], seek: Seek) -> bool:
        """Are these words about who is meant, and about what is really there?"""
        if any(self.family[one] != seek.family or self.unreal[one] for one in places):
            return False
        if seek.now and any(self.never[one] for one in places):
            return False
        return any(self.provoking[one] for one in places) is seek.provoked

    def _meetings(self, phrase: tuple[str, ...], *, apart: bool = False) -> Iterator[list[int]]:
        """The places of its forms, wherever they meet."""
        if not phrase or any(form not in self.where for form in phrase):
            return
        rarest = min(phrase, key=lambda form: len(self.where[form]))
        for at in self.where[rarest]:
            places = self._around(phrase, at, apart)
            if places:
                yield places

    def _around(self, phrase: tuple[str, ...], at: int, apart: bool) -> list[int]:
        """The nearest place of each form, when they stand close enough in one sentence."""
        here = self.words[at].sentence
        places = []
        for form in phrase:
            near = [one for one in self.where[form] if self.words[one].sentence == here]
            if not near:
                return []
            places.append(min(near, key=lambda one: abs(one - at)))
        if apart:
            return places
        stretch = max(self.words[one].at for one in places) - min(
            self.words[one].at for one in places
        )
        bound = any(form in grammar("particles") for form in phrase)
        gap = _BOUND_GAP if bound else _WIDEST_GAP
        return places if stretch <= len(phrase) - 1 + gap else []
