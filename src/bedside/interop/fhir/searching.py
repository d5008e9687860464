"""Searching one type of resource: from the lists of the rooms below to pages of resources.

A room's list knows the caller and gives its rows in an order that does not change. What a search
asks beyond that is looked for among the rows as they come, a bounded number of them, so a page may
be short, or empty, and go on all the same. Where it goes on says a list, the last row of it that
was looked at, and how many resources of the row after it were given already.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from bedside.errors import Invalid
from bedside.interop.fhir.asking import Asker, uuid_of
from bedside.interop.fhir.base import Reference, Resource
from bedside.interop.fhir.params import Param, reference_id

USUAL_PAGE, LARGEST_PAGE = 50, 100
"""Resources of a page when nobody says how many, and at most."""
MOST_READINGS = 5
"""Readings for one page at most, where rows may not be what is asked for."""
WHOSE = ("patient", "subject")
"""The parameters that say whose list is asked for."""
MOST_VALUES = 50
"""Values in one search at most."""

Place = list[Any]
"""Where a list of a room goes on: JSON scalars."""


@dataclass(frozen=True)
class Row:
    """One row of a list: where the list goes on behind it, and what it is in FHIR."""

    place: Place
    resources: Sequence[Resource]


@dataclass(frozen=True)
class Rows:
    """A part of a list; `next` is None when the list ends with it."""

    rows: Sequence[Row]
    next: Place | None


@dataclass(frozen=True)
class Query:
    """What somebody asks for: parameters with their values, as they were given, in order."""

    asker: Asker
    said: tuple[tuple[str, str], ...] = ()
    params: Mapping[str, Param] = field(default_factory=dict)
    include: tuple[str, ...] = ()
    count: int = USUAL_PAGE

    def all(self, name: str) -> list[str]:
        """Return every value of a parameter."""
        return [value for said, value in self.said if said == name]

    def one(self, name: str) -> str | None:
        """Return the value of a parameter that can be given once. Raises Invalid."""
        values = self.all(name)
        if len(values) > 1:
            raise Invalid(fields={f"query.{name}": "Say this once."})
        return values[0] if values else None

    def patient(self) -> UUID:
        """Return the one patient who is asked for: the caller's own, if they name nobody.

        Raises Invalid for staff who name nobody, NotFound for what cannot be a patient's id.
        """
        said = {
            reference_id(value, self.params[name])
            for name in WHOSE
            for value in (self.all(name) if name in self.params else ())
        }
        if len(said) == 1:
            return uuid_of(said.pop())
        if not said and self.asker.by.patient is not None:
            return self.asker.by.patient
        raise Invalid(fields={"query.patient": "Say which patient, and only one."})

    def names_a_patient(self) -> bool:
        """Whether somebody's own list is asked for, or it can only be that of the caller."""
        return self.asker.by.patient is not None or bool(self.all("patient"))

    @property
    def narrows(self) -> bool:
        """Whether more is asked than whose list it is."""
        return any(name not in WHOSE for name, _ in self.said)

    def rows(self, room: int) -> int:
        """Return how many rows to read for so many free places on a page."""
        return LARGEST_PAGE if self.narrows else min(room, LARGEST_PAGE)

    def admits(self, resource: Resource, *, of_a_list: bool = False) -> bool:
        """Whether a resource is what was asked for. Raises Invalid for unreadable values.

        One of a list is the patient's whose list it is: the list knows all records of a person.
        """
        return all(
            self.params[name].holds(resource, value)
            for name, value in self.said
            if not (of_a_list and name in WHOSE)
        )


List = Callable[[Query, Place | None, int], Rows]
"""Reads a part of one list of a room: what is asked, behind which place, for so many free places
on the page. It may read more rows (`Query.rows`) only if each of them has a place of its own."""


@dataclass(frozen=True)
class State:
    """Where a search goes on: in which of the type's lists, behind which row, after how many
    resources of the next one."""

    list: int = 0
    after: Place | None = None
    given: int = 0


BEGINNING = State()


@dataclass(frozen=True)
class Found:
    """A page of a search; `next` is None when it is the last one."""

    matches: list[Resource]
    next: State | None


def find(lists: Sequence[List], query: Query, state: State) -> Found:
    """Return a page of what was asked for."""
    page = _Page(query)
    for number in range(state.list, len(lists)):
        begin = state if number == state.list else State(number)
        going_on = page.read(lists[number], begin)
        if going_on is not None:
            return Found(page.matches, going_on)
        if page.is_full and number + 1 < len(lists):
            return Found(page.matches, State(number + 1))
    return Found(page.matches, None)


class _Page:
    """A page that fills."""

    def __init__(self, query: Query) -> None:
        self.query = query
        self.matches: list[Resource] = []
        self._readings = 0

    @property
    def room(self) -> int:
        return self.query.count - len(self.matches)

    @property
    def is_full(self) -> bool:
        looked_long = self.query.narrows and self._readings >= MOST_READINGS
        return self.room <= 0 or looked_long

    def read(self, rows_of: List, state: State) -> State | None:
        """Take from a list what fits; return where it goes on, None when the list ended."""
        place, given = state.after, state.given
        while not self.is_full:
            part = rows_of(self.query, place, self.room)
            self._readings += 1
            for row in part.rows:
                taken = self._take(row, given)
                if taken is not None:
                    return State(state.list, place, taken)
                place, given = row.place, 0
                if self.room <= 0 and not (row is part.rows[-1] and part.next is None):
                    return State(state.list, place)
            if part.next is None:
                return None
            place = part.next
        return State(state.list, place, given)

    def _take(self, row: Row, given: int) -> int | None:
        """Take a row's resources behind those that were given; return how many, if not all fit."""
        for number, resource in enumerate(row.resources):
            if number < given or not self.query.admits(resource, of_a_list=True):
                continue
            if self.room <= 0:
                return number
            self.matches.append(resource)
        return None


def references_in(resource: Resource, param: Param) -> Iterator[str]:
    """Yield what a resource refers to by a parameter, such as Patient/<id>."""
    for value in param.of(resource) if param.of else ():
        if isinstance(value, Reference) and value.reference:
            kind = value.reference.partition("/")[0]
            if kind in param.to:
                yield value.reference
