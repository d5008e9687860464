"""The figures of the repository's own cases and sentences may rise, and must not fall.

The lines set aside are only counted here. Each floor stands a little below what was reached.
"""

from __future__ import annotations

import pytest

from bedside.assessment import Knowledge
from bedside.evaluation.cases import Story
from bedside.evaluation.formats import FORMATS, cases_of
from bedside.evaluation.interviews import hold
from tests.evaluation.own_sets import HERE, Held, of_set, triage_case, triage_score, word_score

MOST_ALARMED = 0.02


@pytest.fixture(scope="module")
def held(knowledge: Knowledge) -> dict[bool, list[Held]]:
    return {
        aside: [triage_case(knowledge, row) for row in of_set("triage_cases", aside)]
        for aside in (False, True)
    }


def test_every_emergency_is_found(held: dict[bool, list[Held]]) -> None:
    both = [*held[False], *held[True]]
    assert all(one.level == "em" for one in both if one.due == "em")


@pytest.mark.parametrize(("aside", "floor"), [(False, 0.92), (True, 0.70)])
def test_most_levels_are_right(held: dict[bool, list[Held]], aside: bool, floor: float) -> None:
    score = triage_score(held[aside])
    assert score.right.hits / score.right.total >= floor


def test_hardly_any_self_care_is_sent_to_emergency(held: dict[bool, list[Held]]) -> None:
    alarmed = triage_score([*held[False], *held[True]]).alarmed
    assert alarmed.hits <= MOST_ALARMED * alarmed.total


@pytest.mark.parametrize(
    ("reader", "aside", "precision", "recall"),
    [
        ("lay", False, 0.91, 0.93),
        ("clinician", False, 0.96, 0.96),
        ("lay", True, 0.75, 0.83),
        ("clinician", True, 0.88, 0.89),
    ],
)
def test_sentences_are_understood(
    knowledge: Knowledge, reader: str, aside: bool, precision: float, recall: float
) -> None:
    lines = [row for row in of_set("sentences", aside) if row["reader"] == reader]
    score = word_score(knowledge, lines)
    assert score.precision >= precision
    assert score.recall >= recall


def test_vignettes_in_clinical_prose(knowledge: Knowledge) -> None:
    """Forty-five common pictures in a third person's words: none of them is sent home wrongly."""
    levels, wrong = FORMATS["semigran"].levels, []
    for case in cases_of("semigran", HERE / "vignettes.jsonl"):
        assert isinstance(case.knows, Story)
        triage = hold(knowledge, case.knows, "full", "narrative").triage
        wrong += [(case.truth.level, levels[triage])] if levels[triage] != case.truth.level else []
    assert len(wrong) <= 4
    assert all(due == "sc" and got == "ne" for due, got in wrong)
