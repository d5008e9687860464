"""The deployment's numbers get into whatever the knowledge says."""

from bedside.intake import fill


def test_numbers_are_filled_in_wherever_they_stand() -> None:
    data = {"advice": ["Call {emergency_number}.", {"more": "Or {crisis_line}."}], "days": 3}
    filled = fill(data, emergency_number="112", crisis_line="116 123")
    assert filled == {"advice": ["Call 112.", {"more": "Or 116 123."}], "days": 3}


def test_other_braces_are_left_alone() -> None:
    assert fill("{0.__class__} {x}", emergency_number="1", crisis_line="2") == "{0.__class__} {x}"
