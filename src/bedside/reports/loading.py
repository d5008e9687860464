"""Reading the rows that a report is counted from, of one facility and as few as will do.

Only columns are asked for, never whole rows, and they are streamed: what the database answers is
not in memory beside what is made of it. States, codes and times are in the clear. Birth date and
sex are opened for those patients of whom a figure needs them and who are in the facility's care
now; whoever has left it is counted and not opened.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import groupby, islice
from operator import itemgetter
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from bedside.clinic.models import Appointment, CareRelation, Diagnosis, Facility, Patient
from bedside.clinic.patients.demographics import Kept, open_demographics
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
T = TypeVar("T")


def load(facility: Facility, asked: Filter, now: datetime) -> Rows:
    """Return all that a report of the facility through a filter is counted from."""
    load = _Loading(facility, asked, now)
    patients = list(load.patients())
    return Rows(
        facility=facility.id,
        zone=ZoneInfo(facility.time_zone),
        patients=patients,
        assessments=list(load.assessments()),
        appointments=list(load.appointments()),
    )


def rows_asked(facility: Facility, asked: Filter, now: datetime) -> list[QuerySet[Any]]:
    """Return what the database is asked for: care, diagnoses, assessments, appointments."""
    load = _Loading(facility, asked, now)
    return [load.care(), load.coded(), load.sent(), load.booked()]


@dataclass
class _Loading:
    """One loading; `same` holds the values that many rows share, so that each is there once."""

    facility: Facility
    asked: Filter
    now: datetime
    same: dict[Any, Any] = field(default_factory=dict)

    @cached_property
    def kept(self) -> dict[UUID, UUID]:
        """The record that is kept, by each that was merged into it: one person counts once."""
        replaced = Patient.objects.filter(facility=self.facility, replaced_by__isnull=False)
        pairs = replaced.values_list("id", "replaced_by")
        return {patient: kept for patient, kept in pairs if kept}

    def patients(self) -> Iterator[PatientRow]:
        """Go through the patients by their ids, some thousands in memory closed at a time."""
        diagnoses = self._diagnoses()
        found = _streamed(self.care())
        closed = (
            self._closed(list(rows), diagnoses)
            for patient, rows in groupby(found, itemgetter(0))
            if patient not in self.kept
        )
        while batch := list(islice(closed, AT_ONCE)):
            yield from self._opened(batch)

    def assessments(self) -> Iterator[AssessmentRow]:
        """Go through what was sent in the time, and what is open whenever it was sent."""
        for patient, state, triage, at, due, reviewed, reviewer, taker in _streamed(self.sent()):
            yield AssessmentRow(
                self._person(patient),
                self.facility.id,
                self._one(state),
                self._one(triage),
                at,
                due,
                self._one(reviewer or taker),
                reviewed,
            )

    def appointments(self) -> Iterator[AppointmentRow]:
        for patient, doctor, start, status in _streamed(self.booked()):
            yield AppointmentRow(
                self._person(patient),
                self.facility.id,
                self._one(doctor),
                start,
                self._one(status),
            )

    def care(self) -> QuerySet[Any]:
        rows = CareRelation.objects.filter(facility=self.facility, practitioner=None)
        return rows.order_by("patient", "since", "id").values_list(*_CARE)

    def coded(self) -> QuerySet[Any]:
        here = CareRelation.objects.filter(self._open_now(), facility=self.facility)
        return Diagnosis.objects.filter(patient__in=here.values("patient")).values_list(*_DIAGNOSIS)

    def sent(self) -> QuerySet[Any]:
        within = self._within("submitted_at") | Q(state__in=WAITING)
        rows = Assessment.objects.filter(within, facility=self.facility, state__in=SENT)
        return rows.values_list(*_ASSESSMENT)

    def booked(self) -> QuerySet[Any]:
        rows = Appointment.objects.filter(self._within("start"), facility=self.facility)
        return rows.values_list(*_APPOINTMENT)

    def _diagnoses(self) -> dict[UUID, list[DiagnosisRow]]:
        """Return the diagnoses of those in care now; of who has left nothing is read."""
        found: defaultdict[UUID, list[DiagnosisRow]] = defaultdict(list)
        for patient, system, code, state, certainty, onset, at in _streamed(self.coded()):
            found[self._person(patient)].append(
                DiagnosisRow(
                    self._one(system),
                    self._one(code),
                    self._one(state),
                    self._one(certainty),
                    onset,
                    at,
                )
            )
        return found

    def _closed(
        self, care: Sequence[tuple[Any, ...]], diagnoses: dict[UUID, list[DiagnosisRow]]
    ) -> tuple[PatientRow, Kept]:
        """Return one patient's row without what is sealed, and where that is."""
        patient, since, until, responsible, blob, sealed, of = care[-1]
        patient = self._one(patient)
        row = PatientRow(
            patient,
            self.facility.id,
            None,
            None,
            self._one(responsible),
            since,
            until,
            diagnoses.pop(patient, ()),
            tuple((begun, ended) for _, begun, ended, *_ in care[:-1]),
        )
        return row, Kept(patient, blob, sealed, of)

    def _opened(self, batch: Sequence[tuple[PatientRow, Kept]]) -> Iterator[PatientRow]:
        wanted = [kept for row, kept in batch if self._is_wanted(row)]
        found = dict(zip((one.patient for one in wanted), open_demographics(wanted), strict=True))
        for row, _ in batch:
            said = found.get(row.id)
            if said is None or isinstance(said, Unreadable):
                yield row
            else:
                yield row._replace(birth_date=said.birth_date, sex=said.sex)

    def _is_wanted(self, row: PatientRow) -> bool:
        return not row.has_left(self.now) and self.asked.must_open(row)

    def _open_now(self) -> Q:
        return Q(until=None) | Q(until__gt=self.now)

    def _within(self, column: str) -> Q:
        period = self.asked.period
        if period is None:
            return Q()
        return Q(**{f"{column}__gte": period.begin, f"{column}__lt": period.end})

    def _person(self, patient: UUID) -> UUID:
        return self._one(self.kept.get(patient, patient))

    def _one(self, value: T) -> T:
        return self.same.setdefault(value, value)


def _streamed(rows: QuerySet[Any]) -> Iterator[tuple[Any, ...]]:
    return streamed(rows, AT_ONCE)
