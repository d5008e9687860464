"""Conditions, how often each brings a finding, and tables of published figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bedside.assessment.knowledge.model import WHENS, Condition, Limits, Prevalence
from bedside.assessment.knowledge.problems import Problems
from bedside.assessment.knowledge.reading import (
    Document,
    Item,
    days_of,
    items_of,
    name_of,
    only,
    provenance_of,
)
from bedside.assessment.knowledge.vocabulary import Vocabulary


class ConditionReader:
    """Reads conditions first, then lays figures over their ordinal strengths."""

    def __init__(self, words: Vocabulary, problems: Problems, limits: Limits) -> None:
        self.words = words
        self.problems = problems
        self.limits = limits
        self.conditions: dict[str, Condition] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.figures: dict[str, dict[str, dict[str, float]]] = {}

    def read(self, name: str, document: Document) -> None:
        for item in items_of(document, "condition"):
            with self.problems.at(f"conditions/{name} {name_of(item)}"):
                self._condition(item)

    def read_figures(self, name: str, document: Document) -> None:
        """A table of P(finding | condition): ``findings`` are its columns, ``p`` its rows."""
        with self.problems.at(f"figures/{name}"):
            provenance_of(document)
            columns = [self.words.known(one) for one in document["findings"]]
            table = self.figures.setdefault(document["id"], {})
            for condition, row in document["p"].items():
                table[condition] = self._lay(condition, columns, row)
            codes = document.get("codes", {}).items()
            self.codes[document["id"]] = {code: self.words.known(one) for code, one in codes}

    def _lay(self, condition: str, columns: list[str], row: list[float | None]) -> dict[str, float]:
        if condition not in self.conditions:
            raise ValueError(f"unknown condition {condition!r}")
        if len(row) != len(columns):
            raise ValueError(f"{condition} has {len(row)} figures for {len(columns)} findings")
        pairs = zip(columns, row, strict=True)
        figures = {name: self._strength(p) for name, p in pairs if p is not None}
        had = self.conditions[condition]
        self.conditions[condition] = replace(had, findings={**had.findings, **figures})
        return figures

    def _condition(self, item: Item) -> None:
        only(item, "id", "severity", "within", "prevalence", "prevalence_by", "findings", "sex")
        if item["id"] in self.conditions:
            raise ValueError("id used twice")
        if not 1 <= item["severity"] <= 5:
            raise ValueError("severity is 1 (harmless) to 5 (life-threatening)")
        if item["within"] not in WHENS:
            raise ValueError(f"within is one of {', '.join(WHENS)}")
        self.conditions[item["id"]] = Condition(
            id=item["id"],
            system=item.get("system", "general"),
            severity=item["severity"],
            within=item["within"],
            prevalence=tuple(self._prevalences(item)),
            findings={
                self.words.known(name): self._strength(word)
                for name, word in item.get("findings", {}).items()
            },
            sex=item.get("sex", ""),
            codes=item.get("codes", {}),
            provenance=provenance_of(item),
        )

    def _prevalences(self, item: Item) -> Iterator[Prevalence]:
        for band in [{"band": item["prevalence"]}, *item.get("prevalence_by", [])]:
            only(band, "band", "age_from", "age_to", "sex")
            if band["band"] not in self.limits.prevalence:
                raise ValueError(f"prevalence is one of {', '.join(self.limits.prevalence)}")
            yield Prevalence(
                band["band"],
                days_of(band.get("age_from", "0d")),
                days_of(band.get("age_to", "130y")),
                band.get("sex", ""),
            )

    def _strength(self, word: str | float) -> float:
        if isinstance(word, str):
            return self.limits.strengths[word]
        if not 0 <= word <= 1:
            raise ValueError("a probability lies between 0 and 1")
        return float(word)
