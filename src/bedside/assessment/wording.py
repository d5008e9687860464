"""Answers in words, for summaries and explanations."""

from __future__ import annotations

from bedside.assessment.facts import NOT_STATED, Patient, Value
from bedside.assessment.knowledge.build import Knowledge


def label_of(knowledge: Knowledge, name: str) -> str:
    """The short name of a finding, as it stands inside a sentence."""
    said = knowledge.texts.findings.get(name)
    return said.label if said else name


def value_in_words(knowledge: Knowledge, name: str, value: Value) -> str:
    """An answer as people say it: "yes", "8 of 10", "pounding or throbbing"."""
    finding, said = knowledge.findings.get(name), knowledge.texts.findings.get(name)
    options = said.options if said else {}
    if isinstance(value, tuple):
        return ", ".join(options.get(one, one) for one in value) or knowledge.texts.phrases["none"]
    if isinstance(value, str):
        return options.get(value) or knowledge.texts.phrases.get(value, value)
    unit = finding.unit if finding else ""
    if unit == "days":
        return days_in_words(value)
    return f"{value:g} {unit}".strip()


def days_in_words(days: float) -> str:
    """``0.08`` is "2 hours", ``3`` is "3 days", ``0`` is "since today"."""
    if days == 0:
        return "since today"
    if days < 1:
        hours = max(1, round(days * 24))
        return f"{hours} hour{'' if hours == 1 else 's'}"
    return f"{days:g} day{'' if days == 1 else 's'}"


def spoken_value(knowledge: Knowledge, patient: Patient, name: str) -> tuple[str, str] | None:
    """Label and value of something known about the patient; None when it is not known."""
    if name == "age":
        return ("age", patient.age.in_words()) if patient.age else None
    if name in ("sex", "speaker"):
        said = patient.sex if name == "sex" else patient.speaker
        return (name, said) if said else None
    value = patient.values.get(name)
    if value is None or value == NOT_STATED:
        return None
    return label_of(knowledge, name), value_in_words(knowledge, name, value)
