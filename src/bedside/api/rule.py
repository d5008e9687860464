"""Who may call a route, and what its requests carry: said once, for the route and its description.

`routing` enforces a rule and `described` writes it into the documentation; both know this module
and it knows neither.
"""

from dataclasses import dataclass

from bedside import accounts
from bedside.accounts import permissions
from bedside.api.call import Call
from bedside.audit.actor import Actor
from bedside.errors import Unauthenticated


@dataclass(frozen=True)
class Rule:
    """Who may call a route, and what its requests carry.

    `permission` is None for an open route, and `reason` then says why it is open. `newcomers`
    may call it with no proof at all. `versioned` routes need If-Match, `repeatable` ones take
    Idempotency-Key.
    """

    permission: str | None
    reason: str = ""
    newcomers: bool = False
    versioned: bool = False
    repeatable: bool = True

    @property
    def drafts(self) -> bool:
        """Whether somebody without an account, holding a draft or nothing yet, may call it."""
        return self.permission in permissions.ALLOWED["anonymous"]

    def admit(self, call: Call) -> None:
        """Find out who calls. Raises Unauthenticated or Forbidden, on record.

        The act asks again; asked here too, an endpoint that calls no act is no open door.
        """
        if self.permission is None:
            return
        call.identify(newcomers=self.newcomers)
        if not self._admits(call.by):
            with accounts.act(self.permission, by=call.by):
                raise Unauthenticated

    def _admits(self, by: Actor) -> bool:
        known = by.role != "anonymous" or by.patient is not None or self.newcomers
        return known and self.permission in permissions.ALLOWED[by.role]
