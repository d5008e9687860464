"""The numbers of a clinic by month: exact, on record, about nobody, with few queries."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from bedside import clinic, documents, intake
from bedside.audit import Event
from bedside.clinic.models import CareRelation, Encounter, Facility, Membership
from bedside.errors import Forbidden, Invalid, NotFound
from bedside.intake.models import Assessment
from bedside.intake.statistics import percentile_90
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
    found = intake.read_statistics(facility=harbour.id, first=MARCH, last=MAY, by=dana.actor)
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


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=30))
def test_the_percentile_is_exact(numbers: list[int]) -> None:
    ordered = sorted(numbers)
    least = percentile_90(ordered)
    assert least is not None
    assert sum(one <= least for one in ordered) * 10 >= len(ordered) * 9
    assert sum(one < least for one in ordered) * 10 < len(ordered) * 9
    assert percentile_90([]) is None
