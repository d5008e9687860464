"""On the pages a doctor compares two records, makes them one with one press, and separates them."""

from uuid import UUID

import pytest

from bedside import clinic
from bedside.clinic.models import Facility, Merge, Patient
from tests.clinic.test_merging import AGAIN, allergy, merge
from tests.people import Person
from tests.web.browsing import Visitor


@pytest.fixture
def again(harbour: Facility, bello: Person) -> UUID:
    """Asha once more, as somebody at the desk wrote her down."""
    return clinic.enrol_patient(profile=AGAIN, facility=harbour.id, by=bello.actor).id


@pytest.fixture
def desk(bello: Person) -> Visitor:
    return Visitor().signs_in(bello)


def test_from_the_list_of_doubles_to_one_record_and_back(
    desk: Visitor, asha: Person, again: UUID, bello: Person
) -> None:
    allergy(again, "Latex", bello)
    kept = f"/patients/{asha.patient}"
    page = desk.get(f"{kept}/duplicates")
    path = f"{kept}/merge/{again}"
    assert path in desk.html
    page = desk.get(path)
    assert "Asha Verma Lund" in page.text and "07700 900018" in page.text
    assert "Latex" in page.text and "An interpreter" in page.text
    form = page.form("reason")
    desk.send(path, form, reason="She told me", name="kept", phone="")
    assert desk.status == 422 and "Choose which one is right" in desk.html
    assert "She told me" in desk.html
    desk.send(path, form, reason="She told me", name="kept", phone="replaced")
    merged = Merge.objects.get()
    assert desk.location == f"/merges/{merged.id}"
    page = desk.follow()
    assert "The two records are one now" in page.text and "She told me" in page.text
    assert "Taken over from it" in page.text and "Phone" in page.text
    assert "Latex" in desk.get(kept).text
    desk.get(f"/patients/{again}")
    assert desk.location == kept
    assert "is a part of this one now" in desk.follow().text
    page = desk.get(f"/merges/{merged.id}")
    desk.send(f"/merges/{merged.id}", page.form("reason"), reason="Her cousin, after all")
    assert "Her cousin, after all" in desk.follow().text
    assert "Latex" not in desk.get(kept).text
    assert "is separate again" in desk.get(f"{kept}/duplicates").text


def test_whoever_separates_them_says_where_an_entry_goes(
    desk: Visitor, asha: Person, again: UUID, bello: Person
) -> None:
    merged = merge(asha.patient, again, bello)
    hers, stays = (allergy(asha.patient, what, bello) for what in ("Latex", "Penicillin"))
    path = f"/merges/{merged.id}"
    page = desk.get(path)
    assert "An allergy: Latex" in page.text and "An allergy: Penicillin" in page.text
    form = page.form("reason")
    assert form.fields[f"goes-{hers}"] == form.fields[f"goes-{stays}"] == ["kept"]
    page = desk.send(path, form, reason="", **{f"goes-{hers}": "replaced"})
    assert desk.status == 422
    form = page.form("reason")
    assert form.fields[f"goes-{hers}"] == ["replaced"]
    desk.send(path, form, reason="Her cousin, after all")
    assert "The two records are separate again" in desk.follow().text
    assert "Latex" in desk.get(f"/patients/{again}").text
    assert "Latex" not in desk.get(f"/patients/{asha.patient}").text


def test_what_neither_record_says_is_not_compared(desk: Visitor, asha: Person, again: UUID) -> None:
    page = desk.get(f"/patients/{asha.patient}/merge/{again}")
    assert "Both say so" in page.text
    assert "Next of kin" not in page.text


def test_the_old_number_says_of_whose_record_it_is_a_part(
    desk: Visitor, asha: Person, again: UUID, bello: Person
) -> None:
    number = clinic.read_patient(again, by=bello.actor).record_number
    _merged(asha, again, bello)
    desk.send("/patients/find", desk.get("/patients/find").form("text"), text=number)
    assert f"{number} is a part of it now" in desk.html
    assert f'href="/patients/{asha.patient}"' in desk.html


def test_what_stands_in_the_way_is_said_and_there_is_no_button(
    desk: Visitor, asha: Person, again: UUID, bello: Person
) -> None:
    clinic.duplicates.rule_out(asha.patient, again, by=bello.actor)
    page = desk.get(f"/patients/{asha.patient}/merge/{again}")
    assert "two people" in page.text and "Make them one record" not in page.text


def test_who_was_late_sees_what_changed_and_can_send_it_again(
    desk: Visitor, asha: Person, again: UUID, bello: Person
) -> None:
    path = f"/patients/{asha.patient}/merge/{again}"
    form = desk.get(path).form("reason")
    clinic.correct_profile(again, {"gender": "woman"}, version=1, by=bello.actor)
    said = {"reason": "She told me", "name": "kept", "phone": "kept"}
    page = desk.send(path, form, **said)
    assert desk.status == 412 and "woman" in page.text
    desk.send(path, page.form("reason"), **said)
    assert desk.status == 303


def test_details_read_of_the_other_record_do_not_overwrite_the_kept_one(
    desk: Visitor, asha: Person, again: UUID, bello: Person
) -> None:
    path = f"/patients/{again}/details"
    form = desk.get(path).form("phone")
    _merged(asha, again, bello)
    desk.send(path, form, phone="020 7946 0018", sex="female")
    assert desk.status == 409
    profile = clinic.read_patient(asha.patient, by=bello.actor).profile
    assert profile and profile.phone == "07700 900017"


def test_somebody_elses_records_are_nobodys(
    asha: Person, again: UUID, chen: Person, bello: Person
) -> None:
    merged = _merged(asha, again, bello)
    stranger = Visitor().signs_in(chen)
    for path in (f"/merges/{merged}", f"/patients/{asha.patient}/merge/{again}"):
        stranger.get(path)
        assert stranger.status == 404


def _merged(asha: Person, again: UUID, bello: Person) -> UUID:
    versions = dict(Patient.objects.values_list("id", "version"))
    return clinic.merges.merge(
        asha.patient,
        again,
        choices={"name": "kept", "phone": "kept"},
        reason="She told me",
        version=versions[asha.patient],
        replaced_version=versions[again],
        by=bello.actor,
    ).id
