"""Figures that staff wrote: vital signs and test results as values, and what they mean.

What a value means depends on age and sex. Where these are unknown a value counts as low or high
only when it is so for everybody, and as normal only when it is so for everybody.
"""

from __future__ import annotations

from collections.abc import Iterator

from bedside.assessment.facts import NO, NOT_STATED, YES, Patient, Value
from bedside.assessment.knowledge.build import Knowledge
from bedside.assessment.knowledge.clinical import Lab, Reference
from bedside.assessment.learn import tell
from bedside.assessment.words.heard import Heard

_READING = "reading"


def with_figures(knowledge: Knowledge, patient: Patient, heard: Heard) -> Patient:
    """The patient with the figures of a clinician's text, as far as nothing else is known."""
    figures = {
        name: value
        for name, value in heard.details
        if knowledge.findings[name].part == "vitals" and name not in patient.values
    }
    return with_meaning(knowledge, tell(knowledge, patient, figures)) if figures else patient


def with_meaning(knowledge: Knowledge, patient: Patient) -> Patient:
    """The patient with what the known figures say, where nobody has said it yet."""
    meant: dict[str, list[str]] = {}
    readings: dict[str, Value] = {}
    for lab in knowledge.labs.values():
        value = patient.values.get(lab.id)
        if isinstance(value, float):
            for name, answer in _meanings(lab, value, patient):
                meant.setdefault(name, []).append(answer)
                if answer == YES and f"{name}.{_READING}" in knowledge.findings:
                    readings[f"{name}.{_READING}"] = value
    said: dict[str, Value] = {name: YES for name, answers in meant.items() if YES in answers}
    said |= {name: NO for name, answers in meant.items() if set(answers) == {NO}}
    fresh = {
        name: value
        for name, value in {**said, **readings}.items()
        if patient.values.get(name) in (None, NOT_STATED)
    }
    return tell(knowledge, patient, fresh) if fresh else patient


def _meanings(lab: Lab, value: float, patient: Patient) -> Iterator[tuple[str, str]]:
    """Each finding of the lab with yes, no, or nothing where the value leaves it open."""
    ranges = [one for one in lab.normal if _may_apply(one, patient)]
    if not ranges:
        return
    low = lab.far_low if lab.far_low is not None else min(one.low for one in ranges)
    high = lab.far_high if lab.far_high is not None else max(one.high for one in ranges)
    for name in lab.when_low:
        normal = value >= max(one.low for one in ranges)
        yield name, YES if value < low else NO if normal else ""
    for name in lab.when_high:
        normal = value <= min(one.high for one in ranges)
        yield name, YES if value > high else NO if normal else ""


def _may_apply(reference: Reference, patient: Patient) -> bool:
    """Could this range be the patient's, as far as age and sex are known?"""
    if patient.age is not None and not (
        reference.age_from <= patient.age.in_days < reference.age_to
    ):
        return False
    return not reference.sex or patient.sex in (None, "other", reference.sex)
