"""Small readers that every kind of item shares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bedside.assessment.age import Age
from bedside.assessment.knowledge.model import Provenance

Item = dict[str, Any]
Document = Mapping[str, Any]
Documents = list[tuple[str, dict[str, Any]]]
"""File name and parsed content of each file of one folder."""

SHARED = frozenset({"source", "licence", "reviewed", "system", "part", "topic", "codes"})
"""What any item may say, and ``[defaults]`` may say for all items of a file."""


def items_of(document: Document, key: str) -> Iterator[Item]:
    """The items under ``[[key]]`` with the file's defaults filled in."""
    defaults = {name: said for name, said in document.get("defaults", {}).items() if name in SHARED}
    for item in document.get(key, []):
        yield {**defaults, **item}


def name_of(item: Item) -> str:
    """What an item is called in a list of problems."""
    return str(item.get("id") or item.get("finding") or item.get("if") or "?")


def only(item: Mapping[str, Any], *allowed: str) -> None:
    """Refuse a field that nobody reads: most often it is misspelt."""
    unknown = set(item) - set(allowed) - SHARED
    if unknown:
        raise ValueError(f"unknown field {', '.join(sorted(unknown))}")


def provenance_of(item: Mapping[str, Any]) -> Provenance:
    if not item.get("source") or not item.get("licence"):
        raise ValueError("needs a source and a licence (or [defaults] in the file)")
    return Provenance(item["source"], item["licence"], item.get("reviewed", ""))


def days_of(written: str) -> int:
    return Age.written(written).in_days
