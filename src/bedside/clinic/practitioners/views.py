"""What is shown of those who work at a facility: plain frozen values."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class PractitionerView:
    """Somebody who works, worked or will work at a facility; `name` is None when it does not open.

    `active` says whether their account is open.
    """

    id: UUID
    name: str | None
    active: bool


@dataclass(frozen=True)
class RoleView:
    """Somebody's time at a facility, from `since` until (exclusive) `until`, if that is set.

    `role` is the account's, such as doctor; `name` is None when it does not open.
    """

    id: int
    practitioner_id: UUID
    name: str | None
    role: str
    facility_id: UUID
    facility: str
    since: datetime
    until: datetime | None
    active: bool
    version: int
