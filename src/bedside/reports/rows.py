"""What a report is counted from: one typed row each for a patient, an assessment, an appointment.

Figures and filters are pure functions over these rows; whoever reads the database makes them. Named
tuples, because a large clinic's report makes half a million of them: a tuple takes a third of the
time that a frozen dataclass takes to make, and the garbage collector soon leaves it alone.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from bedside.clinic.diagnoses.lifecycle import CERTAIN, CONFIRMED, RESOLVED, SUSPECTED
from bedside.clinic.models import AppointmentStatus
from bedside.intake.lifecycle import WAITING

KEPT = (AppointmentStatus.FULFILLED, AppointmentStatus.ARRIVED)
"""States of an appointment to which the patient came."""
MISSED = AppointmentStatus.NOSHOW


class DiagnosisRow(NamedTuple):
    """One coded diagnosis of a patient: state and certainty as of now, `onset` if it is known."""

    system: str
    code: str
    state: str
    certainty: str
    onset: date | None
    recorded_at: datetime

    @property
    def is_certain(self) -> bool:
        """Whether somebody has it, or had it, for certain."""
        return self.state == CONFIRMED or (self.state == RESOLVED and self.certainty == CERTAIN)

    @property
    def is_suspected(self) -> bool:
        return self.state == SUSPECTED


Spell = tuple[datetime, datetime | None]
"""A stretch of care: from when until (exclusive) when, if it has ended."""


class PatientRow(NamedTuple):
    """A patient in the care of a facility from `since` until (exclusive) `until`, if that is set.

    `earlier` are the times before, of somebody who left and came back. `birth_date` and `sex` are
    None when what is sealed of them did not open, or was not opened: nothing is opened of somebody
    who has left, and nothing that no figure needs.
    """

    id: UUID
    facility: UUID
    birth_date: date | None
    sex: str | None
    responsible: UUID | None
    since: datetime
    until: datetime | None = None
    diagnoses: Sequence[DiagnosisRow] = ()
    earlier: Sequence[Spell] = ()

    @property
    def spells(self) -> Sequence[Spell]:
        """Every time in care, the earliest first."""
        return (*self.earlier, (self.since, self.until))

    def has_left(self, now: datetime) -> bool:
        return self.until is not None and self.until <= now


class AssessmentRow(NamedTuple):
    """A sent assessment; `doctor` has reviewed it or, before that, has taken it."""

    patient: UUID
    facility: UUID
    state: str
    triage: str
    submitted_at: datetime
    due_at: datetime
    doctor: UUID | None = None
    reviewed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether no doctor has finished with it."""
        return self.state in WAITING


class AppointmentRow(NamedTuple):
    """An appointment by its real times and its state as of now."""

    patient: UUID
    facility: UUID
    doctor: UUID
    start: datetime
    status: str

    @property
    def is_kept(self) -> bool:
        return self.status in KEPT

    @property
    def is_missed(self) -> bool:
        return self.status == MISSED
