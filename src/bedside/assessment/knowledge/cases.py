"""Run the cases written beside each red flag and self-care rule against the rule itself."""

from __future__ import annotations

from bedside.assessment.facts import Patient, patient_of
from bedside.assessment.knowledge.build import Knowledge
from bedside.assessment.knowledge.model import RedFlag, SelfCare
from bedside.assessment.rules import Truth


def flag_fires(flag: RedFlag, patient: Patient) -> bool:
    """Does the flag fire, counting *not sure* the way the flag declares?"""
    truth = flag.when.truth(patient)
    return truth is Truth.YES or (truth is Truth.UNSURE and flag.not_sure != "ignored")


def unproven(rule: SelfCare, patient: Patient) -> list[str]:
    """The exclusions not answered no (as written): self-care needs this to be empty."""
    return [text for text, excluded in rule.excluded_by if excluded.truth(patient) is not Truth.NO]


def failing_cases(knowledge: Knowledge) -> list[str]:
    """One sentence for each case whose rule does not do what the case says."""
    failed = []
    for flag in knowledge.flags.values():
        for number, case in enumerate(flag.fires, 1):
            if not flag_fires(flag, patient_of(case.answers, knowledge.findings)):
                failed.append(f"red flag {flag.id}: fires case {number} does not fire it")
        for number, case in enumerate(flag.quiet, 1):
            if flag_fires(flag, patient_of(case.answers, knowledge.findings)):
                failed.append(f"red flag {flag.id}: quiet case {number} fires it")
    for rule in knowledge.self_care.values():
        for number, case in enumerate(rule.cases, 1):
            if unproven(rule, patient_of(case.answers, knowledge.findings)):
                failed.append(f"self-care {rule.id}: case {number} is excluded")
        for number, case in enumerate(rule.not_cases, 1):
            if not unproven(rule, patient_of(case.answers, knowledge.findings)):
                failed.append(f"self-care {rule.id}: not_case {number} is not excluded")
    return failed
