"""What must each be answered no before self-care can be suggested."""

from __future__ import annotations

from bedside.assessment.home_care import plans, proven, unproven
from bedside.assessment.moment import Moment
from bedside.assessment.questions import Question, ask_finding, ask_many, wording_of
from bedside.assessment.stages.group import next_on_list, offered_before

PREFIX = "home-care"
_A_SCREEN = 8


def next_question(moment: Moment) -> Question | None:
    """The next exclusion of the first self-care plan that can still be proven, until one is."""
    if proven(moment):
        return None
    for plan in plans(moment):
        for rule in plan:
            needed = unproven(moment, rule)
            if needed:
                return _ask(moment, needed)
    return None


def _ask(moment: Moment, needed: list[str]) -> Question:
    """What is answered by yes or no on tick lists, the rest by itself."""
    findings = moment.knowledge.findings
    lines = next_on_list(
        moment, [one for one in needed if findings[one].kind == "yes_no"], _A_SCREEN
    )
    if len(lines) > 1:
        wording = wording_of(moment.knowledge, PREFIX)
        return ask_many(
            moment.knowledge, f"{PREFIX}.{moment.screens(PREFIX) + 1}", wording, lines, "symptoms"
        )
    before = offered_before(moment)
    single = [
        one for one in needed if findings[one].kind != "yes_no" or one in lines or one in before
    ]
    return ask_finding(moment.knowledge, single[0], "symptoms")
