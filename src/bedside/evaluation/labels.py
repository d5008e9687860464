"""Which of our conditions a set's diagnosis stands for.

A map is TOML: a table named after the format, each label with the id of a condition, or a list of
ids where ours are finer than the label, and an empty list where we have none. Whoever tunes the
engine does not edit the map it is measured with.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from bedside.assessment import Knowledge
from bedside.errors import Invalid


@dataclass(frozen=True, slots=True)
class LabelMap:
    """Labels (compared without regard to case and spaces) and the conditions they stand for."""

    entries: Mapping[str, tuple[str, ...]]

    def conditions(self, label: str) -> tuple[str, ...]:
        """The conditions of a label, none when the map does not have it."""
        return self.entries.get(_plain(label), ())

    def has(self, label: str) -> bool:
        """Does the map speak of this label, be it only to say that we have no such condition?"""
        return _plain(label) in self.entries

    def is_strictly(self, label: str, condition: str) -> bool:
        """Is this the same condition?"""
        return condition in self.conditions(label)

    def is_leniently(self, label: str, condition: str, knowledge: Knowledge) -> bool:
        """Is it the same condition, or one of the same three-character ICD-10 category?"""
        if self.is_strictly(label, condition):
            return True
        category = _category(knowledge, condition)
        return bool(category) and category in {
            _category(knowledge, one) for one in self.conditions(label)
        }

    def unknown(self, labels: Iterable[str], knowledge: Knowledge) -> list[str]:
        """The labels that lead to no condition of this knowledge, in order, once each."""
        return [
            label
            for label in dict.fromkeys(labels)
            if not any(one in knowledge.conditions for one in self.conditions(label))
        ]


def read_labels(path: Path, format_name: str) -> LabelMap:
    """Read a map. Raises Invalid when it is not one."""
    try:
        labels = _labels(path.read_text("utf-8"), format_name)
    except (OSError, ValueError) as error:
        raise Invalid(f"{path} is not a map of labels (TOML, in UTF-8).") from error
    if not labels.entries:
        raise Invalid(f"{path} has no labels for {format_name}.")
    return labels


def development_labels(format_name: str) -> LabelMap:
    """The map of the development cases, which comes with Bedside."""
    text = files("bedside.evaluation").joinpath("labelmaps/development.toml").read_text("utf-8")
    return _labels(text, format_name)


def _labels(text: str, format_name: str) -> LabelMap:
    written = tomllib.loads(text)
    table = written.get(format_name, {k: v for k, v in written.items() if not isinstance(v, dict)})
    if not isinstance(table, dict):
        raise ValueError("the labels of a format are a table")
    return LabelMap({_plain(label): _ids(said) for label, said in table.items()})


def _ids(said: object) -> tuple[str, ...]:
    if isinstance(said, str):
        return (said,)
    if isinstance(said, list) and all(isinstance(one, str) for one in said):
        return tuple(said)
    raise ValueError("a label stands for an id or a list of ids")


def _plain(label: str) -> str:
    return " ".join(label.lower().split())


def _category(knowledge: Knowledge, condition: str) -> str:
    found = knowledge.conditions.get(condition)
    return found.codes.get("icd10", "")[:3] if found else ""
