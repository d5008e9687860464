"""Reading each format, and keeping the truth away from what the patient knows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bedside.assessment import Age, Knowledge
from bedside.evaluation import FORMATS, cases_of
from bedside.evaluation.cases import Evidence, Story
from bedside.evaluation.formats.files import BadCasesError, unwrapped
from bedside.evaluation.patient import SimulatedPatient
from tests.evaluation.made_up import write


def _story(name: str, folder: Path) -> Story:
    story = cases_of(name, write(folder, name))[0].knows
    assert isinstance(story, Story)
    return story


def test_semigran(tmp_path: Path) -> None:
    first, second = cases_of("semigran", write(tmp_path, "semigran"))
    assert (first.truth.level, second.truth.level) == ("em", "sc")
    assert first.truth.diagnosis == "Heart attack"
    statement = _story("semigran", tmp_path).statement
    assert statement == "A 61-year-old man has had crushing chest pain for 30 minutes."


def test_avey(tmp_path: Path) -> None:
    case = cases_of("avey", write(tmp_path, "avey"))[0]
    story = _story("avey", tmp_path)
    assert (case.id, case.truth.system) == ("7", "Respiratory")
    assert (story.age, story.sex) == (Age.years(30), "female")
    assert [part.kind for part in story.parts if part.text] == [
        "said",
        "denied",
        "history",
        "family",
    ]


def test_ddxplus(tmp_path: Path) -> None:
    evidence = cases_of("ddxplus", write(tmp_path, "ddxplus"))[0].knows
    assert evidence == Evidence("E_66", frozenset({"E_66", "E_54"}), Age.years(40), "female")


def test_clinicaflow_keeps_only_what_was_measured(tmp_path: Path) -> None:
    assert _story("clinicaflow", tmp_path).measured == {"vitals.heart-rate": 80.0}


@pytest.mark.parametrize("name", FORMATS)
def test_the_patient_knows_nothing_of_the_truth(name: str, tmp_path: Path) -> None:
    for case in cases_of(name, write(tmp_path, name)):
        known = repr(case.knows)
        for secret in (case.truth.diagnosis, case.truth.system, "secret"):
            assert secret is None or secret not in known


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("text", ['{"a": 1}', "a,b\n1,2\n", "[1]", '{"input": []}'])
def test_a_file_in_another_format_is_refused(name: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / "cases"
    path.write_text(text, "utf-8")
    with pytest.raises(BadCasesError):
        cases_of(name, path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadCasesError):
        cases_of("avey", tmp_path / "none.csv")


@pytest.mark.parametrize(
    ("text", "same_lines"),
    [
        ("He denies fever, cough,\nweight loss or night sweats.", False),
        ("A 40-year-old man has had a headache for three days and he\nVomited twice.", False),
        ("He has a headache.\nHis neck is stiff.", True),
        ("Allergies: none\nMedicines: none", True),
        ("He reports:\n- fever\n- cough", True),
        ("A cough.\n\nA fever.", True),
    ],
)
def test_a_line_break_inside_a_sentence_is_a_space(text: str, same_lines: bool) -> None:
    read = unwrapped(text)
    assert (read == text) is same_lines
    assert read.replace("\n", " ") == text.replace("\n", " ")


def test_a_wrapped_vignette_keeps_its_denials(tmp_path: Path, knowledge: Knowledge) -> None:
    path = tmp_path / "wrapped.jsonl"
    told = "A man has a cough. He denies fever, headache,\nweight loss or night sweats."
    row = {"urgency_level": "sc", "correct_diagnosis": "Cold", "case_description": told}
    path.write_text(json.dumps(row), "utf-8")
    (case,) = cases_of("semigran", path)
    assert isinstance(case.knows, Story)
    read = SimulatedPatient(knowledge, case.knows, "narrative").reads("night-sweats")
    assert read is not None and not read.there
