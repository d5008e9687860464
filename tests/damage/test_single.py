"""One reading of something damaged says so; what is only beside it hides nothing."""

from dataclasses import replace

import pytest
from django.conf import settings
from starlette.testclient import TestClient

from bedside import accounts, clinic, intake
from bedside.api.app import create_app
from bedside.audit import Event
from bedside.clinic.models import Patient
from bedside.errors import Damaged
from bedside.intake.models import Assessment
from tests import people
from tests.damage.house import House
from tests.damage.test_lists import NOT_OPENED, house
from tests.damage.ways import WAYS, column, damage
from tests.intake.talking import COLD, begin, send
from tests.web.browsing import Visitor

__all__ = ["house"]


def spoil_asha(house: House) -> None:
    profile = Patient.objects.get(id=house.asha.patient)
    damage(profile, "bit", other=profile)


@pytest.mark.parametrize("way", WAYS)
def test_a_doctor_whose_name_is_damaged_signs_in_and_sees_their_account(
    house: House, way: str
) -> None:
    doctor = house.bello
    damage(column(doctor.user, "name"), way, other=column(house.asha.user, "name"))
    visitor = Visitor().signs_in(doctor)
    page = visitor.get("/account")
    assert visitor.status == 200
    assert f"({NOT_OPENED})" in page.text and "bello@example.org" in page.text
    assert "Tell your administrator" in page.text and str(doctor.user) in page.text
    status, me = house.ask("bello", "/api/me")
    assert (status, '"name":null' in me, '"readable":false' in me) == (200, True, True)
    visitor.get("/worklist")
    assert visitor.status == 200


def test_a_doctor_whose_name_is_damaged_changes_their_password(house: House) -> None:
    damage(column(house.bello.user, "name"), "bit", other=column(house.asha.user, "name"))
    new = "violet ladders in the rain"
    accounts.change_password(by=house.bello.actor, current=people.PASSWORD, new=new)
    Visitor().signs_in(replace(house.bello, password=new))


def test_an_administrator_runs_the_account_of_a_damaged_name(house: House) -> None:
    chen = clinic.register_doctor(
        name="Dr Lian Chen",
        email="chen@example.org",
        password=None,
        facility=house.facility.id,
        by=people.SYSTEM,
    )
    damage(column(chen.id, "name"), "bit", other=column(house.dana.user, "name"))
    status, page = house.ask("dana", f"/admin/accounts/user/{chen.id}/change/")
    assert status == 200 and NOT_OPENED in page and "chen@example.org" in page
    status, page = house.ask("dana", "/admin/accounts/user/")
    assert "bedside documents verify" in page
    assert accounts.approve(chen.id, checked=["identity"], by=house.dana.actor).state == "active"


def test_a_patient_whose_profile_is_damaged_still_gets_help(house: House) -> None:
    spoil_asha(house)
    status, page = house.ask("asha", "/account")
    assert (status, "Tell your clinic" in page) == (200, True)
    assert str(house.asha.patient) in page and "Change my details" not in page
    status, me = house.ask("asha", "/api/me")
    assert (status, '"readable":false' in me) == (200, True)
    assert begin(COLD, house.asha.actor).complaint == COLD.text


def test_the_chart_shows_what_the_patient_said_though_their_profile_is_damaged(
    house: House,
) -> None:
    sent = send(COLD, house.asha.actor)
    spoil_asha(house)
    status, page = house.ask("bello", f"/worklist/{sent.id}")
    assert status == 200
    assert COLD.text in page and "Name not opened" in page and "Asha" not in page
    assert "Tell your administrator" in page and str(house.asha.patient) in page
    view = intake.read(sent.id, by=house.bello.actor)
    assert view.patient is not None and not view.patient.readable


def test_a_patient_whose_assessment_is_damaged_is_told_whom_to_tell(house: House) -> None:
    sent = send(COLD, house.asha.actor)
    row = Assessment.objects.get(id=sent.id)
    damage(row, "bit", other=row)
    for path in (f"/assess/{sent.id}/result", f"/api/assessments/{sent.id}"):
        status, text = house.ask("asha", path)
        assert status == 500
        assert f"reference: {sent.id}" in text and "administers" in text
    failed = Event.objects.filter(action="assessment.read", outcome="failed")
    assert failed.count() == 2
    assert Event.objects.filter(action="vault.damaged").count() == 1


def test_a_damaged_profile_asked_for_by_itself_is_refused(house: House) -> None:
    spoil_asha(house)
    with pytest.raises(Damaged):
        clinic.read_patient(house.asha.patient, by=house.bello.actor)
    assert house.ask("bello", f"/api/patients/{house.asha.patient}")[0] == 500


def test_a_damaged_draft_stays_behind_when_the_others_are_claimed(house: House) -> None:
    token, holder = intake.begin_draft(address="192.0.2.7")
    whole, spoilt = begin(COLD, holder, age=30), begin(COLD, holder, age=30)
    row = Assessment.objects.get(id=spoilt.id)
    kept = row.blob_id
    damage(row, "bit", other=row)
    assert intake.claim(token, by=house.asha.actor) == [whole.id]
    assert [line.id for line in intake.list_own(by=house.asha.actor)] == [whole.id]
    row.refresh_from_db()
    assert (row.patient_id, row.blob_id) == (holder.patient, kept)
    event = Event.objects.get(action="draft.claim")
    assert (event.details["count"], event.details["left"]) == (1, 1)
    assert intake.actor_for_draft(token, address="192.0.2.7").patient == holder.patient


def test_prometheus_counts_damage_without_an_id(house: House) -> None:
    spoil_asha(house)
    clinic.read_patients(by=house.bello.actor)
    told = TestClient(create_app(settings.BEDSIDE)).get("/api/metrics").text
    (line,) = [
        line
        for line in told.splitlines()
        if line.startswith('bedside_damaged_texts_total{kind="profile",reason="wrong_tag"}')
    ]
    assert float(line.split()[-1]) >= 1
    assert str(house.asha.patient) not in told
