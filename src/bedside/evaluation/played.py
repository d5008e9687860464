"""Many interviews side by side, answered by a person instead of the simulated patient.

A folder holds one playing. What the player reads: ``cases.jsonl`` (the cases without what they are
labelled with) and ``questions.jsonl`` (the question that each case waits for). What the player
writes: ``answers.jsonl`` and, if the first words are given beforehand, ``openings.jsonl``. Each
call applies the answers and writes the next questions, until every case has its result. The
answers so far are in ``interviews.jsonl``; an answer to a question that is no longer open is passed
over, so a file of answers may grow, or be given twice.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bedside.assessment import (
    Age,
    Interview,
    InvalidAnswer,
    Knowledge,
    Opening,
    Question,
    Result,
    advance,
    begin,
)
from bedside.errors import Invalid
from bedside.evaluation.cases import Case, Evidence
from bedside.evaluation.formats.files import json_lines, sex_of
from bedside.evaluation.interviews import outcome_of, record
from bedside.evaluation.patient import Answer
from bedside.evaluation.running import Evaluated

WAY = "played"
CASES, OPENINGS, QUESTIONS = "cases.jsonl", "openings.jsonl", "questions.jsonl"
ANSWERS, INTERVIEWS = "answers.jsonl", "interviews.jsonl"


@dataclass(frozen=True, slots=True)
class Round:
    """How far a playing is: the cases that have a result, how many wait for an answer, and the
    answers that could not be taken, each in a sentence."""

    done: tuple[Evaluated, ...]
    waiting: int
    refused: tuple[str, ...]


@dataclass(slots=True)
class _Held:
    """One interview: what was answered, and where it stands."""

    case: Case
    interview: Interview
    given: list[dict[str, Any]]
    asked: list[dict[str, Any]]

    @property
    def turn(self) -> int:
        return len(self.given) + 1

    def answer(self, knowledge: Knowledge, given: Mapping[str, Any]) -> None:
        """Raises InvalidAnswer, and then nothing has changed."""
        step, value = self.interview.step, given["answer"]
        unstated = tuple(given.get("unstated", ()))
        self.interview = advance(knowledge, self.interview, value, unstated=unstated)
        assert isinstance(step, Question)
        self.asked.append(record(step, Answer(value, unstated)))
        self.given.append({"answer": value, "unstated": list(unstated)})


def play_on(knowledge: Knowledge, cases: list[Case], folder: Path) -> Round:
    """Apply the answers of the folder and write the next questions.

    Raises Invalid for a set that has no text, for files that are not in this form, and for a
    folder whose interviews were begun with other knowledge.
    """
    _can_be_played(cases)
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / CASES, (_sheet(case) for case in cases))
    held = _begun(knowledge, cases, folder)
    refused = list(_answered(knowledge, held, _rows(folder / ANSWERS)))
    _write(folder / INTERVIEWS, (_stored(knowledge, one) for one in held.values()))
    waiting = [one for one in held.values() if isinstance(one.interview.step, Question)]
    _write(folder / QUESTIONS, map(_pending, waiting))
    done = tuple(_evaluated(knowledge, one) for one in held.values() if one not in waiting)
    return Round(done, len(waiting), tuple(refused))


def _can_be_played(cases: list[Case]) -> None:
    if any(isinstance(case.knows, Evidence) for case in cases):
        raise Invalid("A set without texts cannot be played.")
    if len({case.id for case in cases}) < len(cases):
        raise Invalid("A case cannot be played twice: give each its own id.")


def _sheet(case: Case) -> dict[str, Any]:
    """What the player may know of a case."""
    story = case.knows
    assert not isinstance(story, Evidence)
    parts = [{"kind": part.kind, "text": part.text} for part in story.parts if part.text]
    days = story.age.in_days if story.age else None
    told = {"case": case.id, "opening": story.statement, "parts": parts, "age_days": days}
    return {**told, "sex": story.sex, "speaker": story.speaker, "measured": dict(story.measured)}


def _begun(knowledge: Knowledge, cases: list[Case], folder: Path) -> dict[str, _Held]:
    """Every interview as it was left, begun where there is none yet."""
    stored = {str(row.get("case")): row for row in _rows(folder / INTERVIEWS)}
    openings = {str(row.get("case")): row for row in _rows(folder / OPENINGS)}
    return {
        case.id: _again(knowledge, case, stored[case.id])
        if case.id in stored
        else _held(knowledge, case, _opening(openings.get(case.id, {})))
        for case in cases
    }


def _held(knowledge: Knowledge, case: Case, opening: Opening) -> _Held:
    return _Held(case, begin(knowledge, opening), [], [])


def _again(knowledge: Knowledge, case: Case, row: Mapping[str, Any]) -> _Held:
    if row.get("knowledge") != knowledge.version:
        raise Invalid("These interviews were begun with other knowledge: play in a new folder.")
    try:
        held = _held(knowledge, case, Opening.from_data(row["opening"]))
        for given in row["answers"]:
            held.answer(knowledge, given)
    except (KeyError, TypeError, ValueError, InvalidAnswer) as error:
        raise Invalid(f"{INTERVIEWS} was changed by another hand.") from error
    return held


def _opening(row: Mapping[str, Any]) -> Opening:
    """The first words and what else is known beforehand; all of it is asked where it is not given.

    Raises Invalid for what no opening can be.
    """
    try:
        years = row.get("age")
        age = None if years is None else Age.years(float(years))
        sex = sex_of(row.get("sex") or "")
        return Opening(str(row.get("text", "")), age, sex, row.get("speaker"))
    except (TypeError, ValueError) as error:
        raise Invalid(f"{OPENINGS}: {row.get('case')} is no opening.") from error


def _answered(
    knowledge: Knowledge, held: Mapping[str, _Held], rows: Iterable[Mapping[str, Any]]
) -> Iterator[str]:
    """Answer what is open, in the order of the file; yields why an answer was not taken."""
    for row in rows:
        one = held.get(str(row.get("case")))
        if one is None:
            yield f"{row.get('case')}: there is no such case"
            continue
        if row.get("turn") != one.turn or not isinstance(one.interview.step, Question):
            continue
        if "answer" not in row:
            yield f"{one.case.id}, turn {one.turn}: it has no answer"
            continue
        try:
            one.answer(knowledge, row)
        except InvalidAnswer as error:
            yield f"{one.case.id}, turn {one.turn}: {error.detail}"


def _pending(one: _Held) -> dict[str, Any]:
    """A question as the product shows it, and what stands above it."""
    step, notice = one.interview.step, one.interview.notice
    assert isinstance(step, Question)
    shown = {"case": one.case.id, "turn": one.turn, **step.to_data()}
    return {**shown, "notice": notice.to_data() if notice else None}


def _stored(knowledge: Knowledge, one: _Held) -> dict[str, Any]:
    opening = one.interview.opening.to_data()
    told = {"case": one.case.id, "knowledge": knowledge.version, "opening": opening}
    return {**told, "answers": one.given}


def _evaluated(knowledge: Knowledge, one: _Held) -> Evaluated:
    assert isinstance(one.interview.step, Result)
    return Evaluated(one.case, {WAY: outcome_of(knowledge, one.interview, one.asked)})


def _rows(path: Path) -> list[dict[str, Any]]:
    return json_lines(path) if path.exists() else []


def _write(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    lines = (json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
