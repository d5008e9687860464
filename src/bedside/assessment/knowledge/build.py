"""Turn parsed files into ``Knowledge``: validated items that fit together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bedside.assessment.knowledge import model
from bedside.assessment.knowledge.clinical import Lab
from bedside.assessment.knowledge.clinical_of import lab_of
from bedside.assessment.knowledge.conditions_of import ConditionReader
from bedside.assessment.knowledge.findings_of import FindingReader
from bedside.assessment.knowledge.flags_of import FlagReader
from bedside.assessment.knowledge.problems import BadKnowledge, Problems
from bedside.assessment.knowledge.reading import Document, Documents, items_of, name_of, only
from bedside.assessment.knowledge.sources_of import Sources
from bedside.assessment.knowledge.vocabulary import Vocabulary
from bedside.assessment.knowledge.words_of import texts_of
from bedside.assessment.rules import Rule


@dataclass(frozen=True, slots=True, eq=False)
class Knowledge:
    """All medical content, immutable. ``version`` is a hash of every file that made it.

    ``figure_codes`` (source, code, finding) and ``figures`` (source, condition, finding, P) are
    the published tables as they came, beside what the conditions made of them.
    """

    version: str
    findings: Mapping[str, model.Finding]
    symptoms: Mapping[str, model.Symptom]
    screens: Mapping[str, model.Screen]
    background: tuple[str, ...]
    life_threats: tuple[model.LifeThreat, ...]
    sources: Mapping[str, model.Source]
    flags: Mapping[str, model.RedFlag]
    conditions: Mapping[str, model.Condition]
    self_care: Mapping[str, model.SelfCare]
    implications: Mapping[str, tuple[str, ...]]
    definitions: Mapping[str, Rule]
    labs: Mapping[str, Lab]
    figure_codes: Mapping[str, Mapping[str, str]]
    figures: Mapping[str, Mapping[str, Mapping[str, float]]]
    limits: model.Limits
    texts: model.Texts


def build(raw: Mapping[str, Documents], texts: Documents, language: str, version: str) -> Knowledge:
    """Build and check everything; raises BadKnowledge with every problem found.

    ``raw`` holds the parsed files of each folder, and those beside the folders under ``"."``.
    """
    problems, words, single = Problems(), Vocabulary(), dict(raw["."])
    limits = _limits(single.get("limits.toml", {}))
    findings = FindingReader(words, problems, single.get("attributes.toml", {}))
    findings.read(raw["symptoms"], raw["questions"], single.get("definitions.toml", {}))
    for name, document in (*raw["questions"], *raw["."]):
        findings.read_screens(name, document)
    sources = Sources(single.get("sources.toml", {}), problems)
    flags = FlagReader(words, problems, sources)
    for name, document in raw["red_flags"]:
        flags.read(f"red_flags/{name}", document)
    for name in ("life_threats.toml", "self_care.toml"):
        flags.read(name, single.get(name, {}))
    conditions = ConditionReader(words, problems, limits)
    for name, document in raw["conditions"]:
        conditions.read(name, document)
    for name, document in raw["figures"]:
        conditions.read_figures(name, document)
    knowledge = Knowledge(
        version=version,
        findings=words.findings,
        symptoms=findings.symptoms,
        screens=findings.screens,
        background=tuple(single.get("background.toml", {}).get("order", findings.screens)),
        life_threats=tuple(flags.life_threats),
        sources=sources.known,
        flags=flags.flags,
        conditions=conditions.conditions,
        self_care=flags.self_care,
        implications=_implications(words, problems, single.get("implications.toml", {})),
        labs=_labs(words, problems, single.get("labs.toml", {})),
        definitions=words.definitions,
        figure_codes=conditions.codes,
        figures=conditions.figures,
        limits=limits,
        texts=texts_of(texts, language, words.findings, problems),
    )
    _wording_is_complete(knowledge, problems)
    problems.stop_if_any()
    return knowledge


def _limits(said: Mapping[str, Any]) -> model.Limits:
    try:
        return model.Limits(**said)
    except TypeError as error:
        raise BadKnowledge([f"limits.toml: {error}"]) from error


def _implications(
    words: Vocabulary, problems: Problems, document: Document
) -> dict[str, tuple[str, ...]]:
    implications: dict[str, tuple[str, ...]] = {}
    for item in items_of(document, "implication"):
        with problems.at(f"implications.toml {name_of(item)}"):
            only(item, "if", "then")
            then = tuple(_atom(words, name) for name in item["then"])
            implications[_atom(words, item["if"])] = (*implications.get(item["if"], ()), *then)
    return implications


def _labs(words: Vocabulary, problems: Problems, document: Document) -> dict[str, Lab]:
    labs = {}
    for item in items_of(document, "lab"):
        with problems.at(f"labs.toml {name_of(item)}"):
            labs[item["id"]] = lab_of(item, words)
    return labs


def _atom(words: Vocabulary, name: str) -> str:
    """``finding``, ``finding=value`` or ``finding=not_sure``."""
    words.known(name.removesuffix("=not_sure"))
    return name


def _wording_is_complete(knowledge: Knowledge, problems: Problems) -> None:
    """Every item has its words, and no words stand without an item."""
    texts = knowledge.texts
    pairs: tuple[tuple[str, Mapping[str, Any], Mapping[str, Any]], ...] = (
        ("finding or screen", {**knowledge.findings, **knowledge.screens}, texts.findings),
        ("red flag", knowledge.flags, texts.flags),
        ("condition", knowledge.conditions, texts.conditions),
        ("self-care rule", knowledge.self_care, texts.self_care),
    )
    for kind, items, wording in pairs:
        for name in items.keys() - wording.keys():
            problems.add(f"no text for {kind} {name}")
        for name in wording.keys() - items.keys():
            problems.add(f"text for unknown {kind} {name}")
    for finding in knowledge.findings.values():
        said = texts.findings.get(finding.id)
        for option in finding.options:
            if said and option not in said.options:
                problems.add(f"no label for {finding.id} option {option}")
