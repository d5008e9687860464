"""A made-up patient at the keyboard: answers the interview from a story, always the same way.

What the story says is there is answered yes, everything else no. What a story leaves open (how it
began, how bad it is) gets a plain, undramatic answer.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from bedside.assessment import Question

Answer = str | float | list[str]


@dataclass(frozen=True)
class Story:
    """One written complaint and the findings behind it; `ages` is inclusive, in years."""

    text: str
    ages: tuple[int, int]
    sex: str | None = None
    yes: frozenset[str] = frozenset()
    say: Mapping[str, Answer] = field(default_factory=dict)

    def suits(self, age: int, sex: str) -> bool:
        """Could a patient of this age (years) and sex have written it?"""
        return self.ages[0] <= age <= self.ages[1] and self.sex in (None, sex)


def stories() -> list[Story]:
    """Read the written complaints that come with Bedside."""
    text = files(__package__).joinpath("stories.toml").read_text("utf-8")
    return [_story(entry) for entry in tomllib.loads(text)["story"]]


def _story(entry: dict[str, Any]) -> Story:
    youngest, oldest = entry["ages"]
    return Story(
        text=entry["text"],
        ages=(youngest, oldest),
        sex=entry.get("sex"),
        yes=frozenset(entry.get("yes", ())),
        say=entry.get("say", {}),
    )


PLAIN: dict[str, Answer] = {
    "about.patient-present": "yes",
    "amount": "a-little",
    "duration": 3,
    "onset": "days",
    "severity": 4,
    "timing": "comes-and-goes",
    "times": 2,
    "trend": "same",
}
"""What is answered when the story leaves it open: by question, or by the attribute asked about."""


def answer(question: Question, story: Story) -> Answer:
    """Answer one question the way the person in `story` would."""
    said = _said(question.id, story.say)
    if said is None:
        said = _ANSWERS[question.kind](question, story)
    return said if _fits(said, question) else _open(question)


def _said(question_id: str, answers: Mapping[str, Answer]) -> Answer | None:
    """Look the question up, then the attribute it asks about ("headache.onset": "onset")."""
    return answers.get(question_id, answers.get(question_id.rpartition(".")[2]))


def _yes_no(question: Question, story: Story) -> Answer:
    return _said(question.id, PLAIN) or ("yes" if question.id in story.yes else "no")


def _many(question: Question, story: Story) -> Answer:
    wanted = story.yes | set(question.preselected)
    return [option for option in question.option_ids if option in wanted]


def _choice(question: Question, story: Story) -> Answer:
    named = [option for option in question.option_ids if option in story.yes]
    return named[0] if named else _said(question.id, PLAIN) or question.option_ids[0]


def _number(question: Question, story: Story) -> Answer:
    del story
    said = _said(question.id, PLAIN)
    return "not_sure" if said is None else said


def _text(question: Question, story: Story) -> Answer:
    del question, story
    return "Nothing that I know of."


def _confirm(question: Question, story: Story) -> Answer:
    """Keep what was understood, but for what the story says."""
    said = question.proposed | {one: "yes" for one in question.option_ids if one in story.yes}
    return [f"{line}={value}" for line, value in said.items()]


_ANSWERS = {
    "yes_no": _yes_no,
    "many": _many,
    "confirm": _confirm,
    "choice": _choice,
    "number": _number,
    "text": _text,
}


def _fits(said: Answer, question: Question) -> bool:
    """An answer for an attribute may not be on offer for every symptom."""
    if isinstance(said, list):
        lines = {one.rpartition("=")[0] if question.kind == "confirm" else one for one in said}
        return lines <= set(question.option_ids)
    return question.kind != "choice" or said in question.option_ids


def _open(question: Question) -> Answer:
    return [] if question.kind == "many" else "not_sure"
