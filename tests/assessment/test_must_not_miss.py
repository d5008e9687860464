"""What must not be missed, by complaint and by who comes with it, and what only looks like it.

The list (must_not_miss.jsonl) was made from diagnoses, not from cases: of each, the picture by
which it is known, the time by which it must be seen at the latest, and something harmless that
resembles it. ``source`` is the id of a text that was read (knowledge/sources.toml), or says that
there is none.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from bedside.assessment import load
from bedside.assessment.facts import Patient, patient_of
from bedside.assessment.flags import hurry, newly_fired
from bedside.assessment.knowledge.model import HURRY
from bedside.assessment.knowledge.sources_of import GENERAL
from bedside.assessment.learn import tell

Row = dict[str, Any]
KNOWLEDGE = load()
LINES = (Path(__file__).parent / "must_not_miss.jsonl").read_text().splitlines()
ROWS: list[Row] = [json.loads(line) for line in LINES]
EMERGENCY = HURRY["hospital-now"]


def patient_in(row: Row, picture: str) -> Patient:
    who: dict[str, object] = {key: row[key] for key in ("age", "sex", "speaker") if key in row}
    answers = dict(row[picture])
    who["age"] = answers.pop("age", row["age"])
    said = patient_of(answers).values
    return tell(KNOWLEDGE, patient_of(who, KNOWLEDGE.findings), said)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['complaint']}: {row['diagnosis']}")
def test_its_picture_is_seen_in_time_and_its_look_alike_is_no_alarm(row: Row) -> None:
    fired = newly_fired(KNOWLEDGE, Patient(), patient_in(row, "picture"), (), "opening")
    assert row["flag"] in {one.id for one in fired}
    assert hurry(fired) >= HURRY[row["within"]]
    quiet = newly_fired(KNOWLEDGE, Patient(), patient_in(row, "look_alike"), (), "opening")
    assert row["flag"] not in {one.id for one in quiet}
    assert hurry(quiet) < EMERGENCY


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['complaint']}: {row['diagnosis']}")
def test_what_it_rests_on_was_read_or_is_said_to_be_nothing(row: Row) -> None:
    assert row["source"] in {*KNOWLEDGE.sources, GENERAL}


def test_every_kind_of_complaint_has_its_dangers() -> None:
    told = Counter(row["complaint"] for row in ROWS)
    assert len(told) >= 30
    assert sum(told.values()) >= 110
