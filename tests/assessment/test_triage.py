"""How urgent, as a table: the words, what is so, and the least and most hurried result allowed."""

from __future__ import annotations

from typing import Any

import pytest

from bedside.assessment import Age, Knowledge
from bedside.assessment.knowledge.model import HURRY
from tests.assessment.driving import result

AMBULANCE, HOSPITAL, DAY = "ambulance-now", "hospital-now", "within-24-hours"
DAYS, WEEKS, HOME = "within-3-days", "within-2-weeks", "self-care"
HOURS = {"headache.onset": "hours"}


@pytest.mark.parametrize(
    ("text", "age", "sex", "so", "least", "most"),
    [
        ("crushing chest pain down my left arm, sweating", 60, "male", {}, HOSPITAL, AMBULANCE),
        ("my face is drooping and my speech is slurred", 70, "male", {}, HOSPITAL, AMBULANCE),
        ("headache", 30, "male", {"headache.onset": "sudden", "headache.severity": 9},
         HOSPITAL, AMBULANCE),
        ("headache", 30, "male", {**HOURS, "fever": True, "stiff-neck": True}, HOSPITAL, AMBULANCE),
        ("headache", 30, "male", {**HOURS, "headache.severity": 9}, DAY, DAY),
        ("headache", 30, "male", {**HOURS, "headache.severity": 8}, DAYS, DAYS),
        ("headache", 30, "male", {**HOURS, "headache.trend": "worse"}, DAYS, DAY),
        ("fever", 30, "male", {"chemotherapy": True}, HOSPITAL, AMBULANCE),
        ("I took 20 paracetamol tablets", 30, "male", {}, HOSPITAL, AMBULANCE),
        ("my calf is swollen and painful", 55, "female", {}, DAY, AMBULANCE),
        ("back pain", 45, "male", {"saddle-numbness": True}, HOSPITAL, AMBULANCE),
        ("sudden pain in my testicle", 16, "male", {}, HOSPITAL, AMBULANCE),
        ("I can't see with one eye since this morning", 60, "male", {}, HOSPITAL, AMBULANCE),
        ("cold sore on my lip since yesterday", 26, "male", {}, HOME, DAYS),
        ("itchy rash on my arms for a week", 22, "female", {}, HOME, DAYS),
    ],
)  # fmt: skip
def test_how_urgent(
    knowledge: Knowledge, text: str, age: int, sex: str, so: dict[str, Any], least: str, most: str
) -> None:
    found = result(knowledge, text, {"life-threats": [], **so}, age=Age.years(age), sex=sex)
    assert HURRY[least] <= HURRY[found.when] <= HURRY[most], (found.when, found.red_flags)


ASKED_BY = ("you", "your", "we", "us")


@pytest.mark.parametrize(
    ("text", "so"),
    [
        ("headache", {**HOURS, "headache.severity": 8}),
        ("headache", {**HOURS, "headache.severity": 9}),
        ("itchy rash on my arms for a week", {}),
    ],
)
def test_the_doctor_reads_why_and_is_not_addressed_as_the_patient(
    knowledge: Knowledge, text: str, so: dict[str, Any]
) -> None:
    found = result(knowledge, text, {"life-threats": [], **so}, age=Age.years(30), sex="male")
    assert len(found.explanation.because) == len(found.patient.why) > 0
    for sentence in found.explanation.because:
        assert not set(ASKED_BY) & set(sentence.lower().replace(".", "").split()), sentence


def test_what_speaks_to_the_patient_has_words_for_the_doctor(knowledge: Knowledge) -> None:
    said = knowledge.texts.phrases
    to_patient = {
        name.removeprefix("because.")
        for name, text in said.items()
        if name.startswith("because.") and set(ASKED_BY) & set(text.lower().split())
    }
    assert to_patient == {"likely", "severe", "child-alone", "previous", "default"}
    assert {f"because_doctor.{name}" for name in to_patient} <= set(said)


@pytest.mark.parametrize(
    "added",
    ["takes-anticoagulant", "chemotherapy", "transplant", "no-spleen", "immunosuppressed"],
)
@pytest.mark.parametrize("text", ["headache", "fever", "I hit my head", "cough"])
def test_a_weakness_never_lowers_the_level(knowledge: Knowledge, text: str, added: str) -> None:
    so: dict[str, Any] = {"life-threats": [], **HOURS}
    without = result(knowledge, text, so)
    with_it = result(knowledge, text, {**so, added: True})
    assert HURRY[with_it.when] >= HURRY[without.when]
