"""What happened to each made-up patient in two years: when they joined, what they came with, when.

Nothing is written here yet: a life is planned first and then brought in by `records`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from bedside.cli.sampledata.cases import Case, Found
from bedside.cli.sampledata.interviews import Registered
from bedside.clinic.models import Facility
from bedside.clinic.patients.ages import age_on

LONGEST = 730
"""Days since the first patient joined."""
FIRST_VISIT = 4
"""Days between joining and being seen, at least: also over a weekend."""
_SLOTS = [time(hour, minute) for hour in (9, 10, 11, 13, 14, 15) for minute in (0, 20, 40)]
_ONE_IN = 300
"""Every so many days, at most, somebody has something that passes."""
_OWN_DOCTOR = 0.8
_SATURDAY = 5

Happened = list[tuple[Case, list[int]]]
"""Cases, and how many days ago each was seen."""


@dataclass(frozen=True)
class Visit:
    """One time that a patient was seen; `number` counts those of a course from 0."""

    at: datetime
    doctor: UUID
    number: int
    found: Found


@dataclass(frozen=True)
class Course:
    """A case from its first visit to its last."""

    case: Case
    visits: list[Visit]


@dataclass(frozen=True)
class Life:
    """A patient with their clinic: who answers for them, since when, and what they had."""

    patient: Registered
    facility: Facility
    doctor: UUID
    joined: datetime
    courses: list[Course]


@dataclass(frozen=True)
class Place:
    """A clinic and who works there."""

    facility: Facility
    doctors: Sequence[UUID]

    def at(self, day: datetime, slot: time) -> datetime:
        """Return a time of the day by the clinic's own clock."""
        return datetime.combine(day.date(), slot, ZoneInfo(self.facility.time_zone))


class Planner:
    """Plans lives; no doctor is with two patients at once, and nobody works at the weekend."""

    def __init__(self, random: Random, now: datetime, cases: Sequence[Case]) -> None:
        self._random, self._now, self._cases = random, now, cases
        self._taken: set[tuple[UUID, datetime]] = set()

    def life(self, patient: Registered, place: Place) -> Life:
        """Plan somebody's life with a clinic, up to yesterday."""
        days = self._random.randint(10, LONGEST)
        age = age_on(self._now.date(), patient.profile.birth_date)
        had = self._had(age, patient.profile.sex, days)
        return self._planned(patient, place, days, [(case, self._ago(case, days)) for case in had])

    def told(self, patient: Registered, place: Place, told: Sequence[Case]) -> Life:
        """Plan a life that is written down."""
        days = max(ago for case in told for ago in case.ago) + FIRST_VISIT
        return self._planned(patient, place, days, [(case, case.ago) for case in told])

    def new(self, patient: Registered, place: Place) -> Life:
        """Plan the life of somebody who joined yesterday and was not seen yet."""
        return self._planned(patient, place, 1, [])

    def _planned(self, patient: Registered, place: Place, days: int, happened: Happened) -> Life:
        own, weight = self._random.choice(place.doctors), self._random.uniform(52, 92)
        courses = [
            Course(
                case,
                [
                    self._visit(place, own, ago, number, found)
                    for number, (ago, found) in enumerate(
                        zip(agos, self._found(case, len(agos), weight), strict=True)
                    )
                ],
            )
            for case, agos in happened
        ]
        joined = self._now - timedelta(days=days, hours=self._random.uniform(0, 6))
        return Life(patient, place.facility, own, joined, courses)

    def _had(self, age: int, sex: str, days: int) -> Iterator[Case]:
        """Choose what somebody had: the older, the more of what stays."""
        fitting = [case for case in self._cases if case.suits(age, sex)]
        lasting = [case for case in fitting if case.every]
        passing = [case for case in fitting if not case.every]
        stays = (age >= 40) + (age >= 65) if self._random.random() < 0.6 else 0
        passes = self._random.randint(0, 1 + days // _ONE_IN)
        yield from self._random.sample(lasting, min(stays, len(lasting)))
        yield from self._random.sample(passing, min(passes, len(passing)))

    def _ago(self, case: Case, days: int) -> list[int]:
        """Return how many days ago a case was seen, in the order of time."""
        latest = max(1, days - FIRST_VISIT)
        if not case.every:
            return [self._random.randint(1, latest)]
        begun = self._random.randint(latest // 2, latest)
        return [max(1, ago + self._random.randint(-5, 5)) for ago in range(begun, 0, -case.every)]

    def _found(self, case: Case, visits: int, weight: float) -> Iterator[Found]:
        for number in range(visits):
            yield case.measured(number / max(1, visits - 1), weight, self._random)

    def _visit(self, place: Place, own: UUID, ago: int, number: int, found: Found) -> Visit:
        day = self._now - timedelta(days=ago)
        day -= timedelta(days=max(0, day.weekday() - _SATURDAY + 1))
        elsewhere = self._random.random() > _OWN_DOCTOR
        doctor = self._random.choice(place.doctors) if elsewhere else own
        return Visit(self._free(place, doctor, day), doctor, number, found)

    def _free(self, place: Place, doctor: UUID, day: datetime) -> datetime:
        """Take a time of a doctor on a day; on the fullest day somebody is squeezed in."""
        for slot in self._random.sample(_SLOTS, len(_SLOTS)):
            at = place.at(day, slot)
            if (doctor, at) not in self._taken:
                break
        self._taken.add((doctor, at))
        return at
