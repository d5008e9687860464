"""Findings annotated by hand: every one known, and a ranking that needs no reading."""

from __future__ import annotations

import pytest

from bedside.assessment import Age, Knowledge
from bedside.evaluation import oracle
from bedside.evaluation.cases import Case, Part, Story, Truth


@pytest.mark.parametrize("format_name", ["avey"])
def test_every_annotated_finding_is_one_there_is(knowledge: Knowledge, format_name: str) -> None:
    for name, annotation in oracle.annotated(format_name).items():
        known = {*annotation.present, *annotation.absent}
        assert known <= knowledge.findings.keys(), (name, known - knowledge.findings.keys())
        assert not set(annotation.present) & set(annotation.absent), name
        assert any(one in knowledge.symptoms for one in annotation.present), name


def test_the_findings_decide_and_not_the_words(knowledge: Knowledge) -> None:
    story = Story("Headache.", (Part("said", "Headache."),), Age.years(30), "female")
    case = Case("1", story, Truth("Cystitis"))
    annotation = oracle.Annotation(
        ("painful-urination", "frequent-urination", "urgent-urination"), ("fever", "flank-pain")
    )
    ranked = oracle.ranked(knowledge, case, annotation)
    assert "cystitis" in ranked[0] or "urinary" in ranked[0]
    assert "migraine" not in ranked
