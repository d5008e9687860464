"""One look at a patient: everything that matters, at the same cost however long the history."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bedside import accounts, chart, clinic
from bedside.audit import Event
from bedside.clinic.allergies import AllergyBody
from bedside.clinic.flags import FlagBody
from bedside.clinic.models import Encounter, Facility
from bedside.errors import Forbidden, Invalid, NotFound
from bedside.ids import new_id
from bedside.intake.models import Assessment
from bedside.intake.reading import NEWEST
from tests.clinic.diary import at, book, care_too, publish
from tests.intake.talking import COLD, HEART, send
from tests.people import Person, register_doctor


def add_encounters(patient: UUID, doctor: Person, facility: Facility, number: int) -> None:
    now = timezone.now()
    Encounter.objects.bulk_create(
        [
            Encounter(
                patient_id=patient,
                facility=facility,
                practitioner_id=doctor.user,
                started_at=now - timedelta(days=days),
            )
            for days in range(1, number + 1)
        ]
    )


def test_it_says_who_this_is_and_what_matters(
    asha: Person, bello: Person, harbour: Facility
) -> None:
    clinic.allergies.add(asha.patient, AllergyBody(substance="Penicillin"), by=bello.actor)
    send(COLD, asha.actor)
    urgent = send(HEART, asha.actor)
    clinic.set_responsible(asha.patient, bello.user, version=1, by=bello.actor)
    add_encounters(asha.patient, bello, harbour, 2)
    view = chart.read_chart(asha.patient, by=bello.actor)
    assert view.patient.profile is not None and view.patient.profile.name == "Asha Verma"
    assert view.responsible == "Dr Amara Bello"
    assert [one.body.substance for one in view.allergies if one.body] == ["Penicillin"]
    assert view.latest is not None and view.latest.id == urgent.id
    assert len(view.waiting) == 2
    kinds = [entry.kind for entry in view.timeline.entries]
    assert kinds == ["assessment", "assessment", "encounter", "encounter"]


def test_a_severe_allergy_comes_first_and_no_list_ends_without_a_word(
    asha: Person, bello: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bedside.chart.gathering.SHOWN", 3)
    severities = ["severe", "unknown", "mild", "moderate", "mild"]
    for severity in severities:
        body = AllergyBody(substance=f"Something {severity}", severity=severity)
        clinic.allergies.add(asha.patient, body, by=bello.actor)
    banner = chart.read_banner(asha.patient, by=bello.actor)
    for listed in (banner.allergies, chart.read_chart(asha.patient, by=bello.actor).allergies):
        shown = [one.body.severity for one in listed if one.body]
        assert (shown, listed.more) == (["severe", "moderate", "unknown"], 2)
    own = chart.read_own(by=asha.actor).allergies
    assert (len(own), own.more, len(own.every)) == (3, 2, 5)


def test_what_a_long_list_leaves_out_is_counted_and_stays_closed(
    asha: Person, bello: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bedside.chart.gathering.SHOWN", 2)
    for title in ("Falls", "Hearing aid", "Anticoagulated", "Needs an interpreter"):
        clinic.flags.add(asha.patient, FlagBody(title=title), by=bello.actor)
    for look in (chart.read_chart, chart.read_banner):
        flags = look(asha.patient, by=bello.actor).flags
        shown = [one.body.title for one in flags if one.body]
        assert shown == ["Needs an interpreter", "Anticoagulated"]
        assert (len(flags.every), flags.more) == (2, 2)


@pytest.mark.parametrize("gone", ["left", "closed"])
def test_a_responsible_doctor_who_is_gone_is_said_to_be(
    gone: str, asha: Person, bello: Person, dana: Person, harbour: Facility
) -> None:
    okafor = register_doctor("Dr Okafor", "okafor@example.org", harbour)
    clinic.set_responsible(asha.patient, okafor.user, version=1, by=bello.actor)
    assert chart.read_banner(asha.patient, by=bello.actor).responsible == "Dr Okafor"
    if gone == "left":
        clinic.end_member(harbour.id, okafor.user, version=1, by=dana.actor)
    else:
        accounts.disable(okafor.user, by=dana.actor)
    said = "Dr Okafor (no longer here)"
    assert chart.read_banner(asha.patient, by=bello.actor).responsible == said
    assert chart.read_own(by=asha.actor).responsible == said
    assert "Dr Okafor" not in dict(clinic.doctors_of(harbour.id)).values()
    clinic.set_responsible(asha.patient, None, version=2, by=bello.actor)
    with pytest.raises(Invalid):
        clinic.set_responsible(asha.patient, okafor.user, version=3, by=bello.actor)


def test_what_stands_above_every_page_has_the_alerts_that_hold(asha: Person, bello: Person) -> None:
    ids = [
        clinic.flags.add(asha.patient, FlagBody(title=title), by=bello.actor).id
        for title in ("Falls", "Takes an anticoagulant")
    ]
    clinic.flags.end(asha.patient, ids[0], why="No fall for a year", version=1, by=bello.actor)
    clinic.allergies.add(asha.patient, AllergyBody(substance="Latex"), by=bello.actor)
    for look in (chart.read_chart, chart.read_banner):
        view = look(asha.patient, by=bello.actor)
        assert [one.body.title for one in view.flags if one.body] == ["Takes an anticoagulant"]
        assert [one.body.substance for one in view.allergies if one.body] == ["Latex"]


def test_that_nobody_asked_about_allergies_is_not_none(asha: Person, bello: Person) -> None:
    view = chart.read_chart(asha.patient, by=bello.actor)
    assert list(view.allergies) == [] and view.none_known is None
    clinic.allergies.state_none_known(asha.patient, by=bello.actor)
    view = chart.read_chart(asha.patient, by=bello.actor)
    assert list(view.allergies) == [] and view.none_known is not None


def queries(patient: UUID, doctor: Person) -> int:
    with CaptureQueriesContext(connection) as captured:
        chart.read_chart(patient, by=doctor.actor)
    return len(captured)


def test_it_costs_the_same_whatever_the_history(
    asha: Person, bello: Person, harbour: Facility
) -> None:
    publish(bello, harbour)
    add_encounters(asha.patient, bello, harbour, 5)
    book(asha, bello, harbour, at(9), by=bello)
    queries(asha.patient, bello)
    few = queries(asha.patient, bello)
    add_encounters(asha.patient, bello, harbour, 495)
    for hour in (10, 11, 12):
        book(asha, bello, harbour, at(hour), by=bello)
    assert queries(asha.patient, bello) == few


def test_who_waits_is_not_hidden_by_a_long_history(asha: Person, bello: Person) -> None:
    """A chart looks for what waits, not for what waits among the newest."""
    waiting = send(HEART, asha.actor)
    old = Assessment.objects.get(id=send(COLD, asha.actor).id)
    old.state, old.reviewed_by_id, old.reviewed_at = "reviewed", bello.user, timezone.now()
    old.save()
    for _ in range(NEWEST):
        old.id, old.blob_id, old._state.adding = new_id(), new_id(), True
        old.save(force_insert=True)
    view = chart.read_chart(asha.patient, by=bello.actor)
    assert [one.id for one in view.waiting] == [waiting.id]


def test_the_timeline_goes_on_page_by_page(asha: Person, bello: Person, harbour: Facility) -> None:
    add_encounters(asha.patient, bello, harbour, 45)
    seen: list[Any] = []
    place = None
    while True:
        page = chart.read_timeline(asha.patient, after=place, by=bello.actor)
        seen += page.entries
        place = page.next
        if place is None:
            break
    assert len({one.id for one in seen}) == len(seen) == 45
    assert [one.at for one in seen] == sorted((one.at for one in seen), reverse=True)


def test_the_timeline_is_filtered_by_kinds_that_there_are(
    asha: Person, bello: Person, harbour: Facility
) -> None:
    add_encounters(asha.patient, bello, harbour, 1)
    send(COLD, asha.actor)
    page = chart.read_timeline(asha.patient, kinds=["assessment"], by=bello.actor)
    assert [one.kind for one in page.entries] == ["assessment"]
    with pytest.raises(Invalid):
        chart.read_timeline(asha.patient, kinds=["id; drop table"], by=bello.actor)


def test_it_is_on_record_once_and_about_her(asha: Person, bello: Person) -> None:
    chart.read_chart(asha.patient, by=bello.actor)
    event = Event.objects.get(action="chart.read")
    assert event.subjects == [str(asha.patient)] and event.actor_user == bello.user


def test_elsewhere_there_is_no_such_patient(asha: Person, chen: Person, dana: Person) -> None:
    for look in (chart.read_chart, chart.read_timeline):
        with pytest.raises(NotFound):
            look(asha.patient, by=chen.actor)
        for person in (asha, dana):
            with pytest.raises(Forbidden):
                look(asha.patient, by=person.actor)


def test_her_own_page_shows_what_is_hers(asha: Person, bello: Person, ravi: Person) -> None:
    sent = send(COLD, asha.actor)
    clinic.allergies.add(asha.patient, AllergyBody(substance="Latex"), by=bello.actor)
    chart.read_chart(asha.patient, by=bello.actor)
    own = chart.read_own(by=asha.actor)
    assert [line.id for line in own.assessments] == [sent.id]
    assert [one.body.substance for one in own.allergies if one.body] == ["Latex"]
    assert "chart.read" in [one.action for one in own.accesses]
    assert chart.read_own(by=ravi.actor).assessments == []


def test_her_own_page_reads_no_more_than_it_shows(asha: Person) -> None:
    with CaptureQueriesContext(connection) as captured:
        chart.read_own(by=asha.actor)
    asked = " ".join(one["sql"] for one in captured)
    assert "clinic_medicine" in asked
    assert "clinic_problem" not in asked and "clinic_vitals" not in asked


def test_a_suspicion_is_not_on_her_page(asha: Person, bello: Person) -> None:
    suspected = clinic.diagnoses.DiagnosisBody(comment="to be ruled out")
    clinic.diagnoses.add(asha.patient, "J45.909", suspected, by=bello.actor)
    assert len(chart.read_chart(asha.patient, by=bello.actor).diagnoses) == 1
    assert chart.read_own(by=asha.actor).diagnoses == []


def test_what_is_booked_at_another_clinic_is_not_shown(
    asha: Person, bello: Person, chen: Person, harbour: Facility, millfield: Facility
) -> None:
    """A doctor sees what is booked at their own facilities, on the chart as everywhere."""
    for doctor, place in ((bello, harbour), (chen, millfield)):
        publish(doctor, place)
    care_too(asha.patient, millfield)
    here = book(asha, bello, harbour, at(9), by=asha)
    there = book(asha, chen, millfield, at(15), by=asha, reason="a second opinion")
    for doctor, seen in ((bello, here), (chen, there)):
        view = chart.read_chart(asha.patient, by=doctor.actor)
        assert [one.id for one in view.appointments] == [seen.id]
        assert [one.id for one in view.timeline.entries] == [seen.id]
    assert [one.id for one in chart.read_own(by=asha.actor).appointments] == [here.id, there.id]
