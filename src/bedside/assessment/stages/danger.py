"""What the red flags still need to know, most hurried first.

A flag is live while it rests on something that is there, could still fire and would raise the
floor. Its missing yes/no findings are gathered on tick lists; whoever is not sure about a list is
asked its lines one by one, where they matter.
"""

from __future__ import annotations

from bedside.assessment.dangers import open_dangers
from bedside.assessment.moment import Moment
from bedside.assessment.questions import Question, ask_finding, ask_many, wording_of
from bedside.assessment.stages.group import next_on_list, offered_before

PREFIX = "danger-signs"
_A_SCREEN = 8
_MOST_SCREENS = 12


def next_question(moment: Moment) -> Question | None:
    """The next tick list or single question that a live flag needs."""
    if moment.screens(PREFIX) >= _MOST_SCREENS:
        return None
    needed = open_dangers(moment)
    findings = moment.knowledge.findings
    for name in needed:
        if findings[name].kind != "yes_no":
            return ask_finding(moment.knowledge, name, "symptoms")
        if name in offered_before(moment):
            return ask_finding(moment.knowledge, name, "symptoms")
        break
    lines = next_on_list(
        moment, [one for one in needed if findings[one].kind == "yes_no"], _A_SCREEN
    )
    if not lines:
        return None
    if len(lines) == 1:
        return ask_finding(moment.knowledge, lines[0], "symptoms")
    wording = wording_of(moment.knowledge, PREFIX)
    return ask_many(
        moment.knowledge,
        f"{PREFIX}.{moment.screens(PREFIX) + 1}",
        wording,
        lines,
        "symptoms",
    )
