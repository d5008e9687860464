"""Findings annotated by hand: every one known, and a ranking that needs no reading."""

from __future__ import annotations

import pytest

from bedside.assessment import Age, Knowledge
from bedside.evaluation import oracle
from bedside.evaluation.cases import Case, Part, Story, Truth


@pytest.mark.parametrize("format_name", ["avey"])
def test_every_annotated_finding_is_one_there_is(knowledge: Knowledge, format_name: str) -> None:
    for name, annotation in oracle.annotated(format_name).items():
        for one in (*annotation.present, *annotation.absent):
            finding, _, option = one.partition("=")
            assert finding in knowledge.findings, (name, one)
            assert not option or option in knowledge.findings[finding].options, (name, one)
        assert not set(annotation.present) & set(annotation.absent), name
        assert any(one in knowledge.symptoms for one in annotation.present), name


def test_sixty_development_cases_are_annotated() -> None:
    assert len(oracle.annotated("avey")) == 60


def test_options_are_told_as_the_engine_takes_them(knowledge: Knowledge) -> None:
    annotation = oracle.Annotation(
        (
            "headache",
            "headache.onset=sudden",
            "headache.location=temple",
            "headache.location=one-side",
        ),
        ("fever",),
    )
    assert oracle.values_of(knowledge, annotation) == {
        "headache": "yes",
        "headache.onset": "sudden",
        "headache.location": ("temple", "one-side"),
        "fever": "no",
    }


def test_the_findings_decide_and_not_the_words(knowledge: Knowledge) -> None:
    story = Story("Headache.", (Part("said", "Headache."),), Age.years(30), "female")
    case = Case("1", story, Truth("Cystitis"))
    annotation = oracle.Annotation(
        ("painful-urination", "frequent-urination", "urgent-urination"), ("fever", "flank-pain")
    )
    ranked = oracle.ranked(knowledge, case, annotation)
    assert "cystitis" in ranked[0] or "urinary" in ranked[0]
    assert "migraine" not in ranked


def test_the_patient_is_measured_against_what_a_person_read(knowledge: Knowledge) -> None:
    """Of what is there, how much the simulated patient reads; of all, what it would contradict."""
    text = "A cough and a fever. No headache, but he was vomiting."
    case = Case("1", Story(text, (Part("said", text),)), Truth("Cold"))
    annotation = oracle.Annotation(("cough", "hiccups", "headache"), ("fever", "vomiting"))
    told, opposed = oracle.heard_by_patient(knowledge, case, annotation)
    assert told == [True, False, False]
    assert sum(opposed) == 3 and len(opposed) == 5
