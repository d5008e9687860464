"""One interview with the simulated patient, told in one of several ways.

``full``: the engine reads the whole case, as from a clinician. ``lay``: without what only an
examination or a test could know, which the patient then does not know either. ``first``: only the
opening words; the rest has to be asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from bedside.assessment import (
    Age,
    Interview,
    Knowledge,
    Opening,
    Question,
    Result,
    advance,
    begin,
    explanations,
    go_on,
)
from bedside.assessment.facts import YES
from bedside.evaluation.cases import Part, Speaker, Story
from bedside.evaluation.patient import Answer, Mode, SimulatedPatient, age_of
from bedside.evaluation.reader.sentences import without_examination

Way = Literal["full", "lay", "first"]
WAYS: tuple[Way, ...] = ("full", "lay", "first")
TOP = 5
_SELF_FROM = Age.years(16)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the engine made of a case: its level where the product stops (None where it has none to
    give), the conditions it ranks first after all questions, and how many were asked.

    ``screens`` and ``items`` (lines of tick lists count one each) are those up to the result;
    ``asked`` holds every question with its answer, also those after it. ``within``, ``flags`` and
    ``present`` are why: by when, the red flags that fired, and the findings taken as there.
    """

    triage: str | None
    top: tuple[str, ...]
    screens: int
    items: int
    asked: tuple[dict[str, Any], ...]
    within: str | None = None
    flags: tuple[str, ...] = ()
    present: tuple[str, ...] = ()


def hold(
    knowledge: Knowledge, story: Story, way: Way, mode: Mode, *, ranking: bool = True
) -> Outcome:
    """Hold the interview up to the product's result, then ask on for the ranking."""
    known = _laymans(story) if way == "lay" else story
    patient = SimulatedPatient(knowledge, known, mode)
    return play(knowledge, opening_of(known, way), patient.answer, ranking=ranking)


def play(
    knowledge: Knowledge,
    opening: Opening,
    answer: Callable[[Question], Answer],
    *,
    ranking: bool = True,
) -> Outcome:
    """Answer until nothing is left to ask; the level is that of the first result.

    Without ``ranking`` it ends there.
    """
    asked: list[dict[str, Any]] = []
    ended = interview = _until_result(knowledge, begin(knowledge, opening), answer, asked)
    screens = len(asked)
    while ranking and isinstance((ahead := go_on(knowledge, interview)).step, Question):
        interview = _until_result(knowledge, ahead, answer, asked)
    last = interview if ranking else ended
    return outcome_of(knowledge, ended, asked, screens=screens, ranked_after=last)


def outcome_of(
    knowledge: Knowledge,
    ended: Interview,
    asked: Sequence[dict[str, Any]],
    *,
    screens: int | None = None,
    ranked_after: Interview | None = None,
) -> Outcome:
    """What came of an interview that has its result, after these questions.

    ``ranked_after`` is the same interview asked on, ``screens`` how many were before the result.
    """
    result = ended.step
    assert isinstance(result, Result)
    shares = explanations(knowledge, ranked_after or ended)[:TOP]
    return Outcome(
        triage=result.triage,
        top=tuple(name for name, share in shares if share > 0),
        screens=len(asked) if screens is None else screens,
        items=_items(ended),
        asked=tuple(asked),
        within=result.when,
        flags=tuple(one.id for one in ended.fired),
        present=tuple(name for name, value in ended.patient.values.items() if value == YES),
    )


def opening_of(story: Story, way: Way) -> Opening:
    """What the engine is given before its first question; never anything of the truth."""
    text = story.statement if way == "first" else story.text
    return Opening(text, story.age, story.sex, _speaker(story, way))


def _speaker(story: Story, way: Way) -> Speaker:
    """Whoever the set names; a clinician tells everything, and nobody else speaks as one."""
    if way == "full":
        return story.speaker or "staff"
    if story.speaker not in (None, "staff"):
        return story.speaker
    age = age_of(story)
    return "self" if age is None or age >= _SELF_FROM else "parent"


def _laymans(story: Story) -> Story:
    parts = tuple(Part(one.kind, without_examination(one.text)) for one in story.parts)
    return replace(story, parts=parts, measured={})


def _until_result(
    knowledge: Knowledge,
    interview: Interview,
    answer: Callable[[Question], Answer],
    asked: list[dict[str, Any]],
) -> Interview:
    while isinstance(interview.step, Question):
        said = answer(interview.step)
        asked.append(record(interview.step, said))
        interview = advance(knowledge, interview, said.value, unstated=said.unstated)
    return interview


def _items(interview: Interview) -> int:
    return sum(len(one.offered) or 1 for one in interview.answers)


def record(question: Question, said: Answer) -> dict[str, Any]:
    """A question and its answer, as results list them."""
    return {
        "id": question.id,
        "text": question.text,
        "offered": list(question.offered),
        "answer": said.value,
        "not_stated": list(said.unstated),
        "support": [
            {"about": about, "start": one.start, "end": one.end, "text": one.text}
            for about, one in said.support
        ],
    }
