"""A person plays the patient: questions come out, answers go in, results come at last."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bedside.assessment import Knowledge, Question
from bedside.cli.main import app
from bedside.errors import Invalid
from bedside.evaluation import cases_of
from bedside.evaluation.cases import Story
from bedside.evaluation.patient import SimulatedPatient
from bedside.evaluation.played import ANSWERS, CASES, INTERVIEWS, OPENINGS, QUESTIONS, play_on
from tests.evaluation.made_up import write


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _put(path: Path, *rows: dict[str, Any]) -> None:
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")


def _answers(knowledge: Knowledge, folder: Path, cases: Path) -> list[dict[str, Any]]:
    """What somebody would answer who has read the cases."""
    known = {one.id: one.knows for one in cases_of("triage", cases)}
    given = []
    for row in _lines(folder / QUESTIONS):
        story = known[row["case"]]
        assert isinstance(story, Story)
        said = SimulatedPatient(knowledge, story, "narrative").answer(Question.from_data(row))
        answer = {"case": row["case"], "turn": row["turn"], "answer": said.value}
        given.append({**answer, "unstated": list(said.unstated)})
    return given


def test_questions_out_and_answers_in_until_all_have_results(
    knowledge: Knowledge, tmp_path: Path
) -> None:
    cases, folder = write(tmp_path, "triage"), tmp_path / "playing"
    out = tmp_path / "results.jsonl"
    command = ["evaluate", "triage", str(cases), "--played", str(folder), "--out", str(out)]
    done = CliRunner().invoke(app, command)
    assert "0 of 2 cases have a result; 2 wait in" in done.output
    for _ in range(60):
        if not _lines(folder / QUESTIONS):
            break
        _put(folder / ANSWERS, *_answers(knowledge, folder, cases))
        done = CliRunner().invoke(app, command)
        assert done.exit_code == 0, done.output
    printed = done.output.splitlines()
    assert printed[0] == "cases 2" and printed[1].split() == ["figure", "played"]
    assert any(line.startswith("triage ") for line in printed)
    first, second = _lines(out)
    assert (first["id"], first["triage"]) == ("t1", "emergency")
    assert first["gold"]["triage"] == "emergency" and second["gold"]["triage"] == "self-care"
    assert first["flags"] and first["questions"][0].keys() == second["questions"][0].keys()
    beside = CliRunner().invoke(app, [*command, "--way", "full"])
    assert beside.output.splitlines()[1].split() == ["figure", "played", "full"]


def test_the_player_does_not_see_the_truth(knowledge: Knowledge, tmp_path: Path) -> None:
    play_on(knowledge, cases_of("triage", write(tmp_path, "triage")), tmp_path / "playing")
    for name in (CASES, QUESTIONS):
        text = (tmp_path / "playing" / name).read_text("utf-8")
        assert "Crushing chest pain" in text or name == QUESTIONS
        assert "secret" not in text and "expected" not in text and "gold" not in text


def test_the_first_words_come_from_a_file_or_are_asked(
    knowledge: Knowledge, tmp_path: Path
) -> None:
    cases = cases_of("triage", write(tmp_path, "triage"))
    asked, given = tmp_path / "asked", tmp_path / "given"
    play_on(knowledge, cases, asked)
    given.mkdir()
    opening = {"text": "I have a runny nose.", "age": 25, "sex": "f", "speaker": "self"}
    _put(given / OPENINGS, {"case": "t2", **opening})
    play_on(knowledge, cases, given)
    first = {row["case"]: row["id"] for row in _lines(asked / QUESTIONS)}
    other = {row["case"]: row["id"] for row in _lines(given / QUESTIONS)}
    assert first["t2"].startswith("about.") and not other["t2"].startswith("about.")
    assert _lines(given / INTERVIEWS)[1]["opening"]["text"] == "I have a runny nose."


def test_an_answer_counts_once_and_a_wrong_one_leaves_the_question_open(
    knowledge: Knowledge, tmp_path: Path
) -> None:
    cases = cases_of("triage", write(tmp_path, "triage"))
    play_on(knowledge, cases, tmp_path)
    _put(
        tmp_path / ANSWERS,
        {"case": "t1", "turn": 1, "answer": "nonsense"},
        {"case": "t2", "turn": 1, "answer": "self"},
        {"case": "t2", "turn": 1, "answer": "self"},
        {"case": "nobody", "turn": 1, "answer": "self"},
    )
    again = play_on(knowledge, cases, tmp_path)
    assert [one.split(":")[0] for one in again.refused] == ["t1, turn 1", "nobody"]
    turns = {row["case"]: row["turn"] for row in _lines(tmp_path / QUESTIONS)}
    assert turns == {"t1": 1, "t2": 2}
    play_on(knowledge, cases, tmp_path)
    assert {row["case"]: row["turn"] for row in _lines(tmp_path / QUESTIONS)} == turns


def test_other_knowledge_and_cases_without_text_are_refused(
    knowledge: Knowledge, tmp_path: Path
) -> None:
    cases = cases_of("triage", write(tmp_path, "triage"))
    play_on(knowledge, cases, tmp_path)
    kept = [{**row, "knowledge": "older"} for row in _lines(tmp_path / INTERVIEWS)]
    _put(tmp_path / INTERVIEWS, *kept)
    with pytest.raises(Invalid, match="other knowledge"):
        play_on(knowledge, cases, tmp_path)
    with pytest.raises(Invalid, match="without texts"):
        play_on(knowledge, cases_of("ddxplus", write(tmp_path, "ddxplus")), tmp_path / "new")
    with pytest.raises(Invalid, match="played twice"):
        play_on(knowledge, [*cases, *cases], tmp_path / "new")
