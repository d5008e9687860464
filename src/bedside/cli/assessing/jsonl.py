"""An interview driven by a program: one JSON object a line, in and out.

First line in: ``{"age": 34, "sex": "female", "text": "..."}`` (each may be missing and is then
asked; ``age`` is years, or ``"5w"``, ``"3m"``; ``speaker`` and ``pregnant`` may be given too).
Then questions go out and ``{"answer": ...}`` or ``{"undo": true}`` come in, until the last line
out is the result. After alarming words a question carries ``notice``: whom to call. A bad line
gives ``{"type": "error", "detail": ...}`` and the question again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import IO, Any

from bedside.assessment import (
    Age,
    Interview,
    InvalidAnswer,
    Knowledge,
    Numbers,
    Opening,
    Result,
    advance,
    begin,
    filled,
    undo,
)
from bedside.limits import COMPLAINT, at_most, normal_newlines

LONGEST_LINE = 100_000
_OPENING = frozenset({"age", "sex", "text", "speaker", "pregnant", "language"})


class BadLineError(ValueError):
    """A line that is not what the protocol expects; the message says what would be."""


def drive(knowledge: Knowledge, lines: Iterable[bytes], out: IO[str], numbers: Numbers) -> bool:
    """Hold the interview; True when it reached its result, False when the input ended before."""
    talk = _Talk(knowledge, out, numbers)
    for line in lines:
        if line.strip():
            talk.hear(line)
        if talk.is_over:
            return True
    return False


class _Talk:
    """One interview over lines."""

    def __init__(self, knowledge: Knowledge, out: IO[str], numbers: Numbers) -> None:
        self.knowledge = knowledge
        self.out = out
        self.numbers = numbers
        self.interview: Interview | None = None

    @property
    def is_over(self) -> bool:
        return self.interview is not None and isinstance(self.interview.step, Result)

    def hear(self, line: bytes) -> None:
        """Take one line in; say the error or nothing, then the current screen."""
        try:
            said = _object(line)
            self.interview = self._next(said)
        except (BadLineError, InvalidAnswer) as error:
            self.say({"type": "error", "detail": str(error)})
        if self.interview is not None:
            self.say(self._screen(self.interview))

    def _screen(self, interview: Interview) -> dict[str, Any]:
        """The current screen; a question that stands below a notice carries it."""
        screen = filled(interview.step, self.numbers).to_data()
        if interview.notice is None or isinstance(interview.step, Result):
            return screen
        return {**screen, "notice": filled(interview.notice, self.numbers).to_data()}

    def _next(self, said: dict[str, Any]) -> Interview:
        if self.interview is None:
            return begin(self.knowledge, opening_of(said))
        if said.keys() == {"undo"} and said["undo"] is True:
            return undo(self.knowledge, self.interview)
        if said.keys() == {"answer"}:
            return advance(self.knowledge, self.interview, said["answer"])
        raise BadLineError('Send {"answer": ...} or {"undo": true}.')

    def say(self, data: dict[str, Any]) -> None:
        self.out.write(json.dumps(data, ensure_ascii=False) + "\n")
        self.out.flush()


def _object(line: bytes) -> dict[str, Any]:
    if len(line) > LONGEST_LINE:
        raise BadLineError(f"A line holds at most {LONGEST_LINE} bytes.")
    try:
        said = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise BadLineError("Each line is one JSON object in UTF-8.") from error
    if not isinstance(said, dict):
        raise BadLineError("Each line is one JSON object in UTF-8.")
    return said


def opening_of(said: dict[str, Any]) -> Opening:
    """Read the first line; raises BadLineError."""
    unknown = said.keys() - _OPENING
    if unknown:
        raise BadLineError(f"The first line may hold {', '.join(sorted(_OPENING))}.")
    text, pregnant = said.get("text") or "", said.get("pregnant")
    if not isinstance(text, str):
        raise BadLineError("text is a text.")
    if len(normal_newlines(text)) > COMPLAINT:
        raise BadLineError(f"text: {at_most(COMPLAINT)}")
    if pregnant not in (None, True, False):
        raise BadLineError("pregnant is true, false or left out.")
    try:
        return Opening(
            text,
            _age(said.get("age")),
            said.get("sex"),
            said.get("speaker"),
            said.get("language") or "en",
            pregnant,
        )
    except (ValueError, TypeError) as error:
        raise BadLineError(str(error)) from error


def _age(said: Any) -> Age | None:
    if said is None:
        return None
    if isinstance(said, str):
        return Age.written(said)
    if isinstance(said, bool) or not isinstance(said, (int, float)) or not 0 <= said <= 130:
        raise BadLineError('age is a number of years from 0 to 130, or written like "5w" or "3m".')
    return Age.years(said)
