"""Who the patients of a clinic are, in numbers: how many, how old, of which sex."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bedside.clinic.patients.ages import age_on
from bedside.clinic.patients.profile import SEXES
from bedside.reports.rows import PatientRow

BAND_YEARS = 5
"""The width of a band of the pyramid, as demographers draw it."""
LAST_BAND = 100
"""From this age on everybody is in one band."""

AgesAndSexes = Counter[tuple[int, str | None]]
"""How many patients there are of each age in completed years and each sex."""


@dataclass(frozen=True, slots=True)
class Ages:
    """Ages in completed years; `average` is the mean of them, None of nobody, like the others."""

    average: float | None
    oldest: int | None
    youngest: int | None


@dataclass(frozen=True, slots=True)
class Band:
    """The patients from `first` to `last` years (None: and older), by sex, every one of SEXES."""

    first: int
    last: int | None
    by_sex: Mapping[str, int]


def total(patients: Collection[PatientRow]) -> int:
    """Count the patients, those whose profile does not open included."""
    return len(patients)


def left(patients: Iterable[PatientRow], now: datetime) -> int:
    """Count those who have left the facility's care since; ages and pyramid are without them."""
    return sum(row.has_left(now) for row in patients)


def unopened(patients: Iterable[PatientRow], now: datetime) -> int:
    """Count those still there whose birth date and sex did not open; ages and pyramid are without
    them too."""
    return sum(row.birth_date is None and not row.has_left(now) for row in patients)


def by_age_and_sex(patients: Iterable[PatientRow], on: date) -> AgesAndSexes:
    """Count those whose birth date is known by their age on a day and their sex."""
    return Counter(
        (age_on(on, row.birth_date), row.sex) for row in patients if row.birth_date is not None
    )


def ages(people: AgesAndSexes) -> Ages:
    """Return the average age, the oldest and the youngest."""
    if not people:
        return Ages(None, None, None)
    years = sum(age * number for (age, _), number in people.items())
    oldest, youngest = max(age for age, _ in people), min(age for age, _ in people)
    return Ages(years / people.total(), oldest, youngest)


def age_pyramid(people: AgesAndSexes) -> tuple[Band, ...]:
    """Return the bands from the youngest age up to that of the oldest patient, empty ones too."""
    counted: Counter[tuple[int, str | None]] = Counter()
    for (age, sex), number in people.items():
        counted[_band_of(age), sex] += number
    top = max((first for first, _ in counted), default=-BAND_YEARS)
    return tuple(
        Band(first, _last_of(first), {sex: counted[first, sex] for sex in SEXES})
        for first in range(0, top + BAND_YEARS, BAND_YEARS)
    )


def _band_of(age: int) -> int:
    """Return where the band of an age begins; one born tomorrow by UTC's date is in the first."""
    return max(0, min(LAST_BAND, age // BAND_YEARS * BAND_YEARS))


def _last_of(first: int) -> int | None:
    return None if first == LAST_BAND else first + BAND_YEARS - 1
