"""Data keys: one for each patient, under which everything about them is sealed."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from bedside.errors import Conflict, NotFound
from bedside.vault.aead import Cipher, Sealed, new_key_id, new_material
from bedside.vault.context import Context
from bedside.vault.current import keyring
from bedside.vault.damage import BrokenSeal, KeyDestroyed
from bedside.vault.models import DataKey
from bedside.vault.purposes import wrapping_place


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


def rewrap_patient_key(patient: UUID, *, to: str | UUID) -> None:
    """Move the patient's data key under another facility; nothing sealed changes."""
    with transaction.atomic():
        row = _living(DataKey.objects.select_for_update().filter(patient=patient).first())
        rewrap_row(row, to)


def rewrap_row(row: DataKey, to: str | UUID) -> None:
    """Wrap a locked row's key anew, by the primary key of `to`."""
    _wrap(row, unwrap_material(row), to)
    row.save(update_fields=["wrapped", "wrapping_key"])


def destroy_patient_key(patient: UUID) -> None:
    """Erase: what was sealed for the patient opens nowhere any more.

    At once in this process, elsewhere when its minute is over. The row stays as a tombstone.
    """
    with transaction.atomic():
        DataKey.objects.filter(patient=patient, destroyed_at=None).update(
            wrapped=b"", destroyed_at=timezone.now()
        )
        keyring().data_keys.drop(patient)
        # Again after the commit: until then another thread still finds the old row.
        transaction.on_commit(lambda: keyring().data_keys.drop(patient))


def seal_for(patient: UUID, plaintext: bytes, context: Context) -> Sealed:
    """Seal with the patient's key. Raises NotFound without one, KeyDestroyed after an erasure."""
    return _cipher(patient).seal(plaintext, context)


def open_for(patient: UUID, sealed: bytes, context: Context) -> bytes:
    """Open what was sealed for the patient in this context. Raises BrokenSeal, or as `seal_for`."""
    return _cipher(patient).open(sealed, context)


def open_many(texts: Sequence[tuple[UUID, bytes, Context]]) -> list[bytes]:
    """Open many texts, in their order, with one query for all the data keys not at hand."""
    ring = keyring()
    ciphers = {patient: ring.data_keys.get(patient) for patient, _, _ in texts}
    missing = [patient for patient, cipher in ciphers.items() if cipher is None]
    found: dict[UUID, Cipher] = _load(missing) if missing else {}
    return [(ciphers[p] or found[p]).open(sealed, context) for p, sealed, context in texts]


def unwrap_material(row: DataKey) -> bytes:
    """Return the bytes of a data key. Raises BrokenSeal when its wrapping does not open."""
    wrapping = row.wrapping_key
    context = _context(row)
    key = keyring().find(wrapping_place(wrapping.owner or wrapping.purpose), wrapping.id)
    if key is None:
        raise BrokenSeal(context, "unknown_key")
    return key.cipher.open(bytes(row.wrapped), context)


def _cipher(patient: UUID) -> Cipher:
    return keyring().data_keys.get(patient) or _load([patient])[patient]


def _load(patients: Iterable[UUID]) -> dict[UUID, Cipher]:
    cache = keyring().data_keys
    ticket = cache.ticket()
    wanted = list(patients)
    rows = {
        row.patient: row
        for row in DataKey.objects.filter(patient__in=wanted).select_related("wrapping_key")
    }
    ciphers = {}
    for patient in wanted:
        row = _living(rows.get(patient))
        ciphers[patient] = Cipher(row.key_id, unwrap_material(row))
        cache.put(patient, ciphers[patient], ticket)
    return ciphers


def _living(row: DataKey | None) -> DataKey:
    if row is None:
        raise NotFound("There is no data key for this patient.")
    if row.destroyed_at is not None:
        raise KeyDestroyed()
    return row


def _wrap(row: DataKey, material: bytes, under: str | UUID) -> None:
    primary = keyring().keys(wrapping_place(under)).primary
    row.wrapping_key_id = primary.id
    row.wrapped = primary.cipher.seal(material, _context(row))


def _context(row: DataKey) -> Context:
    return Context(row.patient, "data-key", row.patient, None, version=row.key_id, schema=1)
