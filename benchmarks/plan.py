"""What the servers of a run are asked: `prepare` writes it, the floor and the client read it."""

import pickle
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Statement:
    """One statement as PostgreSQL takes it: `$1` placeholders and plain parameters."""

    sql: str
    parameters: list[Any]


@dataclass
class Scenario:
    """One kind of request: what Bedside executed for it, and what it answered."""

    statements: list[Statement]
    answer: Any


@dataclass(frozen=True)
class Booking:
    """Whom the doctor books at which times, twenty minutes each; every time can be had once."""

    patient: UUID
    facility: UUID
    practitioner: UUID
    first: datetime
    """The time that was booked while recording."""

    def time(self, which: int, number: int) -> datetime:
        """Return one of a server's own times: Bedside is 0, the floor is 1."""
        days, place = divmod(number, _A_DAY)
        return self.first + timedelta(days=1 + days + which * _DAYS, minutes=20 * place)

    def body(self, start: datetime) -> dict[str, str]:
        return {
            "patient": str(self.patient),
            "facility": str(self.facility),
            "practitioner": str(self.practitioner),
            "start": start.isoformat(),
            "reason": "A rash on the arm since last week, itchy at night",
        }


_A_DAY, _DAYS = 24, 15
"""Times of one day, and days of one server."""


@dataclass
class Plan:
    """Everything the floor and the client need to know of the clinic that was prepared."""

    token: dict[str, str]
    """An access token for the patient and one for the doctor."""
    public_key: bytes
    read: UUID
    drafts: dict[str, list[tuple[UUID, UUID]]]
    """For each server: assessments that wait for their first answer, with their blobs."""
    body: dict[str, Any]
    """The first answer."""
    seals: dict[UUID, tuple[bytes, bytes]]
    """For each blob: the key's bytes and the authenticated place."""
    chart: UUID
    """A patient with 500 encounters."""
    cookie: str
    """The doctor's session, as a browser sends it."""
    note: tuple[UUID, UUID]
    """A patient and the doctor's draft of a note about them, at its first version."""
    booking: Booking
    recorded: tuple[UUID, UUID] | None = None
    """The assessment and the blob that the answering scenario was recorded with."""
    scenarios: dict[str, Scenario] = field(default_factory=dict)

    def write(self, path: Path) -> None:
        path.write_bytes(pickle.dumps(self))

    @staticmethod
    def load(path: Path) -> "Plan":
        """Read a plan of this same run; nothing else is ever unpickled."""
        plan = pickle.loads(path.read_bytes())
        assert isinstance(plan, Plan)
        return plan


def note_text(number: int) -> dict[str, Any]:
    """Return a note as somebody types it, longer with every saving."""
    words = "Throbbing headache with nausea for three days, no fever, neck supple. "
    sections = [
        {"heading": heading, "text": words * 3}
        for heading in ("Subjective", "Objective", "Assessment")
    ]
    plan = {"heading": "Plan", "text": f"{words}Saved {number} times."}
    return {"title": "Consultation", "sections": [*sections, plan]}
