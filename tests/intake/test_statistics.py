"""The numbers of a clinic by month: exact, on record, about nobody, with few queries."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from statistics import median
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bedside import clinic, documents, intake
from bedside.audit import Event
from bedside.clinic.models import Appointment, CareRelation, Encounter, Facility, Membership
from bedside.errors import Forbidden, Invalid, NotFound
from bedside.intake import Figures
from bedside.intake.models import Assessment
from bedside.intake.urgency import LEVELS
from tests import people
from tests.intake.talking import COLD, HEART, send
from tests.people import Person

MARCH, MAY = date(2021, 3, 1), date(2021, 5, 31)


def at(*when: int) -> datetime:
    return datetime(*when, tzinfo=UTC)  # type: ignore[arg-type]


def sent_at(patient: Person, when: datetime, after: timedelta | None, doctor: Person) -> None:
    """A cold, sent then and reviewed after that time."""
    view = send(COLD, patient.actor)
    if after is not None:
        intake.review(view.id, version=view.version, by=doctor.actor)
    reviewed = None if after is None else when + after
    Assessment.objects.filter(id=view.id).update(submitted_at=when, reviewed_at=reviewed)


def test_each_number_counts_what_it_says(
    harbour: Facility, asha: Person, bello: Person, dana: Person, ravi: Person
) -> None:
    for hours in (1, 2, 3, 10):
        sent_at(asha, at(2021, 4, 10, 8), timedelta(hours=hours), bello)
    sent_at(asha, at(2021, 5, 2, 8), None, bello)
    CareRelation.objects.filter(facility=harbour).update(since=at(2021, 3, 5))
    Membership.objects.filter(facility=harbour).update(since=at(2021, 4, 1))
    for day in (1, 2):
        clinic.encounters.start(asha.patient, by=bello.actor)
        Encounter.objects.filter(started_at__gt=at(2022, 1, 1)).update(started_at=at(2021, 5, day))
    found = intake.read_statistics(facility=harbour.id, first=MARCH, last=MAY, by=bello.actor)
    assert [one.month for one in found.months] == [MARCH, date(2021, 4, 1), date(2021, 5, 1)]
    march, april, may = (one.figures for one in found.months)
    assert [one.new_patients for one in (march, april, may)] == [1, 0, 0]
    assert [one.sent for one in (march, april, may)] == [0, 4, 1]
    assert [one.reviewed for one in (march, april, may)] == [0, 4, 0]
    assert [one.encounters for one in (march, april, may)] == [0, 0, 2]
    assert [one.staff for one in (march, april, may)] == [0, 1, 1]
    assert april.by_triage == {"emergency": 0, "urgent": 0, "routine": 0, "self-care": 4}
    assert (april.waiting_median, april.waiting_90th) == (2.5 * 3600, 10 * 3600)
    assert (may.waiting_median, may.waiting_90th) == (None, None)
    (whole,) = found.facilities
    assert (whole.name, whole.figures.sent, whole.figures.staff) == (harbour.name, 5, 1)
    event = Event.objects.get(action="statistics.read")
    assert (event.chain, event.subjects) == (harbour.id, [])


def test_a_month_is_that_of_the_facilitys_own_clock(
    harbour: Facility, asha: Person, bello: Person, dana: Person
) -> None:
    clinic.change_facility(harbour.id, {"time_zone": "Pacific/Auckland"}, version=1, by=dana.actor)
    sent_at(asha, at(2021, 3, 31, 12), None, bello)
    found = intake.read_statistics(facility=harbour.id, first=MARCH, last=MAY, by=dana.actor)
    assert [one.figures.sent for one in found.months] == [0, 1, 0]


def test_a_doctor_counts_at_their_own_facilities_only(
    harbour: Facility, millfield: Facility, asha: Person, ravi: Person, bello: Person, chen: Person
) -> None:
    send(HEART, asha.actor)
    send(COLD, ravi.actor)
    found = intake.read_statistics(by=bello.actor)
    assert [one.id for one in found.facilities] == [harbour.id]
    assert found.months[-1].figures.by_triage["emergency"] == 1
    assert sum(one.figures.sent for one in found.months) == 1
    with pytest.raises(NotFound):
        intake.read_statistics(facility=millfield.id, by=bello.actor)
    with pytest.raises(Forbidden):
        intake.read_statistics(by=asha.actor)


def test_all_facilities_are_counted_together(
    asha: Person, ravi: Person, bello: Person, chen: Person, dana: Person
) -> None:
    send(HEART, asha.actor)
    send(COLD, ravi.actor)
    last = intake.read_statistics(by=dana.actor).months[-1].figures
    assert (last.sent, last.new_patients, last.staff) == (2, 2, 2)


def test_an_administrator_reads_the_same_but_not_how_urgent_anybody_was(
    harbour: Facility, asha: Person, bello: Person, dana: Person
) -> None:
    """Two readings around one assessment, which the audit log dates, are alike but for the one."""
    before = intake.read_statistics(by=dana.actor)
    send(HEART, asha.actor)
    (doctors, danas) = (intake.read_statistics(by=one.actor) for one in (bello, dana))
    told = [one.figures for one in (*danas.months, *danas.facilities)]
    assert all(one.by_triage is None for one in told)
    mine = doctors.months[-1].figures
    assert mine.by_triage and mine.by_triage["emergency"] == 1
    assert danas.months[-1].figures == replace(mine, by_triage=None)
    assert replace(danas.months[-1].figures, sent=0) == before.months[-1].figures


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [(MAY, MARCH, "until"), (date(2018, 5, 1), MAY, "from")],
)
def test_months_must_be_in_order_and_not_too_many(
    dana: Person, first: date, last: date, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        intake.read_statistics(first=first, last=last, by=dana.actor)
    assert set(refused.value.fields) == {field}
    assert len(intake.read_statistics(first=date(2018, 6, 1), last=MAY, by=dana.actor).months) == 36


def test_no_document_is_opened_and_the_queries_stay_few(
    asha: Person, bello: Person, dana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("A document was opened.")

    counted = []
    for _ in range(2):
        for _ in range(3):
            sent_at(asha, at(2021, 4, 10, 8), timedelta(hours=1), bello)
        with (
            monkeypatch.context() as patched,
            CaptureQueriesContext(
                connection,
            ) as queries,
        ):
            for name in ("open_each", "read", "read_many"):
                patched.setattr(documents, name, refuse, raising=False)
            intake.read_statistics(by=dana.actor)
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 16


# --- against an oracle that looks at every row -----------------------------------------------

ZONES = ("Pacific/Auckland", "America/New_York", "UTC")
SPAN = (datetime(2021, 2, 20, tzinfo=UTC), timedelta(days=110))


def _some_time(random: Random) -> datetime:
    """A moment in spring 2021, one in three within hours of a month's end somewhere."""
    if random.random() < 0.3:
        month = datetime(2021, random.randint(3, 6), 1, tzinfo=UTC)
        return month + timedelta(minutes=random.randint(-16 * 60, 16 * 60))
    return SPAN[0] + random.random() * SPAN[1]


def _history(random: Random, places: list[Facility], patient: Person, doctor: Person) -> None:
    """Write the rows of a busy spring directly: what is counted are their clear columns."""

    def place() -> Facility:
        return random.choice(places)

    sent = []
    for _ in range(random.choice([0, 1, 2, 60])):
        at = _some_time(random)
        took = timedelta(
            seconds=random.choice([0, 1, random.randint(0, 9), 10**6 * random.random()])
        )
        is_done = random.random() < 0.7
        sent.append(
            Assessment(
                patient_id=patient.patient,
                facility=place(),
                state="reviewed" if is_done else "submitted",
                triage=random.choice(LEVELS),
                when_code="within-2-weeks",
                triage_rank=4,
                submitted_at=at,
                due_at=at,
                blob_id=uuid4(),
                reviewed_by_id=doctor.user if is_done else None,
                reviewed_at=at + took if is_done else None,
            )
        )
    Assessment.objects.bulk_create(sent)
    who = {"patient_id": patient.patient}
    Encounter.objects.bulk_create(
        Encounter(
            **who, facility=place(), practitioner_id=doctor.user, started_at=_some_time(random)
        )
        for _ in range(40)
    )
    CareRelation.objects.bulk_create(
        CareRelation(**who, facility=place(), since=at, until=at + timedelta(days=1), reason="x")
        for at in (_some_time(random) for _ in range(30))
    )
    Appointment.objects.bulk_create(
        Appointment(
            **who,
            facility=place(),
            practitioner_id=doctor.user,
            start=SPAN[0] + number * timedelta(hours=37),
            end=SPAN[0] + number * timedelta(hours=37, minutes=0) + timedelta(minutes=20),
            status=random.choice(["fulfilled", "noshow", "arrived", "booked"]),
        )
        for number in range(70)
    )


def _looked_up(places: list[Facility], months: list[date]) -> dict[object, dict[str, object]]:
    """Count by going through all rows, once for each month and for each facility."""
    zones = {place.id: ZoneInfo(place.time_zone) for place in places}

    def month(row: Any, column: str) -> date | None:
        at = getattr(row, column)
        return at.astimezone(zones[row.facility_id]).date().replace(day=1) if at else None

    found: dict[object, dict[str, object]] = {}
    for key in [*months, *zones]:

        def here(rows: Any, column: str, key: object = key) -> list[Any]:
            of_months = [row for row in rows if month(row, column) in months]
            return [row for row in of_months if key in (month(row, column), row.facility_id)]

        sent = here(Assessment.objects.filter(facility__in=places), "submitted_at")
        waits = sorted(
            int((row.reviewed_at - row.submitted_at).total_seconds())
            for row in sent
            if row.reviewed_at
        )
        ended = [row.status for row in here(Appointment.objects.all(), "start")]
        found[key] = {
            "sent": len(sent),
            "by_triage": {level: sum(row.triage == level for row in sent) for level in LEVELS},
            "reviewed": len(waits),
            "waiting_median": median(waits) if waits else None,
            "waiting_90th": next(
                (w for w in waits if sum(x <= w for x in waits) * 10 >= len(waits) * 9), None
            ),
            "encounters": len(here(Encounter.objects.all(), "started_at")),
            "new_patients": len(here(CareRelation.objects.all(), "since")),
            "appointments_kept": ended.count("fulfilled") + ended.count("arrived"),
            "appointments_missed": ended.count("noshow"),
        }
    return found


@pytest.mark.parametrize("seed", range(8))
def test_every_number_is_what_looking_at_every_row_says(
    seed: int, harbour: Facility, millfield: Facility, asha: Person, bello: Person, dana: Person
) -> None:
    random = Random(seed)
    quay = clinic.create_facility(name="Quay Clinic", city="Port Alder", by=people.SYSTEM)
    for place, zone in zip((harbour, millfield, quay), ZONES, strict=True):
        clinic.change_facility(place.id, {"time_zone": zone}, version=1, by=dana.actor)
    places = list(Facility.objects.all())
    _history(random, places, asha, bello)
    for place in (millfield, quay):
        Membership.objects.create(facility=place, user_id=bello.user)
    found = intake.read_statistics(first=MARCH, last=MAY, by=bello.actor)
    expected = _looked_up(places, [date(2021, month, 1) for month in (3, 4, 5)])
    told: list[tuple[object, Figures]] = [(one.month, one.figures) for one in found.months]
    told += [(one.id, one.figures) for one in found.facilities]
    assert len(told) == len(expected) == 6
    for key, figures in told:
        said = {name: getattr(figures, name) for name in expected[key]}
        assert said == expected[key], key
