"""ICD-10-CM as reference data: finding a code, reading one, and whether a diagnosis may carry it.

Pure: no Django, nothing of any patient. Who may search is ruled in `clinic`.
"""

from bedside.codes.index import keep_in
from bedside.codes.reading import (
    Code,
    Coding,
    check,
    coding,
    lookup,
    must_be_codable,
    prepare,
)
from bedside.codes.searching import CodeHit, search
from bedside.codes.table import Release, release
from bedside.codes.words import dotted

__all__ = [
    "Code",
    "CodeHit",
    "Coding",
    "Release",
    "check",
    "coding",
    "dotted",
    "keep_in",
    "lookup",
    "must_be_codable",
    "prepare",
    "release",
    "search",
]
