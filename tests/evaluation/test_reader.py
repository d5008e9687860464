"""What the simulated patient makes of a case: yes, no, or nothing, and where it says so."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import bedside.evaluation.reader
from bedside.assessment import Age, Knowledge
from bedside.evaluation.patient import SimulatedPatient
from bedside.evaluation.reader import amounts, people
from bedside.evaluation.reader.sentences import first_sentence, without_examination
from bedside.evaluation.reader.words import sayings
from tests.evaluation.made_up import story


@pytest.mark.parametrize(
    ("text", "finding", "there"),
    [
        ("She has dyspnea and a dry cough.", "breathlessness", True),
        ("She has dyspnea and a dry cough.", "cough", True),
        ("She has dyspnea and a dry cough.", "fever", None),
        ("He denies fever, chills or vomiting.", "vomiting", False),
        ("No fever, but he vomited twice.", "vomiting", True),
        ("No fever, he has a headache.", "headache", True),
        ("There is no cough. A fever began today.", "fever", True),
        ("He cannot catch his breath.", "breathlessness", True),
        ("His abdomen is painful.", "abdominal-pain", True),
        ("Pain on urination.", "painful-urination", True),
        ("A burning sensation.", "burn", None),
        ("Her mother had a seizure last year.", "seizure", None),
        ("Her mother reports that she had a seizure.", "seizure", True),
        ("Back pain, worse on coughing.", "cough", None),
        ("He has difficulty swallowing.", "swallowing-trouble", True),
    ],
)
def test_present_absent_and_not_told(
    knowledge: Knowledge, text: str, finding: str, there: bool | None
) -> None:
    read = SimulatedPatient(knowledge, story(text), "strict").reads(finding)
    assert (read.there if read else None) is there
    if read:
        assert text[read.support.start : read.support.end] == read.support.text


@pytest.mark.parametrize(
    ("finding", "there"),
    [("fever", False), ("joint-swelling", None), ("nausea", False), ("painful-urination", None)],
)
def test_a_list_of_absent_findings(knowledge: Knowledge, finding: str, there: bool | None) -> None:
    told = story(
        "A sore knee.",
        denied="No fever, No swollen joints except mentioned, No flank pain, "
        "No urinary symptoms, No nausea.",
    )
    read = SimulatedPatient(knowledge, told, "strict").reads(finding)
    assert (read.there if read else None) in (there, True if there is None else there)


def test_the_reader_does_not_see_with_the_engines_eyes() -> None:
    for path in Path(bedside.evaluation.reader.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not any("assessment.words" in name for name in names), path.name


def test_every_saying_is_about_a_finding_there_is(knowledge: Knowledge) -> None:
    kinds = ("says", "never", "over", "provoked", "only_with", "not_now")
    named = {name for kind in kinds for name in sayings()[kind]} - {"still"}
    assert named | {*sayings()["events"]["names"]} <= knowledge.texts.findings.keys()


@pytest.mark.parametrize(
    ("text", "days"), [("for 2 weeks", [14]), ("a 3-day history", [3]), ("a 40-year-old man", [])]
)
def test_lengths_of_time(text: str, days: list[float]) -> None:
    assert [one.value for one in amounts.lengths(text)] == days


def test_numbers() -> None:
    hot = amounts.temperature("temperature of 102.2 F")
    assert hot is not None and hot.value == 39.0
    assert amounts.temperature("3 weeks ago") is None
    pressure = amounts.vital("vitals.systolic", "blood pressure is 82/54 mmHg")
    assert pressure is not None and pressure.value == 82
    assert amounts.vital("vitals.oxygen-saturation", "blood pressure is 82/54 mmHg") is None


@pytest.mark.parametrize(
    ("text", "symptom", "value"),
    [
        ("The pain is 7/10.", "pain", 7),
        ("Severe headache and mild nausea.", "nausea", 3),
        ("Severe headache and mild nausea.", "headache", 8),
        ("Chest pressure plus mild dyspnea.", "Chest pressure", None),
        ("The pain is sharp in nature and severe.", "pain", 8),
        ("Severe, crushing chest pain.", "chest pain", 8),
        ("The pain is not severe.", "pain", None),
        ("Worst headache of his life.", "Worst headache", 9),
    ],
)
def test_how_bad_is_said_of_the_symptom_it_describes(
    text: str, symptom: str, value: float | None
) -> None:
    start = text.index(symptom)
    bad = amounts.severity(text, start, start + len(symptom))
    assert (bad and bad.value) == value


@pytest.mark.parametrize(
    ("text", "finding", "there"),
    [
        ("He used to smoke.", "smoker", False),
        (
            "She smoked a pack of cigarettes daily for many years but quit in spring.",
            "smoker",
            False,
        ),
        ("He has smoked for 30 years.", "smoker", True),
        ("She almost fainted in the shop.", "fainting", None),
        ("She almost fainted in the shop.", "presyncope", True),
        ("He never had a fit before.", "seizure", None),
        ("He never smoked.", "smoker", False),
        ("His burning pain comes at night.", "fever", None),
        ("She is burning up.", "fever", True),
        ("He passes pale stools.", "paleness", None),
        ("Every bump in the road hurt.", "skin-lump", None),
        ("He cries but has no tears.", "sunken-eyes-or-dry-mouth", True),
        ("My spleen was taken out.", "no-spleen", True),
        ("The spleen can be felt.", "no-spleen", None),
        ("Call me tonight.", "in-danger-from-self", None),
        ("His cough is back to normal.", "stroke-signs-gone-again", None),
        ("His arm went weak. It was back to normal soon.", "stroke-signs-gone-again", True),
        ("Her mood swings.", "low-mood", None),
        ("His appetite is good.", "loss-of-appetite", None),
        ("No fever or rash.", "rash", False),
        ("It does not hurt.", "pain", False),
        ("No blistering rash.", "rash", None),
        ("No rash on the face.", "rash", None),
        ("No chest pain.", "pain", None),
        ("Her period has two days of heavy bleeding.", "heavy-bleeding", None),
    ],
)
def test_words_that_mean_another_thing(
    knowledge: Knowledge, text: str, finding: str, there: bool | None
) -> None:
    read = SimulatedPatient(knowledge, story(text), "narrative").reads(finding)
    assert (read and read.there) == there


@pytest.mark.parametrize(
    ("text", "age", "sex"),
    [
        ("A 6-week-old boy cries.", Age.weeks(6), "male"),
        ("A 45 yo woman and her son.", Age.years(45), "female"),
        ("She is tired.", None, "female"),
        ("Tired.", None, None),
    ],
)
def test_age_and_sex(text: str, age: Age | None, sex: str | None) -> None:
    told_age, told_sex = amounts.age(text), people.sex(text)
    assert (told_age[0] if told_age else None) == age
    assert (told_sex[0] if told_sex else None) == sex


def test_what_only_an_examination_knows_is_left_out() -> None:
    text = "He coughs. On examination there are crackles. His temperature is high. An x-ray is bad."
    assert without_examination(text) == "He coughs. His temperature is high."
    assert first_sentence(text) == "He coughs."
