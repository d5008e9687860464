"""A small table of codes, and an index of its own for a test to break."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bedside import codes
from bedside.codes import index, reading
from bedside.codes.table import Row

ROWS = [
    Row("chapter", "10", "", "Diseases of the respiratory system (J00-J99)"),
    Row("block", "J40-J4A", "10", "Chronic lower respiratory diseases (J40-J4A)"),
    Row("header", "J45", "J40-J4A", "Asthma"),
    Row("billable", "J45.909", "J45", "Unspecified asthma, uncomplicated", "Asthma NOS"),
    Row("billable", "J45.7", "J45", "Asthma, unspecified", "", "2019-10-01"),
]


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Path]:
    """A folder of this test's own, in which the index is looked for."""
    codes.keep_in(tmp_path)
    yield tmp_path
    reading.forget()
    codes.keep_in(None)


@pytest.fixture
def small(elsewhere: Path) -> Path:
    """An index of five rows, one of them retired."""
    index.write(index.path(), ROWS)
    return elsewhere
