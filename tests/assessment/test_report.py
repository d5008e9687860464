"""A result has a type: what was stored by any engine reads into it, and nothing gets lost."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bedside.assessment import Interview, Knowledge, Numbers, Question, Result, begin, filled, undo
from bedside.assessment.report import Condition, Fired, Score, Summary
from tests.assessment.driving import finish, opening, result, until
from tests.intake.old_bodies import COMMITS, result_of

HEADACHE = "pounding headache for three days, 8 out of 10"
NUMBERS = Numbers(emergency_number="112", crisis_line="116 123")


def holds(whole: Any, part: Any) -> bool:
    """Whether everything of ``part`` stands in ``whole``, in its place."""
    if isinstance(part, dict):
        return all(key in whole and holds(whole[key], one) for key, one in part.items())
    if isinstance(part, list):
        return len(whole) == len(part) and all(map(holds, whole, part))
    return bool(whole == part)


def with_more(data: Any) -> Any:
    """The same with a field in every part that no engine of today knows."""
    if isinstance(data, list):
        return [with_more(one) for one in data]
    if not isinstance(data, dict):
        return data
    known = {key: one if key == "points" else with_more(one) for key, one in data.items()}
    return {**known, "of_tomorrow": {"more": ["than", 1]}}


@pytest.mark.parametrize("commit", COMMITS)
def test_results_of_every_earlier_engine_still_open(commit: str) -> None:
    old = result_of(commit)
    read = Result.from_data(old)
    assert (read.triage, read.when) == (old["triage"], old["when"])
    old["explanation"].pop("because")  # What is written to the patient is said to the doctor.
    assert holds(read.to_data(), old)


def test_no_reason_of_an_earlier_engine_speaks_to_the_doctor_as_to_the_patient(
    knowledge: Knowledge,
) -> None:
    said, to_doctor = knowledge.texts.phrases, "because_doctor."
    of_both = {
        said[name.replace(to_doctor, "because.")]: words
        for name, words in said.items()
        if name.startswith(to_doctor)
    }
    once = "You asked about the same problem in the last 3 days and it is no better."
    old = result_of("24efd3c")
    assert old["explanation"]["because"][-1] in of_both
    old["explanation"]["because"] = ["It is getting worse.", *of_both, once]
    read = Result.from_data(old).explanation.because
    assert read[:-1] == ("It is getting worse.", *of_both.values())
    assert not any("you" in reason.lower() for reason in read)


def test_what_an_earlier_engine_did_not_write_is_empty() -> None:
    first = Result.from_data(result_of("0e8e624"))
    assert (first.summary.safeguarding, first.summary.said_unconfirmed) == ((), ())
    assert first.summary.about.answered_alone is False
    (news2,) = first.scores
    assert (news2.total, news2.complete, news2.band, news2.items) == (4, False, "", ())
    assert news2.points["vitals.respiratory-rate"] == 2
    assert Result.from_data({"triage": "urgent", "when": "within-24-hours"}).summary == Summary()


@pytest.mark.parametrize("commit", COMMITS)
def test_what_a_newer_engine_adds_does_no_harm(commit: str) -> None:
    old = result_of(commit)
    assert Result.from_data(with_more(old)) == Result.from_data(old)


def test_a_result_without_its_urgency_is_refused() -> None:
    old = result_of("4aa7ba5")
    del old["when"]
    with pytest.raises(KeyError):
        Result.from_data(old)


@pytest.mark.parametrize("wrong", [None, 7, ["secret"], {"secret": 1}])
def test_what_is_no_text_never_becomes_one(wrong: object) -> None:
    with pytest.raises(TypeError) as refused:
        Condition.from_data({"id": "migraine", "label": wrong})
    assert "secret" not in str(refused.value)


def test_a_result_is_the_same_after_it_was_stored(knowledge: Knowledge) -> None:
    for so in ({"headache.onset": "sudden"}, {"headache.onset": "hours", "nausea": True}):
        found = result(knowledge, HEADACHE, so)
        stored = json.loads(json.dumps(found.to_data()))
        assert (stored, Result.from_data(stored)) == (found.to_data(), found)


def test_a_flag_taken_back_is_the_same_after_it_was_stored(knowledge: Knowledge) -> None:
    interview = until(knowledge, begin(knowledge, opening(HEADACHE)), "headache.onset")
    flagged = finish(knowledge, interview, {"headache.onset": "sudden"})
    done = finish(knowledge, undo(knowledge, flagged), {"headache.onset": "hours"})
    stored = json.loads(json.dumps(done.to_data()))
    assert Interview.from_data(stored).to_data() == stored
    assert isinstance(done.step, Result)
    assert Result.from_data(stored["step"]).corrected == done.corrected == done.step.corrected
    assert done.corrected[0].note == "was emergency, corrected"
    assert done.corrected[0].answer == "sudden"


def test_the_stored_form_names_what_readers_of_every_age_look_for(knowledge: Knowledge) -> None:
    stored = result(knowledge, HEADACHE, {"headache.onset": "sudden"}).to_data()
    assert list(stored) == list(result_of("24efd3c"))
    assert list(stored["summary"]) == list(result_of("24efd3c")["summary"])
    assert list(stored["red_flags"][0]) == list(result_of("24efd3c")["red_flags"][0])
    assert list(stored["patient"]) == list(result_of("24efd3c")["patient"])


# -- numbers -----------------------------------------------------------------------------------


def test_numbers_are_filled_in_wherever_a_result_says_them(knowledge: Knowledge) -> None:
    found = result(knowledge, "I want to kill myself", {"self-harm-thoughts": True})
    assert "{emergency_number}" in str(found) and "{crisis_line}" in str(found)
    shown = filled(found, NUMBERS)
    assert isinstance(shown, Result)
    assert "{" not in str(shown.patient.to_data()["what_to_do"])
    assert not any(one in str(shown) for one in ("{emergency_number}", "{crisis_line}"))
    assert "112" in shown.patient.notice and "116 123" in str(shown.patient.what_to_do)
    assert (shown.triage, shown.red_flags, shown.scores) == (
        found.triage,
        found.red_flags,
        found.scores,
    )


def test_a_question_is_filled_in_too(knowledge: Knowledge) -> None:
    asked = Question("q", "yes_no", "Did you call {emergency_number}?", "", "about")
    assert filled(asked, NUMBERS).text == "Did you call 112?"
    assert filled([asked], NUMBERS)[0].id == "q"


def test_other_braces_and_figures_are_left_alone() -> None:
    assert filled("{0.__class__} {x}", NUMBERS) == "{0.__class__} {x}"
    score = Score("news2", "NEWS2", 3, False, points={"vitals.temperature": 3})
    assert filled(score, NUMBERS) == score
    flag = Fired("a", "b", "c", "urgent", "within-24-hours")
    assert filled(flag, NUMBERS) == flag
    assert filled(None, NUMBERS) is None
