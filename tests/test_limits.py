"""One set of limits, and letters counted alike by every door."""

import pytest

from bedside.assessment import InvalidAnswer, Opening
from bedside.assessment.answers import check
from bedside.assessment.questions import Question
from bedside.clinic.allergies import AllergyBody
from bedside.clinic.flags import FlagBody
from bedside.clinic.notes import NoteText, Section
from bedside.clinic.problems import ProblemBody
from bedside.errors import Invalid
from bedside.intake import enquiring
from bedside.intake.opening import Told
from bedside.limits import (
    COMPLAINT,
    ENQUIRY,
    at_most,
    is_line,
    normal_newlines,
    says_something,
)
from bedside.schemas.allergies import NewAllergy
from bedside.schemas.assessments import NewAssessment, NewEnquiry, Reply
from bedside.web.forms.start import StartForm

LONGEST = "\r\n".join(["🤒" * 39] * 100)
"""4,000 letters but one, as a browser sends them: an emoji is one, a line break is one."""
FULL = LONGEST + "x"
TOO_LONG = FULL + "x"


def test_the_example_is_as_long_as_a_complaint_may_be() -> None:
    assert len(normal_newlines(FULL)) == COMPLAINT
    assert len(FULL) > COMPLAINT
    assert at_most(COMPLAINT) == "Write at most 4,000 letters."


@pytest.mark.parametrize(("text", "same"), [("a\r\nb", "a\nb"), ("a\rb\n", "a\nb\n"), ("a", "a")])
def test_a_line_break_is_one_letter(text: str, same: str) -> None:
    assert normal_newlines(text) == same


def test_every_door_and_the_room_take_a_full_complaint_and_no_longer_one() -> None:
    assert StartForm({"text": FULL}).is_valid()
    assert NewAssessment.model_validate({"text": FULL}).text == normal_newlines(FULL)
    assert Told(FULL, None, None, None).checked().text == normal_newlines(FULL)
    form = StartForm({"text": TOO_LONG})
    assert form.errors["text"] == ["Write at most 4,000 letters. Now there are 4001."]
    with pytest.raises(ValueError, match="at most 4000"):
        NewAssessment.model_validate({"text": TOO_LONG})
    with pytest.raises(Invalid) as refused:
        Told(TOO_LONG, None, None, None).checked()
    assert "4,000" in refused.value.fields["text"]


def test_what_is_asked_back_is_counted_in_the_same_way() -> None:
    full = "🤒\r\n" * (ENQUIRY // 2 - 1) + "ok"
    assert NewEnquiry(question=full).question == normal_newlines(full)
    assert Reply(reply=full).reply == normal_newlines(full)
    assert enquiring._checked(full, "reply") == normal_newlines(full)
    with pytest.raises(ValueError, match="at most 2000"):
        Reply(reply=full + "x")
    with pytest.raises(Invalid) as refused:
        enquiring._checked(full + "x", "reply")
    assert "2,000" in refused.value.fields["reply"]


def test_an_answer_is_counted_in_the_same_way() -> None:
    question = Question("complaint.text", "text", "What is wrong?", "", "complaint")
    assert check(question, FULL) == normal_newlines(FULL)
    with pytest.raises(InvalidAnswer, match="4,000 letters"):
        check(question, TOO_LONG)


def test_the_engine_keeps_one_sign_for_a_line_break() -> None:
    assert Opening("a\r\nb").text == "a\nb"


def test_no_field_lets_the_browser_count_or_cut() -> None:
    assert "maxlength" not in str(StartForm())


@pytest.mark.parametrize(
    "text", ["Asha", "علی\u200cرضا", "\u202eםיובא\u202c", "x" * 200, "𐍈" * 200, "🙂", "a\u00a0b"]
)
def test_one_line_in_any_script_is_kept(text: str) -> None:
    assert is_line(text, 200)


@pytest.mark.parametrize(
    "text", ["a\nb", "a\0b", "a\x1b", "a\x85b", "a\u2028b", "\ud800", "x" * 201]
)
def test_what_breaks_a_line_or_a_store_is_none(text: str) -> None:
    assert not is_line(text, 200)


@pytest.mark.parametrize(
    "blank", ["", " \n", "\u200b\u2060\ufeff", "\u202e", "\u3164\u2800", "\u0301"]
)
def test_what_shows_nothing_is_nothing_written(blank: str) -> None:
    assert not says_something(blank)
    assert NoteText("Note", (Section("Plan", blank),)).is_empty
    for checked in (
        lambda: AllergyBody(substance=blank).checked("active"),
        lambda: ProblemBody(title=blank).checked("active"),
        lambda: FlagBody(title=blank, category="safety").checked("active"),
        lambda: Told(blank, None, None, None).checked(),
        lambda: enquiring._checked(blank, "question"),
    ):
        with pytest.raises(Invalid):
            checked()
    with pytest.raises(ValueError, match="substance"):
        NewAllergy.model_validate({"substance": blank})


@pytest.mark.parametrize("said", ["x", "7", "!", "青霉素", "\u202eמלח\u202c", "🤧", "e\u0301"])
def test_a_letter_a_digit_or_a_sign_says_something(said: str) -> None:
    assert says_something(said)
    assert not NoteText("Note", (Section("Plan", said),)).is_empty
