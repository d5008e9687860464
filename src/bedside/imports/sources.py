"""By what a row is known again: a keyed hash of its number elsewhere, or of all that it says."""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from itertools import islice
from uuid import UUID

from bedside import vault
from bedside.imports.models import BroughtRow

_AT_ONCE = 500


def source_of(facility: UUID, cells: Mapping[str, str], *, sheet: str) -> str:
    """Return what makes two rows of a sheet one: the number in the other system, else all of it."""
    named = cells.get("key", "")
    if sheet == "patients" and named:
        return source_of_patient(facility, named)
    kind = () if sheet == "patients" else (sheet,)
    words = ["key", named] if named else ["row", *(f"{k}={cells[k]}" for k in sorted(cells))]
    return _hashed(facility, *kind, *words)


def source_of_patient(facility: UUID, number: str) -> str:
    """Return the source of a patient who has this number in the other system."""
    return _hashed(facility, "key", number)


def source_of_record(facility: UUID, identity: str) -> str:
    """Return the source of a patient's whole record, by what makes its patient one (FHIR)."""
    return _hashed(facility, "record", identity)


def known_at(facility: UUID, sources: Iterable[str]) -> dict[str, UUID]:
    """Return which of these sources were brought in before, and whom each is about."""
    known: dict[str, UUID] = {}
    going = iter(sources)
    while batch := list(islice(going, _AT_ONCE)):
        rows = BroughtRow.objects.filter(facility=facility, source__in=batch)
        known.update(rows.values_list("source", "patient"))
    return known


def _hashed(facility: UUID, *words: str) -> str:
    _, key = vault.secret("index").current
    text = "\0".join(("import", str(facility), *words))
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
