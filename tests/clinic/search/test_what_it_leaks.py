"""What somebody learns of names who has the database, and knows how common every name is.

Twenty thousand people get names as they are spread in the United States (the weighted lists of
`faker`). Two attacks are made on the index that one would build first, a table of one keyed token
for each term and patient, and the same is asked of what Bedside keeps. ADR 0012 has the figures;
run with `-s` to see them.
"""

import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pytest
from faker.providers.person.en_US import Provider

from bedside import accounts
from bedside.clinic.models import Facility, SearchBlock
from bedside.clinic.search import lists
from bedside.clinic.search.indexing import entries_of, lock, new_index
from bedside.clinic.search.lists import Lists
from bedside.clinic.search.models import IndexState
from bedside.clinic.search.terms import terms_of
from bedside.clinic.search.words import latin, sound
from tests.clinic.search.conftest import NOBODY
from tests.people import SYSTEM

PEOPLE = 20_000
STATED = 0.03
"""What ADR 0012 promises: no more names than by guessing the commonest for everybody."""
_GIVEN = (Provider.first_names_female, Provider.first_names_male)


@dataclass(frozen=True)
class Population:
    """People by their given and family names, and what the public knows of these."""

    given: list[str]
    family: list[str]

    @cached_property
    def terms(self) -> list[set[str]]:
        """The terms of each person's names."""
        known: dict[str, set[str]] = {}
        for name in {*self.given, *self.family}:
            known[name] = _of(name)
        return [
            known[one] | known[other] for one, other in zip(self.given, self.family, strict=True)
        ]

    def recovered(self, guess: Mapping[str, str]) -> tuple[float, float, float]:
        """The share of people whose given name, family name and both were guessed."""
        right = [
            (guess.get(one) == one, guess.get(other) == other)
            for one, other in zip(map(latin, self.given), map(latin, self.family), strict=True)
        ]
        given, family = (sum(one[at] for one in right) / len(right) for at in (0, 1))
        return given, family, sum(all(one) for one in right) / len(right)


@pytest.fixture(scope="module")
def population() -> Population:
    chance = random.Random(8)
    given = [name for names in _GIVEN for name in _drawn(chance, names, PEOPLE // 2)]
    chance.shuffle(given)
    return Population(given, _drawn(chance, Provider.last_names, PEOPLE))


def test_a_table_of_tokens_would_tell_most_names(population: Population) -> None:
    public = _public()
    held = Counter(term for terms in population.terms for term in terms)
    tokens = [term[2:] for term in held if term.startswith("w:")]
    by_rank = _by_rank(tokens, held, public)
    alike = _by_what_stands_together(tokens, held, public)
    _show("a table of tokens, by rank", population.recovered(by_rank))
    _show("a table of tokens, by what stands together", population.recovered(alike))
    given, family, both = population.recovered(alike)
    assert min(given, family, both) > 0.5  # the attack is a good one


def test_guessing_the_commonest_names_tells_next_to_none(population: Population) -> None:
    """It measures guessing, without a look at what Bedside keeps.

    That a look at it adds nothing is what the next test shows.
    """
    guessed = {name: name for name in (_commonest(*_GIVEN), _commonest(Provider.last_names))}
    given, family, both = population.recovered(guessed)
    _show("bedside, by guessing the commonest", (given, family, both))
    assert max(given, family, both) < STATED


def test_the_blocks_are_the_same_whoever_has_which_name(
    population: Population, harbour: Facility
) -> None:
    """One key, the same names, given to other people: not a label and not a length differs."""
    some = Population(population.given[:1_500], population.family[:1_500])
    others = Population(some.given[::-1], some.family[::-1])
    with accounts.act("search.rebuild", by=SYSTEM):
        lock(harbour.id)
        kept = Lists.of(new_index(harbour.id, IndexState.BUILDING))
        seen = []
        for people in (some, others):
            SearchBlock.objects.all().delete()
            _fill(kept, people)
            seen.append({row.label: len(bytes(row.body)) for row in SearchBlock.objects.all()})
    assert seen[0] == seen[1]
    assert set(seen[0].values()) == {65, 273, 1953, 7953}


def test_no_two_blocks_are_alike_and_none_shows_a_number(
    population: Population, harbour: Facility
) -> None:
    some = Population(population.given[:300], population.family[:300])
    with accounts.act("search.rebuild", by=SYSTEM):
        lock(harbour.id)
        _fill(Lists.of(new_index(harbour.id, IndexState.BUILDING)), some)
        bodies = [bytes(row.body) for row in SearchBlock.objects.all()]
    assert len({body[5:] for body in bodies}) == len(bodies)
    one_in_clear = (1).to_bytes(4, "little") + (2).to_bytes(4, "little")
    assert not any(one_in_clear in body for body in bodies)


def _fill(kept: Lists, people: Population) -> None:
    named = (" ".join(one) for one in zip(people.given, people.family, strict=True))
    numbered = {at: replace(NOBODY, name=name) for at, name in enumerate(named, 1)}
    lists.add(kept, entries_of(numbered, "GB"))


def _by_rank(
    tokens: list[str], held: Mapping[str, int], public: Mapping[str, float]
) -> dict[str, str]:
    """The commonest token is the commonest name, and so on."""
    seen = sorted(tokens, key=lambda token: -held[f"w:{token}"])
    known = sorted(public, key=lambda name: -public[name])
    return dict(zip(seen, known, strict=False))


def _by_what_stands_together(
    tokens: list[str], held: Mapping[str, int], public: Mapping[str, float]
) -> dict[str, str]:
    """The name whose beginnings, sound and length are expected as often as they are seen.

    Which tokens belong to one word is seen from their standing together on the same patients.
    """
    expected: defaultdict[str, float] = defaultdict(float)
    for name, share in public.items():
        for term in _of(name):
            expected[term] += share * PEOPLE
    names = list(public)
    known = np.sqrt([_signature(name, lambda term: expected.get(term, 0)) for name in names])
    length = np.array([len(name) for name in names])
    guess = {}
    for token in tokens:
        seen = np.sqrt(_signature(token, lambda term: held.get(term, 0)))
        apart = ((known - seen) ** 2).sum(1) + 1e6 * (length != len(token))
        guess[token] = names[int(apart.argmin())]
    return guess


def _signature(word: str, count: Callable[[str], float]) -> list[float]:
    begun = (f"p:{word[:letters]}" for letters in (3, 4, 5))
    return [count(f"w:{word}"), *map(count, begun), count(f"s:{sound(word)}")]


def _of(name: str) -> set[str]:
    """The terms of one name alone."""
    without = terms_of(replace(NOBODY, name="-"), "")
    return terms_of(replace(NOBODY, name=name), "") - without


def _public() -> dict[str, float]:
    """How many names of each kind a person has on average."""
    shares: defaultdict[str, float] = defaultdict(float)
    for names, weight in ((_GIVEN[0], 0.5), (_GIVEN[1], 0.5), (Provider.last_names, 1.0)):
        total = sum(names.values())
        for name, often in names.items():
            shares[latin(name)] += weight * often / total
    return dict(shares)


def _commonest(*kinds: Mapping[str, float]) -> str:
    shares: Counter[str] = Counter()
    for names in kinds:
        total = sum(names.values())
        shares.update({latin(name): often / total for name, often in names.items()})
    return shares.most_common(1)[0][0]


def _drawn(chance: random.Random, names: Mapping[str, float], many: int) -> list[str]:
    return chance.choices(list(names), list(names.values()), k=many)


def _show(how: str, shares: tuple[float, float, float]) -> None:
    given, family, both = (f"{100 * share:.1f} %" for share in shares)
    sys.stdout.write(f"\n{how}: given names {given}, family names {family}, both {both}\n")
