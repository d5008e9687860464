"""How people tell emergencies in their own words, and what must come of it.

The stories (emergency_stories.jsonl) were written beside the rules, to think of every red flag as
twenty different people would tell it; those of the second round before the words were widened for
them. So they keep what is understood, and measure nothing: what measures is in tests/evaluation.
The simulated patient ticks what the story says and answers no to the rest.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bedside.assessment import Age, Knowledge, Opening
from bedside.evaluation.cases import Part, Story
from bedside.evaluation.reader.sentences import first_sentence
from tests.evaluation.own_sets import AgreeingPatient, Row, level_of

LINES = (Path(__file__).parent / "emergency_stories.jsonl").read_text().splitlines()
STORIES: list[Row] = [json.loads(line) for line in LINES]


def _level(knowledge: Knowledge, row: Row) -> str:
    age = Age.written(row["age"])
    told = Story(first_sentence(row["text"]), (Part("said", row["text"]),), age, row["sex"])
    patient = AgreeingPatient(knowledge, told, "narrative")
    return level_of(knowledge, Opening(row["text"], age, row["sex"], row["speaker"]), patient)


@pytest.mark.parametrize("row", STORIES, ids=lambda row: row["id"])
def test_the_story_gets_its_level(knowledge: Knowledge, row: Row) -> None:
    level = _level(knowledge, row)
    if row["level"] == "not-emergency":
        assert level != "emergency"
    elif row["level"] == "urgent":
        assert level in ("urgent", "emergency")
    else:
        assert level == "emergency"


def test_there_are_stories_enough() -> None:
    told = [row for row in STORIES if row["level"] != "not-emergency"]
    assert len(told) >= 150
    assert len(STORIES) - len(told) >= 40
