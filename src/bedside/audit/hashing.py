"""What an event's hash covers: all of its row, as RFC 8785 JSON, so any language can check it."""

import hashlib
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import rfc8785

from bedside.audit.models import Event


def digest(event: Event, **changed: Any) -> str:
    """Return the SHA-256 (hex) of the event's fields and its predecessor's hash.

    `changed` replaces fields, to ask what the hash would be in another place of the chain.
    """
    return hashlib.sha256(rfc8785.dumps({**_fields(event), **changed})).hexdigest()


def _fields(event: Event) -> dict[str, Any]:
    return {
        "id": str(event.id),
        "chain": str(event.chain),
        "seq": event.seq,
        "at": _instant(event.at),
        "action": event.action,
        "outcome": str(event.outcome),
        "actor_role": event.actor_role,
        "actor_user": _text(event.actor_user),
        "actor_patient": _text(event.actor_patient),
        "session": _text(event.session),
        "address": event.address,
        "device": event.device,
        "subjects": event.subjects,
        "objects": event.objects_touched,
        "details": event.details,
        "previous": event.previous,
    }


def _text(value: UUID | None) -> str | None:
    return None if value is None else str(value)


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
