"""Published questionnaires, where the answers so far call for one: PHQ-9, GAD-7, AUDIT-C.

They come last, because none of them decides how urgent it is: only what the ninth item of the
PHQ-9 tells does, and that brings the danger signs back. One is left after several answers in a row
that tell nothing, as any topic is, and none is put to somebody whose head is not clear.
"""

from __future__ import annotations

from bedside.assessment.moment import Moment
from bedside.assessment.questions import Question, ask_finding
from bedside.assessment.rules import Truth
from bedside.assessment.scores.questionnaires import QUESTIONNAIRES


def next_question(moment: Moment) -> Question | None:
    """The next item of a questionnaire that surely applies to this patient."""
    if moment.is_clouded:
        return None
    for one in QUESTIONNAIRES:
        if moment.unknowns_in_a_row(one.id) >= moment.knowledge.limits.unknowns_in_a_row:
            continue
        for name in (*one.items, *one.apart):
            if moment.is_open(name) and moment.patient.applies(name) is Truth.YES:
                return ask_finding(moment.knowledge, name)
    return None
