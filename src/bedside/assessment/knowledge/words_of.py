"""Gather the wording of one language and lay it beside the findings it belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bedside.assessment.knowledge import model

_SINGLE = ("./attributes.toml", "./phrases.toml", "./cues.toml", "./self_care.toml")


def texts_of(
    documents: list[tuple[str, dict[str, Any]]],
    language: str,
    findings: Mapping[str, model.Finding],
    problems: list[str],
) -> model.Texts:
    """Build the texts; faults are appended to ``problems``."""
    singles = {name: document for name, document in documents if name in _SINGLE}
    attributes = singles.get("./attributes.toml", {})
    wording: dict[str, dict[str, model.FindingText]] = {"findings": {}}
    raw: dict[str, dict[str, Any]] = {"findings": {}, "flags": {}, "conditions": {}}
    for name, document in documents:
        if name in _SINGLE:
            continue
        kind = _kind(name)
        for key, said in document.items():
            if key in raw[kind]:
                problems.append(f"{name}: text for {key} given twice")
            raw[kind][key] = said
    for key, said in raw["findings"].items():
        _try(
            problems,
            key,
            lambda key=key, said=said: wording["findings"].update({key: _finding_text(said)}),
        )
    for finding in findings.values():
        if finding.attribute:
            parent = raw["findings"].get(finding.parent, {})
            _try(
                problems,
                finding.id,
                lambda finding=finding, parent=parent: wording["findings"].setdefault(
                    finding.id, _follow_up_text(finding, parent, attributes)
                ),
            )
    return model.Texts(
        language,
        wording["findings"],
        _each(raw["flags"], lambda said: model.FlagText(**said), problems),
        _each(raw["conditions"], lambda said: model.ConditionText(**said), problems),
        _each(singles.get("./self_care.toml", {}), _self_care_text, problems),
        _flat(singles.get("./phrases.toml", {})),
        {name: tuple(words) for name, words in _flat(singles.get("./cues.toml", {})).items()},
    )


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


def _try(problems: list[str], where: str, make: Any) -> Any:
    try:
        return make()
    except KeyError as error:
        problems.append(f"text {where}: missing {error}")
    except (TypeError, ValueError, AttributeError) as error:
        problems.append(f"text {where}: {error}")
    return None


def _each(raw: dict[str, Any], make: Any, problems: list[str]) -> dict[str, Any]:
    built = {key: _try(problems, key, lambda said=said: make(said)) for key, said in raw.items()}
    return {key: text for key, text in built.items() if text is not None}


def _finding_text(said: dict[str, Any]) -> model.FindingText:
    lists = ("words", "idioms", "near", "not_words", "watch_for")
    plain = {key: value for key, value in said.items() if key not in (*lists, "ask", "labels")}
    return model.FindingText(**plain, **{key: tuple(said.get(key, ())) for key in lists})


def _follow_up_text(
    finding: model.Finding, parent: Mapping[str, Any], attributes: Mapping[str, Any]
) -> model.FindingText:
    """``headache.onset`` reads the template of ``onset`` unless the symptom's text says otherwise."""
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
