"""What must hold for every interview, whatever is written and answered (hypothesis)."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bedside.assessment import (
    Age,
    Interview,
    Knowledge,
    Opening,
    Previous,
    Question,
    Result,
    advance,
    begin,
    load,
    undo,
)
from bedside.assessment.flags import hurry
from bedside.assessment.knowledge.model import HURRY
from bedside.assessment.words import recognise

KNOWLEDGE = load()
COMPLAINTS = [one.words[0].split("(")[0] for one in KNOWLEDGE.texts.findings.values() if one.words]
UNKNOWN = ("not_sure", "not_stated")
calmly = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)

ages = st.one_of(st.none(), st.integers(0, 110 * 365).map(Age.days))
sexes = st.sampled_from([None, "female", "male", "other"])
speakers = st.sampled_from([None, "self", "parent", "carer", "staff"])
complaints = st.lists(st.sampled_from(COMPLAINTS), min_size=1, max_size=3).map(" and ".join)
previous = st.one_of(st.none(), st.builds(Previous, st.just("self-care"), st.floats(0, 100)))
openings = st.builds(
    Opening, st.one_of(complaints, st.text(max_size=80)), ages, sexes, speakers,
    st.just("en"), st.sampled_from([None, True, False]), previous,
)  # fmt: skip


@st.composite
def answers_to(draw: st.DrawFn, question: Question, calm: bool = True) -> Any:
    """Any valid answer; a calm patient mostly says no, so that interviews get long."""
    if draw(st.integers(0, 9)) == 0:
        return draw(st.sampled_from(UNKNOWN))
    if question.kind == "yes_no":
        return "yes" if draw(st.integers(0, 5 if calm else 1)) == 0 else "no"
    if question.kind == "choice":
        return draw(st.sampled_from(question.option_ids))
    if question.kind == "many":
        return draw(st.lists(st.sampled_from(question.offered), max_size=2 if not calm else 1,
                             unique=True))  # fmt: skip
    if question.kind == "confirm":
        said = st.sampled_from(["yes", "yes", "no", "not_sure"])
        return draw(st.dictionaries(st.sampled_from(question.offered), said))
    if question.kind == "number":
        return draw(st.integers(int(question.minimum or 0), int(question.maximum or 100)))
    return draw(st.text(max_size=40))


def _interview(data: st.DataObject, opening: Opening) -> tuple[list[Interview], list[Any]]:
    """Every state of one whole interview, and the answers given."""
    states, given_answers = [begin(KNOWLEDGE, opening)], []
    while isinstance(states[-1].step, Question):
        step = states[-1].step
        answer = [] if step.part == "life_threats" else data.draw(answers_to(step))
        given_answers.append(answer)
        states.append(advance(KNOWLEDGE, states[-1], answer))
    return states, given_answers


@calmly
@given(st.data(), openings)
def test_every_path_ends_within_the_limit_and_nothing_lowers_the_floor(
    data: st.DataObject, opening: Opening
) -> None:
    states, _ = _interview(data, opening)
    for before, after in pairwise(states):
        assert {one.id for one in before.fired} <= {one.id for one in after.fired}
        assert hurry(after.fired) >= hurry(before.fired)
    last = states[-1]
    assert len(last.answers) <= KNOWLEDGE.limits.screens
    assert isinstance(last.step, Result)
    assert HURRY[last.step.when] >= hurry(last.fired)


@calmly
@given(st.data(), openings)
def test_the_same_answers_give_the_same_questions_and_the_same_result(
    data: st.DataObject, opening: Opening
) -> None:
    states, given_answers = _interview(data, opening)
    again = begin(KNOWLEDGE, opening)
    for state, answer in zip(states, given_answers, strict=False):
        assert again.to_data() == state.to_data()
        again = advance(KNOWLEDGE, again, answer)
    assert again.to_data() == states[-1].to_data()


@calmly
@given(st.data(), openings)
def test_undo_equals_never_having_answered(data: st.DataObject, opening: Opening) -> None:
    states, _ = _interview(data, opening)
    place = data.draw(st.integers(1, len(states) - 1)) if len(states) > 1 else 0
    if not place:
        return
    back, before = undo(KNOWLEDGE, states[place]).to_data(), states[place - 1].to_data()
    unfired = {one.id for one in states[place].fired} - {one.id for one in states[place - 1].fired}
    assert {one["id"] for one in back.pop("corrected")} == unfired
    before.pop("corrected")
    assert back == before


@calmly
@given(st.data(), openings)
def test_a_stored_interview_goes_on_as_if_it_had_not_been_stored(
    data: st.DataObject, opening: Opening
) -> None:
    states, given_answers = _interview(data, opening)
    for state, answer in zip(states, given_answers, strict=False):
        stored = Interview.from_data(json.loads(json.dumps(state.to_data())))
        assert advance(KNOWLEDGE, stored, answer).to_data() == advance(
            KNOWLEDGE, state, answer).to_data()  # fmt: skip
        break


@calmly
@given(st.data(), openings)
def test_nothing_is_asked_that_is_already_known(data: st.DataObject, opening: Opening) -> None:
    states, _ = _interview(data, opening)
    for state in states:
        step = state.step
        if isinstance(step, Question) and step.id in KNOWLEDGE.findings:
            assert step.id not in state.patient.values


anything = st.one_of(
    st.text(),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.none(),
    st.lists(st.text(max_size=5), max_size=3),
)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text(max_size=400))
def test_any_text_in_any_script_is_read_without_a_crash(text: str) -> None:
    for heard in (recognise(KNOWLEDGE, text), recognise(KNOWLEDGE, text, "clinician")):
        for one in (*heard.mentions, *heard.pieces):
            assert 0 <= one.start <= one.end <= len(text)
            assert one.finding in KNOWLEDGE.findings


NOTES = [
    *("54M", "8/12 old", "?PE", "c/o", "3/7", "x 2/52", "SOB", "(-)", "PMH:", "FHx", "T 39"),
    *("BP 90/60", "no", "or", ",", ".", ";", "İ", "R", "28/40", "denies", "vs", "resolved"),
    *("Na 126", "BM HI"),
]


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(NOTES), max_size=25), st.sampled_from(["", " "]))
def test_any_mix_of_shorthand_leads_back_to_what_was_typed(pieces: list[str], gap: str) -> None:
    text = gap.join(pieces)
    heard = recognise(KNOWLEDGE, text, "clinician")
    for one in (*heard.mentions, *heard.pieces):
        assert 0 <= one.start < one.end <= len(text)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from([*COMPLAINTS, "no", "not", "but", ",", ".", "or", "my son",
                                 "3 days",
                                 "10/10", "39 C", "last year", "maybe"]), max_size=25))  # fmt: skip
def test_any_mix_of_known_words_is_read_without_a_crash(words: list[str]) -> None:
    heard = recognise(KNOWLEDGE, " ".join(words))
    assert not set(heard.present) & set(heard.absent)


@calmly
@given(st.data(), openings, anything)
def test_any_answer_is_taken_or_refused(data: st.DataObject, opening: Opening, answer: Any) -> None:
    from bedside.assessment import InvalidAnswer

    interview = begin(KNOWLEDGE, opening)
    for _ in range(data.draw(st.integers(0, 6))):
        if isinstance(interview.step, Question):
            interview = advance(KNOWLEDGE, interview, data.draw(answers_to(interview.step)))
    kept = interview.to_data()
    try:
        json.dumps(advance(KNOWLEDGE, interview, answer).to_data()).encode("utf-8")
    except InvalidAnswer:
        assert interview.to_data() == kept


def test_a_finished_interview_of_a_knowledge_is_marked_with_its_version(
    knowledge: Knowledge,
) -> None:
    assert begin(knowledge, Opening("cough")).knowledge_version == knowledge.version
