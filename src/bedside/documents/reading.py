"""Reading documents: fetch the blobs of rows the caller may see, and open them.

One document that was asked for is read, or the reading fails. A list is opened with `open_each`:
what does not open is `Unreadable` in its place, put on record with the act under way, and every
other row is served.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from pydantic_core import from_json

from bedside import vault
from bedside.documents.current import store
from bedside.documents.models import HasDocument
from bedside.vault import Unreadable

Body = dict[str, Any]
"""An opened document."""

_PLACE = ("blob_id", "document_version", "document_schema", "version")


def read(row: HasDocument) -> Body:
    """Return the row's document. Errors as in `read_many`."""
    return read_many([row])[0]


def read_many(rows: Sequence[HasDocument]) -> list[Body]:
    """Return the rows' documents in order, all or nothing, at the cost of `open_each`.

    Raises NotFound for a row without a document and BrokenSeal for one whose document is gone or
    does not open.
    """
    return [_whole(found) for found in opened(rows)]


def read_with(
    row: HasDocument, others: Sequence[HasDocument]
) -> tuple[Body, list[Body | Unreadable]]:
    """Return the row's document, and those of the rows shown beside it, at the cost of `open_each`.

    Raises as `read` does for the one that was asked for; of the others none hides it.
    """
    asked, *beside = opened([row, *others])
    body = _whole(asked)
    vault.met(beside)
    return body, beside


def open_each(rows: Sequence[HasDocument]) -> list[Body | Unreadable]:
    """Return the rows' documents in order, Unreadable in the place of each that does not open.

    One fetch and one query for the data keys, however many rows; once more for all those whose
    blob was not found: when a document was replaced and swept since its row was read, the newer one
    is returned and the row brought up to date. What is damaged is reported with the act under way.
    Raises only when the store or the database cannot be reached.
    """
    found = opened(rows)
    vault.met(found)
    return found


def opened(rows: Sequence[HasDocument]) -> list[Body | Unreadable]:
    """Do what `open_each` does, and leave the reporting to the caller."""
    blobs = _fetched(rows)
    there = [row for row in rows if row.blob_id in blobs]
    texts = [(row.document_patient(), blobs[_blob(row)], _context(row)) for row in there]
    found = iter(vault.open_each(texts))
    return [_body(row, next(found)) if row.blob_id in blobs else _absent(row) for row in rows]


def _fetched(rows: Sequence[HasDocument]) -> dict[UUID, bytes]:
    found = _get(rows)
    late = [row for row in rows if row.blob_id and row.blob_id not in found]
    if not late:
        return found
    _bring_up_to_date(late)
    return found | _get(late)


def _get(rows: Iterable[HasDocument]) -> dict[UUID, bytes]:
    wanted = {row.blob_id for row in rows if row.blob_id}
    return store().get_many(wanted) if wanted else {}


def _bring_up_to_date(rows: Sequence[HasDocument]) -> None:
    """Ask where the documents are now, once for each model; nowhere, if the row is gone."""
    for model in {type(row) for row in rows}:
        some = [row for row in rows if type(row) is model]
        asked = model._base_manager.filter(pk__in=[row.pk for row in some])
        places = {pk: place for pk, *place in asked.values_list("pk", *_PLACE)}
        for row in some:
            _move(row, places.get(row.pk))


def _move(row: HasDocument, place: Sequence[Any] | None) -> None:
    if place is None:
        row.blob_id = None
        return
    for name, value in zip(_PLACE, place, strict=True):
        setattr(row, name, value)


def _body(row: HasDocument, text: bytes | Unreadable) -> Body | Unreadable:
    if isinstance(text, Unreadable):
        return text
    try:
        body = from_json(text)
    except ValueError:
        body = None
    return body if isinstance(body, dict) else Unreadable("not_json", _context(row))


def _absent(row: HasDocument) -> Unreadable:
    return Unreadable("missing" if row.blob_id else "no_document", _context(row))


def _whole(found: Body | Unreadable) -> Body:
    if isinstance(found, Unreadable):
        raise found.error()
    return found


def _blob(row: HasDocument) -> UUID:
    assert row.blob_id is not None
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
