"""Whom to call, in the portal: the sentences of the engine, with each number to press."""

from bedside.portal.patient.emergency import warning
from bedside.schemas.assessments import Notice
from tests.portal.test_outcome import links_of, text_of

CALL, TALK = "If this is happening now, call 112.", "You can talk to somebody: 116 123."


def test_each_number_that_is_needed_can_be_pressed() -> None:
    node = warning(Notice(emergency=CALL, crisis=TALK), "112", "116 123")
    assert links_of([node]) == ["tel:112", "tel:116123"]
    assert CALL in text_of([node]) and TALK in text_of([node])
    assert links_of([warning(Notice(emergency="", crisis=TALK), "112", "116 123")]) == [
        "tel:116123"
    ]
    assert links_of([warning(Notice(emergency=CALL, crisis=""), "112", "116 123")]) == ["tel:112"]


def test_a_crisis_line_without_digits_leaves_the_emergency_number() -> None:
    node = warning(Notice(emergency="", crisis=TALK), "112", "your local crisis line")
    assert links_of([node]) == ["tel:112"]
