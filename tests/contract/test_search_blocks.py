"""The blocks of a search list come out as they went in, and the largest in one piece."""

from uuid import uuid4

import pytest
from django.db import connection

from bedside import accounts
from bedside.clinic.models import Facility, SearchBlock
from bedside.clinic.search import lists
from bedside.clinic.search.indexing import lock, new_index
from bedside.clinic.search.lists import Lists
from bedside.clinic.search.models import IndexState
from bedside.statements import columns, fetch_each
from tests.people import SYSTEM

pytestmark = pytest.mark.django_db
READ = columns(SearchBlock, "label", "body")
BESIDE = "SELECT pg_relation_size(reltoastrelid) FROM pg_class WHERE relname = 'clinic_searchblock'"
LONG = {"w:okafor": list(range(1, 3_000))}
"""Of five blocks: two of them are of the largest size."""


@pytest.fixture
def kept(harbour: Facility) -> Lists:
    with accounts.act("search.rebuild", by=SYSTEM):
        lock(harbour.id)
        made = Lists.of(new_index(harbour.id, IndexState.LIVE))
        lists.add(made, LONG)
    return made


def test_a_long_list_is_what_was_added(kept: Lists) -> None:
    (found,) = lists.read([(kept, "w:okafor")]).values()
    assert found.tolist() == LONG["w:okafor"]


def test_rows_by_their_ids_are_those_of_the_query_builder(kept: Lists) -> None:
    rows = SearchBlock.objects.values_list("label", "body")
    wanted = [label for label, _ in rows[:4]]
    found = fetch_each(READ, [*wanted, uuid4(), wanted[0]])
    assert {(label, bytes(body)) for label, body in found} == {
        (label, bytes(body)) for label, body in rows.filter(label__in=wanted)
    }
    assert len(found) == len(wanted) == 4
    assert fetch_each(READ, []) == []


def test_the_largest_block_is_kept_whole_in_its_row(kept: Lists) -> None:
    """PostgreSQL puts long values into a table beside, in pieces, unless it is told otherwise."""
    assert max(len(bytes(row.body)) for row in SearchBlock.objects.all()) == 7953
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(BESIDE)
            assert cursor.fetchone() == (0,)
