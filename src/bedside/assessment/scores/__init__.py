"""Published scores, computed from what was entered and never outside the age they were made for."""

from __future__ import annotations

from bedside.assessment import report
from bedside.assessment.facts import Patient
from bedside.assessment.knowledge.build import Knowledge
from bedside.assessment.scores.news2 import news2_of
from bedside.assessment.scores.qsofa import qsofa_of
from bedside.assessment.scores.questionnaires import QUESTIONNAIRES, score_of
from bedside.assessment.scores.score import Score, written


def scores_of(knowledge: Knowledge, patient: Patient) -> tuple[report.Score, ...]:
    """Every score that something was answered for, as the doctor reads it."""
    news2 = news2_of(patient)
    found: list[Score | None] = [
        news2.score() if news2 else None,
        qsofa_of(patient, knowledge.definitions["may-have-infection"]),
        *(score_of(one, patient) for one in QUESTIONNAIRES),
    ]
    return tuple(written(knowledge, patient, one) for one in found if one is not None)
