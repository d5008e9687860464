"""What must each be answered no before self-care can be suggested."""

from __future__ import annotations

from bedside.assessment.home_care import candidate
from bedside.assessment.moment import Moment
from bedside.assessment.questions import Question, ask_finding, ask_many, phrase
from bedside.assessment.stages.group import next_on_list, offered_before

PREFIX = "home-care"
_A_SCREEN = 8


def next_question(moment: Moment) -> Question | None:
    """The next exclusion of the self-care rule that fits, while it can still be proven."""
    rule = candidate(moment)
    if rule is None:
        return None
    findings = moment.knowledge.findings
    names = [one for _, excluded in rule.excluded_by for one in excluded.missing(moment.patient)]
    complaint = next((one for one in rule.complaint if one in moment.symptoms), "")
    needed = moment.open_among([f"{complaint}.duration", *names])
    lines = next_on_list(
        moment, [one for one in needed if findings[one].kind == "yes_no"], _A_SCREEN
    )
    if len(lines) > 1:
        wording = (
            phrase(moment.knowledge, f"{PREFIX}.question"),
            phrase(moment.knowledge, f"{PREFIX}.why"),
        )
        return ask_many(
            moment.knowledge, f"{PREFIX}.{moment.screens(PREFIX) + 1}", wording, lines, "symptoms"
        )
    single = [
        one
        for one in needed
        if findings[one].kind != "yes_no" or one in lines or one in offered_before(moment)
    ]
    return ask_finding(moment.knowledge, single[0], "symptoms") if single else None
