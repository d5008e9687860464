"""Which conditions there are, and whether each is found from its own classic picture.

``classic_pictures.jsonl`` holds short pictures as a textbook would draw them, written from general
clinical knowledge apart from the knowledge files: the complaint first, what else is there, what is
not. ``curriculum.toml`` holds lists of diseases that were read, with the conditions of each name.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from bedside.assessment import Age, Knowledge
from bedside.assessment.facts import NO, YES, Patient
from bedside.assessment.learn import tell
from bedside.assessment.posterior import explaining, posterior_of

HERE = Path(__file__).parent
PICTURES = [
    json.loads(line) for line in (HERE / "classic_pictures.jsonl").read_text("utf-8").splitlines()
]
CURRICULUM = tomllib.loads((HERE / "curriculum.toml").read_text("utf-8"))
LEAST = {
    "blood": 25,
    "digestive": 80,
    "ear-nose-throat": 40,
    "endocrine": 40,
    "eye": 40,
    "heart": 50,
    "infection": 80,
    "injuries": 35,
    "mens-health": 20,
    "mind": 30,
    "muscles-and-bones": 70,
    "nervous": 60,
    "pregnancy": 30,
    "respiratory": 35,
    "skin": 90,
    "urinary": 30,
    "womens-health": 40,
}
CHAPTERS = {
    "blood": "CDM",
    "endocrine": "CDEQR",
    "eye": "BCHLPST",
    "injuries": "ST",
    "mind": "FGRT",
    "pregnancy": "FNOZ",
    "urinary": "CDEIMNQR",
}


def _rank(knowledge: Knowledge, picture: dict[str, Any]) -> int:
    """The place of the right condition, from 1, when all of the picture is known."""
    said = dict.fromkeys(picture["absent"], NO) | dict.fromkeys(picture["present"], YES)
    nobody = Patient(Age.written(picture["age"]), picture["sex"], "self", {}, knowledge.findings)
    patient = tell(knowledge, nobody, said)
    brought = [name for name in picture["present"] if name in knowledge.symptoms]
    ranked = explaining(knowledge, posterior_of(knowledge, patient), brought).ranked()
    return [name for name, _ in ranked].index(picture["condition"]) + 1


def _name(picture: dict[str, Any]) -> str:
    return str(picture["condition"])


@pytest.mark.parametrize("picture", PICTURES, ids=_name)
def test_a_classic_picture_is_among_the_first_three(
    knowledge: Knowledge, picture: dict[str, Any]
) -> None:
    known = {*picture["present"], *picture["absent"]}
    assert known <= set(knowledge.findings)
    assert _rank(knowledge, picture) <= 3


def test_most_classic_pictures_come_first(knowledge: Knowledge) -> None:
    first = sum(_rank(knowledge, picture) == 1 for picture in PICTURES)
    assert first >= 0.9 * len(PICTURES)


@pytest.mark.parametrize("name", sorted(CURRICULUM))
def test_every_disease_of_a_curriculum_is_held(knowledge: Knowledge, name: str) -> None:
    listed = CURRICULUM[name]
    unknown = {one for ids in listed.values() for one in ids if one not in knowledge.conditions}
    assert not unknown
    assert sum(not ids for ids in listed.values()) <= 0.05 * len(listed)


def test_each_part_of_the_body_has_its_share(knowledge: Knowledge) -> None:
    held = Counter(condition.system for condition in knowledge.conditions.values())
    assert {system: held[system] for system, least in LEAST.items() if held[system] < least} == {}


def test_codes_are_of_the_form_and_the_chapter(knowledge: Knowledge) -> None:
    wrong = [
        (condition.id, code)
        for condition in knowledge.conditions.values()
        for code in [condition.codes.get("icd10", "")]
        if not re.fullmatch(r"[A-Z]\d\d(\.\d{1,3})?", code)
        or code[0] not in CHAPTERS.get(condition.system, code[0])
    ]
    assert not wrong


def test_a_condition_says_enough_to_be_recognised(knowledge: Knowledge) -> None:
    """At least one thing it usually brings, and another that speaks for it."""
    often, sometimes = knowledge.limits.strengths["usual"], knowledge.limits.strengths["occasional"]
    thin = [
        condition.id
        for condition in knowledge.conditions.values()
        if max(condition.findings.values(), default=0) < often
        or sum(p >= sometimes for p in condition.findings.values()) < 2
    ]
    assert not thin
