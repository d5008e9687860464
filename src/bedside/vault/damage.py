"""What is raised, or stands in a list, when something sealed does not open.

A single reading raises. A list goes on: it shows `Unreadable` in the place of what did not open,
so that one damaged document hides nobody else's.
"""

from dataclasses import dataclass

from bedside.errors import BedsideError, Damaged, NotFound, Unavailable
from bedside.vault.context import Context

ERASED = "erased"
"""The data key was destroyed on purpose: unreadable as it should be, and no damage."""
_NOT_THERE = frozenset({"no_document", "no_data_key"})


class BrokenSeal(Damaged):
    """A sealed text did not open. `reason` is a code; `context` says which text it was.

    The sentence tells whoever asked for it what to do, with the id under which it is on record.
    """

    def __init__(self, context: Context, reason: str) -> None:
        super().__init__(
            f"{self.detail} That is on record. Tell whoever administers this clinic's Bedside; "
            f"reference: {context.document}"
        )
        self.context = context
        self.reason = reason


class KeyDestroyed(NotFound):
    """The patient was erased: their data key is gone, and with it everything sealed for them."""


class NoKey(Unavailable):
    """A purpose, or a facility, has no key at all."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What stands in the place of a sealed text that did not open.

    `reason` is a code: wrong_tag, truncated, unknown_key (the seal), missing, no_document (the
    store, the row), no_data_key, data_key (the patient's key), not_json, or ERASED. `context` says
    which text it is.
    """

    reason: str
    context: Context

    @property
    def is_damage(self) -> bool:
        """Whether somebody has to be told."""
        return self.reason != ERASED

    def error(self) -> BedsideError:
        """Return what a single reading raises for it."""
        if self.reason == ERASED:
            return KeyDestroyed()
        return NotFound() if self.reason in _NOT_THERE else BrokenSeal(self.context, self.reason)
