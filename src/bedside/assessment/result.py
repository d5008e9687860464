"""The end of an interview: what it found, for the doctor, for the patient, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bedside.assessment.explain import explanation_of
from bedside.assessment.knowledge.model import WHENS
from bedside.assessment.moment import Moment
from bedside.assessment.patient_text import patient_text_of
from bedside.assessment.scores import scores_of
from bedside.assessment.summary import conditions_of, summary_of
from bedside.assessment.triage import decide


@dataclass(frozen=True, slots=True)
class Result:
    """A finished assessment. ``data`` is what ``to_data`` documents; the rest reads from it."""

    data: Mapping[str, Any]

    @property
    def triage(self) -> str:
        """emergency, urgent, routine or self-care"""
        return str(self.data["triage"])

    @property
    def when(self) -> str:
        """By when to be seen, such as within-24-hours."""
        return str(self.data["when"])

    @property
    def red_flags(self) -> list[dict[str, Any]]:
        return list(self.data["red_flags"])

    @property
    def conditions(self) -> list[dict[str, Any]]:
        return list(self.data["conditions"])

    @property
    def summary(self) -> dict[str, Any]:
        """For the doctor."""
        return dict(self.data["summary"])

    @property
    def patient(self) -> dict[str, Any]:
        """For the patient."""
        return dict(self.data["patient"])

    def to_data(self) -> dict[str, Any]:
        """Everything as JSON: type, triage, when, look_again_days, advice, red_flags, conditions,
        summary (doctor), patient, explanation, knowledge_version, corrected, dropped, scores."""
        return dict(self.data)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Result:
        return cls(dict(data))


def result_of(
    moment: Moment, corrected: list[dict[str, Any]], dropped: list[dict[str, Any]]
) -> Result:
    """Finish: decide how urgent it is and write both summaries."""
    verdict = decide(moment)
    conditions = conditions_of(moment, verdict)
    scores = scores_of(moment.knowledge, moment.patient)
    patient = patient_text_of(moment, verdict)
    return Result(
        {
            "type": "result",
            "triage": WHENS[verdict.within],
            "when": verdict.within,
            "look_again_days": verdict.look_again_days,
            "advice": [patient["headline"], *patient["what_to_do"], patient["notice"]],
            "red_flags": [one.to_data() for one in moment.fired],
            "conditions": conditions,
            "summary": summary_of(moment, conditions, scores, corrected),
            "patient": patient,
            "explanation": explanation_of(moment, verdict),
            "knowledge_version": moment.knowledge.version,
            "corrected": corrected,
            "dropped": dropped,
            "scores": scores,
        }
    )
