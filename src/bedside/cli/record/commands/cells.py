"""What stands in a cell of several tables."""

from typing import Any

from bedside.cli.record.showing import NOT_OPENED


def name_of(row: Any) -> str:
    """Return a name, which may not have opened."""
    return NOT_OPENED if row.name is None else str(row.name)
