"""Measuring the assessment engine on cases whose answer is known.

Cases come from files given by path; none of them is in this repository. A simulated patient
answers the interview from the case alone; what the case is labelled with (diagnosis, level, body
system) is kept apart from what the patient knows and reaches only the scoring.
"""

from bedside.evaluation.formats import FORMATS, cases_of
from bedside.evaluation.labels import LabelMap, development_labels, read_labels
from bedside.evaluation.report import Scoring, lines_of
from bedside.evaluation.running import evaluate

__all__ = [
    "FORMATS",
    "LabelMap",
    "Scoring",
    "cases_of",
    "development_labels",
    "evaluate",
    "lines_of",
    "read_labels",
]
