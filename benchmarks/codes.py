"""How long a type-ahead search for a code takes: what people type, letter by letter.

    python -m benchmarks.codes

Processor time of this process, which waits for nothing once the index is in the page cache; of each
text the best of three. The worst kind, text with misspellings, is shown apart.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from bedside import codes

GOAL = 30.0
"""Milliseconds, for 95 of 100 searches."""
TYPED = (
    "E11.9", "s52.501a", "asthma", "heart attack", "high blood pressure", "broken wrist",
    "left knee pain", "type 2 diabetes with neuropathy", "fracture of neck of femur",
    "unspecified initial encounter", "anaemia in pregnancy", "otitis media right ear",
)  # fmt: skip
MISSPELT = (
    "pneumnia", "diabetis", "asthama", "hart atack", "schizofrenia", "urinary tract infction",
    "brest cancer", "newmonia", "sore throat and a fever", "cellulitus of the left leg",
    "zzzz yyyy xxxx wwww vvvv uuuu tttt ssss",
)  # fmt: skip
PREFER = ("I10", "E11.9", "M54.50", "J45.909", "F32.A")


@dataclass(frozen=True, slots=True)
class Searches:
    """Milliseconds of a search, and how many were made."""

    middle: float
    most: float
    """95 of 100 are no slower."""
    count: int


def typed() -> Searches:
    """Search for every beginning of every text, as a type-ahead does."""
    return _measured(text[:end] for text in TYPED for end in range(1, len(text) + 1))


def misspelt() -> Searches:
    """Search for texts with misspellings, whole."""
    return _measured(MISSPELT)


def _measured(texts: Iterable[str]) -> Searches:
    spent = sorted(min(_search(text) for _ in range(3)) for text in texts)
    return Searches(spent[len(spent) // 2], spent[int(len(spent) * 0.95)], len(spent))


def _search(text: str) -> float:
    before = time.process_time()
    codes.search(text, 20, PREFER)
    return 1000 * (time.process_time() - before)


def main() -> None:
    """Print the table."""
    table = Table(title="Finding a code of ICD-10-CM (processor time)")
    for column in ("what", "searches", "p50", "p95", "to reach", ""):
        table.add_column(column)
    codes.check()  # makes the index, if nobody has
    for what, found in (("letter by letter", typed()), ("misspelt", misspelt())):
        reached = "reached" if found.most < GOAL else "MISSED"
        table.add_row(what, str(found.count), f"{found.middle:.1f} ms", f"{found.most:.1f} ms",
                      f"{GOAL:.0f} ms", reached)  # fmt: skip
    Console(width=110).print(table)


if __name__ == "__main__":
    main()
