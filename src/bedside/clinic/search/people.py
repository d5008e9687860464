"""A patient who was opened, with what the parts of a search are compared with, worked out once."""

from dataclasses import dataclass
from functools import cached_property

from bedside.clinic.patients.profile import Profile
from bedside.clinic.search.numbers import written
from bedside.clinic.search.terms import digits_of, names_of
from bedside.clinic.search.words import Word, searched


@dataclass(frozen=True, slots=True)
class SearchedName:
    """One of somebody's names, with the words by which it is found."""

    field: str
    text: str
    words: tuple[Word, ...]


@dataclass(frozen=True)
class Person:
    """A patient as a facility knows them; `number` is their record number there."""

    profile: Profile
    number: int
    region: str
    has_the_email: bool = False

    @cached_property
    def names(self) -> tuple[SearchedName, ...]:
        """The name, what they are called, and what they were called."""
        return tuple(
            SearchedName(one.field, one.text, tuple(searched(one.text)))
            for one in names_of(self.profile)
        )

    @cached_property
    def phones(self) -> set[str]:
        """The digits of the phone number, in both forms."""
        return digits_of(self.profile.phone, self.region)

    @property
    def written_number(self) -> str:
        return written(self.number)
