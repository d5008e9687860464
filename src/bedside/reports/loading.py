"""Reading the rows that a report is counted from, of one facility and as few as will do.

Only columns are asked for, never whole rows, and they are streamed: neither what the database
answers nor what is made of it is in memory as a whole. States, codes and times are in the clear.
Diagnoses are read, and birth date and sex opened, some thousand patients at a time; and only of
those of whom a figure needs them and who are in the facility's care now. Whoever has left it is
counted and not opened.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import compress, groupby, islice
from operator import attrgetter
from typing import Generic, NamedTuple, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from bedside.clinic.models import Appointment, CareRelation, Diagnosis, Facility, Patient
from bedside.clinic.patients.demographics import Demographics, Kept, open_demographics
from bedside.documents import Unreadable
from bedside.intake.lifecycle import SENT, WAITING
from bedside.intake.models import Assessment
from bedside.reports.assembling import Rows
from bedside.reports.filters import Filter
from bedside.reports.rows import AppointmentRow, AssessmentRow, DiagnosisRow, PatientRow
from bedside.streaming import streamed

AT_ONCE = 2_000
"""Patients opened together, and rows fetched together."""
_CARE = (
    "patient",
    "since",
    "until",
    "patient__responsible",
    "patient__blob_id",
    "patient__demographics",
    "patient__demographics_of",
)
_DIAGNOSIS = (
    "patient",
    "code__system",
    "code__code",
    "state",
    "certainty",
    "onset",
    "recorded_at",
)
_ASSESSMENT = (
    "patient",
    "state",
    "triage",
    "submitted_at",
    "due_at",
    "reviewed_at",
    "reviewed_by",
    "claimed_by",
)
_APPOINTMENT = ("patient", "practitioner", "start", "status")
T = TypeVar("T", covariant=True)


def load(facility: Facility, asked: Filter, now: datetime) -> Rows:
    """Return all that a report of the facility through a filter is counted from."""
    load = _Loading(facility, asked, now)
    return Rows(
        facility=facility.id,
        zone=ZoneInfo(facility.time_zone),
        patients=_EachTime(load.patients),
        assessments=_EachTime(load.assessments),
        appointments=_EachTime(load.appointments),
    )


def load_open_work(facility: Facility, asked: Filter, now: datetime) -> Iterator[AssessmentRow]:
    """Go through the assessments of a facility that no doctor has finished with."""
    return _Loading(facility, asked, now).open_work()


@dataclass(frozen=True)
class _EachTime(Generic[T]):
    """Rows that are read anew each time that somebody goes through them."""

    begin: Callable[[], Iterator[T]]

    def __iter__(self) -> Iterator[T]:
        return self.begin()


class _Care(NamedTuple):
    """One stretch of somebody's care, and where what is sealed of them is kept."""

    patient: UUID
    since: datetime
    until: datetime | None
    responsible: UUID | None
    blob: UUID | None
    sealed: bytes | None
    of: UUID | None


Diagnosed = Mapping[UUID, Sequence[DiagnosisRow]]
"""The diagnoses of some patients."""


@dataclass
class _Loading:
    facility: Facility
    asked: Filter
    now: datetime

    @cached_property
    def kept(self) -> dict[UUID, UUID]:
        """The record that is kept, by each that was merged into it: one person counts once."""
        replaced = Patient.objects.filter(facility=self.facility, replaced_by__isnull=False)
        pairs = replaced.values_list("id", "replaced_by")
        return {patient: kept for patient, kept in pairs if kept}

    @cached_property
    def replaced(self) -> dict[UUID, list[UUID]]:
        """The records that were merged into another one, by that."""
        found: defaultdict[UUID, list[UUID]] = defaultdict(list)
        for patient, kept in self.kept.items():
            found[kept].append(patient)
        return found

    def patients(self) -> Iterator[PatientRow]:
        """Go through the patients by their ids, some thousands in memory at a time."""
        care = CareRelation.objects.filter(facility=self.facility, practitioner=None)
        found = streamed(care.order_by("patient", "since", "id").values_list(*_CARE), AT_ONCE)
        grouped = groupby(map(_Care._make, found), attrgetter("patient"))
        spells = (list(rows) for patient, rows in grouped if patient not in self.kept)
        while batch := list(islice(spells, AT_ONCE)):
            yield from self._opened(batch)

    def assessments(self) -> Iterator[AssessmentRow]:
        """Go through what was sent in the time, and what is open whenever it was sent."""
        return self._sent(self._within("submitted_at") | Q(state__in=WAITING))

    def open_work(self) -> Iterator[AssessmentRow]:
        """Go through what is open."""
        return self._sent(Q(state__in=WAITING))

    def _sent(self, which: Q) -> Iterator[AssessmentRow]:
        rows = Assessment.objects.filter(which, facility=self.facility, state__in=SENT)
        found = streamed(rows.values_list(*_ASSESSMENT), AT_ONCE)
        for patient, state, triage, at, due, reviewed, reviewer, taker in found:
            yield AssessmentRow(
                self._person(patient),
                self.facility.id,
                state,
                triage,
                at,
                due,
                reviewer or taker,
                reviewed,
            )

    def appointments(self) -> Iterator[AppointmentRow]:
        rows = Appointment.objects.filter(self._within("start"), facility=self.facility)
        for patient, doctor, start, status in streamed(rows.values_list(*_APPOINTMENT), AT_ONCE):
            patient = self._person(patient)
            yield AppointmentRow(patient, self.facility.id, doctor, start, status)

    def _opened(self, batch: Sequence[Sequence[_Care]]) -> Iterator[PatientRow]:
        """Read of those who are still there what is recorded, and open what must be."""
        diagnoses = self._diagnoses([care[-1].patient for care in batch if self._is_here(care)])
        rows = [self._closed(care, diagnoses) for care in batch]
        wanted = [
            self._is_here(care) and self.asked.must_open(row)
            for care, row in zip(batch, rows, strict=True)
        ]
        said = iter(open_demographics([_kept(care[-1]) for care in compress(batch, wanted)]))
        for row, is_wanted in zip(rows, wanted, strict=True):
            yield _with(row, next(said)) if is_wanted else row

    def _closed(self, care: Sequence[_Care], diagnoses: Diagnosed) -> PatientRow:
        """Return one patient's row without what is sealed."""
        last = care[-1]
        return PatientRow(
            last.patient,
            self.facility.id,
            None,
            None,
            last.responsible,
            last.since,
            last.until,
            diagnoses.get(last.patient, ()),
            [(each.since, each.until) for each in care[:-1]] if len(care) > 1 else (),
        )

    def _diagnoses(self, patients: Sequence[UUID]) -> Diagnosed:
        """Return the diagnoses of some patients, also those that another record of theirs had."""
        others = [one for patient in patients for one in self.replaced.get(patient, ())]
        rows = Diagnosis.objects.filter(patient__id__among=[*patients, *others])
        if self.asked.period and self.asked.diagnosis is None:
            rows = rows.filter(recorded_at__lt=self.asked.period.end)
        found: defaultdict[UUID, list[DiagnosisRow]] = defaultdict(list)
        for patient, *coded in streamed(rows.values_list(*_DIAGNOSIS), AT_ONCE):
            found[self._person(patient)].append(DiagnosisRow._make(coded))
        return found

    def _person(self, patient: UUID) -> UUID:
        return self.kept.get(patient, patient)

    def _is_here(self, care: Sequence[_Care]) -> bool:
        until = care[-1].until
        return until is None or until > self.now

    def _within(self, column: str) -> Q:
        period = self.asked.period
        if period is None:
            return Q()
        return Q(**{f"{column}__gte": period.begin, f"{column}__lt": period.end})


def _kept(care: _Care) -> Kept:
    return Kept(care.patient, care.blob, care.sealed, care.of)


def _with(row: PatientRow, said: Demographics | Unreadable) -> PatientRow:
    """Return a patient's row with what was opened, if it did."""
    if isinstance(said, Unreadable):
        return row
    return PatientRow(
        row.id,
        row.facility,
        said.birth_date,
        said.sex,
        row.responsible,
        row.since,
        row.until,
        row.diagnoses,
        row.earlier,
    )
