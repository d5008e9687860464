"""Dana reads counts twice and takes one from the other: nothing about one person comes of it."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import accumulate, pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db.models import F
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside import intake, reports, vault
from bedside.clinic.models import Appointment, AppointmentStatus, CareRelation, Diagnosis, Facility
from bedside.clinic.patients import demographics
from bedside.intake.models import Assessment
from bedside.intake.urgency import LEVELS
from bedside.reports import Asked
from bedside.reports.holding import STEP, held
from bedside.reports.models import ClosedMonth
from bedside.reports.outside import OutsideReport, Stock
from tests.clinic import diary
from tests.clinic.doubles import merged
from tests.intake.talking import COLD, send
from tests.people import Person
from tests.reports.test_reading import diagnosed, enrolled
from tests.web.browsing import Visitor

THRESHOLDS = (5, 6, 12)
SYSTEM = "http://hl7.org/fhir/sid/icd-10-cm"


def months_ago(number: int) -> date:
    """Return the first day of a month, so many before this one."""
    today = timezone.now().astimezone(ZoneInfo("UTC")).date()
    months = today.year * 12 + today.month - 1 - number
    return date(months // 12, months % 12 + 1, 1)


def in_month(number: int) -> Any:
    return timezone.now().replace(
        **{part: getattr(months_ago(number), part) for part in ("year", "month")}, day=15
    )


@pytest.fixture
def many(harbour: Facility, bello: Person) -> list[Person]:
    """Twelve patients with high blood pressure and six without, who have been there for a year."""
    people = [enrolled(harbour, date(1980, 1, 1)) for _ in range(18)]
    for one in people[:12]:
        diagnosed(one, "I10", bello)
    a_year_ago = timezone.now() - timedelta(400)
    CareRelation.objects.update(since=a_year_ago)
    Diagnosis.objects.update(recorded_at=a_year_ago, changed_at=a_year_ago)
    return people


def readings(place: Facility, by: Person) -> Iterator[OutsideReport]:
    """Read everything that may be asked: each time of four months, at several thresholds."""
    for first in range(4, 0, -1):
        for last in range(first, 0, -1):
            asked = Asked(months_ago(first), months_ago(last - 1) - timedelta(1))
            for threshold in THRESHOLDS:
                yield reports.read_counts(place.id, asked, threshold=threshold, by=by.actor).counts


Change = Callable[[Person, Person, Facility], object]


def _diagnosed(asha: Person, bello: Person, place: Facility) -> None:
    diagnosed(asha, "I10", bello)
    Diagnosis.objects.filter(patient=asha.patient).update(recorded_at=in_month(2))


def _refuted(asha: Person, bello: Person, place: Facility) -> None:
    Diagnosis.objects.filter(pk=Diagnosis.objects.all()[0].pk).update(state="refuted")


def _sent(asha: Person, bello: Person, place: Facility) -> None:
    view = send(COLD, asha.actor)
    Assessment.objects.filter(id=view.id).update(submitted_at=in_month(1))


def _missed(asha: Person, bello: Person, place: Facility) -> None:
    diary.publish(bello, place)
    booked = diary.book(asha, bello, place, diary.at(9, place=place), by=bello)
    start = in_month(1)
    Appointment.objects.filter(id=booked.id).update(
        start=start, end=start + timedelta(minutes=15), status=AppointmentStatus.NOSHOW
    )


def _left(asha: Person, bello: Person, place: Facility) -> None:
    CareRelation.objects.filter(patient=asha.patient).update(until=timezone.now())


def _erased(asha: Person, bello: Person, place: Facility) -> None:
    vault.destroy_patient_key(asha.patient)


def _merged(asha: Person, bello: Person, place: Facility) -> None:
    merged(asha, bello)


@pytest.mark.parametrize("change", [_diagnosed, _refuted, _sent, _missed, _left, _erased, _merged])
def test_two_readings_around_what_happens_to_one_person_are_the_same(
    change: Change,
    many: list[Person],
    harbour: Facility,
    asha: Person,
    bello: Person,
    dana: Person,
) -> None:
    CareRelation.objects.filter(patient=asha.patient).update(since=timezone.now() - timedelta(400))
    before = list(readings(harbour, dana))
    change(asha, bello, harbour)
    assert list(readings(harbour, dana)) == before
    assert any(one.diagnoses for one in before), "there is something to compare"


def live(place: Facility, by: Person, browser: Visitor) -> Iterator[object]:
    """Read every number that is not closed, as the room and the doors give it."""
    yield intake.counts(by=by.actor)
    yield intake.read_statistics(by=by.actor)
    yield intake.read_statistics(facility=place.id, by=by.actor)
    yield browser.get("/admin/").text


@pytest.mark.parametrize("level", LEVELS)
def test_live_numbers_around_one_assessment_do_not_tell_how_urgent_it_is(
    level: str, harbour: Facility, asha: Person, bello: Person, dana: Person
) -> None:
    """The audit log says when Asha's was sent; all that is counted then is one more that waits."""
    browser = Visitor().signs_in(dana)
    view = send(COLD, asha.actor)
    of_a_cold = [*readings(harbour, dana), *live(harbour, dana, browser)]
    Assessment.objects.filter(id=view.id).update(triage=level)
    assert [*readings(harbour, dana), *live(harbour, dana, browser)] == of_a_cold
    (mine,) = intake.read_statistics(by=bello.actor).facilities
    assert mine.figures.by_triage and mine.figures.by_triage[level] == 1, "it is told to somebody"


def test_times_that_overlap_show_the_same_of_the_months_in_both(
    many: list[Person], harbour: Facility, dana: Person
) -> None:
    """The longer less the shorter is a month, which is shown by itself with nothing small."""
    for number in range(1, 5):
        for one in many[: number + 3]:
            send_in_month(one, number)
    seen: dict[tuple[date, int], set[str]] = {}
    for one in readings(harbour, dana):
        for month in one.months:
            seen.setdefault((month.month, one.threshold), set()).add(repr(month))
    assert len(seen) == 4 * len(THRESHOLDS)
    assert all(len(shown) == 1 for shown in seen.values())


def send_in_month(patient: Person, number: int) -> None:
    view = send(COLD, patient.actor)
    Assessment.objects.filter(id=view.id).update(submitted_at=in_month(number))


def enrolled_long_ago(place: Facility) -> Person:
    person = enrolled(place, date(1980, 1, 1))
    relation = CareRelation.objects.filter(patient=person.patient)
    relation.update(since=timezone.now() - timedelta(400))
    return person


def let_a_month_go_by() -> None:
    """Let all that was written and read so far have been a month earlier."""
    month = timedelta(30)
    for row in ClosedMonth.objects.order_by("month"):
        row.month = (row.month - timedelta(1)).replace(day=1)
        row.closed_at -= month
        row.save()
    Diagnosis.objects.update(
        recorded_at=F("recorded_at") - month, changed_at=F("changed_at") - month
    )


def blood_pressure(place: Facility, by: Person) -> int | None:
    made = reports.read_counts(place.id, Asked(), by=by.actor).counts
    return {one.code: one.patients for one in made.diagnoses}.get("I10")


def diagnosed_long_ago(patient: Person, code: str, by: Person) -> None:
    """Let a diagnosis be added today that the last month's counts would have."""
    diagnosed(patient, code, by)
    recorded = timezone.now() - timedelta(60)
    Diagnosis.objects.filter(patient=patient.patient).update(recorded_at=recorded)


def test_month_after_month_nothing_is_told_of_one_until_it_is_five(
    many: list[Person], harbour: Facility, bello: Person, dana: Person
) -> None:
    assert blood_pressure(harbour, dana) == 12
    for one in many[12:16]:
        let_a_month_go_by()
        diagnosed_long_ago(one, "I10", bello)
        assert blood_pressure(harbour, dana) == 12
    let_a_month_go_by()
    diagnosed_long_ago(enrolled_long_ago(harbour), "I10", bello)
    for _ in range(4):
        enrolled_long_ago(harbour)
    assert blood_pressure(harbour, dana) == 17


def test_among_many_changes_a_few_of_one_kind_are_not_seen_nor_the_one_that_makes_five(
    many: list[Person], harbour: Facility, bello: Person, dana: Person
) -> None:
    assert blood_pressure(harbour, dana) == 12
    let_a_month_go_by()
    for one in many[12:16]:
        diagnosed_long_ago(one, "I10", bello)
    for one in many[:5]:
        diagnosed_long_ago(one, "B20", bello)
    made = reports.read_counts(harbour.id, Asked(), by=dana.actor).counts
    assert {one.code: one.patients for one in made.diagnoses} == {"B20": 5, "I10": 12}
    let_a_month_go_by()
    diagnosed_long_ago(many[16], "I10", bello)
    assert blood_pressure(harbour, dana) == 12


def test_who_was_there_is_not_counted_for_a_month_long_over(
    many: list[Person], harbour: Facility, dana: Person
) -> None:
    """It would be what is known today, beside what was read at the time."""
    long_ago = Asked(months_ago(3), months_ago(2) - timedelta(1))
    made = reports.read_counts(harbour.id, long_ago, by=dana.actor).counts
    assert (made.stock_month, made.patients.total, made.diagnoses) == (None, None, ())
    made = reports.read_counts(harbour.id, Asked(), by=dana.actor).counts
    assert (made.stock_month, made.patients.total) == (months_ago(1), 18)
    assert not reports.read_counts(harbour.id, long_ago, by=dana.actor).counts.diagnoses


def test_a_month_that_does_not_open_hides_no_other(
    many: list[Person], harbour: Facility, asha: Person, dana: Person
) -> None:
    for number in (1, 2, 3):
        for one in many:
            send_in_month(one, number)
    reports.read_counts(harbour.id, Asked(), by=dana.actor)
    row = ClosedMonth.objects.get(month=months_ago(2))
    ClosedMonth.objects.filter(id=row.id).update(counts=bytes(row.counts)[:-1] + b"?")
    made = reports.read_counts(harbour.id, Asked(), by=dana.actor).counts
    assert [one.by_level.total for one in made.months][-3:] == [18, None, 18]


COUNTS = st.integers(0, 40)
STOCKS = st.builds(
    Stock,
    total=COUNTS,
    known=COUNTS,
    average_age=st.floats(0, 100),
    cells=st.dictionaries(st.sampled_from([(0, "female"), (0, "male"), (5, "male")]), COUNTS),
    diagnoses=st.dictionaries(st.sampled_from([(SYSTEM, "I10"), (SYSTEM, "B20")]), COUNTS),
    open_work=st.dictionaries(st.sampled_from(["longer"]), COUNTS),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(STOCKS, min_size=2, max_size=8))
def test_from_one_month_to_the_next_each_number_moves_by_many_or_not_at_all(
    months: list[Stock],
) -> None:
    shown = list(accumulate(months, held))
    for (before, after), now in zip(pairwise(shown), months[1:], strict=True):
        for part in ("cells", "diagnoses", "open_work"):
            old, new, true = (getattr(one, part) for one in (before, after, now))
            for key in {*old, *new}:
                moved = abs(new.get(key, 0) - old.get(key, 0))
                assert moved == 0 or moved >= STEP
                assert abs(new.get(key, 0) - true.get(key, 0)) < STEP
        if abs(after.total - before.total) < STEP:
            assert (after.total, after.average_age) == (before.total, before.average_age)


def test_who_closes_one_month_goes_through_everybody_once(
    many: list[Person], harbour: Facility, dana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone_through: list[object] = []
    opening = demographics.open_demographics
    monkeypatch.setattr(
        "bedside.reports.loading.open_demographics",
        lambda rows, keys: gone_through.extend(rows) or opening(rows, keys),
    )
    last = Asked(months_ago(1), months_ago(0) - timedelta(1))
    counts = reports.read_counts(harbour.id, last, by=dana.actor).counts
    assert counts.diagnoses and len(gone_through) == len(many)
