"""Two records of one person: compared side by side, made one, and separated again exactly.

Nothing is moved (see `patients.records`): the record that is replaced keeps its rows and its key,
and its address and number lead to the one that is kept. Nobody but a doctor who reaches both makes
two records one, with a reason, and nothing does it by itself.
"""

from bedside.clinic.merges.comparing import compare
from bedside.clinic.merges.details import JOINED, KEPT, REPLACED, Detail
from bedside.clinic.merges.merging import merge
from bedside.clinic.merges.reading import of_patient, read
from bedside.clinic.merges.separating import separate
from bedside.clinic.merges.views import Added, Comparison, MergeView, Pair

__all__ = [
    "JOINED",
    "KEPT",
    "REPLACED",
    "Added",
    "Comparison",
    "Detail",
    "MergeView",
    "Pair",
    "compare",
    "merge",
    "of_patient",
    "read",
    "separate",
]
