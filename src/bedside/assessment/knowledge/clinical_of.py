"""Reading the clinical words of a language, and the laboratory values, from their files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bedside.assessment.age import Age
from bedside.assessment.knowledge.clinical import (
    ClinicalTexts,
    ClinicalWords,
    Lab,
    Reference,
    Unit,
)
from bedside.assessment.knowledge.reading import Document, Item, only
from bedside.assessment.knowledge.vocabulary import Vocabulary

_LISTS = ("words", "idioms", "not_words", "history", "absent", "beside", "needs")
_GROUPS = ("abbreviations", "said", "cues", "sections", "family", "labs", "silent", "lasting")


def clinical_texts_of(document: Document) -> ClinicalTexts:
    """Read ``clinical.toml`` of one language; ValueError for a group that nobody reads."""
    unknown = set(document) - set(_GROUPS)
    if unknown:
        raise ValueError(f"unknown group {', '.join(sorted(unknown))}")
    return ClinicalTexts(
        abbreviations=document.get("abbreviations", {}),
        said={name: _words(said) for name, said in document.get("said", {}).items()},
        cues=_lists(document.get("cues", {})),
        sections=_lists(document.get("sections", {})),
        family=document.get("family", {}),
        labs=_lists(document.get("labs", {})),
        silent=tuple(document.get("silent", {}).get("words", ())),
        lasting=frozenset(document.get("lasting", {}).get("findings", ())),
    )


def _words(said: Mapping[str, Any]) -> ClinicalWords:
    made: dict[str, Any] = {
        name: tuple(value) if name in _LISTS else value for name, value in said.items()
    }
    return ClinicalWords(**made)


def _lists(said: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(words) for name, words in said.items()}


def lab_of(item: Item, words: Vocabulary) -> Lab:
    """Read one ``[[lab]]``; ValueError when it names what does not exist."""
    only(
        item, "id", "units", "normal", "when_low", "when_high", "far_low", "far_high", "assumed",
        "whole",
    )  # fmt: skip
    units = tuple(Unit(name, *figures) for name, figures in item["units"].items())
    for name in (*item.get("whole", []), *filter(None, [item.get("assumed")])):
        if name not in item["units"]:
            raise ValueError(f"unit {name!r} is not among its units")
    return Lab(
        words.known(item["id"]),
        units,
        tuple(_reference(one) for one in item.get("normal", [])),
        tuple(words.known(one) for one in item.get("when_low", [])),
        tuple(words.known(one) for one in item.get("when_high", [])),
        item.get("far_low"),
        item.get("far_high"),
        item.get("assumed", ""),
        tuple(item.get("whole", [])),
    )


def _reference(said: Item) -> Reference:
    only(said, "low", "high", "from", "to", "sex")
    return Reference(
        said.get("low", float("-inf")),
        said.get("high", float("inf")),
        Age.written(said["from"]).in_days if "from" in said else 0,
        Age.written(said["to"]).in_days if "to" in said else 50_000,
        said.get("sex", ""),
    )


def unknown_names(clinical: ClinicalTexts, known: Mapping[str, Any]) -> set[str]:
    """Findings that the clinical words speak of and that do not exist."""
    needed = {name for said in clinical.said.values() for name in said.needs}
    named = {*clinical.said, *needed, *clinical.family, *clinical.family.values(), *clinical.labs}
    named |= clinical.lasting
    return named - known.keys()
