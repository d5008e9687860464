"""The safety suite: an emergency that is missed fails the build, and so does a false alarm.

43 emergencies, each told as in the books, as in somebody old, young, pregnant or diabetic, and as
something harmless that looks like it. They were written from sources by somebody who had not seen
the rules (tests/evaluation/README.md). Each is told twice: in words, and by ticking alone.
"""

from __future__ import annotations

import pytest

from bedside.assessment import Knowledge
from tests.evaluation.own_sets import (
    Row,
    level_without_words,
    of_set,
    rows,
    safety_story,
    stood_the_test,
    triage_case,
)

STORIES = rows("safety_stories")


@pytest.mark.parametrize("row", STORIES, ids=lambda row: row["id"])
def test_a_story_told_in_words(knowledge: Knowledge, row: Row) -> None:
    held = safety_story(knowledge, row)
    assert stood_the_test(held), held.triage


@pytest.mark.parametrize("row", STORIES, ids=lambda row: row["id"])
def test_a_story_told_by_ticking_alone(knowledge: Knowledge, row: Row) -> None:
    level = level_without_words(knowledge, row)
    assert (level == "emergency") == (row["must"] == "emergency"), level


def test_there_are_three_of_each_emergency() -> None:
    kinds: dict[str, set[str]] = {}
    for row in STORIES:
        kinds.setdefault(row["emergency"], set()).add(row["kind"])
    assert len(STORIES) >= 120
    assert set(map(frozenset, kinds.values())) == {frozenset(("typical", "atypical", "look-alike"))}


OPEN = of_set("triage_cases", aside=False)


@pytest.mark.parametrize("row", OPEN, ids=lambda row: row["id"])
def test_no_open_emergency_is_missed_and_no_self_care_alarmed(
    knowledge: Knowledge, row: Row
) -> None:
    held = triage_case(knowledge, row)
    if row["level"] == "em":
        assert held.level == "em", row["text"]
    if row["level"] == "sc":
        assert held.level != "em", row["text"]
