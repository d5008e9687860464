"""Which part of a clinic a report is about: a time, a doctor, a diagnosis, ages, a sex.

A filter is one value with one meaning for each kind of row. The *patients* are those who were in
care at any moment of the time, and the diagnoses that had been recorded by its end. The *events*
(assessments, appointments) are those of the time itself, of patients who answer to the diagnosis,
the ages and the sex. The doctor is the one who answers for the patient, who dealt with the
assessment, or whose appointment it is. Who would have to be opened to be judged and does not open
answers to no age and no sex.
"""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from bedside.clinic.patients.ages import age_on
from bedside.clinic.patients.profile import SEXES
from bedside.errors import Invalid
from bedside.limits import OLDEST_YEARS
from bedside.reports.rows import AppointmentRow, AssessmentRow, DiagnosisRow, PatientRow


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of real time, from `begin` up to and without `end` (UTC)."""

    begin: datetime
    end: datetime

    @classmethod
    def of_days(cls, first: date, last: date, zone: ZoneInfo) -> "Period":
        """Return the days from `first` to `last` on a clock. Raises Invalid if out of order."""
        if last < first:
            raise Invalid(fields={"last": "The last day comes before the first."})
        return cls(_midnight(first, zone), _midnight(last + timedelta(days=1), zone))

    def has(self, moment: datetime) -> bool:
        return self.begin <= moment < self.end

    def meets(self, since: datetime, until: datetime | None) -> bool:
        """Whether something lasted at any moment of it; what ended as it began lasted at none."""
        if until is not None and until <= max(since, self.begin):
            return False
        return since < self.end


@dataclass(frozen=True, slots=True)
class Filter:
    """What a report is narrowed to; None leaves a side of it open.

    `diagnosis` is a code or the beginning of one, with or without its dot; certain or suspected
    ones answer to it. Ages are completed years on the day `on`, both ends included. Raises Invalid
    naming what makes no sense.
    """

    on: date
    period: Period | None = None
    doctor: UUID | None = None
    diagnosis: str | None = None
    youngest: int | None = None
    oldest: int | None = None
    sex: str | None = None

    def __post_init__(self) -> None:
        if bad := _bad(self):
            raise Invalid(fields=bad)

    @property
    def asks_who(self) -> bool:
        """Whether it depends on who a patient is, and not only on what happened when."""
        return any(
            one is not None for one in (self.diagnosis, self.youngest, self.oldest, self.sex)
        )

    def patients(self, rows: Iterable[PatientRow]) -> list[PatientRow]:
        """Return the patients it is about, with the diagnoses that had been recorded by then."""
        theirs = (row for row in rows if self.doctor in (None, row.responsible))
        known = [self._as_known(row) for row in theirs if self._in_care(row)]
        return [row for row in known if self._answers(row)] if self.asks_who else known

    def begins(self, patients: Iterable[PatientRow]) -> list[datetime]:
        """Return when the care of its patients began within the time, once for each time."""
        all_of_them = (since for row in patients for since, _ in row.spells)
        return [at for at in all_of_them if not self.period or self.period.has(at)]

    def who(self, patients: Iterable[PatientRow]) -> set[UUID]:
        """Return those of some patients who answer to the diagnosis, the ages and the sex, whether
        or not they were in care at the time: whose events count if it `asks_who`."""
        return {row.id for row in patients if self._answers(self._as_known(row))}

    def must_open(self, row: PatientRow) -> bool:
        """Whether a figure needs the birth date and the sex of a patient, who has neither here.

        Open work is counted whatever the time, so a diagnosis that was recorded later counts too.
        """
        if not self._diagnosed(row.diagnoses):
            return False
        if self._in_care(row) and self.doctor in (None, row.responsible):
            return True
        return any(one is not None for one in (self.youngest, self.oldest, self.sex))

    def assessments(self, rows: Iterable[AssessmentRow], who: Set[UUID]) -> list[AssessmentRow]:
        """Return the assessments it is about; those of everybody unless it `asks_who`."""
        return [
            row for row in rows if self._happened(row.submitted_at, row.doctor, row.patient, who)
        ]

    def appointments(self, rows: Iterable[AppointmentRow], who: Set[UUID]) -> list[AppointmentRow]:
        """Return the appointments it is about; those of everybody unless it `asks_who`."""
        return [row for row in rows if self._happened(row.start, row.doctor, row.patient, who)]

    def _in_care(self, row: PatientRow) -> bool:
        if self.period is None or self.period.meets(row.since, row.until):
            return True
        return any(self.period.meets(*spell) for spell in row.earlier)

    def _as_known(self, row: PatientRow) -> PatientRow:
        if self.period is None or not row.diagnoses:
            return row
        end = self.period.end
        by_then = [one for one in row.diagnoses if one.recorded_at < end]
        return row if len(by_then) == len(row.diagnoses) else row._replace(diagnoses=by_then)

    def _answers(self, row: PatientRow) -> bool:
        if self.sex is not None and row.sex != self.sex:
            return False
        return self._of_age(row.birth_date) and self._diagnosed(row.diagnoses)

    def _of_age(self, born: date | None) -> bool:
        if self.youngest is None and self.oldest is None:
            return True
        if born is None:
            return False
        age = age_on(self.on, born)
        return (self.youngest is None or age >= self.youngest) and (
            self.oldest is None or age <= self.oldest
        )

    def _diagnosed(self, diagnoses: Iterable[DiagnosisRow]) -> bool:
        if self.diagnosis is None:
            return True
        beginning = plain(self.diagnosis)
        return any(
            (one.is_certain or one.is_suspected) and plain(one.code).startswith(beginning)
            for one in diagnoses
        )

    def _happened(self, at: datetime, doctor: UUID | None, patient: UUID, who: Set[UUID]) -> bool:
        if self.period is not None and not self.period.has(at):
            return False
        return self.doctor in (None, doctor) and (not self.asks_who or patient in who)


def plain(code: str) -> str:
    """Return a code as codes are compared: in capitals, without dot or spaces."""
    return code.replace(".", "").strip().upper()


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    """Return when a day begins on a clock; where clocks skip midnight, when they skip it."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _bad(asked: Filter) -> dict[str, str]:
    bad = {}
    for name, age in (("youngest", asked.youngest), ("oldest", asked.oldest)):
        if age is not None and not 0 <= age <= OLDEST_YEARS:
            bad[name] = f"Write an age in years, from 0 to {OLDEST_YEARS}."
    if asked.youngest is not None and asked.oldest is not None and asked.oldest < asked.youngest:
        bad["oldest"] = "The oldest age is below the youngest."
    if asked.sex is not None and asked.sex not in SEXES:
        bad["sex"] = "Choose one of the list."
    if asked.diagnosis is not None and not plain(asked.diagnosis):
        bad["diagnosis"] = "Write a code or the beginning of one, such as E11."
    return bad
