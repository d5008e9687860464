"""Another adult, where somebody should not answer alone: after the life threats, never before.

A child below the age of self-use is asked for a grown-up, and somebody confused or intoxicated for
another person. Neither stops the interview, because an emergency may still be ahead.
"""

from __future__ import annotations

from bedside.assessment.learn import CLEAR_HEAD, GROWN_UP
from bedside.assessment.moment import Moment
from bedside.assessment.questions import Question, ask_finding


def next_question(moment: Moment) -> Question | None:
    """Ask once for the company that is missing."""
    for needed, name in ((moment.is_too_young, GROWN_UP), (moment.is_clouded, CLEAR_HEAD)):
        if needed and moment.is_open(name):
            return ask_finding(moment.knowledge, name)
    return None
