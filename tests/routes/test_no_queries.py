"""The doors decide nothing, so they ask the database nothing: queries belong to the rooms."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import bedside

HOUSE = Path(bedside.__file__).parent
DOORS = ("web", "api", "portal", "cli", "interop", "config")
"""Interop is a room, but one that only asks the acts of others; config only connects them."""
MANAGERS = {"objects", "_default_manager", "_base_manager"}
QUERIES = {
    "aggregate",
    "annotate",
    "bulk_create",
    "bulk_update",
    "exclude",
    "filter",
    "get_or_create",
    "prefetch_related",
    "raw",
    "select_for_update",
    "select_related",
    "update_or_create",
    "values_list",
}
EXCEPTED = ("cli/sampledata/",)
"""The sample backdates what it made, which no act of a clinic may do."""
MODULES = sorted(path for door in DOORS for path in (HOUSE / door).rglob("*.py"))


def queries(source: str) -> Iterator[str]:
    """Yield what in a module asks a model's manager, or composes a query."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS:
            yield f"line {node.lineno}: .{node.attr}"
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(called, ast.Attribute) and called.attr in QUERIES:
            yield f"line {node.lineno}: .{called.attr}()"  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_a_door_asks_the_rooms_and_not_the_database(path: Path) -> None:
    name = path.relative_to(HOUSE).as_posix()
    if "/migrations/" not in name and not name.startswith(EXCEPTED):
        assert not list(queries(path.read_text("utf-8")))


def test_the_walk_sees_a_query() -> None:
    assert list(queries("User.objects.get(pk=1)"))
    assert list(queries("place.staff.values_list('pk')"))
    assert not list(queries("sorted(filter(None, names))"))
