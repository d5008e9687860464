"""Work that somebody asks for and waits for: an export, a file to print.

It is put down in the transaction of the act of asking, and done by a worker as whoever asked.
"""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from bedside import vault
from bedside.errors import Conflict, NotFound
from bedside.outbox.models import TO_DO, Job
from bedside.outbox.putting import new_job
from bedside.outbox.tasks import Task
from bedside.statements import insert

MOST_AT_ONCE = 5
"""What one person may wait for, so that nobody's exports keep everybody else's waiting."""


class TooMany(Conflict):
    """Somebody waits for as many things as they may."""

    detail = f"You wait for {MOST_AT_ONCE} files already. Call one off, or wait until it is done."


def ask(
    kind: str,
    *,
    by: UUID,
    subject: Mapping[str, UUID] | None = None,
    wish: Mapping[str, Any] | None = None,
) -> UUID:
    """Put down what an account asks for, and return the job's id.

    `wish` (JSON) is sealed: the period, the choice, the reason. Raises TooMany, KeyError for a kind
    that no room declares, and RuntimeError outside a transaction.
    """
    row = new_job(kind, key="", subject=subject, due_at=None, asked_by=by)
    if Job.objects.filter(asked_by=by, state__in=TO_DO).count() >= MOST_AT_ONCE:
        raise TooMany
    row.key = f"{kind}:{row.id}"
    if wish is not None:
        row.wish = vault.seal(json.dumps(wish).encode(), purpose="accounts", context=row.place())
    insert([row])
    return row.id


def wish_of(task: Task) -> dict[str, Any]:
    """Return what was asked for. Raises NotFound without a wish, and BrokenSeal."""
    row = Job.objects.filter(id=task.job).first()
    if row is None or not row.wish:
        raise NotFound
    wish: dict[str, Any] = json.loads(
        vault.open(bytes(row.wish), purpose="accounts", context=row.place())
    )
    return wish
