"""What a person or program may answer, and how it is checked before it counts.

Nothing reaches the interview unchecked: a wrong answer raises ``InvalidAnswer`` and the state
stays as it was.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bedside import limits
from bedside.assessment.facts import NO, NOT_STATED, NOT_SURE, YES, Value
from bedside.assessment.knowledge.model import Part
from bedside.assessment.questions import NONE, Question
from bedside.assessment.written import NotUnderstood, Wanted, read_measure, read_pressure

Answer = Value | list[str]
_BOTH = re.compile(r"\d\s*(?:/|over|on)\s*\d")
_UPPER = (".top", ".systolic")
"""How the questions for the upper of two blood pressures end."""


class InvalidAnswer(ValueError):
    """The answer does not fit the question; ``detail`` says what would (never the input)."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer as given: the question, what was offered on that screen, which flags it fired.

    ``unstated`` are the lines of a tick list about which a program said nothing.
    """

    question_id: str
    answer: Value
    fired: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    preselected: tuple[str, ...] = ()
    part: Part = "symptoms"
    unstated: tuple[str, ...] = ()

    def to_data(self) -> dict[str, Any]:
        return {
            "question_id": self.question_id,
            "answer": plain(self.answer),
            "fired": list(self.fired),
            "offered": list(self.offered),
            "preselected": list(self.preselected),
            "part": self.part,
            "unstated": list(self.unstated),
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Answered:
        return cls(
            data["question_id"],
            value_of(data["answer"]),
            tuple(data["fired"]),
            tuple(data["offered"]),
            tuple(data["preselected"]),
            data["part"],
            tuple(data.get("unstated", ())),
        )


def plain(value: Value) -> Any:
    """A value as JSON has it."""
    return list(value) if isinstance(value, tuple) else value


def value_of(data: Any) -> Value:
    """A value read back from JSON."""
    return tuple(data) if isinstance(data, list) else data


def check(question: Question, answer: Any) -> Value:
    """Return the answer in the engine's form, or raise InvalidAnswer."""
    if isinstance(answer, str) and answer in (NOT_SURE, NOT_STATED):
        return answer
    if question.kind == "yes_no":
        return _yes_no(answer)
    if question.kind == "choice":
        return _choice(question, answer)
    if question.kind == "many":
        return _many(question, answer)
    if question.kind == "confirm":
        return _confirmed(question, answer)
    if question.kind == "number":
        return _number(question, answer)
    return _text(answer)


def _yes_no(answer: Any) -> Value:
    if isinstance(answer, bool):
        return YES if answer else NO
    if isinstance(answer, str) and answer in (YES, NO):
        return answer
    raise InvalidAnswer('Answer "yes", "no" or "not_sure".')


def _choice(question: Question, answer: Any) -> Value:
    if isinstance(answer, str) and answer in question.option_ids:
        return answer
    raise InvalidAnswer("Answer the id of one of the options.")


def _many(question: Question, answer: Any) -> Value:
    if answer == NONE:
        return ()
    if not isinstance(answer, (list, tuple)) or not all(isinstance(one, str) for one in answer):
        raise InvalidAnswer("Answer a list of option ids; an empty list means none of them.")
    chosen = set(answer)
    if chosen - {*question.option_ids, NONE}:
        raise InvalidAnswer("Every item of the list must be the id of one of the options.")
    if NONE in chosen and len(chosen) > 1:
        raise InvalidAnswer('"none" cannot be chosen together with something else.')
    return tuple(one for one in question.option_ids if one in chosen and one != NONE)


def _confirmed(question: Question, answer: Any) -> Value:
    """``("fever=yes", "rash=not_sure")``, from a mapping of lines to answers or in that form.

    A list of ids alone says yes to these and leaves the others as they were proposed: what stood
    as yes and is not named is a no, what was only offered stays unknown.
    """
    said = answer if isinstance(answer, Mapping) else _listed(question, answer)
    if not all(isinstance(one, str) for pair in said.items() for one in pair):
        raise InvalidAnswer(_CONFIRM)
    if set(said) - set(question.offered) or set(said.values()) - _CONFIRMING:
        raise InvalidAnswer(_CONFIRM)
    return tuple(f"{one}={said[one]}" for one in question.offered if one in said)


_CONFIRM = 'Answer each line by its id with "yes", "no" or "not_sure".'
_CONFIRMING = frozenset({YES, NO, NOT_SURE})


def _listed(question: Question, answer: Any) -> dict[str, str]:
    answer = [] if answer == NONE else answer
    if not isinstance(answer, (list, tuple)) or not all(isinstance(one, str) for one in answer):
        raise InvalidAnswer(_CONFIRM)
    pairs = [one.rpartition("=") for one in answer if one.rpartition("=")[2] in _CONFIRMING]
    if pairs and len(pairs) == len(answer):
        return {name: said for name, _, said in pairs}
    named = dict.fromkeys((one for one in answer if one != NONE), YES)
    return {**dict.fromkeys(question.proposed, NO), **named}


def _number(question: Question, answer: Any) -> Value:
    wanted = Wanted(question.unit, question.minimum, question.maximum)
    if isinstance(answer, str):
        return _written(question, answer, wanted)
    is_number = isinstance(answer, (int, float)) and not isinstance(answer, bool)
    # Neither NaN nor a whole number beyond every float compares as small enough.
    if not is_number or not abs(answer) <= sys.float_info.max:
        raise InvalidAnswer(wanted.sentence)
    if not wanted.allows(answer):
        raise InvalidAnswer(wanted.between)
    return float(answer)


def _written(question: Question, answer: str, wanted: Wanted) -> float:
    """A number as a person wrote it; of "120/80" the half that was asked for."""
    try:
        if wanted.unit == "mmHg" and _BOTH.search(answer):
            top, bottom = read_pressure(answer)
            answer = str(top if question.id.endswith(_UPPER) else bottom)
        return read_measure(answer, wanted)
    except NotUnderstood as error:
        raise InvalidAnswer(error.detail) from error


def _text(answer: Any) -> Value:
    if not isinstance(answer, str):
        raise InvalidAnswer("Answer a text.")
    text = limits.normal_newlines(answer)
    if len(text) > limits.ANSWER:
        raise InvalidAnswer(limits.at_most(limits.ANSWER))
    return clean_text(text)


def clean_text(text: str) -> str:
    """Drop what cannot be stored or shown (lone surrogates, control characters)."""
    whole = limits.normal_newlines(text).encode("utf-8", "ignore").decode("utf-8")
    shown = (one if one.isprintable() or one == "\n" else " " for one in whole)
    return "".join(shown)[: limits.ANSWER]
