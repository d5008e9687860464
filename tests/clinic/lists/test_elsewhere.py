"""An encounter at another clinic is on record, and is none of the clinic's own."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from bedside import chart, clinic, intake
from bedside.audit import Event
from bedside.chart import encounters as listing
from bedside.clinic.elsewhere import CLASSES, ElsewhereBody, at_another_clinic
from bedside.clinic.models import EncounterElsewhere, Facility
from bedside.clinic.vitals import VitalsBody
from bedside.errors import Forbidden, Invalid, NotFound
from tests.clinic.doubles import enrolled_again, merged
from tests.clinic.lists.elsewhere import LONG_AGO, seen_elsewhere
from tests.clinic.writing import meet
from tests.people import Person


def listed(patient: UUID, by: Person, **how: Any) -> list[str]:
    """Return when the patient was seen, in words, the latest first."""
    rows = chart.read_encounters(patient, by=by.actor, **how).rows
    return [_said(one) for one in rows]


def _said(one: chart.Seen) -> str:
    if one.here:
        return one.here.facility
    assert one.elsewhere and one.elsewhere.body
    return at_another_clinic(one.elsewhere.body)


def test_it_stands_among_the_encounters_of_the_patient(
    asha: Person, bello: Person, harbour: Facility
) -> None:
    meet(bello, asha)
    seen = seen_elsewhere(asha.patient, bello, type="Check-up")
    at_riverside = "at another clinic (Riverside Clinic): Check-up"
    assert listed(asha.patient, bello) == [harbour.name, at_riverside]
    entries = chart.read_chart(asha.patient, by=bello.actor).timeline.entries
    assert [(one.kind, one.by, one.what) for one in entries] == [
        ("encounter", "Dr Amara Bello", ""), ("elsewhere", None, at_riverside),
    ]  # fmt: skip
    read = clinic.elsewhere.read(asha.patient, seen, by=bello.actor)
    assert (read.told["started_at"], read.may) == (LONG_AGO, frozenset())
    assert read.told["brought_in"] and read.recorded_by.id == bello.user


def test_pages_of_the_list_hold_what_one_page_holds(
    asha: Person, bello: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    for days in range(3):
        seen_elsewhere(
            asha.patient, bello, type=f"{days}", started_at=LONG_AGO + timedelta(days=days)
        )
        meet(bello, asha)
    whole = listed(asha.patient, bello)
    assert len(whole) == 6
    monkeypatch.setattr(listing, "PAGE", 2)
    found, after = [], None
    for _ in range(3):
        page = chart.read_encounters(asha.patient, after=after, by=bello.actor)
        found += [_said(one) for one in page.rows]
        after = page.next
    assert (found, after) == (whole, None)


def test_it_is_none_of_the_clinics_own(asha: Person, bello: Person, harbour: Facility) -> None:
    meet(bello, asha)
    now = datetime.now(tz=LONG_AGO.tzinfo)
    seen = seen_elsewhere(asha.patient, bello, started_at=now - timedelta(minutes=5))
    figures = intake.read_statistics(facility=harbour.id, by=bello.actor)
    assert sum(month.figures.encounters for month in figures.months) == 1
    assert len(clinic.encounters.read_of_patient(asha.patient, by=bello.actor).rows) == 1
    measured = VitalsBody(measured_at=now, pulse=70)
    with pytest.raises(NotFound):
        clinic.vitals.add(asha.patient, measured, encounter=seen, by=bello.actor)


def test_those_who_treat_the_patient_read_it_and_nobody_else(
    asha: Person, bello: Person, chen: Person, noa: Person, dana: Person
) -> None:
    seen = seen_elsewhere(asha.patient, bello)
    for read in (
        lambda by: clinic.elsewhere.read(asha.patient, seen, by=by.actor),
        lambda by: clinic.elsewhere.read_all(asha.patient, by=by.actor),
        lambda by: chart.read_encounters(asha.patient, by=by.actor),
    ):
        assert read(bello)
        with pytest.raises(NotFound):
            read(chen)
        for other in (asha, noa, dana):
            with pytest.raises(Forbidden):
                read(other)
    told = str(list(Event.objects.values_list("details", "objects_touched")))
    assert str(seen) in told and "Riverside" not in told


def test_it_goes_with_the_record_when_two_are_made_one_and_separated(
    asha: Person, bello: Person
) -> None:
    seen_elsewhere(asha.patient, bello, type="Check-up")
    again = enrolled_again(asha, bello)
    seen_elsewhere(again, bello, type="X-ray", service_provider="")
    both = ["at another clinic (Riverside Clinic): Check-up", "at another clinic: X-ray"]
    one = merged(asha, bello, again=again)
    assert sorted(listed(asha.patient, bello)) == both
    clinic.merges.separate(one, reason="Two people after all", version=1, by=bello.actor)
    assert listed(asha.patient, bello) == both[:1]
    assert listed(again, bello) == both[1:]


@pytest.mark.parametrize("kind", CLASSES)
def test_without_a_type_it_says_how_it_was(kind: str) -> None:
    said = at_another_clinic(ElsewhereBody(started_at=LONG_AGO, kind=kind))
    assert said == f"at another clinic: {CLASSES[kind]}"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"started_at": LONG_AGO.replace(tzinfo=None)}, "started_at"),
        ({"started_at": LONG_AGO + timedelta(days=9000)}, "started_at"),
        ({"started_at": LONG_AGO - timedelta(days=60_000)}, "started_at"),
        ({"ended_at": LONG_AGO - timedelta(hours=1)}, "ended_at"),
        ({"kind": "walk"}, "kind"),
        ({"participant": "x" * 201}, "participant"),
        ({"reason": "x" * 501}, "reason"),
    ],
)
def test_what_cannot_be_is_refused(said: dict[str, Any], field: str) -> None:
    body = ElsewhereBody(**{"started_at": LONG_AGO, **said})
    with pytest.raises(Invalid) as refused:
        body.checked("finished")
    assert refused.value.fields.keys() == {field}


def test_its_words_are_sealed(asha: Person, bello: Person) -> None:
    seen = seen_elsewhere(asha.patient, bello, type="Check-up", participant="Dr Quist")
    row = str(EncounterElsewhere.objects.filter(id=seen).values().get())
    assert not any(word in row for word in ("Check-up", "Quist", "Riverside", "AMB"))
