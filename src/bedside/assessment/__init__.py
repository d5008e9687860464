"""The assessment engine: from a complaint in plain words to how urgent it is, and why.

Pure and deterministic: no input or output, clock, framework or language model. ``load`` reads the
medical knowledge once; ``begin`` starts an interview, ``advance`` answers its current screen, and
at the end ``interview.step`` is a ``Result``.
"""

from bedside.assessment.age import Age
from bedside.assessment.answers import Answered, InvalidAnswer
from bedside.assessment.filling import Numbers, filled
from bedside.assessment.interview import (
    Interview,
    Progress,
    advance,
    begin,
    change,
    complaint_of,
    explanations,
    go_on,
    restate_life_threats,
    resume,
    undo,
)
from bedside.assessment.knowledge.build import Knowledge
from bedside.assessment.knowledge.load import load
from bedside.assessment.knowledge.problems import BadKnowledge
from bedside.assessment.notice import Notice
from bedside.assessment.opening import Opening, Previous
from bedside.assessment.questions import Option, Question
from bedside.assessment.ready import make_ready
from bedside.assessment.report import Correction, Result

__all__ = [
    "Age",
    "Answered",
    "BadKnowledge",
    "Correction",
    "Interview",
    "InvalidAnswer",
    "Knowledge",
    "Notice",
    "Numbers",
    "Opening",
    "Option",
    "Previous",
    "Progress",
    "Question",
    "Result",
    "advance",
    "begin",
    "change",
    "complaint_of",
    "explanations",
    "filled",
    "go_on",
    "load",
    "make_ready",
    "restate_life_threats",
    "resume",
    "undo",
]
