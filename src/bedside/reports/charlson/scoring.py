"""The age-adjusted Charlson comorbidity index of one patient, and why it is what it is.

It estimates how much chronic illness somebody carries, from coded diagnoses and age; it does not
say who needs help first today. What counts is what somebody has or had for certain: confirmed
diagnoses, and resolved ones that had been certain, because the index asks for what was ever there
(an old heart attack, an ulcer once treated), and coded records do not say what is over. Suspected,
refuted and mistaken ones give nothing. That choice has no source; it is also what a patient sees as
their diagnoses. Onset and day of recording play no part.

The codes are those of WHO's ICD-10, read as beginnings. ICD-10-CM, which Bedside codes with, has
some of its own (C4A, C7A, C7B, E08, E09 among them): no beginning in the table is theirs, so they
give nothing, although a clinician would count some. The index is kept as published.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from uuid import UUID

from bedside.clinic.patients.ages import age_on
from bedside.reports.charlson.table import Condition, table
from bedside.reports.rows import DiagnosisRow, PatientRow

ICD_10 = ("http://hl7.org/fhir/sid/icd-10", "http://hl7.org/fhir/sid/icd-10-cm")
"""The systems whose codes the table reads."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A condition of the index, its points, and the recorded codes that say so, in order."""

    condition: str
    called: str
    points: int
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """The index of one patient: `points` are the age's and those of every reason, summed."""

    patient: UUID
    points: int
    age: int
    age_points: int
    reasons: tuple[Reason, ...]


def charlson(patient: PatientRow, on: date) -> Score | None:
    """Return the index of a patient on a day; None without a birth date, for want of the age.

    Source: see conditions.toml. The milder of two forms of one illness gives nothing.
    """
    if patient.birth_date is None:
        return None
    age = age_on(on, patient.birth_date)
    age_points = table().age.at(age)
    reasons = reasons_of(patient.diagnoses) if patient.diagnoses else ()
    points = age_points + sum(one.points for one in reasons)
    return Score(patient.id, points, age, age_points, reasons)


def points_of(patient: PatientRow, on: date) -> int | None:
    """Return the points of `charlson` without the reasons: of everybody, to find the highest."""
    if patient.birth_date is None:
        return None
    of_age = _age_points(age_on(on, patient.birth_date))
    if not patient.diagnoses:
        return of_age
    found = [_meaning(one.code) for one in patient.diagnoses if _counts(one)]
    shown = frozenset([one.id for one in found if one])
    return of_age + _points(shown) if shown else of_age


def reasons_of(diagnoses: Iterable[DiagnosisRow]) -> tuple[Reason, ...]:
    """Return the conditions that some diagnoses show, in the order of the table."""
    shown = _shown(diagnoses)
    if not shown:
        return ()
    conditions = table().conditions
    milder = {conditions[id].instead_of for id in shown}
    return tuple(
        Reason(id, one.called, one.points, tuple(sorted(shown[id])))
        for id, one in conditions.items()
        if id in shown and id not in milder
    )


def _shown(diagnoses: Iterable[DiagnosisRow]) -> Mapping[str, set[str]]:
    """Return the codes that show each condition, by its id."""
    shown: dict[str, set[str]] = defaultdict(set)
    for each in diagnoses:
        if _counts(each) and (found := _meaning(each.code)):
            shown[found.id].add(each.code)
    return shown


def _counts(one: DiagnosisRow) -> bool:
    return one.is_certain and one.system in ICD_10


@lru_cache(maxsize=10_000)
def _points(shown: Set[str]) -> int:
    """Return the points of some conditions; the milder of two forms gives nothing."""
    conditions = table().conditions
    milder = {conditions[id].instead_of for id in shown}
    return sum(conditions[id].points for id in shown if id not in milder)


@cache
def _age_points(age: int) -> int:
    return table().age.at(age)


@cache
def _meaning(code: str) -> Condition | None:
    """A clinic uses some hundreds of codes some hundred thousand times."""
    return table().condition_of(code)
