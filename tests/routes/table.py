"""Reading the reviewed tables of who may call which page: one row a route and target.

A row is the method, the route, whose object it is asked for, and what each of PEOPLE gets.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PEOPLE = ("visitor", "holder", "asha", "ravi", "bello", "chen", "noa", "dana")


@dataclass(frozen=True)
class Row:
    """One route for one target, and the answer for each of PEOPLE."""

    method: str
    route: str
    target: str
    answers: dict[str, str]

    def __str__(self) -> str:
        return f"{self.method} {self.route} {self.target}"


def rows(name: str) -> Iterator[Row]:
    """Yield the rows of a table beside this file; lines that begin with # are remarks."""
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            method, route, target, *answers = line.split()
            yield Row(method, route, target, dict(zip(PEOPLE, answers, strict=True)))
