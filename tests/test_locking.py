"""Rows are held in one way only: another one could keep two clinics waiting for each other."""

import ast
from collections.abc import Iterator
from pathlib import Path

import bedside

SOURCE = Path(bedside.__file__).parent


def _called(path: Path) -> set[str]:
    calls = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))
    return {call.func.attr for call in calls if isinstance(call.func, ast.Attribute)}


def _written(path: Path) -> Iterator[str]:
    """The texts of a module, without its docstrings."""
    tree = ast.parse(path.read_text())
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


def test_no_statement_holds_a_row_against_those_that_point_to_it() -> None:
    found = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if any("FOR UPDATE" in text for text in _written(path))
    }
    assert not found


def test_every_row_is_held_by_the_one_helper() -> None:
    found = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if "select_for_update" in _called(path)
    }
    assert found == {"locking.py"}
