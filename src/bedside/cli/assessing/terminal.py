"""An interview with a person at the terminal: back, don't know, why, save and quit, resume."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape

from bedside.assessment import (
    Interview,
    InvalidAnswer,
    Knowledge,
    Numbers,
    Opening,
    Question,
    advance,
    begin,
    filled,
    restate_life_threats,
    resume,
    undo,
)
from bedside.cli.assessing.screens import show_notice, show_question, show_result
from bedside.limits import COMPLAINT, at_most

NOT_A_SAVED_INTERVIEW = "That file does not hold an interview saved by bedside assess."


class NotSavedError(ValueError):
    """The file to resume from is not a saved interview."""


def converse(knowledge: Knowledge, console: Console, file: Path | None, numbers: Numbers) -> bool:
    """Interview until the result (True) or until the person quits (False); ``file`` is where an
    unfinished interview is kept."""
    interview = _opened(knowledge, console, file)
    while isinstance(interview.step, Question):
        if interview.notice is not None:
            show_notice(console, filled(interview.notice, numbers))
        show_question(console, interview.step, interview.progress)
        said = console.input("> ").strip()
        if said == "q":
            return _quit(console, interview, file)
        interview = _turn(knowledge, console, interview, said)
    show_result(console, filled(interview.step, numbers))
    if file is not None:
        file.unlink(missing_ok=True)
    return True


def _opened(knowledge: Knowledge, console: Console, file: Path | None) -> Interview:
    if file is not None and file.exists():
        console.print("Taking up where you left off. First, the emergency signs once more.")
        return restate_life_threats(knowledge, load_saved(knowledge, file))
    console.print("[bold]What is wrong?[/bold] Tell it in your own words.")
    while len(said := console.input("> ")) > COMPLAINT:
        console.print(at_most(COMPLAINT), style="bold red")
    return begin(knowledge, Opening(said))


def load_saved(knowledge: Knowledge, file: Path) -> Interview:
    """Read a saved interview; raises NotSavedError."""
    try:
        return resume(knowledge, json.loads(file.read_text("utf-8")))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotSavedError(NOT_A_SAVED_INTERVIEW) from error


def _turn(knowledge: Knowledge, console: Console, interview: Interview, said: str) -> Interview:
    question = interview.step
    assert isinstance(question, Question)
    try:
        if said == "b":
            return undo(knowledge, interview)
        if said == "w":
            console.print(escape(question.why), style="italic")
            return interview
        return advance(knowledge, interview, understood(question, said))
    except InvalidAnswer as error:
        console.print(escape(error.detail), style="bold red")
        return interview


def understood(question: Question, said: str) -> Any:
    """What was typed, as the engine takes it; what cannot be read is passed on to be refused."""
    if said == "?":
        return "not_sure"
    if question.kind == "yes_no":
        return {"y": "yes", "yes": "yes", "n": "no", "no": "no"}.get(said.lower(), said)
    if question.kind == "choice":
        return _picked(question, said)
    if question.kind == "confirm" and not said:
        return dict(question.proposed)
    if question.kind in ("many", "confirm"):
        if not said:
            return list(question.preselected)
        return [_picked(question, one) for one in said.replace(",", " ").split()]
    return said


def _picked(question: Question, said: str) -> str:
    """The id of the option with this number; or the text itself, which may be an id."""
    number = int(said) if said.isascii() and said.isdigit() and len(said) < 4 else 0
    return question.option_ids[number - 1] if 1 <= number <= len(question.options) else said


def _quit(console: Console, interview: Interview, file: Path | None) -> bool:
    if file is None:
        console.print("Nothing was kept. Start with --file to be able to go on later.")
        return False
    written = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(written, "w", encoding="utf-8") as out:
        json.dump(interview.to_data(), out, ensure_ascii=False)
    console.print(f"Kept in {escape(str(file))}, readable by you alone. Run again to go on.")
    return False
