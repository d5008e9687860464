"""No red flag can be lost unnoticed: each has a little patient of its own in flag_cases.jsonl.

They are kept apart from the flags, whose own cases vanish with them. ``alone`` says that nothing
else would make this patient as urgent; where another flag stands beside it, the doctor would still
miss a reason.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bedside.assessment import load
from bedside.assessment.facts import Patient, patient_of
from bedside.assessment.flags import hurry, newly_fired
from bedside.assessment.knowledge.cases import flag_fires
from bedside.assessment.knowledge.model import HURRY
from bedside.assessment.learn import tell

Case = dict[str, Any]
KNOWLEDGE = load()
LINES = (Path(__file__).parent / "flag_cases.jsonl").read_text().splitlines()
CASES: list[Case] = [json.loads(line) for line in LINES]


def patient_in(case: Case) -> Patient:
    who: dict[str, object] = {key: case[key] for key in ("age", "sex", "speaker") if key in case}
    said = patient_of(case["answers"]).values
    return tell(KNOWLEDGE, patient_of(who, KNOWLEDGE.findings), said)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["flag"])
def test_the_flag_decides_how_urgent_its_patient_is(case: Case) -> None:
    patient = patient_in(case)
    fired = newly_fired(KNOWLEDGE, Patient(), patient, (), "opening")
    assert case["within"] in {one.within for one in fired if one.id == case["flag"]}
    left = [flag for name, flag in KNOWLEDGE.flags.items() if name != case["flag"]]
    without = [flag for flag in left if flag_fires(flag, patient)]
    assert {flag.id for flag in without} == {one.id for one in fired} - {case["flag"]}
    if case["alone"]:
        lower = max((HURRY[flag.within] for flag in without), default=0)
        assert hurry(fired) == HURRY[case["within"]] > lower


def test_every_red_flag_has_its_patient() -> None:
    assert {case["flag"] for case in CASES} == set(KNOWLEDGE.flags)


def test_nearly_every_flag_decides_alone() -> None:
    assert sum(case["alone"] for case in CASES) >= 0.93 * len(CASES)
