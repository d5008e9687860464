"""What leaves the house tells no small count, neither by itself nor by what stands around it."""

from collections.abc import Iterator, Mapping
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.errors import Invalid
from bedside.reports import Shown, suppressed

CELLS = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 12), max_size=4)
THRESHOLDS = st.integers(2, 6)


def test_large_counts_and_empty_cells_are_shown_with_their_total() -> None:
    cells = {"female": 40, "male": 35, "other": 0}
    assert suppressed(cells, 5) == Shown(cells, 75)


def test_a_small_count_takes_the_last_of_the_others_with_it() -> None:
    shown = suppressed({"female": 40, "male": 35, "other": 2}, 5)
    assert shown == Shown({"female": 40, "male": None, "other": None}, 77)


def test_two_small_counts_hide_behind_each_other_if_they_are_enough_together() -> None:
    assert suppressed({"a": 40, "b": 3, "c": 4}, 5) == Shown({"a": 40, "b": None, "c": None}, 47)
    assert suppressed({"a": 40, "b": 1, "c": 1}, 5) == Shown({"a": None, "b": None, "c": None}, 42)


def test_hidden_counts_that_could_only_be_one_each_take_another_with_them() -> None:
    cells = {"a": 1, "b": 1, "c": 1, "d": 9}
    assert suppressed(cells, 3) == Shown(dict.fromkeys(cells), 12)


def test_with_nothing_to_hide_behind_the_total_is_hidden_too() -> None:
    assert suppressed({"a": 2, "b": 0}, 5) == Shown({"a": None, "b": 0}, None)
    assert suppressed({"a": 1, "b": 1}, 5) == Shown({"a": None, "b": None}, None)


def test_a_threshold_that_hides_nothing_is_refused() -> None:
    with pytest.raises(Invalid):
        suppressed({"a": 1}, 1)


@settings(max_examples=300, deadline=None)
@given(CELLS, THRESHOLDS)
def test_whoever_adds_up_what_is_shown_cannot_tell_a_small_count(
    cells: dict[str, int], threshold: int
) -> None:
    shown = suppressed(cells, threshold)
    for key, count in cells.items():
        if 0 < count < threshold:
            assert shown.cells[key] is None
            assert shown.total is None or len(_possible(shown, key, shown.total)) > 1


@settings(max_examples=200, deadline=None)
@given(CELLS, THRESHOLDS)
def test_what_is_shown_is_true_and_nothing_is_hidden_without_a_small_count(
    cells: dict[str, int], threshold: int
) -> None:
    shown = suppressed(cells, threshold)
    assert all(one in (None, cells[key]) for key, one in shown.cells.items())
    assert shown.cells.keys() == cells.keys()
    assert shown.total in (None, sum(cells.values()))
    if not any(0 < count < threshold for count in cells.values()):
        assert shown == Shown(cells, sum(cells.values()))


def test_the_mapping_keeps_its_order() -> None:
    cells: Mapping[str, int] = {"b": 9, "a": 1, "c": 7}
    assert list(suppressed(cells, 5).cells) == ["b", "a", "c"]


def _possible(shown: Shown[str], key: str, total: int) -> set[int]:
    """What a hidden count can be for somebody who adds up, and knows that it is not empty."""
    hidden = [one for one, count in shown.cells.items() if count is None]
    rest = total - sum(count or 0 for count in shown.cells.values())
    return {way[hidden.index(key)] for way in _ways(rest, len(hidden))}


def _ways(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    """Every way to write a total as so many counts from 1 on."""
    if parts == 1:
        yield from [(total,)] if total > 0 else []
        return
    for first in range(1, total):
        for rest in _ways(total - first, parts - 1):
            yield first, *rest


def test_whoever_knows_how_it_is_done_and_tries_every_threshold_cannot_tell_a_small_count() -> None:
    """Every table of three cells is put beside all others that look the same at each threshold."""
    counts, thresholds = range(15), range(5, 11)
    alike: dict[object, list[tuple[int, ...]]] = {}
    for table in product(counts, repeat=3):
        shown = [suppressed(dict(enumerate(table)), one, least=5) for one in thresholds]
        seen = tuple((tuple(one.cells.values()), one.total) for one in shown)
        alike.setdefault(seen, []).append(table)
    for tables in alike.values():
        for table in tables:
            for place, count in enumerate(table):
                # Above, the table that it could also be is no more among those that are tried.
                if 0 < count < 5 and max(table) < max(counts) - 4:
                    assert len({other[place] for other in tables}) > 1, table


@settings(max_examples=200, deadline=None)
@given(CELLS, st.integers(5, 9))
def test_a_higher_threshold_shows_nothing_that_the_lowest_hides(
    cells: dict[str, int], threshold: int
) -> None:
    lowest, shown = suppressed(cells, 5), suppressed(cells, threshold, least=5)
    for key, count in cells.items():
        assert shown.cells[key] in (None, lowest.cells[key])
        assert not 0 < count < threshold or shown.cells[key] is None
    assert shown.total in (None, lowest.total)
