"""Who is meant by a whole name and a birth date, for many rows of somebody else's table at once.

Finding for people ranks who may be meant; here a row is somebody's or it is not. So all words of
the name and the very day must fit, and whoever fits is returned: one, nobody, or several, about
whom a program decides nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef

from bedside.audit import Actor
from bedside.clinic.patients.profile import Profile
from bedside.clinic.patients.reach import care_given_by
from bedside.clinic.patients.reading import open_patients
from bedside.clinic.search import lists, terms
from bedside.clinic.search.blocks import Numbers
from bedside.clinic.search.lists import Key, Lists
from bedside.clinic.search.models import RecordNumber
from bedside.clinic.search.searched import lists_of
from bedside.clinic.search.terms import names_of
from bedside.clinic.search.words import words_of


@dataclass(frozen=True)
class Named:
    """A whole name, in any order of its words, and a birth date."""

    name: str
    born: date


def each_named(asked: Sequence[Named], *, facility: UUID, by: Actor) -> list[list[UUID]]:
    """Return for each name and day the patients of a facility, in reach, whose they are.

    For acts under way, which name whom they show; a bounded number of queries in all.
    """
    places = lists_of([facility])
    read = lists.read((place, term) for place in places for one in asked for term in _terms(one))
    meant = [_meant(one, places, read) for one in asked]
    views = _opened(facility, set().union(*meant), by)
    return [
        [
            patient
            for number in sorted(numbers)
            for patient, profile in [views.get(number, (None, None))]
            if patient and profile and _fits(one, profile)
        ]
        for one, numbers in zip(asked, meant, strict=True)
    ]


def shares_a_name(profile: Profile, name: str) -> bool:
    """Whether a name has a word of any of somebody's names: it is not somebody else's."""
    said = {word.latin for word in words_of(name)}
    theirs = (words_of(one.text) for one in names_of(profile))
    return any(word.latin in said for words in theirs for word in words)


def _terms(one: Named) -> set[str]:
    return {terms.whole(word.latin) for word in words_of(one.name)} | {terms.born_on(one.born)}


def _meant(one: Named, places: Sequence[Lists], read: dict[Key, Numbers]) -> set[int]:
    if not words_of(one.name):
        return set()
    return {
        number for place in places for number in lists.under_all(read, place, _terms(one)).tolist()
    }


def _opened(facility: UUID, numbers: set[int], by: Actor) -> dict[int, tuple[UUID, Profile | None]]:
    if not numbers:
        return {}
    cared_for = Exists(care_given_by(by).filter(patient=OuterRef("patient")))
    rows = list(
        RecordNumber.objects.filter(
            cared_for, facility=facility, number__in=numbers
        ).select_related("patient")
    )
    views = open_patients([row.patient for row in rows], by=by)
    return {
        row.number: (row.patient_id, view.profile) for row, view in zip(rows, views, strict=True)
    }


def _fits(one: Named, profile: Profile) -> bool:
    wanted = _words(one.name)
    return profile.birth_date == one.born and any(
        _words(known.text) == wanted for known in names_of(profile)
    )


def _words(name: str) -> list[str]:
    return sorted(word.latin for word in words_of(name))
