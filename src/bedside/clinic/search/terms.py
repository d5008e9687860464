"""Under which terms a patient is found: the words of their names, their phone number, birth date.

A term is a kind and a text, such as "w:okafor". Nothing with few possibilities is one: no sex, no
year of birth, no place. The email is found by the accounts' own index, and the record number is a
column.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bedside.clinic.patients.phones import phone_number
from bedside.clinic.patients.profile import Profile
from bedside.clinic.search.words import Word, searched, sound, without_one
from bedside.errors import Invalid

SCHEME = 2
"""Raise it when the terms of a profile, or the cut of the lists (`blocks`), change: every index is
then made anew."""
SHORTEST_PREFIX, LONGEST_PREFIX = 3, 7
"""Letters. Two letters would be the beginning of a tenth of all names."""
PART_OF_PHONE = 4
"""Digits: any four in a row are a term."""
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Named:
    """One of somebody's names, and which of their details it is."""

    field: str
    text: str


def names_of(profile: Profile) -> list[Named]:
    """Return all that somebody is or was called."""
    former = (Named("former_name", name) for name in profile.former_names)
    return [
        named
        for named in (
            Named("name", profile.name),
            Named("preferred_name", profile.preferred_name),
            *former,
        )
        if named.text
    ]


def terms_of(profile: Profile, region: str) -> set[str]:
    """Return the terms of a profile; `region` is where the facility's numbers are dialled."""
    found = {term for named in names_of(profile) for term in _of_name(named.text)}
    for digits in digits_of(profile.phone, region):
        found.update(parts_of_phone(digits))
    found.add(born_on(profile.birth_date))
    return found


def whole(word: str) -> str:
    """Return the term of a whole word."""
    return f"w:{word}"


def begins(word: str) -> str:
    """Return the term of words that begin like this one, as far as beginnings are terms."""
    return f"p:{word[:LONGEST_PREFIX]}"


def sounds(code: str) -> str:
    """Return the term of words that sound alike."""
    return f"s:{code}"


def lacks(word: str) -> str:
    """Return the term of words that are this one with one letter more."""
    return f"t:{word}"


def born_on(day: date) -> str:
    """Return the term of a birth date."""
    return f"b:{day.isoformat()}"


def parts_of_phone(digits: str) -> set[str]:
    """Return the terms of a phone number, or of a part of one: every four digits in a row."""
    return {f"n:{digits[at : at + PART_OF_PHONE]}" for at in range(len(digits) - PART_OF_PHONE + 1)}


def digits_of(phone: str, region: str) -> set[str]:
    """Return a number's digits as they were typed, and those of its international form."""
    try:
        number = phone_number(phone, region)
    except Invalid:
        return {"".join(_DIGITS.findall(phone))}
    return {number.normal.removeprefix("+"), number.digits}


def _of_name(text: str) -> Iterator[str]:
    for word in searched(text):
        yield from _of_word(word)


def _of_word(word: Word) -> Iterator[str]:
    yield whole(word.latin)
    last = min(len(word.latin), LONGEST_PREFIX)
    yield from (begins(word.latin[:to]) for to in range(SHORTEST_PREFIX, last + 1))
    yield from (lacks(less) for less in without_one(word.latin))
    if code := sound(word.latin):
        yield sounds(code)
