"""Opening texts of a whole clinic in passing, in the order of its patients' ids.

Their keys are read along in that order, and none is remembered: that would drive out the keys that
everybody else is using.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from bedside.streaming import InOrder
from bedside.vault.aead import Cipher
from bedside.vault.context import Context
from bedside.vault.current import keyring
from bedside.vault.damage import BrokenSeal, NoKey, Unreadable
from bedside.vault.models import DataKey, Key
from bedside.vault.patients import Text, bound, open_each
from bedside.vault.purposes import wrapping_place

_AT_ONCE = 2_000
"""Keys fetched together."""


class InPassing:
    """Opens the texts of very many patients, one batch after the other."""

    def __init__(self, patients: QuerySet[Any, Any]) -> None:
        """`patients` is the query of the ids of those whom the texts are of."""
        rows = DataKey.objects.filter(patient__in=patients).order_by("patient")
        columns = rows.values_list("patient", "key_id", "wrapped", "wrapping_key")
        self._keys = InOrder(columns, _AT_ONCE)
        self._wrapping: dict[int, Cipher | None] = {}

    def open_each(self, texts: Sequence[Text]) -> list[bytes | Unreadable]:
        """Open texts as `vault.open_each` does, which also says what is in the way of the others.

        Nobody of whom this batch has a text may come before anybody of the batches before.
        """
        opened = [self._opened(*text) for text in texts]
        others = [text for text, one in zip(texts, opened, strict=True) if one is None]
        said = iter(open_each(others))
        return [next(said) if one is None else one for one in opened]

    def _opened(self, patient: UUID, sealed: bytes, context: Context) -> bytes | None:
        rows = self._keys.of(patient)
        if not rows:
            return None
        _, key_id, wrapped, wrapping_id = rows[0]
        try:
            wrapping = self._wrapping_key(wrapping_id)
            if wrapping is None:
                return None
            material = wrapping.open(wrapped, bound(patient, key_id))
            return Cipher(key_id, material).open(sealed, context)
        except BrokenSeal:
            return None

    def _wrapping_key(self, id: int) -> Cipher | None:
        """A clinic has few: one for each time that its key was made anew."""
        if id not in self._wrapping:
            self._wrapping[id] = _found(id)
        return self._wrapping[id]


def _found(id: int) -> Cipher | None:
    row = Key.objects.get(id=id)
    try:
        key = keyring().find(wrapping_place(row.owner or row.purpose), id)
    except (BrokenSeal, NoKey):
        return None
    return key.cipher if key else None
