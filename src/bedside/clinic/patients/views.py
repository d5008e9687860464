"""What the clinic shows to its callers: plain frozen values, already opened for this actor."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from bedside.clinic.patients.profile import Profile


@dataclass(frozen=True)
class PatientView:
    """One patient as the caller may see them.

    `profile`, `age` (completed years) and `age_text` (such as "6 weeks") are None for a provisional
    patient, who has none yet, for an administrator, who sees ids only, and when the sealed profile
    did not open: then `readable` is false. `version` goes back into a change. `record_number` is
    theirs at their facility, as it is written; empty where a list did not ask for it.
    """

    id: uuid.UUID
    state: str
    facility_id: uuid.UUID | None
    responsible_id: uuid.UUID | None
    profile: Profile | None
    age: int | None
    age_text: str | None
    version: int
    created_at: datetime
    changed_at: datetime
    readable: bool = True
    record_number: str = ""

    @property
    def initials(self) -> str:
        """What tells two patients' pages apart in a list of windows without naming anybody."""
        if self.profile is None:
            return ""
        first, last = self.profile.called.split(), self.profile.name.split()
        return " ".join(f"{word[0].upper()}." for word in dict.fromkeys((*first[:1], *last[-1:])))


@dataclass(frozen=True)
class Replaced:
    """A record that is a part of another one, `kept`, as one person's; `record_number` is what it
    was known by."""

    id: uuid.UUID
    kept: uuid.UUID
    version: int
    changed_at: datetime
    record_number: str


@dataclass(frozen=True)
class Access:
    """Somebody read or changed a patient's record: when, who (name and role) and what
    they did. `event` is the one of the audit log."""

    event: uuid.UUID
    at: datetime
    who: str
    role: str
    action: str
