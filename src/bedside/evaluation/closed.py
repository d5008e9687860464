"""Patients of a closed questionnaire, asked by the adaptive stage over its own evidences.

From age, sex and the first evidence, the stage asks what separates best among the evidences of the
questionnaire; whatever the patient does not list is a no. The conditions that the questionnaire
was made for carry its published figures, and an evidence without a figure is one they never have.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from bedside.assessment import Knowledge, Opening
from bedside.assessment.facts import NO, YES, Patient
from bedside.assessment.matrix import explained_by
from bedside.assessment.moment import Moment
from bedside.assessment.posterior import Posterior, gains, posterior_of
from bedside.assessment.stages.adaptive import best
from bedside.assessment.words.heard import Heard
from bedside.errors import Invalid
from bedside.evaluation.cases import Evidence
from bedside.evaluation.interviews import TOP, Outcome

SOURCE = "ddxplus"
MOST_QUESTIONS = 30
"""What the published results on these patients were allowed."""
SETTLED = 0.98
LEAST_BITS = 0.001
_NEVER = 1e-4


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """The evidences by code, and the knowledge that competes over them."""

    knowledge: Knowledge
    findings: Mapping[str, str]


@lru_cache(maxsize=4)
def questionnaire(knowledge: Knowledge, *, everything: bool) -> Questionnaire:
    """The questionnaire with its own conditions only, or with all conditions competing."""
    findings = knowledge.figure_codes[SOURCE]
    known = frozenset(findings.values())
    figures = knowledge.figures[SOURCE]
    conditions = {}
    for name, condition in knowledge.conditions.items():
        if name in figures:
            told = {one: figures[name].get(one, _NEVER) for one in sorted(known)}
            conditions[name] = replace(condition, findings=told)
        elif everything:
            brings = explained_by(knowledge, name)
            told = {one: brings[one] for one in sorted(known) if one in brings}
            conditions[name] = replace(condition, findings=told)
    # Every evidence that is not listed is denied by the rules of the set: a no is worth a yes.
    limits = replace(knowledge.limits, denied=1.0)
    narrowed = replace(knowledge, conditions=conditions, implications={}, limits=limits)
    return Questionnaire(narrowed, findings)


def ask(sheet: Questionnaire, evidence: Evidence) -> Outcome:
    """Ask until one condition is settled, nothing is worth asking, or the limit."""
    codes = {finding: code for code, finding in sheet.findings.items()}
    if evidence.initial not in sheet.findings:
        raise Invalid("The first evidence is not one of the questionnaire's.")
    first = sheet.findings[evidence.initial]
    patient = Patient(evidence.age, evidence.sex, "self", {first: YES}, sheet.knowledge.findings)
    asked: list[dict[str, object]] = []
    posterior = _posterior(sheet, patient)
    while len(asked) < MOST_QUESTIONS and posterior.ranked()[0][1] < SETTLED:
        name = _next(sheet, patient, posterior)
        if name is None:
            break
        said = YES if codes[name] in evidence.present else NO
        asked.append({"id": name, "evidence": codes[name], "answer": said})
        patient = replace(patient, values={**patient.values, name: said})
        posterior = _posterior(sheet, patient)
    top = tuple(name for name, _ in posterior.ranked()[:TOP])
    return Outcome(None, top, len(asked), len(asked), tuple(asked))


def _posterior(sheet: Questionnaire, patient: Patient) -> Posterior:
    """Without "something else", and without prevalence: these patients were made evenly."""
    return posterior_of(sheet.knowledge, patient, competing=False, flat=True)


def _next(sheet: Questionnaire, patient: Patient, posterior: Posterior) -> str | None:
    worth = gains(sheet.knowledge, posterior, weigh_danger=False)
    known = frozenset(sheet.findings.values())
    mine = ((name, bits) for name, bits in worth if name in known)
    moment = Moment(sheet.knowledge, Opening(), patient, Heard(), (), ())
    name, bits = best(moment, mine)
    return name if name and bits >= LEAST_BITS else None
