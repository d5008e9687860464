"""Cases with a level: what their files may look like, and what is counted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bedside.assessment import Age, Knowledge
from bedside.evaluation import FORMATS, LabelMap, Scoring, cases_of, evaluate, lines_of
from bedside.evaluation.cases import Case, Part, Story, Truth
from bedside.evaluation.formats.files import BadCasesError
from bedside.evaluation.interviews import Outcome, opening_of
from bedside.evaluation.running import Evaluated
from tests.evaluation.own_sets import HERE


def _read(folder: Path, *rows: dict[str, Any]) -> list[Case]:
    path = folder / "cases.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    return cases_of("triage", path)


def _story(case: Case) -> Story:
    assert isinstance(case.knows, Story)
    return case.knows


@pytest.mark.parametrize(
    ("row", "level"),
    [
        ({"gold": "urgent"}, "urgent"),
        ({"gold": "self_care"}, "self-care"),
        ({"expected": "Self care"}, "self-care"),
        ({"level": "em"}, "emergency"),
        ({"level": "ne"}, "needs-care"),
        ({"needs_emergency": True}, "emergency"),
        ({"needs_emergency": False}, "no-emergency"),
    ],
)
def test_the_level_is_read_as_files_write_it(
    row: dict[str, Any], level: str, tmp_path: Path
) -> None:
    (case,) = _read(tmp_path, {"id": "a", "text": "I have a cough.", **row})
    assert case.truth.level == level


def test_three_wordings_are_three_cases(tmp_path: Path) -> None:
    told = {"structured": "A man coughs.", "realistic": "I cough.", "minimal": "cough"}
    cases = _read(tmp_path, {"id": "c", "gold": "routine", **told})
    assert [one.id for one in cases] == ["c/structured", "c/realistic", "c/minimal"]
    assert [_story(one).speaker for one in cases] == ["staff", "self", "self"]


def test_who_speaks_how_old_and_the_opening(tmp_path: Path) -> None:
    child, baby, man = _read(
        tmp_path,
        {"text": "My 4 year old is coughing.", "gold": "routine"},
        {"text": "A cough.", "age_months": 5, "sex": "F", "speaker": "carer", "gold": "urgent"},
        {"text": "I cough. It hurts.", "opening": "Cough", "age": 40, "gold": "routine"},
    )
    assert _story(child).speaker == "parent"
    assert (_story(baby).speaker, _story(baby).age) == ("carer", Age.months(5))
    assert _story(baby).sex == "female"
    assert opening_of(_story(man), "first").text == "Cough"
    assert opening_of(_story(man), "full").speaker == "self"


def test_lines_about_findings_are_passed_over(tmp_path: Path) -> None:
    about_words = {"text": "No fever.", "expected": {"absent": ["fever"]}}
    assert len(_read(tmp_path, about_words, {"text": "A cough.", "expected": "routine"})) == 1


@pytest.mark.parametrize(
    "row",
    [
        {"text": "A cough."},
        {"text": "A cough.", "gold": "soon"},
        {"text": " ", "gold": "urgent"},
        {"text": "A cough.", "gold": "urgent", "speaker": "neighbour"},
        {"text": "A cough.", "gold": "urgent", "age": "old"},
    ],
)
def test_what_is_not_a_case_is_refused(row: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(BadCasesError, match="Case 1"):
        _read(tmp_path, row)


def test_our_own_cases_are_in_this_format_too(knowledge: Knowledge) -> None:
    cases = cases_of("triage", HERE / "triage_cases.jsonl")
    assert len(cases) == 150
    assert {one.truth.level for one in cases} == {"emergency", "needs-care", "self-care"}
    (held,) = evaluate(knowledge, cases[:1], "narrative", ranking=False, ways=["full"])
    assert held.headline.triage == "emergency"
    assert held.to_data()["within"] in ("ambulance-now", "hospital-now")
    assert held.headline.flags and "crushing-chest-pain" in held.headline.present


def _held(name: str, due: str, triage: str, within: str) -> Evaluated:
    case = Case(name, Story("A cough.", (Part("said", "A cough."),)), Truth(level=due))
    return Evaluated(case, {"full": Outcome(triage, (), 8, 20, (), within)})


def _report(knowledge: Knowledge, *held: Evaluated) -> list[str]:
    nothing = LabelMap({})
    lines = lines_of(held, Scoring(knowledge, FORMATS["triage"], nothing, nothing))
    return [" ".join(line.split()) for line in lines]


def test_right_within_one_too_low_and_too_high(knowledge: Knowledge) -> None:
    report = _report(
        knowledge,
        _held("1", "emergency", "emergency", "hospital-now"),
        _held("2", "emergency", "routine", "within-3-days"),
        _held("3", "self-care", "routine", "within-2-weeks"),
        _held("4", "no-emergency", "self-care", "self-care"),
        _held("5", "no-emergency", "emergency", "ambulance-now"),
    )
    starts = ("triage 40.0 %", "within-one 80.0 %", "too-low 20.0 %", "too-high 40.0 %")
    for start in starts:
        assert any(one.startswith(start) for one in report), start
    assert "full due-emergency ambulance 0, hospital 1, urgent 0, routine 1, self-care 0" in report
    assert (
        "full due-no-emergency ambulance 1, hospital 0, urgent 0, routine 0, self-care 1" in report
    )
    assert "questions 8.0" in report


def test_one_case_in_three_wordings_should_come_to_one_level(knowledge: Knowledge) -> None:
    same = [_held(f"a/{one}", "routine", "routine", "") for one in ("structured", "minimal")]
    differs = [
        _held("b/structured", "urgent", "urgent", ""),
        _held("b/minimal", "urgent", "routine", ""),
    ]
    report = _report(knowledge, *same, *differs)
    for start in ("same-in-all-wordings 50.0 %", "structured triage 100", "minimal triage 50"):
        assert any(one.startswith(start) for one in report), start


def test_cases_with_the_same_id_are_told_apart(tmp_path: Path) -> None:
    rows = [{"id": "a", "text": f"A cough for {days} days.", "gold": "routine"} for days in (2, 3)]
    assert [one.id for one in _read(tmp_path, *rows)] == ["a", "a#2"]
