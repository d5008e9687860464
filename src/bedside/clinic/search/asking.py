"""What somebody looks for, taken apart: words of a name, a birth date, digits, an email address.

Each part says under which terms it may be found and, of a person who was opened, whether it fits
and where. All parts must fit; their order says nothing. Digits may be part of a phone number, a
record number or a birth date, so each of these will do.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import cached_property
from itertools import chain
from typing import Protocol

from bedside.clinic.search import terms
from bedside.clinic.search.days import days_in
from bedside.clinic.search.numbers import number_in
from bedside.clinic.search.people import Person, SearchedName
from bedside.clinic.search.words import Word, latin, one_wrong, sound, without_one, words_of
from bedside.limits import LINE
from bedside.signs import with_ascii_digits, without_marks

MOST_PARTS = 8
_EMAIL = re.compile(r"\S+@\S+")
_DIGITS = re.compile(r"(?<![^\W\d_])\+?\(?\d[\d\s().\-/]*(?![^\W\d_])")
_COMPACT_DAY = re.compile(r"(\d{4})(\d\d)(\d\d)")


class Nearness(IntEnum):
    """How near what was found is to what was asked; the nearest comes first."""

    WHOLE = 0
    BEGINS = 1
    SOUNDS = 2
    MISSPELT = 3


@dataclass(frozen=True, slots=True)
class Match:
    """Why somebody was found: the detail, its text, and from where to where it fits."""

    field: str
    text: str
    start: int
    end: int
    nearness: Nearness


@dataclass(frozen=True, slots=True)
class Way:
    """One way of finding a part: everybody who is under all of these terms."""

    nearness: Nearness
    terms: frozenset[str]


class Part(Protocol):
    """A part of what is looked for.

    From `free` on it does not narrow who is looked at: it has no list, and opened people are
    asked whether it fits.
    """

    @property
    def ways(self) -> Sequence[Way]: ...
    @property
    def numbers(self) -> frozenset[int]: ...
    @property
    def free(self) -> Nearness | None: ...
    def match(self, person: Person) -> Match | None: ...


@dataclass(frozen=True)
class Asked:
    """What is looked for. `text` is what its words are compared with a whole name by."""

    parts: tuple[Part, ...]
    email: str = ""
    text: str = ""


@dataclass(frozen=True)
class NameWord:
    """A word of a name, its beginning, one that sounds like it or that has one letter wrong."""

    word: Word
    numbers: frozenset[int] = frozenset()

    @cached_property
    def ways(self) -> Sequence[Way]:
        word = self.word.latin
        found = [_way(Nearness.WHOLE, terms.whole(word))]
        if not self.free:
            found.append(_way(Nearness.BEGINS, terms.begins(word)))
        if self._sound:
            found.append(_way(Nearness.SOUNDS, terms.sounds(self._sound)))
        if shorter := without_one(word):
            near = [terms.lacks(word), *map(terms.lacks, shorter), *map(terms.whole, shorter)]
            found += [_way(Nearness.MISSPELT, term) for term in near]
        return found

    @property
    def free(self) -> Nearness | None:
        """One or two letters are the beginning of too many words to have a list."""
        return Nearness.BEGINS if len(self.word.latin) < terms.SHORTEST_PREFIX else None

    def match(self, person: Person) -> Match | None:
        fits = (
            (nearness, order, named, word)
            for order, named in enumerate(person.names)
            for word in named.words
            if (nearness := self._nearness(word)) is not None
        )
        best = min(fits, key=lambda one: one[:2], default=None)
        return None if best is None else self._match(best[0], best[2], best[3])

    def _nearness(self, word: Word) -> Nearness | None:
        asked, said = self.word.latin, word.latin
        if asked == said:
            return Nearness.WHOLE
        if said.startswith(asked):
            return Nearness.BEGINS
        if self._sound and self._sound == sound(said):
            return Nearness.SOUNDS
        return Nearness.MISSPELT if one_wrong(asked, said) else None

    def _match(self, nearness: Nearness, named: SearchedName, word: Word) -> Match:
        end = word.end
        if nearness is Nearness.BEGINS:
            begun = range(word.start + 1, word.end)
            long = (to for to in begun if len(latin(named.text[word.start : to])) >= self._length)
            end = next(long, word.end)
        return Match(named.field, named.text, word.start, end, nearness)

    @cached_property
    def _sound(self) -> str:
        return sound(self.word.latin)

    @property
    def _length(self) -> int:
        return len(self.word.latin)


@dataclass(frozen=True)
class BirthDate:
    """A birth date, in every reading of how it was written."""

    days: tuple[date, ...]
    numbers: frozenset[int] = frozenset()
    free: Nearness | None = None

    @property
    def ways(self) -> Sequence[Way]:
        return [_way(Nearness.WHOLE, terms.born_on(day)) for day in self.days]

    def match(self, person: Person) -> Match | None:
        return _birth_date(person) if person.profile.birth_date in self.days else None


@dataclass(frozen=True)
class Digits:
    """Digits: a record number, a part of a phone number, a birth date, or the year of one."""

    digits: str

    @property
    def numbers(self) -> frozenset[int]:
        number = number_in(self.digits)
        return frozenset() if number is None else frozenset({number})

    @cached_property
    def ways(self) -> Sequence[Way]:
        days = [_way(Nearness.WHOLE, terms.born_on(day)) for day in self._days]
        parts = map(terms.parts_of_phone, self._of_phone)
        return [*days, *(Way(Nearness.BEGINS, frozenset(part)) for part in parts)]

    @property
    def free(self) -> Nearness | None:
        """A year has no list: too many people share it."""
        return Nearness.WHOLE if self._year else None

    def match(self, person: Person) -> Match | None:
        if person.number in self.numbers:
            return Match(
                "record_number", person.written_number, 0, len(person.written_number),
                Nearness.WHOLE,
            )  # fmt: skip
        born = person.profile.birth_date
        if born in self._days or born.year == self._year:
            return _birth_date(person)
        return self._in_phone(person)

    def _in_phone(self, person: Person) -> Match | None:
        fits = [
            asked for asked in self._of_phone if any(asked in digits for digits in person.phones)
        ]
        if not fits:
            return None
        shown = person.profile.phone
        at = [place for place, sign in enumerate(shown) if sign.isdecimal()]
        start = "".join(shown[place] for place in at).find(fits[0])
        if start < 0:
            return Match("phone", shown, 0, len(shown), Nearness.BEGINS)
        last = at[start + len(fits[0]) - 1]
        return Match("phone", shown, at[start], last + 1, Nearness.BEGINS)

    @property
    def _of_phone(self) -> list[str]:
        """As they are, and without the zeros that are dialled before a number."""
        ways = dict.fromkeys((self.digits, self.digits.lstrip("0")))
        return [digits for digits in ways if len(digits) >= terms.PART_OF_PHONE]

    @property
    def _days(self) -> list[date]:
        found = _COMPACT_DAY.fullmatch(self.digits)
        return (
            [day for _, _, days in days_in("-".join(found.groups())) for day in days]
            if found
            else []
        )

    @property
    def _year(self) -> int | None:
        return int(self.digits) if re.fullmatch(r"(19|20)\d\d", self.digits) else None


@dataclass(frozen=True)
class Address:
    """A whole email address; the accounts' index says whose it is."""

    address: str
    ways: Sequence[Way] = ()
    numbers: frozenset[int] = frozenset()
    free: Nearness | None = Nearness.WHOLE

    def match(self, person: Person) -> Match | None:
        email = person.profile.email
        same = email.casefold() == self.address.casefold() or person.has_the_email
        return Match("email", email, 0, len(email), Nearness.WHOLE) if same else None


def asked_for(text: str) -> Asked:
    """Take apart what somebody typed; of a long text only the first 120 signs and 8 parts count."""
    plain = with_ascii_digits(without_marks(unicodedata.normalize("NFC", text)[:LINE]))
    emails, plain = _taken(_EMAIL, plain)
    found = days_in(plain)
    for start, end, _ in reversed(found):
        plain = f"{plain[:start]} , {plain[end:]}"
    runs, plain = _taken(_DIGITS, plain)
    words = words_of(plain)
    parts: list[Part] = [Address(email) for email in emails[:1]]
    parts += [NameWord(word) for word in words]
    parts += [BirthDate(tuple(days)) for _, _, days in found]
    parts += [Digits("".join(filter(str.isdecimal, run))) for run in runs]
    spoken = " ".join(word.latin for word in words)
    return Asked(tuple(parts[:MOST_PARTS]), emails[0] if emails else "", spoken)


def every_term(parts: Sequence[Part], nearest: Nearness, furthest: Nearness) -> set[str]:
    """Return the terms by which the parts may be found within these bounds of nearness."""
    ways = chain.from_iterable(part.ways for part in parts)
    return {term for way in ways if nearest <= way.nearness <= furthest for term in way.terms}


def _taken(pattern: re.Pattern[str], text: str) -> tuple[list[str], str]:
    """Return what the pattern finds, and the text without it."""
    return pattern.findall(text), pattern.sub(" , ", text)


def _way(nearness: Nearness, term: str) -> Way:
    return Way(nearness, frozenset({term}))


def _birth_date(person: Person) -> Match:
    day = person.profile.birth_date.isoformat()
    return Match("birth_date", day, 0, len(day), Nearness.WHOLE)
