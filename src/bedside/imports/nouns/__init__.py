"""What can be brought in: a sheet a noun, which says its columns and what becomes of a row."""

from collections.abc import Mapping

from bedside.imports.nouns.allergies import ALLERGIES
from bedside.imports.nouns.appointments import APPOINTMENTS
from bedside.imports.nouns.diagnoses import DIAGNOSES
from bedside.imports.nouns.medicines import MEDICINES
from bedside.imports.nouns.patients import PATIENTS
from bedside.imports.nouns.records import RECORDS, contraindicated
from bedside.imports.nouns.sheet import Place, Sheet

SHEETS: Mapping[str, Sheet] = {
    one.code: one for one in (PATIENTS, ALLERGIES, MEDICINES, DIAGNOSES, APPOINTMENTS, RECORDS)
}
"""Every kind of rows that a file can hold, by its code; a record is one row, and no table."""

__all__ = ["RECORDS", "SHEETS", "Place", "Sheet", "contraindicated"]
