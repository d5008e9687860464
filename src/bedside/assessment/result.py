"""The end of an interview: decide how urgent it is and write it down for both readers."""

from __future__ import annotations

from bedside.assessment.answers import Answered
from bedside.assessment.explain import explanation_of
from bedside.assessment.knowledge.model import WHENS
from bedside.assessment.moment import Moment
from bedside.assessment.patient_text import patient_text_of
from bedside.assessment.report import Correction, Result
from bedside.assessment.scores import scores_of
from bedside.assessment.summary import conditions_of, summary_of
from bedside.assessment.triage import decide


def result_of(
    moment: Moment, corrected: tuple[Correction, ...], dropped: tuple[Answered, ...]
) -> Result:
    """Finish: decide how urgent it is and write both summaries."""
    verdict = decide(moment)
    conditions = conditions_of(moment, verdict)
    scores = scores_of(moment.knowledge, moment.patient)
    patient = patient_text_of(moment, verdict)
    return Result(
        triage=WHENS[verdict.within],
        when=verdict.within,
        look_again_days=verdict.look_again_days,
        advice=(patient.headline, *patient.what_to_do, patient.notice),
        red_flags=moment.fired,
        conditions=conditions,
        summary=summary_of(moment, conditions, scores, corrected),
        patient=patient,
        explanation=explanation_of(moment, verdict),
        knowledge_version=moment.knowledge.version,
        corrected=corrected,
        dropped=dropped,
        scores=scores,
    )
