"""Reading the rows that a report is counted from, of one facility and as few as will do.

Only columns are asked for, never whole rows, and they are streamed: neither what the database
answers nor what is made of it is in memory as a whole. States, codes and times are in the clear.
Stretches of care, diagnoses and data keys all come in the order of the patients' ids, so patients
are put together one after the other. Diagnoses are read of those who are in the facility's care
now, and birth date and sex opened of those among them of whom a figure needs them. Whoever has left
it is counted and not opened.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import groupby, islice
from operator import itemgetter
from typing import Any, Generic, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Case, F, Q, QuerySet, When

from bedside import vault
from bedside.clinic.models import Appointment, CareRelation, Diagnosis, Facility, Patient
from bedside.clinic.patients.demographics import Demographics, Kept, open_demographics
from bedside.documents import Unreadable
from bedside.intake.lifecycle import SENT, WAITING
from bedside.intake.models import Assessment
from bedside.reports.assembling import Rows
from bedside.reports.filters import Filter
from bedside.reports.rows import AppointmentRow, AssessmentRow, DiagnosisRow, PatientRow
from bedside.streaming import InOrder, Row, streamed

AT_ONCE = 500
"""Patients opened together."""
FETCHED = 2_000
"""Rows fetched together."""
_CARE = (
    "patient",
    "since",
    "until",
    "patient__responsible",
    "patient__blob_id",
    Case(When(patient__blob_id=F("patient__demographics_of"), then="patient__demographics")),
)
"""What is sealed of an earlier profile stays where it is."""
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

    def patients(self) -> Iterator[PatientRow]:
        """Go through the patients by their ids, some hundreds in memory at a time."""
        found = self._care().order_by("patient", "since", "id").values_list(*_CARE)
        grouped = groupby(streamed(found, FETCHED), itemgetter(0))
        spells = (list(rows) for patient, rows in grouped if patient not in self.kept)
        here = self._care().filter(Q(until=None) | Q(until__gt=self.now)).values("patient")
        keys, coded = vault.InPassing(here), self._diagnoses(here)
        while batch := list(islice(spells, AT_ONCE)):
            yield from self._opened(batch, coded, keys)

    def _care(self) -> QuerySet[CareRelation]:
        return CareRelation.objects.filter(facility=self.facility, practitioner=None)

    def assessments(self) -> Iterator[AssessmentRow]:
        """Go through what was sent in the time, and what is open whenever it was sent."""
        return self._sent(self._within("submitted_at") | Q(state__in=WAITING))

    def open_work(self) -> Iterator[AssessmentRow]:
        """Go through what is open."""
        return self._sent(Q(state__in=WAITING))

    def _sent(self, which: Q) -> Iterator[AssessmentRow]:
        rows = Assessment.objects.filter(which, facility=self.facility, state__in=SENT)
        found = streamed(rows.values_list(*_ASSESSMENT), FETCHED)
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
        for patient, doctor, start, status in streamed(rows.values_list(*_APPOINTMENT), FETCHED):
            patient = self._person(patient)
            yield AppointmentRow(patient, self.facility.id, doctor, start, status)

    def _opened(
        self, batch: Sequence[Sequence[Row]], coded: InOrder, keys: vault.InPassing
    ) -> Iterator[PatientRow]:
        """Put together some more patients, and open what must be of those who are still there."""
        rows = [self._closed(care, coded) for care in batch]
        wanted = [not row.has_left(self.now) and self.asked.must_open(row) for row in rows]
        sealed = [
            _kept(care[-1]) for care, is_wanted in zip(batch, wanted, strict=True) if is_wanted
        ]
        said = iter(open_demographics(sealed, keys.open_each))
        for row, is_wanted in zip(rows, wanted, strict=True):
            yield _with(row, next(said)) if is_wanted else row

    def _closed(self, care: Sequence[Row], coded: InOrder) -> PatientRow:
        """Return one patient's row without what is sealed."""
        patient, since, until, responsible, _, _ = care[-1]
        is_here = until is None or until > self.now
        return PatientRow(
            patient,
            self.facility.id,
            None,
            None,
            responsible,
            since,
            until,
            self._diagnoses_of(patient, coded) if is_here else (),
            [spell[1:3] for spell in care[:-1]] if len(care) > 1 else (),
        )

    def _diagnoses(self, here: QuerySet[Any, Any]) -> InOrder:
        """Return the diagnoses of some patients by their ids."""
        rows = self._known().filter(patient__in=here).order_by("patient")
        return InOrder(rows.values_list(*_DIAGNOSIS), FETCHED)

    def _diagnoses_of(self, patient: UUID, coded: InOrder) -> Sequence[DiagnosisRow]:
        """Return the diagnoses of a patient, also those that another record of theirs had."""
        found = [DiagnosisRow._make(row[1:]) for row in coded.of(patient)]
        return found + self._of_others.get(patient, []) if self._of_others else found

    @cached_property
    def _of_others(self) -> Mapping[UUID, list[DiagnosisRow]]:
        """The diagnoses in records that were merged into another one, by that."""
        if not self.kept:
            return {}
        rows = self._known().filter(
            patient__facility=self.facility, patient__replaced_by__isnull=False
        )
        found: defaultdict[UUID, list[DiagnosisRow]] = defaultdict(list)
        for patient, *coded in streamed(rows.values_list(*_DIAGNOSIS), FETCHED):
            found[self._person(patient)].append(DiagnosisRow._make(coded))
        return found

    def _known(self) -> QuerySet[Diagnosis]:
        """Return the diagnoses that may count: one recorded after the time does for what is open
        now, where people are asked for by a diagnosis."""
        if self.asked.period and self.asked.diagnosis is None:
            return Diagnosis.objects.filter(recorded_at__lt=self.asked.period.end)
        return Diagnosis.objects.all()

    def _person(self, patient: UUID) -> UUID:
        return self.kept.get(patient, patient)

    def _within(self, column: str) -> Q:
        period = self.asked.period
        if period is None:
            return Q()
        return Q(**{f"{column}__gte": period.begin, f"{column}__lt": period.end})


def _kept(care: Row) -> Kept:
    patient, _, _, _, blob, sealed = care
    return Kept(patient, blob, sealed, blob)


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
