"""Which diagnoses the patients of a clinic have, and how many have each."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from bedside.reports.rows import PatientRow


@dataclass(frozen=True, slots=True)
class DiagnosisCount:
    """How many patients have or had a code for certain, and for how many it is only suspected."""

    system: str
    code: str
    patients: int
    suspected: int


def diagnosis_counts(
    patients: Iterable[PatientRow], top: int | None = None
) -> tuple[DiagnosisCount, ...]:
    """Count patients by code, most patients first, then by code; the first `top`, or all.

    Somebody who has a code twice counts once, and as certain if one of the two is. Refuted and
    mistaken diagnoses are nobody's.
    """
    certain: Counter[tuple[str, str]] = Counter()
    suspected: Counter[tuple[str, str]] = Counter()
    for row in patients:
        sure = {(one.system, one.code) for one in row.diagnoses if one.is_certain}
        unsure = {(one.system, one.code) for one in row.diagnoses if one.is_suspected}
        certain.update(sure)
        suspected.update(unsure - sure)
    counts = [
        DiagnosisCount(*key, certain[key], suspected[key])
        for key in certain.keys() | suspected.keys()
    ]
    counts.sort(key=lambda one: (-one.patients, -one.suspected, one.code, one.system))
    return tuple(counts[:top])
