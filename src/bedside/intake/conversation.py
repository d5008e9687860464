"""What is sealed about an assessment: the words, the interview, every turn as it was shown.

The engine keeps answers by question id. The record also keeps each question as the patient read
it, because wording changes over the years and a doctor must see what was really asked, and it
keeps what was taken back: an answer that was corrected stays, with the red flags it had fired.
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

    `turns` are `{question, answer, label}`, oldest first; `corrections` are the turns that were
    undone or changed, each with `at` and the flags it had `fired`.
    """

    complaint: str
    interview: Interview
    turns: tuple[Data, ...] = ()
    corrections: tuple[Data, ...] = ()

    @classmethod
    def opened(cls, opening: Opening) -> "Conversation":
        return cls(opening.text, begin(knowledge(), opening))

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> "Conversation":
        """Continue a sealed conversation; one from older knowledge is replayed by question id."""
        data = body["interview"]
        return cls(
            body["complaint"],
            resume(knowledge(), data),
            tuple(body["turns"]),
            tuple(body["corrections"]),
        )

    def to_body(self) -> Data:
        step = self.interview.step
        progress = self.interview.progress
        return {
            "complaint": self.complaint,
            "interview": self.interview.to_data(),
            "step": step.to_data(),
            "result": step.to_data() if isinstance(step, Result) else None,
            "progress": {
                "asked": progress.asked,
                "limit": progress.limit,
                "part": progress.part,
            },
            "turns": list(self.turns),
            "corrections": list(self.corrections),
        }

    @property
    def finished(self) -> bool:
        return isinstance(self.interview.step, Result)

    def answered(self, question_id: str, answer: Any) -> "Conversation":
        """Answer the question being asked. Raises Conflict for another one, Invalid."""
        question = self.interview.step.to_data()
        if question.get("id") != question_id:
            raise Conflict("This question is not being asked now.")
        with _answers_checked():
            interview = advance(knowledge(), self.interview, answer)
        earlier = tuple(turn for turn in self.turns if _id(turn) != question_id)
        return replace(self, interview=interview, turns=(*earlier, _turn(question, interview)))

    def gone_back(self, now: datetime) -> "Conversation":
        """Take the last answer back. Raises Conflict when there is none."""
        if not self.turns:
            raise Conflict("There is nothing to go back to.")
        interview = undo(knowledge(), self.interview)
        return self._corrected(_id(self.turns[-1]), interview, self.turns[:-1], now)

    def changed(self, question_id: str, answer: Any, now: datetime) -> "Conversation":
        """Replace an earlier answer and replay the rest. Raises Conflict, Invalid."""
        if question_id not in map(_id, self.turns):
            raise Conflict("This question was not answered.")
        with _answers_checked():
            interview = change(knowledge(), self.interview, question_id, answer)
        turns = tuple(
            _turn(turn["question"], interview) if _id(turn) == question_id else turn
            for turn in self.turns
        )
        return self._corrected(question_id, interview, turns, now)

    def asked_again(self) -> "Conversation":
        """Put the life-threat screen once more, before a result that has become old."""
        return replace(self, interview=restate_life_threats(knowledge(), self.interview))

    def _corrected(
        self, question_id: str, interview: Interview, turns: tuple[Data, ...], now: datetime
    ) -> "Conversation":
        """Keep the turns that still count; what one of them was before goes on record."""
        was = next(turn for turn in self.turns if _id(turn) == question_id)
        fired = [
            flag
            for answered in self.interview.answers
            if answered.question_id == question_id
            for flag in answered.fired
        ]
        correction = {**was, "fired": fired, "at": now.isoformat()}
        counted = {answered.question_id for answered in interview.answers}
        return replace(
            self,
            interview=interview,
            turns=tuple(turn for turn in turns if _id(turn) in counted),
            corrections=(*self.corrections, correction),
        )


@contextmanager
def _answers_checked() -> Iterator[None]:
    """Turn the engine's refusal of an answer into the house's own."""
    try:
        yield
    except InvalidAnswer as error:
        raise Invalid(fields={"answer": error.detail}) from error


def _id(turn: Data) -> str:
    return str(turn["question"]["id"])


def _turn(question: Data, interview: Interview) -> Data:
    """Return the record of a question and of its answer, in the engine's checked form."""
    answers = [said.answer for said in interview.answers if said.question_id == question["id"]]
    answer = list(answers[-1]) if isinstance(answers[-1], tuple) else answers[-1]
    return {"question": question, "answer": answer, "label": _label(question, answer)}


_COMMON = {"yes": "Yes", "no": "No", "not_sure": "I don't know", "not_stated": "Not stated"}


def _label(question: Data, answer: Any) -> str:
    """Return the answer in the words that the patient chose from."""
    words = {option["id"]: option["label"] for option in question.get("options") or ()}
    if isinstance(answer, list | tuple):
        return ", ".join(words.get(one, str(one)) for one in answer) or "None of these"
    return words.get(answer) or _COMMON.get(answer) or str(answer)
