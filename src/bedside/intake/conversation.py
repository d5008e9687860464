"""What is sealed about an assessment: the words, the interview, every turn as it was shown.

The engine keeps answers by question id. The record also keeps each question as the patient read
it, because wording changes over the years and a doctor must see what was really asked, and it
keeps what was taken back; the interview itself remembers the red flags that this un-fired.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bedside.assessment import (
    Interview,
    InvalidAnswer,
    Opening,
    Question,
    Result,
    advance,
    begin,
    change,
    restate_life_threats,
    resume,
    undo,
)
from bedside.errors import Conflict, Invalid
from bedside.intake.engine import knowledge

Data = dict[str, Any]


@dataclass(frozen=True)
class Conversation:
    """An interview and its record. Changing it returns a new one.

    `turns` are `{question, answer, label}` for each answer of the interview, oldest first.
    `corrections` are turns that were undone or changed, each with `at`; `dropped` are turns whose
    question no longer follows from the answers, or is gone from newer knowledge.
    """

    complaint: str
    interview: Interview
    turns: tuple[Data, ...] = ()
    corrections: tuple[Data, ...] = ()
    dropped: tuple[Data, ...] = ()

    @classmethod
    def opened(cls, opening: Opening) -> "Conversation":
        return cls(opening.text, begin(knowledge(), opening))

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> "Conversation":
        """Continue a sealed conversation; one from older knowledge is replayed by question id."""
        stored = cls(
            body["complaint"],
            resume(knowledge(), body["interview"]),
            tuple(body["turns"]),
            tuple(body["corrections"]),
            tuple(body["dropped"]),
        )
        return stored._matched()

    def to_body(self) -> Data:
        return {
            "complaint": self.complaint,
            "interview": self.interview.to_data(),
            "turns": list(self.turns),
            "corrections": list(self.corrections),
            "dropped": list(self.dropped),
        }

    def answered(self, question_id: str, answer: Any) -> "Conversation":
        """Answer the question being asked. Raises Conflict for another one, Invalid."""
        question = self.interview.step
        if not isinstance(question, Question) or question.id != question_id:
            raise Conflict("This question is not being asked now.")
        with _answers_checked():
            interview = advance(knowledge(), self.interview, answer)
        turn = _turn(question.to_data(), interview.answers[-1].answer)
        return replace(self, interview=interview, turns=(*self.turns, turn))

    def gone_back(self, now: datetime) -> "Conversation":
        """Take the last answer back. Raises Conflict when there is none."""
        if not self.turns:
            raise Conflict("There is nothing to go back to.")
        return replace(
            self,
            interview=undo(knowledge(), self.interview),
            turns=self.turns[:-1],
            corrections=(*self.corrections, _taken_back(self.turns[-1], now)),
        )

    def changed(self, question_id: str, answer: Any, now: datetime) -> "Conversation":
        """Replace an earlier answer and replay the rest. Raises Conflict, Invalid."""
        places = [at for at, turn in enumerate(self.turns) if _id(turn) == question_id]
        if not places:
            raise Conflict("This question was not answered.")
        with _answers_checked():
            interview = change(knowledge(), self.interview, question_id, answer)
        at = places[-1]
        was = self.turns[at]
        said = [one.answer for one in interview.answers if one.question_id == question_id]
        edited = replace(
            self,
            interview=interview,
            turns=(*self.turns[:at], _turn(was["question"], said[-1]), *self.turns[at + 1 :]),
            corrections=(*self.corrections, _taken_back(was, now)),
        )
        return edited._matched()

    def asked_again(self) -> "Conversation":
        """Put the life-threat screen once more, before a result that has become old."""
        return replace(self, interview=restate_life_threats(knowledge(), self.interview))

    def _matched(self) -> "Conversation":
        """Keep one turn for each answer that still counts, in order; the others are dropped."""
        kept: list[Data] = []
        dropped: list[Data] = []
        counted = [answered.question_id for answered in self.interview.answers]
        for turn in self.turns:
            still_counts = len(kept) < len(counted) and _id(turn) == counted[len(kept)]
            (kept if still_counts else dropped).append(turn)
        return replace(self, turns=tuple(kept), dropped=(*self.dropped, *dropped))


def is_finished(body: Mapping[str, Any]) -> bool:
    """Whether a sealed body has a result."""
    return bool(body["interview"]["step"]["type"] == Result.type)


def step_of(body: Mapping[str, Any]) -> Question | Result:
    """Return the question being asked in a sealed body, or the result."""
    step = body["interview"]["step"]
    return Result.from_data(step) if is_finished(body) else Question.from_data(step)


@contextmanager
def _answers_checked() -> Iterator[None]:
    """Turn the engine's refusal of an answer into the house's own."""
    try:
        yield
    except InvalidAnswer as error:
        raise Invalid(fields={"answer": error.detail}) from error


def _id(turn: Data) -> str:
    return str(turn["question"]["id"])


def _turn(question: Data, answer: Any) -> Data:
    """Return the record of a question and of its answer, in the engine's checked form."""
    plain = list(answer) if isinstance(answer, tuple) else answer
    return {"question": question, "answer": plain, "label": _label(question, plain)}


def _taken_back(turn: Data, now: datetime) -> Data:
    return {**turn, "at": now.isoformat()}


_COMMON = {"yes": "Yes", "no": "No", "not_sure": "I don't know", "not_stated": "Not stated"}


def _label(question: Data, answer: Any) -> str:
    """Return the answer in the words that the patient chose from."""
    words = {option["id"]: option["label"] for option in question.get("options") or ()}
    if question["kind"] == "confirm" and isinstance(answer, list):
        lines = (one.rpartition("=") for one in answer)
        said = ((words.get(line, line), _COMMON[value].lower()) for line, _, value in lines)
        return "; ".join(f"{line}: {value}" for line, value in said) or "Nothing confirmed"
    if isinstance(answer, list):
        return ", ".join(words.get(one, str(one)) for one in answer) or "None of these"
    if isinstance(answer, float):
        return f"{answer:g} {question['unit']}".strip()
    return words.get(answer) or _COMMON.get(answer) or str(answer)
