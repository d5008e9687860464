"""The same scores as `pycomorb`, which was written by others from the same papers.

Their table says what a patient's codes come to (Quan's ICD-10 codes, Charlson's weights, and the
points of age); ours must say the same to the last point, for generated patients and for every code
there is.
"""

import random
from collections.abc import Iterable
from datetime import date

import polars
import pycomorb

from bedside.clinic.patients.ages import age_on
from bedside.codes.table import table as every_row
from bedside.reports import PatientRow
from bedside.reports.charlson import charlson, table
from tests.reports.making import TODAY, patient

PATIENTS = 6_000
_CALLED = {
    "myocardial-infarction": "Myocardial infarction",
    "heart-failure": "Congestive heart failure",
    "peripheral-vascular": "Peripheral vascular disease",
    "cerebrovascular": "Cerebrovascular disease",
    "dementia": "Dementia",
    "chronic-pulmonary": "Chronic pulmonary disease",
    "rheumatic": "Rheumatic disease",
    "peptic-ulcer": "Peptic ulcer disease",
    "mild-liver": "Mild liver disease",
    "diabetes": "Diabetes without chronic complication",
    "diabetes-complicated": "Diabetes with chronic complication",
    "paralysis": "Hemiplegia or paraplegia",
    "renal": "Renal disease",
    "cancer": "Any malignancy",
    "severe-liver": "Moderate or severe liver disease",
    "metastatic": "Metastatic solid tumor",
    "aids": "AIDS/HIV",
}
_SCORE = "Charlson Age-Comorbidity Score"


def test_generated_patients_have_the_same_scores() -> None:
    everybody = _generated(random.Random(1987))
    theirs = _theirs(everybody)
    ours = {str(row.id): charlson(row, TODAY).points for row in everybody}
    assert ours == dict(theirs.select("id", _SCORE).rows())
    assert len(ours) == PATIENTS
    assert len(set(ours.values())) > 15, "the patients are too much alike to say anything"


def test_every_code_there_is_means_the_same_condition() -> None:
    bearers = [patient(code) for code in _every_code()]
    ours = {
        str(one.id): [reason.condition for reason in charlson(one, TODAY).reasons]
        for one in bearers
    }
    theirs = _theirs(bearers)
    assert {id: conditions for id, conditions in ours.items() if conditions} == {
        id: [condition]
        for condition, called in _CALLED.items()
        for id in theirs.filter(polars.col(_column(theirs, called)) == 1)["id"]
    }
    assert {one for conditions in ours.values() for one in conditions} == set(table().conditions)
    assert len(bearers) > 90_000


def _generated(chance: random.Random) -> list[PatientRow]:
    """Patients of every age with none to twelve codes, one half of them from the index."""
    codes = _every_code()
    telling = [code for code in codes if table().condition_of(code)]
    return [
        patient(
            *chance.choices(telling, k=chance.choice([0, 1, 2, 4, 6])),
            *chance.choices(codes, k=chance.randint(0, 6)),
            born=date(TODAY.year - chance.randint(0, 104), 1, 1),
        )
        for _ in range(PATIENTS)
    ]


def _every_code() -> list[str]:
    """The codes of ICD-10-CM, headers included, and the beginnings that only WHO's ICD-10 has."""
    listed = {row.code for row in every_row() if row.kind in ("header", "billable")}
    return sorted(listed | set(table().beginnings))


def _theirs(patients: Iterable[PatientRow]) -> polars.DataFrame:
    lines = [
        {
            "id": str(row.id),
            "code": each.code if each else None,
            "age": age_on(TODAY, row.birth_date),
        }
        for row in patients
        for each in (row.diagnoses or [None])
    ]
    return pycomorb.CharlsonComorbidityIndex(
        polars.DataFrame(lines, schema={"id": str, "code": str, "age": int}),
        implementation="quan",
        weights="charlson",
        return_categories=True,
    )


def _column(theirs: polars.DataFrame, called: str) -> str:
    """Their name of a column; that of cancers goes on about which ones."""
    return next(name for name in theirs.columns if name.startswith(called))
