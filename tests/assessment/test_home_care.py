"""Self-care for complaints that imply something more general."""

from __future__ import annotations

import pytest

from bedside.assessment import Knowledge
from tests.assessment.driving import result

MILD = {"back-pain.severity": 3, "back-pain.onset": "hours"}


def test_a_pain_of_some_place_is_covered_as_a_pain(knowledge: Knowledge) -> None:
    assert result(knowledge, "I have had back pain for 2 days", MILD).triage == "self-care"


@pytest.mark.parametrize(
    "complaint", ["insect-bite", "ankle-injury", "nosebleed", "burn", "sunburn"]
)
def test_how_long_is_asked_wherever_self_care_depends_on_it(
    knowledge: Knowledge, complaint: str
) -> None:
    assert f"{complaint}.duration" in knowledge.symptoms[complaint].follow_ups


def test_what_the_rule_does_not_cover_ends_it(knowledge: Knowledge) -> None:
    text = "I have had back pain for 2 days, and a rash"
    assert result(knowledge, text, MILD).triage != "self-care"
