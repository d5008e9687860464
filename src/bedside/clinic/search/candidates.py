"""Who may be meant: record numbers from the lists of the facilities in reach, the nearest first.

For each nearness, whoever is in a list of every part. The loose ways (by sound, with a letter
wrong) are looked up only when the near ones are used up. No profile is opened here.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from uuid import UUID

import numpy as np

from bedside.clinic.search import lists, sets
from bedside.clinic.search.asking import Nearness, Part, every_term
from bedside.clinic.search.blocks import NONE, Numbers
from bedside.clinic.search.lists import Key, Lists
from bedside.clinic.search.views import Place

_ROUNDS = ((Nearness.WHOLE, Nearness.BEGINS), (Nearness.SOUNDS, Nearness.MISSPELT))
"""What is looked up together."""
Read = Mapping[Key, Numbers]


def in_order(
    parts: Sequence[Part],
    places: Sequence[Lists],
    *,
    only: Mapping[UUID, Collection[int]] | None = None,
    after: Place | None = None,
) -> Iterator[Place]:
    """Go through who may be meant: the nearest, then by facility, then whoever came last.

    `only` are the numbers of whom an email address belongs to, by facility.
    """
    read: dict[Key, Numbers] = {}
    seen: dict[Lists, Numbers] = {}
    for nearest, furthest in _ROUNDS:
        wanted = every_term(parts, nearest, furthest)
        read |= lists.read((place, term) for place in places for term in wanted)
        for nearness in range(nearest, furthest + 1):
            for place in places:
                fit = _fit(parts, place, Nearness(nearness), read, only)
                new = sets.but_not(fit, seen.get(place, NONE))
                seen[place] = fit
                yield from _after(new[::-1], nearness, place.facility, after)


def _after(numbers: Numbers, nearness: int, facility: UUID, after: Place | None) -> Iterator[Place]:
    if after and (nearness, facility) < (after.nearness, after.facility):
        return
    if after and (nearness, facility) == (after.nearness, after.facility):
        numbers = numbers[numbers < after.number]
    for number in numbers.tolist():
        yield Place(nearness, facility, number)


def _fit(
    parts: Sequence[Part],
    place: Lists,
    nearness: Nearness,
    read: Read,
    only: Mapping[UUID, Collection[int]] | None,
) -> Numbers:
    """Return the numbers that are in a list of every part, sorted; none where no part has lists."""
    found = [
        _of_part(part, place, nearness, read)
        for part in parts
        if part.free is None or nearness < part.free
    ]
    if only is not None:
        found.append(_set_of(only.get(place.facility, ())))
    return sets.in_all(found)


def _of_part(part: Part, place: Lists, nearness: Nearness, read: Read) -> Numbers:
    ways = [
        lists.under_all(read, place, way.terms) for way in part.ways if way.nearness <= nearness
    ]
    return sets.in_any([_set_of(part.numbers), *ways])


def _set_of(numbers: Collection[int]) -> Numbers:
    return np.array(sorted(numbers), np.uint32)
