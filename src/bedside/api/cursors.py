"""Where a list goes on: signed, and good for one caller and one list only.

A cursor says where the last page ended. Signed with the caller and the filters, it cannot be
edited, nor used by somebody else or with other filters to walk a list they may not see.
"""

import base64
import hashlib
import hmac
import json
from datetime import datetime
from typing import Any
from uuid import UUID

from bedside import vault
from bedside.audit.actor import Actor
from bedside.errors import Invalid

_MAC_BYTES = 16


def write(place: list[Any] | None, *, of: str, by: Actor) -> str | None:
    """Return the cursor for `place` (JSON scalars) in the list `of`, for the caller `by`.

    None when the list ends, which has no place.
    """
    if place is None:
        return None
    key_id, key = vault.secret("cursor").current
    payload = _text(json.dumps(place, separators=(",", ":")).encode())
    return f"{key_id}.{payload}.{_text(_mac(key, payload, of, by))}"


def read(cursor: str | None, *, of: str, by: Actor) -> list[Any] | None:
    """Return the place that `cursor` says, None without one. Raises Invalid."""
    if cursor is None:
        return None
    try:
        key_id, payload, given = cursor.split(".")
        key = {str(number): key for number, key in vault.secret("cursor").all.items()}[key_id]
        if not hmac.compare_digest(_text(_mac(key, payload, of, by)), given):
            raise ValueError
    except (ValueError, KeyError):
        raise _not_ours() from None
    place = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return list(place)


def read_moment(cursor: str | None, *, of: str, by: Actor) -> tuple[datetime, UUID] | None:
    """Return where a list in order of time goes on: a row's time and its id. Raises Invalid."""
    place = read(cursor, of=of, by=by)
    return (datetime.fromisoformat(place[0]), UUID(place[1])) if place else None


def write_moment(place: tuple[datetime, UUID] | None, *, of: str, by: Actor) -> str | None:
    """Return the cursor for a list in order of time, None when the list ends."""
    return write(place and [place[0].isoformat(), str(place[1])], of=of, by=by)


def _mac(key: bytes, payload: str, of: str, by: Actor) -> bytes:
    said = json.dumps([of, by.role, str(by.user), payload]).encode()
    return hmac.digest(key, said, hashlib.sha256)[:_MAC_BYTES]


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _not_ours() -> Invalid:
    return Invalid(fields={"query.cursor": "This is not a cursor that this list gave you."})
