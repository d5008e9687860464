"""`bedside assess`: by a person and by a program, and both end in the same result."""

from __future__ import annotations

import io
import json
import stat
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import typer
from rich.console import Console
from typer.testing import CliRunner

from bedside.assessment import Interview, Knowledge, Numbers, Question, advance, begin
from bedside.cli.assess import assess
from bedside.cli.assessing.jsonl import drive, opening_of
from bedside.cli.assessing.terminal import NotSavedError, converse, load_saved, understood
from tests.assessment.driving import finish, usual_answer

app = typer.Typer()
app.command()(assess)

FIRST = {
    "age": 34,
    "sex": "female",
    "text": "I've had a pounding headache for three days, 8 out of 10",
}
NUMBERS = Numbers(emergency_number="112", crisis_line="0800 111")
HOURS = {"headache.onset": "hours"}


def _talk(knowledge: Knowledge, lines: Iterable[Any]) -> list[dict[str, Any]]:
    out = io.StringIO()
    raw = (one if isinstance(one, bytes) else json.dumps(one).encode() for one in lines)
    drive(knowledge, raw, out, NUMBERS)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def _whole(knowledge: Knowledge) -> tuple[list[Any], Interview]:
    """The lines that hold one whole interview, and the same interview held directly."""
    interview, lines = begin(knowledge, opening_of(FIRST)), [FIRST]
    while isinstance(interview.step, Question):
        answer = usual_answer(interview.step, HOURS)
        lines.append({"answer": answer})
        interview = advance(knowledge, interview, answer)
    return lines, interview


def test_a_program_gets_questions_and_then_the_result(knowledge: Knowledge) -> None:
    lines, interview = _whole(knowledge)
    out = _talk(knowledge, lines)
    assert [one["type"] for one in out] == ["question"] * (len(lines) - 1) + ["result"]
    question = out[0]
    for key in ("id", "kind", "text", "why", "options", "min", "max"):
        assert key in question
    last = out[-1]
    for key in ("triage", "when", "red_flags", "conditions", "summary"):
        assert key in last
    assert last["triage"] == interview.step.to_data()["triage"]
    assert "{emergency_number}" not in json.dumps(out)
    assert "112" in last["patient"]["notice"]


def test_undo_shows_the_question_before_again(knowledge: Knowledge) -> None:
    lines, _ = _whole(knowledge)
    out = _talk(knowledge, [*lines[:3], {"undo": True}])
    assert out[-1] == out[-3]


@pytest.mark.parametrize(
    "line",
    [b"", b"  ", b"not json", b"[1]", b'"yes"', b"{}", b'{"undo": false}', b'{"undo": true}',
     b'{"answer": "perhaps"}', b'{"answer": NaN}', b'{"answer": ["a", 1]}', b"\xff\xfe",
     b'{"answer": "no", "undo": true}', b"[" * 50_000, b'{"answer": "' + b"x" * 200_000 + b'"}'],
)  # fmt: skip
def test_a_bad_line_gives_an_error_and_the_question_again(
    knowledge: Knowledge, line: bytes
) -> None:
    out = _talk(knowledge, [FIRST, line])
    if not line.strip():
        assert len(out) == 1
        return
    assert [one["type"] for one in out] == ["question", "error", "question"]
    assert out[0] == out[2]
    assert out[1]["detail"]


def test_a_number_is_read_as_it_is_written(knowledge: Knowledge) -> None:
    first = {"text": "cough", "speaker": "self"}
    lines = [first, {"answer": "very old"}, {"answer": "34 years"}]
    asked, error, again, after = _talk(knowledge, lines)
    assert asked["id"] == again["id"] == "about.age"
    assert error["detail"] == "Write it as a number, in years."
    assert after["id"] != "about.age"
    assert understood(begin(knowledge, opening_of(first)).step, "34,5 y") == "34,5 y"


@pytest.mark.parametrize(
    "first",
    [{"age": -1}, {"age": 200}, {"age": True}, {"age": "old"}, {"age": [3]}, {"sex": "f"},
     {"text": 3}, {"text": "x" * 4001}, {"speaker": "nobody"}, {"pregnant": "maybe"},
     {"name": "Asha"}, b"x"],
)  # fmt: skip
def test_a_bad_first_line_is_refused_and_a_good_one_still_taken(
    knowledge: Knowledge, first: object
) -> None:
    out = _talk(knowledge, [first, FIRST])
    assert [one["type"] for one in out] == ["error", "question"]


@pytest.mark.parametrize(
    ("age", "days"), [(34, 12418), (0.5, 182), ("3m", 91), ("10d", 10), (0, 0)]
)
def test_the_age_is_years_or_written_with_its_unit(age: object, days: int) -> None:
    opening = opening_of({"age": age, "text": "cough"})
    assert opening.age is not None
    assert opening.age.in_days == days


def test_input_that_ends_early_is_not_a_success(knowledge: Knowledge) -> None:
    assert not drive(knowledge, [json.dumps(FIRST).encode()], io.StringIO(), NUMBERS)


def test_the_command_itself_end_to_end() -> None:
    lines = [{**FIRST, "text": "I am struggling to breathe"}, {"answer": ["severe-breathlessness"]}]
    code = "import typer; from bedside.cli.assess import assess; typer.run(assess)"
    done = subprocess.run(
        [sys.executable, "-c", code, "--jsonl", "--emergency-number", "999"],
        input="".join(json.dumps(one) + "\n" for one in lines).encode(),
        capture_output=True, timeout=60, check=True,
    )  # fmt: skip
    last = json.loads(done.stdout.splitlines()[-1])
    assert (last["type"], last["triage"]) == ("result", "emergency")
    assert "999" in last["patient"]["what_to_do"][0]


def test_after_alarming_words_a_program_and_a_person_are_told_whom_to_call(
    knowledge: Knowledge,
) -> None:
    (asked,) = _talk(knowledge, [{"text": "I want to kill myself"}])
    assert "112" in asked["notice"]["emergency"]
    assert "0800 111" in asked["notice"]["crisis"]
    assert "notice" not in _talk(knowledge, [FIRST])[0]
    numbers = ["--emergency-number", "112", "--crisis-line", "0800 111"]
    shown = CliRunner().invoke(app, numbers, input="I want to kill myself\nq\n")
    assert shown.output.index("0800 111") < shown.output.index("Question 1 ·")


# -- a person ----------------------------------------------------------------------------------


def _typed(question: Question, answer: Any) -> str:
    """What a person types to give this answer."""
    if answer == "not_sure":
        return "?"
    if question.kind == "confirm":
        kept = [one for one in question.option_ids if answer.get(one) == "yes"]
        named = " ".join(str(question.option_ids.index(one) + 1) for one in kept)
        return "" if answer == question.proposed else named
    if question.kind == "many":
        return " ".join(str(question.option_ids.index(one) + 1) for one in answer) or str(
            len(question.options))  # fmt: skip
    if question.kind == "choice":
        return str(question.option_ids.index(answer) + 1)
    return {"yes": "y", "no": "n"}.get(answer, str(answer))


def _keys(knowledge: Knowledge, so: dict[str, Any]) -> tuple[list[str], Interview]:
    """Keystrokes of one whole interview that starts from the text alone."""
    interview, keys = begin(knowledge, opening_of({"text": FIRST["text"]})), [str(FIRST["text"])]
    while isinstance(interview.step, Question):
        answer = usual_answer(interview.step, so)
        keys.append(_typed(interview.step, answer))
        interview = advance(knowledge, interview, answer)
    return keys, interview


def test_a_complaint_that_is_too_long_is_asked_again() -> None:
    keys = ["x" * 4001, "a cough", "q"]
    shown = CliRunner().invoke(app, input="\n".join(keys) + "\n")
    assert "Write at most 4,000 letters." in shown.output
    assert shown.output.count("Question 1 ·") == 1


SO = {**HOURS, "about.age": 34, "about.sex": "female"}


def test_a_person_and_a_program_end_in_the_same_result(knowledge: Knowledge) -> None:
    keys, interview = _keys(knowledge, SO)
    shown = CliRunner().invoke(app, ["--emergency-number", "112"], input="\n".join(keys) + "\n")
    assert shown.exit_code == 0, shown.output
    assert "ROUTINE" in shown.output
    assert "have not been reviewed by a clinician" in " ".join(shown.output.split())
    again, lines = begin(knowledge, opening_of({"text": FIRST["text"]})), [{"text": FIRST["text"]}]
    while isinstance(again.step, Question):
        answer = usual_answer(again.step, SO)
        lines.append({"answer": answer})
        again = advance(knowledge, again, answer)
    result = _talk(knowledge, lines)[-1]
    assert result["triage"] == interview.step.to_data()["triage"] == "routine"
    for sign in result["patient"]["why"]:
        assert sign[:30] in shown.output


def test_quitting_keeps_the_interview_and_resuming_takes_it_up(
    knowledge: Knowledge, tmp_path: Path
) -> None:
    keys, interview = _keys(knowledge, SO)
    file = tmp_path / "mine.json"
    stop = len(keys) // 2
    runner = CliRunner()
    first = runner.invoke(app, ["--file", str(file)], input="\n".join([*keys[:stop], "q"]) + "\n")
    assert first.exit_code == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    kept = load_saved(knowledge, file)
    assert len(kept.answers) == stop - 1
    rest = finish(knowledge, kept, SO)
    assert rest.step.to_data()["triage"] == interview.step.to_data()["triage"]
    second = runner.invoke(
        app, ["--file", str(file)], input="\n".join([str(_none(kept)), *keys[stop:]]) + "\n"
    )
    assert "ROUTINE" in second.output
    assert not file.exists()


def _none(kept: Interview) -> int:
    """The number of "none of these" on the checklist."""
    return len(next(one for one in kept.answers if one.question_id == "life-threats").offered) + 1


def test_back_why_and_nonsense_do_not_lose_the_place(knowledge: Knowledge) -> None:
    keys, _ = _keys(knowledge, SO)
    messy = [keys[0], "w", "nonsense", keys[1], "b", *keys[1:]]
    shown = CliRunner().invoke(app, [], input="\n".join(messy) + "\n")
    assert shown.exit_code == 0
    assert "ROUTINE" in shown.output


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"opening": 3}', "not json"])
def test_a_file_that_is_not_an_interview_is_refused(
    knowledge: Knowledge, tmp_path: Path, content: str
) -> None:
    file = tmp_path / "other.json"
    file.write_text(content)
    with pytest.raises(NotSavedError):
        load_saved(knowledge, file)
    shown = CliRunner().invoke(app, ["--file", str(file)], input="cough\n")
    assert shown.exit_code == 1
    assert file.read_text() == content


def test_words_with_brackets_are_shown_as_they_are(knowledge: Knowledge) -> None:
    console = Console(file=io.StringIO(), width=200)
    lines = iter(["[bold]cough[/x]", "q"])
    console.input = lambda *_: next(lines)  # type: ignore[method-assign]
    assert converse(knowledge, console, None, NUMBERS) is False


def test_what_is_typed_is_read_by_the_kind_of_question(knowledge: Knowledge) -> None:
    interview = begin(
        knowledge, opening_of({"text": "cough", "age": 30, "sex": "male", "speaker": "self"})
    )
    assert isinstance(interview.step, Question)
    assert understood(interview.step, "1 2") == list(interview.step.option_ids[:2])
    assert understood(interview.step, "") == list(interview.step.preselected)
    assert understood(interview.step, "?") == "not_sure"
