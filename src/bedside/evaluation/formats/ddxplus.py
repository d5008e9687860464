"""Patients of a closed questionnaire (DDXPlus): evidences by code, those not listed are absent."""

from __future__ import annotations

import ast
from pathlib import Path

from bedside.evaluation.cases import Case, Evidence, Truth
from bedside.evaluation.formats.files import Row, cases_from, sex_of, table, years

_VALUE = "_@_"


def read(path: Path) -> list[Case]:
    """CSV with age, sex, diagnosis, features and feature_id, or the names of the release.

    The differential diagnosis of the file is not read.
    """
    return cases_from(table(path), _case)


def _case(number: int, row: Row) -> Case:
    listed = ast.literal_eval(_either(row, "features", "EVIDENCES"))
    age, sex = years(_either(row, "age", "AGE")), sex_of(_either(row, "sex", "SEX"))
    if age is None or sex is None:
        raise ValueError("age and sex are given")
    present = frozenset(str(one).split(_VALUE)[0] for one in listed)
    initial = _either(row, "feature_id", "INITIAL_EVIDENCE").split(_VALUE)[0]
    truth = Truth(_either(row, "diagnosis", "PATHOLOGY"))
    return Case(str(number), Evidence(initial, present, age, sex), truth)


def _either(row: Row, name: str, other: str) -> str:
    return str(row[name] if name in row else row[other])
