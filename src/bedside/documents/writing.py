"""Writing a document: seal, store, wait for the acknowledgement; the row follows.

`write` comes before the SQL transaction and `attach` inside it. Killed in between, the store holds
a blob that no row names, which `sweep` removes a day later; a row never names a missing blob.
"""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from bedside import vault
from bedside.documents.current import store
from bedside.documents.models import HasDocument
from bedside.errors import Unavailable

LONGEST_WRITE = timedelta(hours=1)
"""A document attached later than this after it was stored could already be swept."""


@dataclass(frozen=True)
class Stored:
    """A document that the store has acknowledged and no row names yet."""

    context: vault.Context
    at: datetime = field(default_factory=timezone.now)

    def attach(self, row: HasDocument) -> None:
        """Let `row` name this document; the caller saves the row in its transaction.

        Sets blob_id, document_version, document_schema and version. Raises ValueError when the
        document was sealed for another row, and Unavailable when the write took too long.
        """
        place = self.context
        if (place.patient, place.kind, place.document) != (
            row.document_patient(),
            row.KIND,
            row.pk,
        ):
            raise ValueError("This document was sealed for another row.")
        if timezone.now() - self.at > LONGEST_WRITE:
            raise Unavailable("This took too long and was not saved. Try again.")
        row.blob_id = place.blob
        row.document_schema = place.schema
        row.version = row.document_version = place.version


def write(
    *,
    patient: UUID,
    kind: str,
    document: UUID,
    version: int,
    body: Mapping[str, Any],
    schema: int = 1,
) -> Stored:
    """Seal `body` (JSON) for one row and version, and store it. Call it before the transaction.

    Raises NotFound without a data key for the patient, and Unavailable when the store cannot
    acknowledge; either way nothing refers to what may have been stored.
    """
    # Random rather than time-ordered: the store must not learn when who was written about.
    blob = uuid.uuid4()
    context = vault.Context(patient, kind, document, blob, version, schema)
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    started = timezone.now()
    store().put(blob, vault.seal_for(patient, text.encode(), context))
    return Stored(context, started)
