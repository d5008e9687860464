"""Run the cases written beside each red flag and self-care rule against the rule itself."""

from __future__ import annotations

from collections.abc import Iterator

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
    return [*_flags_failing(knowledge), *_rules_failing(knowledge)]


def _flags_failing(knowledge: Knowledge) -> Iterator[str]:
    for flag in knowledge.flags.values():
        for kind, cases, should in (("fires", flag.fires, True), ("quiet", flag.quiet, False)):
            for number, case in enumerate(cases, 1):
                fires = flag_fires(flag, patient_of(case.answers, knowledge.findings))
                if fires != should:
                    verb = "fires" if fires else "does not fire"
                    yield f"red flag {flag.id}: {kind} case {number} {verb}"


def _rules_failing(knowledge: Knowledge) -> Iterator[str]:
    for rule in knowledge.self_care.values():
        for kind, cases, should in (
            ("cases", rule.cases, True),
            ("not_cases", rule.not_cases, False),
        ):
            for number, case in enumerate(cases, 1):
                missing = unproven(rule, patient_of(case.answers, knowledge.findings))
                if should == bool(missing):
                    yield f"self-care {rule.id}: {kind} {number}, unproven: {missing or 'nothing'}"
