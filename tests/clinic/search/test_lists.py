"""The lists under the search: whatever goes in comes out, and the table tells nothing of them."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside import accounts, clinic
from bedside.audit import Event
from bedside.clinic.models import Facility, SearchBlock
from bedside.clinic.search import blocks, lists
from bedside.clinic.search.indexing import lock, new_index
from bedside.clinic.search.lists import Lists
from bedside.clinic.search.models import IndexState
from tests.people import ASHA, SYSTEM, Person


@pytest.fixture
def kept(harbour: Facility) -> Iterator[Lists]:
    """Empty lists, inside an act under way."""
    with accounts.act("search.rebuild", by=SYSTEM):
        lock(harbour.id)
        yield Lists.of(new_index(harbour.id, IndexState.BUILDING))


def held(kept: Lists, term: str) -> list[int]:
    found = lists.read([(kept, term)])
    return sorted(found[kept, term].tolist()) if found else []


@settings(deadline=None)
@given(length=st.integers(0, 5_000))
def test_every_place_of_a_list_is_in_one_block(length: int) -> None:
    many = blocks.how_many_blocks(length)
    assert sum(blocks.filled(block, length) for block in range(many)) == length
    assert blocks.filled(many, length) == 0
    place = blocks.place_of(length)
    assert place.offset == blocks.filled(place.block, length) % blocks.size_of(place.block)


@pytest.mark.parametrize("step", [1, 3, 7, 67, 1_100])
def test_a_list_that_grows_in_steps_is_what_was_added(kept: Lists, step: int) -> None:
    numbers = list(range(1, 3_000))
    if step == 1:
        numbers = numbers[:180]
    for start in range(0, len(numbers), step):
        lists.add(kept, {"w:okafor": numbers[start : start + step], "w:ada": [start + 1]})
    assert held(kept, "w:okafor") == numbers
    assert held(kept, "w:ada") == list(range(1, len(numbers) + 1, step))
    assert held(kept, "w:okafo") == []


def test_a_block_has_the_same_size_whatever_is_in_it(kept: Lists) -> None:
    lists.add(kept, {"w:one": [1], "w:seven": list(range(1, 8)), "w:eight": list(range(1, 9))})
    sizes = sorted(len(bytes(row.body)) for row in SearchBlock.objects.all())
    assert sizes == [65, 65, 65, 273]


def test_a_block_opens_under_its_own_label_only(kept: Lists) -> None:
    lists.add(kept, {"w:okafor": [1], "w:walsh": [2]})
    one, other = (SearchBlock.objects.get(label=kept.label(t, 0)) for t in ("w:okafor", "w:walsh"))
    SearchBlock.objects.filter(label=one.label).update(body=other.body)
    assert held(kept, "w:okafor") == []
    assert held(kept, "w:walsh") == [2]


def test_the_same_word_lies_elsewhere_at_another_facility(millfield: Facility, kept: Lists) -> None:
    lock(millfield.id)
    other = Lists.of(new_index(millfield.id, IndexState.LIVE))
    assert kept.label("w:okafor", 0) != other.label("w:okafor", 0)


def test_damage_is_reported_and_keeps_nobody_from_registering(asha: Person, bello: Person) -> None:
    SearchBlock.objects.update(body=b"\x01" * 65)
    profile = clinic.Profile("Asha Rao", ASHA.birth_date, "female", "", "07700 900018")
    clinic.enrol_patient(profile=profile, facility=_facility_of(bello), by=bello.actor)
    assert Event.objects.filter(action="vault.damaged").exists()
    names = [hit.patient.profile.name for hit in clinic.find_patients("asha", by=bello.actor).hits]
    assert names == ["Asha Rao"]


def _facility_of(doctor: Person) -> UUID:
    return clinic.facilities_of(doctor.actor)[0].id
