"""A cell is never a formula, and what was written can be had again."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.spreadsheets import as_written, disarmed, row


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+44 7700 900017", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", ' =cmd|"/c calc"!A1'],
)
def test_what_begins_like_a_formula_is_text(cell: str) -> None:
    assert disarmed(cell) == f"'{cell}"
    assert as_written(disarmed(cell)) == cell


@pytest.mark.parametrize("cell", ["Asha Verma", "07700 900017", "", "d'Arcy", "'tis", "2026-12-01"])
def test_everything_else_stays_as_it_is(cell: str) -> None:
    assert disarmed(cell) == cell == as_written(cell)


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"])), min_size=2))
def test_a_row_reads_back_as_it_was_written(cells: list[str]) -> None:
    (read,) = csv.reader(io.StringIO(row(cells), newline=""), strict=True)
    assert [as_written(cell) for cell in read] == cells
    assert not any(cell.lstrip(" ").startswith(("=", "+", "-", "@")) for cell in read)


def test_a_number_is_no_formula_and_nothing_is_an_empty_cell() -> None:
    assert row(["-1", -1, 2.5, None]) == "'-1,-1,2.5,\r\n"
