"""The table behind the Charlson index as the scoring looks it up: by the beginnings of codes."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import tomli

_RANGE = re.compile(r"([A-Z])([0-9]{2,3})-\1([0-9]{2,3})")
_CODE = re.compile(r"[A-Z][0-9]{2,3}")
_LENGTHS = (3, 4)


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of the index; `instead_of` is the milder one not counted beside it."""

    id: str
    called: str
    points: int
    instead_of: str | None


@dataclass(frozen=True, slots=True)
class AgePoints:
    """One point from an age in years on, one more `every` so many, `most` at most."""

    first: int
    every: int
    most: int

    def at(self, age: int) -> int:
        """Return the points of an age in completed years."""
        return max(0, min(self.most, (age - self.first) // self.every + 1))


@dataclass(frozen=True, slots=True)
class Table:
    """The conditions in their order, what the beginnings of codes mean, the points of ages."""

    conditions: Mapping[str, Condition]
    beginnings: Mapping[str, Condition]
    age: AgePoints

    def condition_of(self, code: str) -> Condition | None:
        """Return what a code means, written with or without its dot, in any case."""
        key = code.replace(".", "").strip().upper()
        found = (self.beginnings.get(key[:length]) for length in _LENGTHS)
        return next((one for one in found if one), None)


@cache
def table() -> Table:
    """Return what `conditions.toml` says. Raises ValueError if it contradicts itself."""
    read = tomli.loads((files(__package__) / "conditions.toml").read_text("utf-8"))
    conditions = {
        id: Condition(id, one["called"], one["points"], one.get("instead_of"))
        for id, one in read["conditions"].items()
    }
    beginnings: dict[str, Condition] = {}
    for id, one in read["conditions"].items():
        for beginning in (each for written in one["codes"] for each in spread(written)):
            if beginning in beginnings:
                raise ValueError(f"{beginning} stands at two conditions")
            beginnings[beginning] = conditions[id]
    age = read["age"]
    return Table(conditions, beginnings, AgePoints(age["from"], age["every"], age["most"]))


def spread(written: str) -> Iterator[str]:
    """Yield the beginnings that an entry stands for: "I60-I62" is I60, I61 and I62."""
    if _CODE.fullmatch(written):
        yield written
        return
    found = _RANGE.fullmatch(written)
    if not found or len(found[2]) != len(found[3]):
        raise ValueError(f"not a code or a range of codes: {written!r}")
    for number in range(int(found[2]), int(found[3]) + 1):
        yield f"{found[1]}{number:0{len(found[2])}d}"
