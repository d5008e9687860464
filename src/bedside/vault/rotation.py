"""Changing keys beside live traffic.

Rotating makes a new primary key; the old one stays enabled, so everything sealed still opens.
Re-wrapping then moves data keys over, batch by batch: the rows themselves say what is left, so it
can be stopped and started again at any point. Only then can the old key be disabled and destroyed.
"""

from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from bedside.audit.actor import Actor
from bedside.audit.log import SYSTEM_CHAIN, append
from bedside.errors import Conflict, NotFound
from bedside.locking import held
from bedside.vault.cache import TIME_TO_LIVE
from bedside.vault.current import keyring
from bedside.vault.making import SYSTEM, add_primary
from bedside.vault.models import DataKey, Key, KeyState
from bedside.vault.patients import rewrap_row
from bedside.vault.purposes import WRAPPING, Place, place

BATCH = 200
ROTATED = frozenset(
    {"facility", "intake", "accounts", "refresh", "cursor", "signing", "checkpoint", "search"}
)
"""All but the index key: the sign-in index is computed with it and would be found no more."""
RETIRED = ROTATED - {"accounts", "checkpoint", "search"}
"""Keys that may be disabled: names and emails stay under the accounts key that sealed them, old
checkpoints must stay verifiable, and the search is found under the key that it was built with."""


def rotate(purpose: str, owner: UUID | None = None, *, by: Actor = SYSTEM) -> int:
    """Make a new primary key and return its id; the former one stays enabled.

    Raises Conflict for the index key, and when somebody else rotates at the same moment.
    """
    where = place(purpose, owner)
    if purpose not in ROTATED:
        raise Conflict(f"The {purpose} key cannot be rotated.")
    try:
        # Durable: had a key been used and then been rolled back, what it sealed would be lost.
        with transaction.atomic(durable=True):
            Key.objects.filter(purpose=purpose, owner=owner, state=KeyState.PRIMARY).update(
                state=KeyState.ENABLED
            )
            key_id = add_primary(where, by=by)
    except IntegrityError as error:
        raise Conflict(f"The {purpose} key is being rotated by somebody else.") from error
    keyring().drop(where)
    return key_id


def rewrap_data_keys(batch: int = BATCH) -> int:
    """Wrap every data key by the primary key of its place; return how many were moved."""
    total = 0
    while moved := _rewrap_batch(batch):
        total += moved
    return total


def disable_key(key_id: int, *, by: Actor = SYSTEM) -> None:
    """Stop using a key that is no longer primary. Raises Conflict while it is still needed."""
    with transaction.atomic(durable=True):
        key = _locked(key_id, KeyState.ENABLED)
        if key.purpose not in RETIRED:
            raise Conflict(f"A {key.purpose} key is needed for as long as what it sealed.")
        if key.purpose in WRAPPING:
            _refuse_while_needed(key)
        key.state = KeyState.DISABLED
        _store(key, "vault.key_disabled", by)
    keyring().drop(Place(key.purpose, key.owner))


def destroy_key(key_id: int, *, by: Actor = SYSTEM) -> None:
    """Destroy a disabled key for good; its row stays."""
    with transaction.atomic(durable=True):
        key = _locked(key_id, KeyState.DISABLED)
        key.state = KeyState.DESTROYED
        key.wrapped = b""
        _store(key, "vault.key_destroyed", by)


def _rewrap_batch(batch: int) -> int:
    # A remembered primary may have been rotated away: wrapping by it would never come to an end.
    keyring().clear()
    with transaction.atomic():
        rows = (
            held(DataKey.objects.all(), of=("self",))
            .filter(wrapping_key__state=KeyState.ENABLED, destroyed_at=None)
            .select_related("wrapping_key")
            .order_by("patient")[:batch]
        )
        moved = 0
        for row in rows:
            rewrap_row(row, row.wrapping_key.owner or row.wrapping_key.purpose)
            moved += 1
        return moved


def _locked(key_id: int, state: KeyState) -> Key:
    key = held(Key.objects.filter(id=key_id)).first()
    if key is None:
        raise NotFound("There is no such key.")
    if key.state != state:
        raise Conflict(f"Only a key that is {state} can be changed like this.")
    return key


def _refuse_while_needed(key: Key) -> None:
    if key.data_keys.filter(destroyed_at=None).exists():
        raise Conflict("Data keys are still wrapped by this key. Re-wrap them first.")
    # Another process may wrap by the former primary for as long as it remembers it.
    settled = timezone.now() - timedelta(seconds=2 * TIME_TO_LIVE)
    primary = Key.objects.get(purpose=key.purpose, owner=key.owner, state=KeyState.PRIMARY)
    if primary.created_at > settled:
        raise Conflict("This key was primary until just now. Try again in two minutes.")


def _store(key: Key, action: str, by: Actor) -> None:
    key.save(update_fields=["state", "wrapped"])
    append(
        action,
        by=by,
        chain=key.owner or SYSTEM_CHAIN,
        outcome="done",
        objects={"key": key.id},
        details={"purpose": key.purpose},
    )
