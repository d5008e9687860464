"""Reading documents: fetch the blobs of rows the caller may see, and open them."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from pydantic_core import from_json

from bedside import vault
from bedside.documents.current import store
from bedside.documents.models import HasDocument
from bedside.errors import NotFound

_PLACE = ("blob_id", "document_version", "document_schema", "version")


def read(row: HasDocument) -> dict[str, Any]:
    """Return the row's document. Errors as in `read_many`."""
    return read_many([row])[0]


def read_many(rows: Sequence[HasDocument]) -> list[dict[str, Any]]:
    """Return the rows' documents in order: one fetch, one query for the data keys.

    Raises NotFound for a row without a document and BrokenSeal for one whose document is gone or
    does not open. When a document was replaced and swept since the row was read, the newer one is
    returned and the row brought up to date.
    """
    found = store().get_many([_blob(row) for row in rows])
    late = [row for row in rows if row.blob_id not in found]
    if late:
        found |= _again(late)
    texts = [(row.document_patient(), found[_blob(row)], _context(row)) for row in rows]
    return [from_json(text) for text in vault.open_many(texts)]


def _again(rows: list[HasDocument]) -> dict[Any, bytes]:
    for row in rows:
        try:
            row.refresh_from_db(fields=_PLACE)
        except ObjectDoesNotExist as error:
            raise NotFound() from error
    found = store().get_many([_blob(row) for row in rows])
    for row in rows:
        if row.blob_id not in found:
            raise vault.BrokenSeal(_context(row), "missing")
    return found


def _blob(row: HasDocument) -> Any:
    if row.blob_id is None:
        raise NotFound()
    return row.blob_id


def _context(row: HasDocument) -> vault.Context:
    return vault.Context(
        patient=row.document_patient(),
        kind=row.KIND,
        document=row.pk,
        blob=row.blob_id,
        version=row.document_version,
        schema=row.document_schema,
    )
