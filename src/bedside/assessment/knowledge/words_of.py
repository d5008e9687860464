"""Gather the wording of one language and lay it beside the findings it belongs to."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from bedside.assessment.knowledge import model
from bedside.assessment.knowledge.clinical import ClinicalTexts
from bedside.assessment.knowledge.clinical_of import clinical_texts_of, unknown_names
from bedside.assessment.knowledge.problems import Problems
from bedside.assessment.knowledge.reading import Documents

_SINGLE = (
    "./attributes.toml",
    "./phrases.toml",
    "./cues.toml",
    "./self_care.toml",
    "./clinical.toml",
    "./classes.toml",
    "./everyday.toml",
)
_LISTS = ("words", "idioms", "near", "not_words", "well", "watch_for")
_NESTED = re.compile(r"\([^()\n]*\([^\n]*")
_CLASS = re.compile(r"\{([a-z-]+)\}")


def texts_of(
    documents: Documents, language: str, findings: Mapping[str, model.Finding], problems: Problems
) -> model.Texts:
    """Build the texts of one language; faults are added to ``problems``."""
    singles = {name: document for name, document in documents if name in _SINGLE}
    everyday = singles.get("./everyday.toml", {})
    raw = _by_kind(documents, problems)
    texts = model.Texts(
        language=language,
        findings=_findings(raw["findings"], findings, singles, problems),
        flags=_each(raw["flags"], lambda said: model.FlagText(**said), problems),
        conditions=_each(raw["conditions"], lambda said: model.ConditionText(**said), problems),
        self_care=_each(singles.get("./self_care.toml", {}), _self_care_text, problems),
        phrases=_flat(singles.get("./phrases.toml", {})),
        cues=_lists(singles.get("./cues.toml", {})),
        classes=_lists(singles.get("./classes.toml", {})),
        clinical=_clinical(singles.get("./clinical.toml", {}), findings, problems),
        everyday=frozenset(everyday.get("words", "").split()),
        sayings=tuple(everyday.get("sayings", ())),
    )
    _phrases_are_well_written(texts, problems)
    return texts


def _clinical(
    said: Mapping[str, Any], findings: Mapping[str, model.Finding], problems: Problems
) -> ClinicalTexts:
    with problems.at("clinical.toml"):
        clinical = clinical_texts_of(said)
        for name in sorted(unknown_names(clinical, findings)):
            problems.add(f"clinical.toml: unknown finding {name}")
        return clinical
    return ClinicalTexts()


def _by_kind(documents: Documents, problems: Problems) -> dict[str, dict[str, Any]]:
    """Every text by what it is about; one given twice is a problem."""
    raw: dict[str, dict[str, Any]] = {"findings": {}, "flags": {}, "conditions": {}}
    for name, document in documents:
        if name in _SINGLE:
            continue
        kind = raw[_kind(name)]
        for key, said in document.items():
            if key in kind:
                problems.add(f"{name}: text for {key} given twice")
            kind[key] = said
    return raw


def _findings(
    raw: Mapping[str, Any],
    findings: Mapping[str, model.Finding],
    singles: Mapping[str, Any],
    problems: Problems,
) -> dict[str, model.FindingText]:
    """Texts written for a finding, and those of follow-ups made from their templates."""
    texts: dict[str, model.FindingText] = _each(raw, _finding_text, problems)
    attributes = singles.get("./attributes.toml", {})
    for finding in findings.values():
        if finding.attribute and finding.id not in texts:
            with problems.at(f"text {finding.id}"):
                parent = raw.get(finding.parent, {})
                texts[finding.id] = _follow_up_text(finding, parent, attributes)
    return texts


def _lists(said: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(words) for name, words in _flat(said).items()}


def _phrases_are_well_written(texts: model.Texts, problems: Problems) -> None:
    """A phrase may only name classes that exist, and no alternatives within alternatives."""
    known = {name.rpartition(".")[2] for name in texts.classes}
    for name, said in texts.findings.items():
        phrases = (*said.words, *said.idioms, *said.near, *said.not_words, *said.well)
        for unknown in sorted(set(_CLASS.findall(" ".join(phrases))) - known):
            problems.add(f"text {name}: no class {unknown} in classes.toml")
        for nested in _NESTED.findall("\n".join(phrases)):
            problems.add(f"text {name}: alternatives within alternatives: {nested}")
    for unknown in sorted(set(_CLASS.findall(" ".join(texts.sayings))) - known):
        problems.add(f"everyday.toml: no class {unknown} in classes.toml")


def _flat(said: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    """``[when] self-care`` becomes ``when.self-care``."""
    flat: dict[str, Any] = {}
    for key, value in said.items():
        if isinstance(value, dict):
            flat.update(_flat(value, f"{before}{key}."))
        else:
            flat[before + key] = value
    return flat


def _kind(name: str) -> str:
    if name.startswith("red_flags/") or name == "./life_threats.toml":
        return "flags"
    return "conditions" if name.startswith("conditions/") else "findings"


def _each(raw: Mapping[str, Any], make: Callable[[Any], Any], problems: Problems) -> dict[str, Any]:
    texts = {}
    for key, said in raw.items():
        with problems.at(f"text {key}"):
            texts[key] = make(said)
    return texts


def _finding_text(said: Mapping[str, Any]) -> model.FindingText:
    """``ask`` and ``labels`` belong to the follow-ups and are read with them."""
    lists = {key: tuple(said.get(key, ())) for key in _LISTS}
    plain = {key: value for key, value in said.items() if key not in (*_LISTS, "ask", "labels")}
    return model.FindingText(**{**plain, **lists})


def _follow_up_text(
    finding: model.Finding, parent: Mapping[str, Any], attributes: Mapping[str, Any]
) -> model.FindingText:
    """``headache.onset`` reads the template ``onset`` unless the symptom's text says otherwise."""
    template = attributes[finding.attribute]
    label = parent.get("label", finding.parent)
    question = parent.get("ask", {}).get(finding.attribute, template["question"])
    labels = {
        **attributes.get("options", {}),
        **template.get("options", {}),
        **parent.get("labels", {}),
    }
    return model.FindingText(
        label=template["label"].replace("{symptom}", label),
        question=question.replace("{symptom}", label),
        why=template["why"].replace("{symptom}", label),
        options={one: labels[one] for one in finding.options if one in labels},
    )


def _self_care_text(said: dict[str, Any]) -> model.SelfCareText:
    return model.SelfCareText(said["label"], tuple(said["helps"]), tuple(said["watch_for"]))
