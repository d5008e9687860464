"""Bringing in what was kept elsewhere: a file is read, confirmed, looked at, and then made, whole.

Nothing of a file makes anybody a patient before whoever brings it has seen what is wrong with it
and who may be a patient already. It then happens for all rows or for none, for each once, and can
be taken back for a day.
"""

from bedside.imports.files import (
    TooMany,
    begin,
    confirm_reading,
    decide,
    drop,
    labels_of,
    list_imports,
    read_import,
    reread,
    sheets_for,
)
from bedside.imports.making import Nothing, NotReady, ask
from bedside.imports.nouns import SHEETS, Sheet, contraindicated
from bedside.imports.planning import Plan
from bedside.imports.previewing import Preview
from bedside.imports.reach import Expired, Settled
from bedside.imports.reading.days import ORDERS
from bedside.imports.reading.numbers import DECIMALS
from bedside.imports.reading.signs import CHARSETS
from bedside.imports.reading.tables import FILE_BYTES, ROWS, SEPARATORS
from bedside.imports.rows import Decision, Judged, Problem
from bedside.imports.sweeping import forget_expired
from bedside.imports.undoing import TooLate, WrittenSince, undo
from bedside.imports.views import ImportView, OpenImport
from bedside.interop.fhir.reading import BYTES as BUNDLE_BYTES
from bedside.interop.fhir.reading import Kept, Record

__all__ = [
    "BUNDLE_BYTES",
    "CHARSETS",
    "DECIMALS",
    "FILE_BYTES",
    "ORDERS",
    "ROWS",
    "SEPARATORS",
    "SHEETS",
    "Decision",
    "Expired",
    "ImportView",
    "Judged",
    "Kept",
    "NotReady",
    "Nothing",
    "OpenImport",
    "Plan",
    "Preview",
    "Problem",
    "Record",
    "Settled",
    "Sheet",
    "TooLate",
    "TooMany",
    "WrittenSince",
    "ask",
    "begin",
    "confirm_reading",
    "contraindicated",
    "decide",
    "drop",
    "forget_expired",
    "labels_of",
    "list_imports",
    "read_import",
    "reread",
    "sheets_for",
    "undo",
]
