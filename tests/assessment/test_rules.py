"""The language of red flags: what each piece means, in four values."""

import pytest

from bedside.assessment.facts import patient_of
from bedside.assessment.rules import BadRule, Truth, parse

NO, UNKNOWN, UNSURE, YES = Truth.NO, Truth.UNKNOWN, Truth.UNSURE, Truth.YES


@pytest.mark.parametrize(
    ("rule", "answers", "truth"),
    [
        ("fever", {"fever": True}, YES),
        ("fever", {"fever": False}, NO),
        ("fever", {"fever": "not_sure"}, UNSURE),
        ("fever", {"fever": "not_stated"}, UNKNOWN),
        ("fever", {}, UNKNOWN),
        ("not fever", {"fever": False}, YES),
        ("not fever", {"fever": "not_sure"}, UNSURE),
        ("surely fever", {"fever": True}, YES),
        ("surely fever", {"fever": "not_sure"}, NO),
        ("surely fever", {}, UNKNOWN),
        ("surely (pain.severity >= 7)", {"pain.severity": "not_sure"}, NO),
        ("a and b", {"a": True, "b": "not_sure"}, UNSURE),
        ("a and b", {"a": "not_sure"}, UNKNOWN),
        ("a and b", {"b": False}, NO),
        ("a or b", {"a": False, "b": "not_sure"}, UNSURE),
        ("a or b and c", {"a": True}, YES),
        ("(a or b) and c", {"a": True, "c": False}, NO),
        ("any(a, b)", {"b": True}, YES),
        ("2 of (a, b, c)", {"a": True, "b": False}, UNKNOWN),
        ("2 of (a, b, c)", {"a": True, "b": False, "c": True}, YES),
        ("2 of (a, b, c)", {"a": True, "b": False, "c": False}, NO),
        ("unknown a", {}, YES),
        ("unknown a", {"a": "not_sure"}, YES),
        ("unknown a", {"a": False}, NO),
        ("unanswered a", {}, UNKNOWN),
        ("unanswered a", {"a": "not_sure"}, YES),
        ("unanswered a", {"a": "not_stated"}, YES),
        ("unanswered a", {"a": True}, NO),
        ("unanswered a", {"a": False}, NO),
        ("any(a.onset = sudden, unanswered a.onset)", {"a.onset": "not_stated"}, YES),
        ("any(a.onset = sudden, unanswered a.onset)", {"a.onset": "days"}, NO),
        ("pain.severity >= 7", {"pain.severity": 7}, YES),
        ("pain.severity >= 7", {"pain.severity": 6.9}, NO),
        ("pain.severity >= 7", {"pain.severity": "not_sure"}, UNSURE),
        ("pain.onset = sudden", {"pain.onset": "sudden"}, YES),
        ("pain.onset = sudden", {"pain.onset": "days"}, NO),
        ("pain.where = jaw", {"pain.where": ["arm", "jaw"]}, YES),
        ("pain.where = jaw", {"pain.where": []}, NO),
        ("age < 3m", {"age": "90d"}, YES),
        ("age < 3m", {"age": "91d"}, NO),
        ("age >= 50y", {"age": "50y"}, YES),
        ("age >= 50y", {}, UNKNOWN),
        ("sex = female", {"sex": "male"}, NO),
        ("sex = female", {}, UNKNOWN),
    ],
)
def test_what_a_rule_says(rule: str, answers: dict[str, object], truth: Truth) -> None:
    assert parse(rule).truth(patient_of(answers)) is truth


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "a and",
        "and a",
        "(a",
        "a)",
        "any a",
        "3 of (a, b)",
        "0 of (a)",
        "a >= high",
        "a b",
        "a % b",
    ],
)
def test_a_rule_that_cannot_be_read_is_refused(rule: str) -> None:
    with pytest.raises(BadRule):
        parse(rule)


def test_a_definition_stands_for_its_rule() -> None:
    weak = parse("any(chemotherapy, transplant)")
    rule = parse("fever and weak", {"weak": weak})
    assert rule.names() == {"fever", "chemotherapy", "transplant"}
    assert rule.truth(patient_of({"fever": True, "transplant": True})) is YES


@pytest.mark.parametrize(
    ("rule", "answers", "missing"),
    [
        ("a and b and c", {"a": True}, ("b",)),
        ("a and b", {"a": False}, ()),
        ("a or b", {"a": True}, ()),
        ("a and any(b, c)", {"a": True}, ("b", "c")),
        ("a and any(b, c)", {"a": True, "b": True}, ()),
        ("not a", {}, ("a",)),
        ("unknown a and b", {}, ("b",)),
        ("any(a.onset = sudden, unanswered a.onset)", {}, ("a.onset",)),
        ("unanswered a", {"a": "not_sure"}, ()),
    ],
)
def test_only_what_decides_a_rule_next_is_missing(
    rule: str, answers: dict[str, object], missing: tuple[str, ...]
) -> None:
    assert parse(rule).missing(patient_of(answers)) == missing


@pytest.mark.parametrize(
    ("written", "needs"),
    [
        ("fever", True),
        ("age < 2m", False),
        ("age < 2m and fever", True),
        ("age < 2m or fever", False),
        ("2 of (age < 2m, sex = female, fever)", False),
        ("2 of (age < 2m, cough, fever)", True),
        ("not fever", False),
        ("unknown fever", False),
        ("unanswered fever", True),
        ("headache.onset = sudden", True),
    ],
)
def test_some_rules_are_never_true_before_something_is_known(written: str, needs: bool) -> None:
    assert parse(written).needs_findings() is needs
