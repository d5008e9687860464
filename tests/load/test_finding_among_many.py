"""Finding among twenty thousand patients: everybody is found, with at most four more queries
than among four hundred.

How fast it is, is for `make bench-search`. Here the search is held against a look at every single
one of them.
"""

from itertools import islice

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bedside import clinic
from bedside.clinic.models import Facility
from bedside.clinic.search.words import searched, words_of
from benchmarks import crowd
from tests.people import SYSTEM, Person

pytestmark = [pytest.mark.load, pytest.mark.short, pytest.mark.usefixtures("live_database")]
PATIENTS, FEW = 20_000, 400
KINDS = ("one word", "two words", "beginning", "part of a phone", "misspelt")


@pytest.fixture
def harbour(live_database: None) -> Facility:
    return clinic.create_facility(name="Harbour", time_zone=crowd.ZONE, by=SYSTEM)


@pytest.fixture
def millfield(live_database: None) -> Facility:
    return clinic.create_facility(name="Millfield", time_zone=crowd.ZONE, by=SYSTEM)


def test_everybody_is_found_with_hardly_more_queries(
    harbour: Facility, millfield: Facility, bello: Person, chen: Person
) -> None:
    crowd.fill(harbour, PATIENTS, 5_000)
    crowd.fill(millfield, FEW, 5_000)
    people = [crowd.who(number) for number in range(1, PATIENTS + 1)]
    by_word: dict[str, set[int]] = {}
    for number, profile in enumerate(people, 1):
        for word in searched(profile.name):
            by_word.setdefault(word.latin, set()).add(number)

    for text in islice(crowd.asks("one word", PATIENTS), 12):
        wanted = set.intersection(*(by_word[word.latin] for word in words_of(text)))
        assert wanted <= found(text, bello, until=len(wanted))
    for text in islice(crowd.asks("beginning", PATIENTS), 4):
        (word,) = words_of(text)
        begun = (who for said, who in by_word.items() if said.startswith(word.latin))
        wanted = set().union(*begun)
        assert wanted <= found(text, bello, until=len(wanted))
    for number in range(1, PATIENTS, PATIENTS // 12):
        profile = people[number - 1]
        assert number in found(f"{profile.name} {profile.birth_date.isoformat()}", bello, until=1)
        assert number in found(profile.phone, bello, until=1)

    for kind in KINDS:
        costs = [queries(next(crowd.asks(kind, FEW)), doctor) for doctor in (bello, chen)]
        assert max(costs) <= 20 and costs[0] <= costs[1] + 4, (kind, costs)


def found(text: str, doctor: Person, *, until: int) -> set[int]:
    """Return the record numbers on the pages of a search, until so many were on them."""
    numbers: set[int] = set()
    after = None
    while len(numbers) < until or not numbers:
        page = clinic.find_patients(text, by=doctor.actor, after=after, limit=50)
        numbers |= {int(hit.record_number.partition("-")[0]) for hit in page.hits}
        after = page.next
        if after is None:
            break
    return numbers


def queries(text: str, doctor: Person) -> int:
    clinic.find_patients(text, by=doctor.actor)
    with CaptureQueriesContext(connection) as asked:
        clinic.find_patients(text, by=doctor.actor)
    return len(asked)
