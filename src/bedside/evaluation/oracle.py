"""What the ranking would be if every word were understood: findings annotated by hand.

An annotation names a development case by its number and lists findings, never the case's words;
``finding=option`` names the option of a choice.
What is ranked from it needs no reading and no interview, so the difference to the headline is what
is lost in words and questions, and the rest is what the knowledge of conditions gets wrong.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from bedside.assessment import Knowledge
from bedside.assessment.facts import NO, YES, Patient, Value
from bedside.assessment.learn import tell
from bedside.assessment.posterior import explaining, posterior_of
from bedside.evaluation.cases import Case, Evidence
from bedside.evaluation.interviews import TOP
from bedside.evaluation.patient import SimulatedPatient, age_of


@dataclass(frozen=True, slots=True)
class Annotation:
    """The findings of one case, the one that made the patient come first."""

    present: tuple[str, ...]
    absent: tuple[str, ...]


@lru_cache(maxsize=8)
def annotated(format_name: str) -> Mapping[str, Annotation]:
    """The annotated cases of a set by their ids; empty for a set that has none."""
    text = files("bedside.evaluation").joinpath("annotations/development.json").read_text("utf-8")
    cases = json.loads(text).get(format_name, {})
    return {
        name: Annotation(tuple(said["present"]), tuple(said["absent"]))
        for name, said in cases.items()
    }


def ranked(knowledge: Knowledge, case: Case, annotation: Annotation) -> tuple[str, ...]:
    """The conditions ranked first from the annotated findings, age and sex alone."""
    story = case.knows
    if isinstance(story, Evidence):
        raise TypeError("a questionnaire's evidences need no annotation")
    said = values_of(knowledge, annotation)
    patient = Patient(age_of(story), story.sex, "staff", {}, knowledge.findings)
    patient = tell(knowledge, patient, said)
    brought = [one for one in annotation.present if one in knowledge.symptoms]
    posterior = explaining(knowledge, posterior_of(knowledge, patient), brought)
    return tuple(name for name, share in posterior.ranked()[:TOP] if share > 0)


def heard_by_patient(
    knowledge: Knowledge, case: Case, annotation: Annotation
) -> tuple[list[bool], list[bool]]:
    """How the simulated patient reads what somebody annotated by hand: for each finding that is
    there whether it would say yes, and for each of all whether it would say the opposite."""
    story = case.knows
    if isinstance(story, Evidence):
        raise TypeError("a questionnaire's evidences need no annotation")
    patient = SimulatedPatient(knowledge, story, "strict")
    said = {name: patient.reads(name) for name in (*annotation.present, *annotation.absent)}
    asked = {name for name in said if name in knowledge.texts.findings}
    there = {name for name, read in said.items() if read is not None and read.there}
    told = [name in there for name in annotation.present if name in asked]
    opposed = [
        read is not None and read.there is not (name in annotation.present)
        for name, read in said.items()
        if name in asked
    ]
    return told, opposed


def values_of(knowledge: Knowledge, annotation: Annotation) -> dict[str, Value]:
    """What the engine is told; of a finding that takes several options all that are named."""
    said: dict[str, Value] = dict.fromkeys(annotation.absent, NO)
    options: dict[str, list[str]] = {}
    for one in annotation.present:
        name, _, option = one.partition("=")
        if option:
            options.setdefault(name, []).append(option)
        else:
            said[name] = YES
    for name, chosen in options.items():
        said[name] = tuple(chosen) if knowledge.findings[name].kind == "many" else chosen[0]
    return said
