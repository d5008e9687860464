"""A made-up patient at the keyboard: answers the interview from a story, always the same way.

What the story says is there is answered yes, everything else no. Questions that a story rarely
settles (when it began, how bad it is) get a plain answer chosen by the question's own id, so that
a run can be repeated to the letter.
"""

import tomllib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

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


def answer(question: Mapping[str, Any], story: Story) -> Answer:
    """Answer one question (as the interview's data) the way the person in `story` would."""
    said = story.say.get(question["id"])
    if said is not None and _fits(said, question):
        return said
    return _BY_KIND[question["kind"]](question, story)


def _fits(said: Answer, question: Mapping[str, Any]) -> bool:
    """A story's choice that the question does not offer is not forced on it."""
    if question["kind"] == "choice":
        return said in _option_ids(question)
    return True


def _yes_no(question: Mapping[str, Any], story: Story) -> Answer:
    return "yes" if question["id"] in story.yes else "no"


def _many(question: Mapping[str, Any], story: Story) -> Answer:
    wanted = story.yes | set(question.get("preselected") or ())
    return [option for option in _option_ids(question) if option in wanted]


def _choice(question: Mapping[str, Any], story: Story) -> Answer:
    options = _option_ids(question)
    named = [option for option in options if option in story.yes]
    return named[0] if named else options[_steady(question["id"], story) % len(options)]


def _number(question: Mapping[str, Any], story: Story) -> Answer:
    if question["part"] == "vitals":
        return "not_sure"
    low, high = question.get("min") or 0, question.get("max") or 10
    return low + _steady(question["id"], story) % max(1, int((high - low) * 0.7))


def _text(question: Mapping[str, Any], story: Story) -> Answer:
    del question, story
    return "Nothing that I know of."


_BY_KIND = {
    "yes_no": _yes_no,
    "many": _many,
    "choice": _choice,
    "number": _number,
    "text": _text,
}


def _option_ids(question: Mapping[str, Any]) -> list[str]:
    return [option["id"] for option in question["options"]]


def _steady(question_id: str, story: Story) -> int:
    """Return a number that depends on the question and the story only, not on the process."""
    return zlib.crc32(f"{question_id} {story.text}".encode())
