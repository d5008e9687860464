"""Dr Bello reads the report of Harbour Street, Dr Chen does not, and Dana gets counts of many."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bedside import clinic, reports, vault
from bedside.audit import Event
from bedside.clinic.diagnoses import DiagnosisBody
from bedside.clinic.diagnoses.lifecycle import CONFIRMED
from bedside.clinic.models import CareRelation, Diagnosis, Facility, Patient
from bedside.documents import reading as opening
from bedside.errors import Forbidden, Invalid, NotFound
from bedside.reports import Asked
from bedside.reports.outside import UNKNOWN
from tests.clinic import diary
from tests.clinic.doubles import enrolled_again, merged
from tests.damage.ways import WAYS, damage
from tests.intake.talking import COLD, send
from tests.people import ASHA, Person, register_patient

TODAY = timezone.now().date()
AGE = TODAY.year - 1991 - ((TODAY.month, TODAY.day) < (4, 17))


def enrolled(place: Facility, born: date, sex: str = "female") -> Person:
    email = f"{uuid4().hex}@example.org"
    return register_patient(replace(ASHA, birth_date=born, sex=sex, email=email), place)


def diagnosed(patient: Person, code: str, by: Person) -> None:
    clinic.diagnoses.add(patient.patient, code, DiagnosisBody(), state=CONFIRMED, by=by.actor)


def read(place: Facility, by: Person, **asked: object) -> reports.FacilityReport:
    return reports.read_report(place.id, Asked(**asked), by=by.actor).report


def test_a_doctor_reads_who_the_patients_are_and_what_they_have(
    harbour: Facility, asha: Person, bello: Person
) -> None:
    elder = enrolled(harbour, date(1940, 1, 1), "male")
    diagnosed(elder, "I50.9", bello)
    diagnosed(asha, "E11.9", bello)
    view = reports.read_report(harbour.id, Asked(), by=bello.actor)
    made = view.report
    assert (made.total, made.left, made.unopened) == (2, 0, 0)
    assert made.ages.youngest == AGE and made.ages.oldest == TODAY.year - 1940
    assert {one.code: one.patients for one in made.diagnoses} == {"I50.9": 1, "E11.9": 1}
    assert [one.patient.id for one in view.top] == [elder.patient, asha.patient]
    (first, second) = view.top
    assert first.score and [one.condition for one in first.score.reasons] == ["heart-failure"]
    assert second.score and second.score.reasons[0].codes == ("E11.9",)
    assert second.patient.profile == ASHA


def test_what_the_clinic_did_is_counted(harbour: Facility, asha: Person, bello: Person) -> None:
    sent = send(COLD, asha.actor)
    diary.publish(bello, harbour)
    diary.book(asha, bello, harbour, diary.at(9, place=harbour), by=bello)
    made = read(harbour, bello)
    (month,) = made.months
    assert (month.new_patients, sum(month.by_level.values())) == (1, 1)
    assert month.by_level[sent.triage] == 1
    assert sum(one.assessments for one in made.open_work) == 1
    assert (month.appointments.kept, month.appointments.missed) == (0, 0)


def test_open_work_is_of_those_who_have_a_diagnosis_by_now(
    harbour: Facility, asha: Person, bello: Person
) -> None:
    send(COLD, asha.actor)
    diagnosed(asha, "E11.9", bello)
    last_year = {"first": date(TODAY.year - 1, 1, 1), "last": date(TODAY.year - 1, 12, 31)}
    made = read(harbour, bello, diagnosis="E11", sex="female", **last_year)
    assert made.total == 0
    assert sum(one.assessments for one in made.open_work) == 1
    other = read(harbour, bello, diagnosis="I50", sex="female", **last_year)
    assert sum(one.assessments for one in other.open_work) == 0


def test_who_was_shown_one_by_one_is_on_record_and_nobody_else(
    harbour: Facility, asha: Person, bello: Person
) -> None:
    enrolled(harbour, date(2000, 1, 1))
    diagnosed(asha, "E11.9", bello)
    read(harbour, bello, sex="female")
    event = Event.objects.get(action="report.read")
    assert event.subjects == [str(asha.patient)]
    assert event.objects_touched == {"facility": str(harbour.id)}
    assert event.details == {"patients": 2, "unopened": 0, "by_sex": True}
    assert event.chain == harbour.id


def test_of_a_clinic_where_they_do_not_work_there_is_no_report(
    harbour: Facility, asha: Person, chen: Person, bello: Person
) -> None:
    for place in (harbour.id, uuid4()):
        with pytest.raises(NotFound):
            reports.read_report(place, Asked(), by=chen.actor)
        with pytest.raises(NotFound):
            reports.read_counts(place, Asked(), by=chen.actor)
        with pytest.raises(NotFound):
            reports.read_risks(place, by=chen.actor)


def test_nothing_of_another_clinics_patients_is_in_it(
    harbour: Facility, asha: Person, ravi: Person, bello: Person, chen: Person
) -> None:
    diagnosed(ravi, "E11.9", chen)
    made = read(harbour, bello)
    assert (made.total, made.diagnoses) == (1, ())


def test_administrators_and_patients_do_not_read_it(
    harbour: Facility, asha: Person, dana: Person
) -> None:
    for person in (dana, asha):
        with pytest.raises(Forbidden):
            reports.read_report(harbour.id, Asked(), by=person.actor)
        with pytest.raises(Forbidden):
            reports.read_risks(harbour.id, by=person.actor)
    with pytest.raises(Forbidden):
        reports.read_counts(harbour.id, Asked(), by=asha.actor)


def test_who_has_left_is_counted_and_nothing_of_them_is_opened(
    harbour: Facility, millfield: Facility, asha: Person, bello: Person, chen: Person
) -> None:
    gone = enrolled(harbour, date(1940, 1, 1))
    diagnosed(gone, "I50.9", bello)
    clinic.transfer(gone.patient, to=millfield.id, version=1, by=bello.actor)
    made = read(harbour, bello)
    assert (made.total, made.left, made.unopened) == (2, 1, 0)
    assert made.ages.oldest == AGE
    assert made.diagnoses == () and made.top_risks.scores == ()
    assert [month.new_patients for month in made.months] == [2]
    assert read(millfield, chen).ages.oldest == TODAY.year - 1940


def test_who_left_and_came_back_is_one_patient(
    harbour: Facility, asha: Person, bello: Person
) -> None:
    now = timezone.now()
    CareRelation.objects.create(
        patient_id=asha.patient,
        facility=harbour,
        since=now - timedelta(200),
        until=now - timedelta(100),
        reason="registered",
    )
    made = read(harbour, bello)
    assert (made.total, made.left) == (1, 0)
    assert sum(month.new_patients for month in made.months) == 2


@pytest.mark.parametrize("way", WAYS)
def test_what_does_not_open_is_counted_apart_and_hides_nobody(
    harbour: Facility, asha: Person, bello: Person, way: str
) -> None:
    other = enrolled(harbour, date(1940, 1, 1), "male")
    rows = Patient.objects.in_bulk([asha.patient, other.patient])
    damage(rows[other.patient], way, other=rows[asha.patient])
    column = {
        "bit": bytes([rows[other.patient].demographics[-1] ^ 1]),
        "truncation": b"",
        "another's": bytes(rows[asha.patient].demographics),
        "missing": None,
    }[way]
    if way == "bit":
        column = bytes(rows[other.patient].demographics[:-1]) + column
    Patient.objects.filter(id=other.patient).update(demographics=column)
    made = read(harbour, bello)
    assert (made.total, made.unopened) == (2, 1)
    assert (made.ages.oldest, made.ages.youngest) == (AGE, AGE)
    assert read(harbour, bello, sex="male").total == 0
    damaged = [event.objects_touched for event in Event.objects.filter(action="vault.damaged")]
    assert {"profile": str(other.patient)} in damaged
    assert all(
        event.actor_user == bello.user for event in Event.objects.filter(action="vault.damaged")
    )


def test_who_was_erased_is_in_no_age_and_is_no_damage(
    harbour: Facility, asha: Person, bello: Person
) -> None:
    vault.destroy_patient_key(asha.patient)
    made = read(harbour, bello)
    assert (made.total, made.unopened, made.ages.oldest) == (1, 1, None)
    assert not Event.objects.filter(action="vault.damaged").exists()


def test_a_report_of_old_rows_is_the_same(harbour: Facility, asha: Person, bello: Person) -> None:
    before = read(harbour, bello)
    Patient.objects.update(demographics=None, demographics_of=None)
    after = read(harbour, bello)
    assert (after.ages, after.pyramid) == (before.ages, before.pyramid)


def test_dana_gets_no_small_count_and_nobody_at_all(
    harbour: Facility, asha: Person, bello: Person, dana: Person
) -> None:
    for _ in range(6):
        one = enrolled(harbour, date(1980, 1, 1))
        diagnosed(one, "I10", bello)
    for _ in range(6):
        enrolled(harbour, date(1950, 1, 1), "male")
    diagnosed(asha, "B20", bello)
    CareRelation.objects.update(since=timezone.now() - timedelta(100))
    Diagnosis.objects.update(recorded_at=timezone.now() - timedelta(90))
    view = reports.read_counts(harbour.id, Asked(), by=dana.actor)
    assert [(one.code, one.patients) for one in view.counts.diagnoses] == [("I10", 6)]
    event = Event.objects.get(action="report.read_counts")
    assert (event.subjects, event.details) == ([], {"threshold": 5})
    assert view.counts.patients.cells[35, "female"] is None
    assert view.counts.patients.total == 13
    assert str(asha.patient) not in repr(view)
    assert view.days.last < TODAY.replace(day=1), "months that are over"
    assert view.counts.patients.cells[UNKNOWN] == 0


def test_administrators_choose_no_days_and_no_lower_threshold(
    harbour: Facility, dana: Person
) -> None:
    with pytest.raises(Invalid):
        reports.read_counts(harbour.id, Asked(), threshold=4, by=dana.actor)
    with pytest.raises(Invalid):
        reports.read_counts(harbour.id, Asked(first=TODAY, last=TODAY), by=dana.actor)
    with pytest.raises(Invalid):
        reports.read_counts(harbour.id, Asked(sex="female"), by=dana.actor)
    asked = Asked(first=date(2026, 3, 9), last=date(2026, 5, 30))
    days = reports.read_counts(harbour.id, asked, by=dana.actor).days
    assert (days.first, days.last) == (date(2026, 3, 1), date(2026, 4, 30))


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"first": date(2026, 2, 1), "last": date(2026, 1, 1)}, "last"),
        ({"first": date(1990, 1, 1)}, "first"),
        ({"first": None, "last": date(1, 1, 1)}, "last"),
        ({"sex": "unknown"}, "sex"),
        ({"youngest": 200}, "youngest"),
    ],
)
def test_what_makes_no_sense_is_named(
    harbour: Facility, bello: Person, asked: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        read(harbour, bello, **asked)
    assert field in refused.value.fields


def test_the_risks_of_everybody_are_read_page_by_page(
    harbour: Facility, asha: Person, ravi: Person, bello: Person
) -> None:
    others = [enrolled(harbour, date(1950, 1, 1)) for _ in range(3)]
    diagnosed(others[0], "I50.9", bello)
    first = reports.read_risks(harbour.id, limit=2, by=bello.actor)
    rest = reports.read_risks(harbour.id, after=first[-1].patient.id, by=bello.actor)
    assert first.more and not rest.more
    scores = {one.patient.id: one.score and one.score.points for one in [*first, *rest]}
    assert scores == {
        asha.patient: 0,
        others[0].patient: 4,
        others[1].patient: 3,
        others[2].patient: 3,
    }
    named = [set(one.subjects) for one in Event.objects.filter(action="report.list_risks")]
    assert {frozenset(one) for one in named} == {
        frozenset(str(one.patient.id) for one in page) for page in (first, rest)
    }


def test_a_report_of_many_takes_no_more_queries(
    harbour: Facility, asha: Person, bello: Person
) -> None:
    def queries() -> int:
        vault.forget_keys()
        with CaptureQueriesContext(connection) as captured:
            read(harbour, bello)
        return len(captured)

    diagnosed(asha, "E11.9", bello)
    few = queries()
    for _ in range(4):
        diagnosed(enrolled(harbour, date(1950, 1, 1)), "I50.9", bello)
    assert queries() == few


def test_a_person_with_two_records_that_are_one_counts_once(
    harbour: Facility, asha: Person, bello: Person
) -> None:
    diagnosed(asha, "E11.9", bello)
    other = enrolled_again(asha, bello)
    body = DiagnosisBody()
    for code in ("E11.9", "I50.9"):
        clinic.diagnoses.add(other, code, body, state=CONFIRMED, by=bello.actor)
    assert read(harbour, bello).total == 2
    merged(asha, bello, again=other)
    view = reports.read_report(harbour.id, Asked(), by=bello.actor)
    assert view.report.total == 1
    assert {one.code: one.patients for one in view.report.diagnoses} == {"I50.9": 1, "E11.9": 1}
    assert [one.patient.id for one in view.top] == [asha.patient]
    (risk,) = reports.read_risks(harbour.id, by=bello.actor)
    assert risk.score and view.top[0].score and risk.score.points == view.top[0].score.points


def test_only_those_who_are_shown_have_their_profile_opened(
    harbour: Facility, asha: Person, bello: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[object] = []
    whole = opening.opened
    monkeypatch.setattr(opening, "opened", lambda rows: seen.extend(rows) or whole(rows))
    enrolled(harbour, date(2001, 1, 1))
    diagnosed(asha, "E11.9", bello)
    seen.clear()
    read(harbour, bello)
    assert [getattr(row, "id", None) for row in seen] == [asha.patient]
