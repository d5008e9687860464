"""Symptoms, their follow-ups, other questions and the screens that gather several of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bedside.assessment.knowledge.model import Finding, Screen, Symptom
from bedside.assessment.knowledge.problems import Problems
from bedside.assessment.knowledge.reading import (
    Document,
    Documents,
    Item,
    items_of,
    name_of,
    only,
    provenance_of,
)
from bedside.assessment.knowledge.vocabulary import Vocabulary

_CARRIED = ("source", "licence", "reviewed", "system")


class FindingReader:
    """Fills a vocabulary; the rules of a finding wait until every finding is there."""

    def __init__(
        self, words: Vocabulary, problems: Problems, attributes: Mapping[str, Any]
    ) -> None:
        self.words = words
        self.problems = problems
        self.attributes = attributes
        self.symptoms: dict[str, Symptom] = {}
        self.screens: dict[str, Screen] = {}
        self._waiting: list[tuple[str, str, str]] = []

    def read(self, symptoms: Documents, questions: Documents, definitions: Document) -> None:
        """Read all findings, then what refers to them."""
        for name, document in symptoms:
            for item in items_of(document, "symptom"):
                with self.problems.at(f"symptoms/{name} {name_of(item)}"):
                    self._symptom(item)
        for name, document in questions:
            for item in items_of(document, "question"):
                with self.problems.at(f"questions/{name} {name_of(item)}"):
                    self._question(item)
        for item in items_of(definitions, "definition"):
            with self.problems.at(f"definitions.toml {name_of(item)}"):
                only(item, "id", "when")
                self.words.definitions[item["id"]] = self.words.rule(item["when"])
        self._refer()

    def read_screens(self, name: str, document: Document) -> None:
        for item in items_of(document, "screen"):
            with self.problems.at(f"{name} {name_of(item)}"):
                self._screen(item)

    def _finding(self, item: Item, **extra: Any) -> Finding:
        for field in ("applies", "private_for"):
            if item.get(field):
                self._waiting.append((item["id"], field, item[field]))
        return Finding(
            id=item["id"],
            kind=item.get("kind", "yes_no"),
            system=item.get("system", "general"),
            provenance=provenance_of(item),
            part=item.get("part", "adaptive"),
            options=tuple(item.get("options") or ()),
            minimum=item.get("min"),
            maximum=item.get("max"),
            unit=item.get("unit", ""),
            private=bool(item.get("private", False)),
            asked=bool(item.get("asked", True)),
            codes=item.get("codes", {}),
            **{"parent": self._owner(item["id"]), **extra},
        )

    def _owner(self, name: str) -> str:
        """``vomiting.nothing-stays-down`` belongs to the symptom ``vomiting``."""
        before, dot, _ = name.rpartition(".")
        return before if dot and before in self.symptoms else ""

    def _question(self, item: Item) -> None:
        only(
            item, "id", "kind", "options", "min", "max", "unit", "applies", "private",
            "private_for", "asked",
        )  # fmt: skip
        self.words.add(self._finding(item))

    def _symptom(self, item: Item) -> None:
        only(
            item, "id", "follow_ups", "associated", "options", "applies", "private",
            "private_for", "asked",
        )  # fmt: skip
        self.words.add(self._finding({**item, "options": None, "kind": "yes_no"}))
        follow_ups = []
        for name in item.get("follow_ups", []):
            if name in self.attributes:
                self.words.add(self._follow_up(item, name))
                name = f"{item['id']}.{name}"
            follow_ups.append(name)
        self.symptoms[item["id"]] = Symptom(
            item["id"], tuple(follow_ups), tuple(item.get("associated", []))
        )

    def _follow_up(self, item: Item, attribute: str) -> Finding:
        """``headache.onset`` from the template ``onset``, with the symptom's own options."""
        template = self.attributes[attribute]
        shared: Item = {key: said for key, said in item.items() if key in _CARRIED}
        options = item.get("options", {}).get(attribute, template.get("options", []))
        name = f"{item['id']}.{attribute}"
        return self._finding(
            {**template, **shared, "id": name, "options": options, "part": "symptoms"},
            parent=item["id"],
            attribute=attribute,
        )

    def _screen(self, item: Item) -> None:
        only(item, "id", "offers", "applies", "private")
        self.screens[item["id"]] = Screen(
            item["id"],
            item.get("part", "background"),
            tuple(self.words.known(name) for name in item["offers"]),
            self.words.rule(item["applies"]) if item.get("applies") else None,
            provenance_of(item),
            bool(item.get("private", False)),
        )

    def _refer(self) -> None:
        """Read the rules that waited, and check what symptoms point to."""
        findings = self.words.findings
        for name, field, text in self._waiting:
            with self.problems.at(f"{name} {field}"):
                rules: dict[str, Any] = {field: self.words.rule(text)}
                findings[name] = replace(findings[name], **rules)
        for symptom in self.symptoms.values():
            for name in (*symptom.follow_ups, *symptom.associated):
                with self.problems.at(f"symptom {symptom.id}"):
                    self.words.known(name)
