"""Data keys: one for each patient, under which everything about them is sealed."""

from collections.abc import Collection, Iterable, Sequence, Set
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from bedside.errors import BedsideError, Conflict, Damaged, NotFound
from bedside.locking import held
from bedside.streaming import streamed
from bedside.vault.aead import Cipher, Sealed, new_key_id, new_material
from bedside.vault.context import Context
from bedside.vault.current import keyring
from bedside.vault.damage import ERASED, BrokenSeal, KeyDestroyed, NoKey, Unreadable
from bedside.vault.keyring import Unwrapped
from bedside.vault.models import DataKey
from bedside.vault.purposes import Place, wrapping_place

_AT_ONCE = 200
"""Rows in one statement."""


Text = tuple[UUID, bytes, Context]
"""Whose it is, what is sealed, and where it opens."""


def create_patient_key(patient: UUID, *, under: str | UUID) -> None:
    """Make the patient's data key, wrapped by the "intake" key or a facility's.

    Raises Conflict when the patient has one, or had one and was erased.
    """
    keyring().data_keys.drop(patient)
    row = DataKey(patient=patient, key_id=new_key_id())
    _wrap(row, new_material(), under)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict("This patient has a data key already.") from error


def create_patient_keys(patients: Collection[UUID], *, under: str | UUID) -> None:
    """Make the data keys of many patients, in few statements. Raises as `create_patient_key`."""
    rows = [DataKey(patient=patient, key_id=new_key_id()) for patient in patients]
    for row in rows:
        keyring().data_keys.drop(row.patient)
        _wrap(row, new_material(), under)
    try:
        with transaction.atomic():
            DataKey.objects.bulk_create(rows, batch_size=_AT_ONCE)
    except IntegrityError as error:
        raise Conflict("One of these patients has a data key already.") from error


def rewrap_patient_key(patient: UUID, *, to: str | UUID) -> None:
    """Move the patient's data key under another facility; nothing sealed changes."""
    with transaction.atomic():
        row = _living(held(DataKey.objects.filter(patient=patient)).first())
        rewrap_row(row, to)


def rewrap_row(row: DataKey, to: str | UUID) -> None:
    """Wrap a locked row's key anew, by the primary key of `to`."""
    _wrap(row, unwrap_material(row), to)
    row.save(update_fields=["wrapped", "wrapping_key"])


def destroy_patient_key(patient: UUID) -> None:
    """Erase: what was sealed for the patient opens nowhere any more.

    At once in this process, elsewhere when its minute is over. The row stays as a tombstone.
    """
    destroy_patient_keys([patient])


def destroy_patient_keys(patients: Collection[UUID]) -> None:
    """Erase many patients, as `destroy_patient_key` does one."""

    def forget() -> None:
        for patient in patients:
            keyring().data_keys.drop(patient)

    with transaction.atomic():
        DataKey.objects.filter(patient__in=patients, destroyed_at=None).update(
            wrapped=b"", destroyed_at=timezone.now()
        )
        forget()
        # Again after the commit: until then another thread still finds the old row.
        transaction.on_commit(forget)


def seal_for(patient: UUID, plaintext: bytes, context: Context) -> Sealed:
    """Seal with the patient's key. Raises NotFound without one, KeyDestroyed after an erasure."""
    return _cipher(patient).seal(plaintext, context)


def open_for(patient: UUID, sealed: bytes, context: Context) -> bytes:
    """Open what was sealed for the patient in this context. Raises BrokenSeal, or as `seal_for`."""
    return _cipher(patient).open(sealed, context)


def open_each(texts: Sequence[Text]) -> list[bytes | Unreadable]:
    """Open many texts, in their order, with one query for all the data keys not at hand.

    One that does not open is Unreadable in its place; nothing is raised or reported for it.
    """
    at_hand = keyring().data_keys
    ciphers: dict[UUID, Cipher | str] = {}
    missing: set[UUID] = set()
    for patient, _, _ in texts:
        cipher = at_hand.get(patient)
        if cipher is None:
            missing.add(patient)
        else:
            ciphers[patient] = cipher
    if missing:
        loaded = _load(missing)
        ciphers.update({patient: _or_reason(key) for patient, key in loaded.items()})
    return [_open(ciphers[patient], sealed, context) for patient, sealed, context in texts]


def unwrap_material(row: DataKey) -> bytes:
    """Return the bytes of a data key. Raises BrokenSeal when its wrapping does not open."""
    key = row.wrapping_key
    found = keyring().find(_wrapping_place(key.purpose, key.owner), row.wrapping_key_id)
    return _unwrap(bytes(row.wrapped), bound(row.patient, row.key_id), found)


def _open(cipher: Cipher | str, sealed: bytes, context: Context) -> bytes | Unreadable:
    if isinstance(cipher, str):
        return Unreadable(cipher, context)
    try:
        return cipher.open(sealed, context)
    except BrokenSeal as broken:
        return Unreadable(broken.reason, context)


def _or_reason(found: Cipher | BedsideError) -> Cipher | str:
    match found:
        case Cipher():
            return found
        case KeyDestroyed():
            return ERASED
        case NotFound():
            return "no_data_key"
        case _:
            return "data_key"


def _cipher(patient: UUID) -> Cipher:
    found = keyring().data_keys.get(patient) or _load({patient})[patient]
    if isinstance(found, BedsideError):
        raise found
    return found


class _Wrapped(NamedTuple):
    """A data key as its row has it, without the row: many are read at once."""

    patient: UUID
    key_id: int
    wrapped: bytes
    wrapping_key: int
    purpose: str
    owner: UUID | None
    destroyed_at: datetime | None

    @property
    def place(self) -> Place:
        return _wrapping_place(self.purpose, self.owner)


Row = TypeVar("Row", DataKey, _Wrapped)
_COLUMNS = (
    "patient",
    "key_id",
    "wrapped",
    "wrapping_key",
    "wrapping_key__purpose",
    "wrapping_key__owner",
    "destroyed_at",
)


def _load(patients: Set[UUID]) -> dict[UUID, Cipher | BedsideError]:
    """Return each patient's key, or why it cannot be had."""
    cache = keyring().data_keys
    ticket = cache.ticket()
    rows = _rows_of(patients)
    wrapping = _wrapping_keys(rows.values())
    loaded: dict[UUID, Cipher | BedsideError] = {}
    for patient in patients:
        loaded[patient] = cipher = _unwrapped(rows.get(patient), wrapping)
        if isinstance(cipher, Cipher):
            cache.put(patient, cipher, ticket)
    return loaded


def _rows_of(patients: Set[UUID]) -> dict[UUID, _Wrapped]:
    rows = DataKey.objects.values_list(*_COLUMNS)
    found: Iterable[tuple[Any, ...]] = rows.filter(patient__in=patients)
    if len(patients) > _AT_ONCE:
        found = streamed(rows.filter(patient__among=patients), len(patients))
    return {row.patient: row for row in map(_Wrapped._make, found)}


Wrapping = dict[int, Unwrapped | BedsideError | None]
"""The keys that wrap data keys, by their ids; or why those of a place cannot be had."""


def _wrapping_keys(rows: Iterable[_Wrapped]) -> Wrapping:
    """Return what unwraps these rows: asked for once a place, not once a row."""
    wanted: dict[Place, set[int]] = {}
    for row in {row.wrapping_key: row for row in rows if row.destroyed_at is None}.values():
        wanted.setdefault(row.place, set()).add(row.wrapping_key)
    found: Wrapping = {}
    for where, key_ids in wanted.items():
        try:
            keys = keyring().find_all(where, key_ids)
            found |= {key_id: keys.get(key_id) for key_id in key_ids}
        except (Damaged, NoKey) as error:
            found |= dict.fromkeys(key_ids, error)
    return found


def _unwrapped(row: _Wrapped | None, wrapping: Wrapping) -> Cipher | BedsideError:
    try:
        row = _living(row)
        key = wrapping[row.wrapping_key]
        if isinstance(key, BedsideError):
            return key
        context = bound(row.patient, row.key_id)
        return Cipher(row.key_id, _unwrap(row.wrapped, context, key))
    except (NotFound, Damaged) as error:
        return error


def _unwrap(wrapped: bytes, context: Context, key: Unwrapped | None) -> bytes:
    if key is None:
        raise BrokenSeal(context, "unknown_key")
    return key.cipher.open(wrapped, context)


@lru_cache(maxsize=1024)
def _wrapping_place(purpose: str, owner: UUID | None) -> Place:
    return wrapping_place(owner or purpose)


def _living(row: Row | None) -> Row:
    if row is None:
        raise NotFound("There is no data key for this patient.")
    if row.destroyed_at is not None:
        raise KeyDestroyed()
    return row


def _wrap(row: DataKey, material: bytes, under: str | UUID) -> None:
    primary = keyring().keys(wrapping_place(under)).primary
    row.wrapping_key_id = primary.id
    row.wrapped = primary.cipher.seal(material, bound(row.patient, row.key_id))


def bound(patient: UUID, key_id: int) -> Context:
    """Return where a patient's data key opens."""
    return Context(patient, "data-key", patient, None, key_id, 1)
