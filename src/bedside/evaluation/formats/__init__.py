"""The formats that cases come in, and the levels each of them scores triage by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bedside.evaluation.cases import Case
from bedside.evaluation.formats import avey, clinicaflow, ddxplus, semigran, triage
from bedside.evaluation.formats.files import BadCasesError


@dataclass(frozen=True, slots=True)
class Format:
    """``levels`` maps each of our levels to the set's own, empty where it has none; ``order`` lists
    the set's levels, least hurried first. ``interviewed`` sets are told as text. ``accepts`` names
    labels that leave the level open; ``diagnosed`` sets say what it was, so a ranking is asked
    for."""

    name: str
    read: Callable[[Path], list[Case]]
    levels: Mapping[str, str]
    order: tuple[str, ...]
    interviewed: bool = True
    accepts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    diagnosed: bool = True


FORMATS: Mapping[str, Format] = {
    "semigran": Format(
        "semigran",
        semigran.read,
        {"emergency": "em", "urgent": "ne", "routine": "ne", "self-care": "sc"},
        ("sc", "ne", "em"),
    ),
    "avey": Format("avey", avey.read, {}, ()),
    "ddxplus": Format("ddxplus", ddxplus.read, {}, (), interviewed=False),
    "clinicaflow": Format(
        "clinicaflow",
        clinicaflow.read,
        {
            "emergency": "critical",
            "urgent": "urgent",
            "routine": "routine",
            "self-care": "routine",
        },
        ("routine", "urgent", "critical"),
    ),
    "triage": Format(
        "triage",
        triage.read,
        {level: level for level in triage.LEVELS},
        triage.LEVELS,
        accepts=triage.ACCEPTS,
        diagnosed=False,
    ),
}


def cases_of(name: str, path: Path) -> list[Case]:
    """Read a set, in the order of its file.

    Raises BadCasesError for what cannot be read and for a file without a case.
    """
    cases = FORMATS[name].read(path)
    if not cases:
        raise BadCasesError(f"{path} has no cases.")
    return cases
