"""PHQ-9, GAD-7 and AUDIT-C: whom they are put to, what they add up to, and what item 9 starts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bedside.assessment import Age, Interview, Knowledge, Question, Result, advance, begin, undo
from bedside.assessment.facts import patient_of
from bedside.assessment.scores.questionnaires import (
    AUDIT_C,
    GAD_7,
    PHQ_9,
    QUESTIONNAIRES,
    Questionnaire,
    score_of,
)
from bedside.assessment.scores.score import written
from tests.assessment.driving import asked, finish, opening, result, until

LOW, WORRIED = "I feel so depressed and low", "I have panic attacks"
ITEM_9 = "phq-9.better-off-dead"
PUBLISHED = {
    "phq-9.interest": "Little interest or pleasure in doing things",
    "phq-9.down": "Feeling down, depressed, or hopeless",
    "phq-9.sleep": "Trouble falling or staying asleep, or sleeping too much",
    "phq-9.tired": "Feeling tired or having little energy",
    "phq-9.appetite": "Poor appetite or overeating",
    "phq-9.failure": "Feeling bad about yourself — or that you are a failure or have let yourself "
    "or your family down",
    "phq-9.concentrating": "Trouble concentrating on things, such as reading the newspaper or "
    "watching television",
    "phq-9.slow-or-restless": "Moving or speaking so slowly that other people could have noticed? "
    "Or the opposite — being so fidgety or restless that you have been moving around a lot more "
    "than usual",
    ITEM_9: "Thoughts that you would be better off dead or of hurting yourself in some way",
    "gad-7.nervous": "Feeling nervous, anxious or on edge",
    "gad-7.control": "Not being able to stop or control worrying",
    "gad-7.too-much": "Worrying too much about different things",
    "gad-7.relaxing": "Trouble relaxing",
    "gad-7.restless": "Being so restless that it is hard to sit still",
    "gad-7.irritable": "Becoming easily annoyed or irritable",
    "gad-7.afraid": "Feeling afraid as if something awful might happen",
    "audit-c.often": "How often do you have a drink containing alcohol?",
    "audit-c.drinks": "How many drinks containing alcohol do you have on a typical day when you "
    "are drinking?",
    "audit-c.six-or-more": "How often do you have six or more drinks on one occasion?",
}


def answered(questionnaire: Questionnaire, total: int, **more: Any) -> dict[str, Any]:
    """A patient whose answers add up to ``total``, each item as far as it goes."""
    said: dict[str, Any] = {"age": "40y", "sex": "female"}
    for name, answers in questionnaire.answers.items():
        points = min(total, len(answers) - 1)
        said[name] = answers[points]
        total -= points
    return said | more


def items_asked(interview: Interview) -> list[str]:
    return [name for name in asked(interview) if name in PUBLISHED]


def usual(option: int = 0) -> dict[str, str]:
    """The answer at this place for every item of every questionnaire."""
    return {
        name: answers[option] for one in QUESTIONNAIRES for name, answers in one.answers.items()
    }


def test_every_item_has_the_published_words_and_as_many_answers(knowledge: Knowledge) -> None:
    items = [name for one in QUESTIONNAIRES for name in one.items]
    assert items == list(PUBLISHED)
    for questionnaire in QUESTIONNAIRES:
        for name, answers in questionnaire.answers.items():
            finding, said = knowledge.findings[name], knowledge.texts.findings[name]
            assert said.question.endswith(PUBLISHED[name])
            assert (finding.kind, finding.options) == ("choice", answers)
            assert finding.private


@pytest.mark.parametrize(
    ("questionnaire", "total", "band"),
    [
        (PHQ_9, 0, "minimal"), (PHQ_9, 4, "minimal"), (PHQ_9, 5, "mild"), (PHQ_9, 9, "mild"),
        (PHQ_9, 10, "moderate"), (PHQ_9, 14, "moderate"), (PHQ_9, 15, "moderately severe"),
        (PHQ_9, 19, "moderately severe"), (PHQ_9, 20, "severe"), (PHQ_9, 27, "severe"),
        (GAD_7, 0, "minimal"), (GAD_7, 4, "minimal"), (GAD_7, 5, "mild"), (GAD_7, 9, "mild"),
        (GAD_7, 10, "moderate"), (GAD_7, 14, "moderate"), (GAD_7, 15, "severe"),
        (GAD_7, 21, "severe"),
    ],
)  # fmt: skip
def test_each_band(
    knowledge: Knowledge, questionnaire: Questionnaire, total: int, band: str
) -> None:
    patient = patient_of(answered(questionnaire, total))
    score = score_of(questionnaire, patient)
    assert score is not None
    shown = written(knowledge, patient, score)
    assert (shown.total, shown.band, shown.complete) == (total, band, True)
    assert sum(item.points for item in shown.items) == total


@pytest.mark.parametrize(
    ("sex", "total", "band"),
    [
        ("female", 2, "negative"), ("female", 3, "positive"), ("male", 3, "negative"),
        ("male", 4, "positive"), ("other", 2, "negative"), ("other", 3, "positive"),
    ],
)  # fmt: skip
def test_the_threshold_of_the_audit_c_is_by_sex_and_the_lower_one_where_it_is_neither(
    sex: str, total: int, band: str
) -> None:
    score = score_of(AUDIT_C, patient_of(answered(AUDIT_C, total, sex=sex)))
    assert score is not None
    assert score.band == band


def test_somebody_who_never_drinks_is_asked_no_more_and_scores_a_whole_zero() -> None:
    score = score_of(AUDIT_C, patient_of({"age": "40y", "audit-c.often": "never"}))
    assert score is not None
    assert (score.total, score.complete) == (0, True)


def test_not_sure_is_never_counted_as_zero(knowledge: Knowledge) -> None:
    patient = patient_of(answered(PHQ_9, 12, **{"phq-9.appetite": "not_sure"}))
    score = score_of(PHQ_9, patient)
    assert score is not None
    shown = written(knowledge, patient, score)
    assert (shown.total, shown.complete) == (12, False)
    assert shown.label == "PHQ-9 (partial: at least)"
    assert shown.band == "at least moderate"
    assert [one.value for one in shown.items if one.points is None] == ["not sure"]


def test_a_lower_bound_in_the_lowest_band_tells_no_band(knowledge: Knowledge) -> None:
    patient = patient_of({"age": "40y", "gad-7.nervous": "not-at-all"})
    score = score_of(GAD_7, patient)
    assert score is not None
    shown = written(knowledge, patient, score)
    assert (shown.complete, shown.band) == (
        False,
        "cannot be told: not every item is known",
    )


def test_the_functional_question_stands_apart(knowledge: Knowledge) -> None:
    patient = patient_of(answered(PHQ_9, 9, **{"phq-9.difficulty": "very-difficult"}))
    score = score_of(PHQ_9, patient)
    assert score is not None
    shown = written(knowledge, patient, score)
    assert shown.total == 9
    assert [one.value for one in shown.apart] == ["Very difficult"]


@pytest.mark.parametrize(
    ("questionnaire", "too_young", "old_enough"),
    [(PHQ_9, "12y", "13y"), (GAD_7, "11y", "12y"), (AUDIT_C, "17y", "18y")],
)
def test_nobody_below_the_validated_age_is_scored(
    questionnaire: Questionnaire, too_young: str, old_enough: str
) -> None:
    assert score_of(questionnaire, patient_of(answered(questionnaire, 5, age=too_young))) is None
    assert score_of(questionnaire, patient_of(answered(questionnaire, 5, age=old_enough)))
    no_age = answered(questionnaire, 5)
    del no_age["age"]
    assert score_of(questionnaire, patient_of(no_age)) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [(LOW, {"phq-9", "audit-c"}), (WORRIED, {"gad-7", "audit-c"}), ("my ankle hurts", set())],
)
def test_a_questionnaire_is_put_where_the_complaint_calls_for_it(
    knowledge: Knowledge, text: str, expected: set[str]
) -> None:
    whole = finish(knowledge, begin(knowledge, opening(text)), usual())
    assert {name.partition(".")[0] for name in items_asked(whole)} == expected


def test_they_come_after_everything_that_decides_how_urgent_it_is(knowledge: Knowledge) -> None:
    whole = finish(knowledge, begin(knowledge, opening(LOW)), usual(0))
    ids = [one.question_id for one in whole.answers]
    first = next(at for at, name in enumerate(ids) if name in PUBLISHED)
    assert all(name in PUBLISHED or name == "phq-9.difficulty" for name in ids[first:])
    assert ids[first : first + 9] == list(PHQ_9.items)


@pytest.mark.parametrize("speaker", ["parent", "carer"])
def test_nobody_answers_them_for_somebody_else(knowledge: Knowledge, speaker: str) -> None:
    start = begin(
        knowledge, opening("she is depressed, low and has panic attacks", speaker=speaker)
    )
    assert items_asked(finish(knowledge, start, usual())) == []


def test_a_child_is_not_asked(knowledge: Knowledge) -> None:
    start = begin(knowledge, opening(LOW, Age.years(11)))
    assert items_asked(finish(knowledge, start, usual())) == []


@pytest.mark.parametrize("said", [True, "not_sure"])
def test_nobody_is_asked_whose_head_is_not_clear(knowledge: Knowledge, said: object) -> None:
    so = usual() | {"drunkenness": said}
    at_items = until(knowledge, begin(knowledge, opening(LOW)), PHQ_9.items[0], usual())
    patient = replace(at_items.patient, values={**at_items.patient.values, **patient_of(so).values})
    muddled = replace(at_items, patient=patient)
    assert items_asked(finish(knowledge, advance(knowledge, muddled, "not_sure"), so)) == [
        PHQ_9.items[0]
    ]


def test_an_emergency_ends_without_them(knowledge: Knowledge) -> None:
    start = begin(knowledge, opening(LOW + " and I want to die"))
    whole = finish(knowledge, start, {"self-harm-thoughts": True, "self-harm-plan": True})
    assert isinstance(whole.step, Result)
    assert whole.step.triage == "emergency"
    assert items_asked(whole) == []


def test_a_questionnaire_is_left_after_three_answers_that_tell_nothing(
    knowledge: Knowledge,
) -> None:
    so = usual() | dict.fromkeys(PHQ_9.items, "not_sure")
    whole = finish(knowledge, begin(knowledge, opening(LOW)), so)
    assert [name for name in items_asked(whole) if name in PHQ_9.items] == list(PHQ_9.items[:3])


@pytest.mark.parametrize("answer", PHQ_9.answers[ITEM_9][1:])
def test_item_9_above_not_at_all_starts_the_questions_about_self_harm(
    knowledge: Knowledge, answer: str
) -> None:
    """Also when such thoughts were denied before."""
    at_9 = until(
        knowledge, begin(knowledge, opening(LOW)), ITEM_9, usual() | {"self-harm-thoughts": "no"}
    )
    after = advance(knowledge, at_9, answer)
    assert after.patient.values["self-harm-thoughts"] == "yes"
    assert isinstance(after.step, Question)
    assert "self-harm-plan" in (after.step.id, *after.step.offered)
    whole = finish(knowledge, after, usual() | {"self-harm-plan": True})
    assert isinstance(whole.step, Result)
    assert whole.step.triage == "emergency"


def test_passive_thoughts_alone_are_urgent(knowledge: Knowledge) -> None:
    found = result(knowledge, LOW, usual() | {ITEM_9: "several-days"})
    assert found.triage == "urgent"
    assert "self-harm-thoughts" in [one.id for one in found.red_flags]


def test_not_sure_about_item_9_is_asked_about_and_is_at_least_urgent(knowledge: Knowledge) -> None:
    at_9 = until(knowledge, begin(knowledge, opening(LOW)), ITEM_9, usual())
    after = advance(knowledge, at_9, "not_sure")
    assert after.patient.values["self-harm-thoughts"] == "not_sure"
    assert isinstance(after.step, Question)
    assert "self-harm-plan" in (after.step.id, *after.step.offered)
    found = finish(knowledge, after, usual()).step
    assert isinstance(found, Result)
    assert found.triage in ("urgent", "emergency")


def test_taking_item_9_back_takes_back_what_it_implied(knowledge: Knowledge) -> None:
    at_9 = until(knowledge, begin(knowledge, opening(LOW)), ITEM_9, usual())
    before = at_9.patient.values.get("self-harm-thoughts")
    back = undo(knowledge, advance(knowledge, at_9, "several-days"))
    assert back.patient.values.get("self-harm-thoughts") == before
    assert [one.id for one in back.corrected] == ["self-harm-thoughts"]


def test_the_doctor_reads_the_score_and_the_patient_does_not(knowledge: Knowledge) -> None:
    found = result(knowledge, LOW, usual(1) | {ITEM_9: "not-at-all"})
    scores = {one.id: one for one in found.summary.scores}
    assert (scores["phq-9"].total, scores["phq-9"].band) == (8, "mild")
    assert "Pfizer" in scores["phq-9"].source
    assert "PHQ" not in str(found.patient)
    assert not any("PHQ" in label for label in found.summary.unsure)
