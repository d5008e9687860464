"""The same request sent twice has one effect: Idempotency-Key.

The key's row is written in the transaction of the act itself (`accounts.together_with`). So the
effect and the memory of it are there together or not at all, whenever the process dies. Of
requests at the same time, the database lets one through; the others find the row and wait for the
first one's answer. The answer is added right after the act. Should the process die between the
two, the effect stands and a repeat is told (409) that it was done and should be read; it is never
done again. Only what succeeded is remembered: a refusal changed nothing and may be tried again.
After a day an answer is deleted by the next one that is remembered; until then it is sealed.
"""

import hashlib
import json
import time
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from starlette.responses import Response

from bedside import vault
from bedside.accounts import acts
from bedside.api.call import SAFE, Call
from bedside.api.models import RememberedResponse
from bedside.errors import BedsideError, Conflict, Invalid

KEPT = timedelta(hours=24)
WAIT_SECONDS = 5.0
_POLL_SECONDS = 0.05


class AlreadyDone(Conflict):
    """A request with this key has had its effect."""

    detail = "This was already done, but its answer was not kept. Read the record to see it."


def once(call: Call, answer: Callable[[], Response]) -> Response:
    """Return `answer()`, or what it was when the same request came before.

    Raises Invalid when the key was used for another request.
    """
    key = None if call.request.method in SAFE else call.repeat_key
    if key is None:
        return answer()
    name, request = _name(call, key), _fingerprint(call)
    known = RememberedResponse.objects.filter(name=name, created_at__gt=timezone.now() - KEPT)
    if row := known.first():
        return _replayed(row, request)
    row = RememberedResponse(name=name)
    try:
        with acts.together_with(lambda: _reserve(row)):
            given = answer()
    except BedsideError:
        # The request before us may also be why: it moved the version on, or took the email.
        first = known.exclude(pk=row.pk).first()
        if first is not None:
            return _replayed(first, request)
        # An endpoint of two acts may have failed at the second one; then nothing is remembered.
        known.filter(pk=row.pk).delete()
        raise
    _remember(row, request, given)
    return given


def forget_old() -> int:
    """Delete what is older than a day; return how many rows that were."""
    return RememberedResponse.objects.filter(created_at__lte=timezone.now() - KEPT).delete()[0]


def _reserve(row: RememberedResponse) -> None:
    RememberedResponse.objects.filter(name=row.name, created_at__lte=timezone.now() - KEPT).delete()
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise AlreadyDone from None


def _remember(row: RememberedResponse, request: str, given: Response) -> None:
    told = {
        "request": request,
        "status": given.status_code,
        "headers": [[name.decode(), text.decode()] for name, text in given.raw_headers],
        "body": bytes(given.body).decode(),
    }
    sealed = vault.seal(json.dumps(told).encode(), purpose="accounts", context=_context(row))
    RememberedResponse.objects.filter(pk=row.pk).update(sealed=sealed)
    forget_old()


def _replayed(row: RememberedResponse, request: str) -> Response:
    waited_until = time.monotonic() + WAIT_SECONDS
    while row.sealed is None:
        if time.monotonic() > waited_until:
            raise AlreadyDone
        time.sleep(_POLL_SECONDS)
        row.refresh_from_db()
    opened = vault.open(bytes(row.sealed), purpose="accounts", context=_context(row))
    told = json.loads(opened)
    if told["request"] != request:
        raise Invalid("This Idempotency-Key was used for another request.")
    answer = Response(told["body"], told["status"])
    answer.raw_headers = [(name.encode(), text.encode()) for name, text in told["headers"]]
    return answer


def _context(row: RememberedResponse) -> vault.Context:
    return vault.Context(None, "remembered", row.id, None, 1, 1)


def _name(call: Call, key: UUID) -> str:
    """Return what the key is kept under: a key belongs to who sent it.

    The answer to a newcomer can hold the cookie of their draft. Of them only the address is known,
    which at least keeps a key that two programs happen to share from sharing the draft.
    """
    nobody = call.by.user is None and call.by.patient is None
    owner = [call.by.role, str(call.by.user), str(call.by.patient), call.address if nobody else ""]
    return hashlib.sha256(json.dumps([*owner, str(key)]).encode()).hexdigest()


def _fingerprint(call: Call) -> str:
    url = call.request.url
    said = json.dumps([call.request.method, url.path, url.query, _version(call)]).encode()
    return hashlib.sha256(said + b"\0" + call.body).hexdigest()


def _version(call: Call) -> str:
    return call.request.headers.get("if-match", "")
