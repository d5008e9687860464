"""Who does it: the one argument that no act can leave out."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

Role = Literal["anonymous", "patient", "doctor", "receptionist", "administrator", "system"]
AT_A_FACILITY: frozenset[Role] = frozenset({"doctor", "receptionist"})
"""Who works at facilities, and so reaches the patients there; what of them is the verbs' affair."""


@dataclass(frozen=True)
class Actor:
    """Somebody (or the system) at the time of an act, as the doors and `accounts` found them."""

    role: Role
    user: UUID | None = None
    """The account, when somebody is signed in."""
    patient: UUID | None = None
    """The actor's own patient id; for the holder of a draft, the provisional one."""
    session: UUID | None = None
    address: str = "local"
    """The client's IP address, or "local" for the command line and the system."""
    device: str = ""
    """A short hash of the browser's random device id, or nothing."""

    @property
    def works_at_a_facility(self) -> bool:
        """Whether memberships say where this person works: doctors, and whoever is at the desk."""
        return self.role in AT_A_FACILITY

    @classmethod
    def system(cls) -> "Actor":
        """Bedside itself: its timers and its command line."""
        return cls(role="system")

    @classmethod
    def anonymous(cls, address: str, device: str = "") -> "Actor":
        """Somebody who has not signed in, known only by where they call from."""
        return cls(role="anonymous", address=address, device=device)
