"""What a filter should keep, said a second time: plainly, row by row, as slow as it likes.

Nothing here uses the filter's own code. Days are compared as days on the clinic's clock, where the
filter compares moments; ages are counted birthday by birthday.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from bedside.reports import AppointmentRow, AssessmentRow, DiagnosisRow, PatientRow


@dataclass(frozen=True)
class Asked:
    """The same as a filter, with the days as they were asked for."""

    zone: ZoneInfo
    on: date
    first: date | None = None
    last: date | None = None
    doctor: UUID | None = None
    diagnosis: str | None = None
    youngest: int | None = None
    oldest: int | None = None
    sex: str | None = None


def patients(asked: Asked, rows: Iterable[PatientRow]) -> list[PatientRow]:
    kept = []
    for row in rows:
        known = [one for one in row.diagnoses if _recorded_by_then(asked, one)]
        if not _in_care(asked, row):
            continue
        if asked.doctor is not None and row.responsible != asked.doctor:
            continue
        if _is_meant(asked, row, known):
            kept.append(row._replace(diagnoses=known))
    return kept


def assessments(
    asked: Asked, rows: Iterable[AssessmentRow], everybody: Iterable[PatientRow]
) -> list[AssessmentRow]:
    meant = _meant(asked, everybody)
    return [
        row
        for row in rows
        if _within(asked, row.submitted_at)
        and (asked.doctor is None or row.doctor == asked.doctor)
        and (_anybody(asked) or row.patient in meant)
    ]


def appointments(
    asked: Asked, rows: Iterable[AppointmentRow], everybody: Iterable[PatientRow]
) -> list[AppointmentRow]:
    meant = _meant(asked, everybody)
    return [
        row
        for row in rows
        if _within(asked, row.start)
        and (asked.doctor is None or row.doctor == asked.doctor)
        and (_anybody(asked) or row.patient in meant)
    ]


def _day(asked: Asked, moment: datetime) -> date:
    return moment.astimezone(asked.zone).date()


def _within(asked: Asked, moment: datetime) -> bool:
    if asked.first is None:
        return True
    return asked.first <= _day(asked, moment) <= asked.last


def _recorded_by_then(asked: Asked, one: DiagnosisRow) -> bool:
    return asked.last is None or _day(asked, one.recorded_at) <= asked.last


def _in_care(asked: Asked, row: PatientRow) -> bool:
    if asked.first is None:
        return True
    for since, until in [*row.earlier, (row.since, row.until)]:
        if _day(asked, since) > asked.last:
            continue
        if until is None:
            return True
        if until > since and _day(asked, until - timedelta(microseconds=1)) >= asked.first:
            return True
    return False


def _anybody(asked: Asked) -> bool:
    return (asked.diagnosis, asked.youngest, asked.oldest, asked.sex) == (None, None, None, None)


def _meant(asked: Asked, everybody: Iterable[PatientRow]) -> set[UUID]:
    return {
        row.id
        for row in everybody
        if _is_meant(asked, row, [one for one in row.diagnoses if _recorded_by_then(asked, one)])
    }


def _is_meant(asked: Asked, row: PatientRow, known: list[DiagnosisRow]) -> bool:
    if asked.sex is not None and row.sex != asked.sex:
        return False
    if not _of_age(asked, row.birth_date):
        return False
    if asked.diagnosis is None:
        return True
    for one in known:
        if one.state in ("refuted", "entered-in-error"):
            continue
        if one.state == "resolved" and one.certainty != "certain":
            continue
        if one.code.replace(".", "").startswith(asked.diagnosis.replace(".", "")):
            return True
    return False


def _of_age(asked: Asked, born: date | None) -> bool:
    if asked.youngest is None and asked.oldest is None:
        return True
    if born is None:
        return False
    age = _age(asked.on, born)
    if asked.youngest is not None and age < asked.youngest:
        return False
    return asked.oldest is None or age <= asked.oldest


def _age(on: date, born: date) -> int:
    """Count the birthdays; who is not born yet has less than none."""
    step = 1 if on >= born else -1
    age = 0 if on >= born else -1
    while True:
        birthday = _birthday(born, born.year + age + step if step > 0 else born.year + age)
        if step > 0 and birthday <= on:
            age += 1
        elif step < 0 and birthday > on:
            age -= 1
        else:
            return age


def _birthday(born: date, year: int) -> date:
    try:
        return born.replace(year=year)
    except ValueError:
        return date(year, 3, 1)
