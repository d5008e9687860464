"""Reading the reviewed table of who may call which route: `api.toml`, which says how."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROLES = ("nobody", "draft", "patient", "doctor", "receptionist", "administrator")
TARGETS = ("own", "other", "missing")
OUTCOMES = frozenset({"yes", "401", "403", "404"})


@dataclass(frozen=True)
class Case:
    """One call: by whom, of which route, on whose object, and what must come of it."""

    method: str
    path: str
    role: str
    target: str
    expected: str

    def __str__(self) -> str:
        return f"{self.method} {self.path} by {self.role} on {self.target}"


def routes(door: str) -> set[tuple[str, str]]:
    """Return the method and path of every route in the table of a door (api, pages, admin)."""
    return {_named(name) for name in _table()[door]}


def cases(door: str) -> Iterator[Case]:
    """Yield every call that the table of a door speaks of. Raises ValueError for a bad row."""
    for name, row in _table()[door].items():
        if set(row) != set(ROLES):
            raise ValueError(f"{name} must name each of {', '.join(ROLES)}")
        for role, said in row.items():
            yield from _cases(*_named(name), role, said.split())


def _cases(method: str, path: str, role: str, outcomes: list[str]) -> Iterator[Case]:
    targets = TARGETS if "{" in path or "<" in path else TARGETS[:1]
    if len(outcomes) == 1:
        outcomes = outcomes * len(targets)
    if len(outcomes) != len(targets) or not OUTCOMES.issuperset(outcomes):
        raise ValueError(f"{method} {path} {role}: {' '.join(outcomes)}")
    for target, expected in zip(targets, outcomes, strict=True):
        yield Case(method, path, role, target, expected)


def _named(name: str) -> tuple[str, str]:
    method, path = name.split(" ")
    return method, path


def _table() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads((Path(__file__).parent / "api.toml").read_text(encoding="utf-8"))
