"""What can go wrong, in Bedside's own words.

    BedsideError
    |-- Unauthenticated      nobody is signed in, or the proof is not good        401
    |-- Forbidden            this role may not do that                           403
    |-- NotFound             not there, or outside the actor's reach             404
    |-- Conflict             the present state does not allow it                 409
    |   |-- Stale            somebody changed it since it was read               412
    |   |-- Contraindicated  something on record stands against it; say why      409
    |   `-- OnRecordAlready  the same is on record; say that it is meant twice   409
    |-- Invalid              the input is wrong, field by field                  422
    |-- Throttled            too many tries; `retry_after` seconds               429
    `-- Unavailable          a store or key cannot be reached now                503
        `-- Damaged          a sealed document does not open                     500

Rooms raise these; each door has one table that turns them into its own answers. A `detail` is a
sentence for people and never holds what the caller sent: it may end up in a log.
"""

from collections.abc import Iterable, Mapping
from uuid import UUID


class BedsideError(Exception):
    """Something a caller can act on; `detail` is one sentence without user input."""

    detail = "Something went wrong."

    def __init__(self, detail: str | None = None) -> None:
        self.detail = detail or self.detail
        super().__init__(self.detail)


class Unauthenticated(BedsideError):
    """Nobody is signed in, or what proves it is not good (any more)."""

    detail = "Sign in to continue."


class Forbidden(BedsideError):
    """The actor's role lacks this action."""

    detail = "You may not do this."


class NotFound(BedsideError):
    """The object does not exist, or is outside the actor's reach: the two look the same."""

    detail = "There is no such thing here."


class Conflict(BedsideError):
    """The object's present state does not allow the act."""

    detail = "This cannot be done in the present state."


class AlreadyDone(BedsideError):
    """The same request has had its effect, and its answer is not to be had again."""

    detail = "This was already done, but its answer was not kept. Read the record to see it."


class Stale(Conflict):
    """Somebody changed the record since the caller read it.

    `fields` names those that both changed, where the others could have been merged.
    """

    detail = "This was changed since you read it. Read it again and repeat your change."

    def __init__(self, detail: str | None = None, *, fields: Iterable[str] = ()) -> None:
        super().__init__(detail)
        self.fields = tuple(fields)


class Contraindicated(Conflict):
    """Something on record stands against it, such as an allergy; a reason (`despite`) overrides.

    `found` has a sentence for each entry, by its id; none of them says what the entry does.
    """

    detail = "An allergy and a medicine on record would stand against each other. Say why, or stop."

    def __init__(self, found: Mapping[UUID, str]) -> None:
        super().__init__()
        self.found = dict(found)


class OnRecordAlready(Conflict):
    """The same is on record already (`entry`); whoever means it twice says so (`repeated`)."""

    detail = "This is on the list already. Change it there, or say that it is meant twice."

    def __init__(self, entry: UUID) -> None:
        super().__init__()
        self.entry = entry


class Invalid(BedsideError):
    """The input is wrong. `fields` names each bad field with a sentence, never its value."""

    detail = "Some of the input is not valid."

    def __init__(
        self, detail: str | None = None, *, fields: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.fields: dict[str, str] = dict(fields or {})


class Throttled(BedsideError):
    """Too many tries. `retry_after` says in how many seconds another one makes sense."""

    detail = "Too many tries. Wait a little and try again."

    def __init__(self, retry_after: int, detail: str | None = None) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class Unavailable(BedsideError):
    """A store, a key or the audit log cannot be reached; nothing was changed."""

    detail = "This is not available right now. Nothing was changed; try again soon."


class Damaged(Unavailable):
    """A sealed document does not open: changed, moved, truncated, or its key is unknown."""

    detail = "A stored document could not be opened."
