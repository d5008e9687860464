"""Making keys. Every new key leaves an event in the log."""

from uuid import UUID

from django.db import IntegrityError, transaction

from bedside.audit.actor import Actor
from bedside.audit.log import SYSTEM_CHAIN, append
from bedside.errors import Conflict
from bedside.vault.aead import Sealed, new_key_id, new_material
from bedside.vault.current import keyring
from bedside.vault.models import Key, KeyState
from bedside.vault.purposes import DEPLOYMENT, Place, place

SYSTEM = Actor.system()


def create_deployment_keys(*, by: Actor = SYSTEM) -> list[str]:
    """Make every deployment key that does not exist yet, and return the purposes made."""
    have = set(
        Key.objects.filter(state=KeyState.PRIMARY, owner=None).values_list("purpose", flat=True)
    )
    missing = [purpose for purpose in DEPLOYMENT if purpose not in have]
    for purpose in missing:
        create_key(purpose, by=by)
    return missing


def create_key(purpose: str, owner: UUID | None = None, *, by: Actor = SYSTEM) -> int:
    """Make the first key of a purpose and return its id. Raises Conflict when there is one."""
    where = place(purpose, owner)
    try:
        with transaction.atomic():
            return add_primary(where, by=by)
    except IntegrityError as error:
        raise Conflict(f"There is a primary {purpose} key already.") from error


def add_primary(where: Place, *, by: Actor) -> int:
    """Store a new primary key and its event, inside the caller's transaction."""
    key = Key(
        id=new_key_id(),
        purpose=where.purpose,
        owner=where.owner,
        state=KeyState.PRIMARY,
        wrapped=Sealed(),
    )
    key.wrapped = keyring().wrap(key, new_material())
    key.save(force_insert=True)
    append(
        "vault.key_made",
        by=by,
        chain=where.owner or SYSTEM_CHAIN,
        outcome="done",
        objects={"key": key.id},
        details={"purpose": where.purpose},
    )
    return key.id
