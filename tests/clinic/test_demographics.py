"""Birth date and sex in a sealed column: written with the profile, and never instead of it."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from bedside import clinic, vault
from bedside.audit import Event
from bedside.cli.migrate import migrate
from bedside.clinic.models import Patient
from bedside.clinic.patients import filling_in
from bedside.clinic.patients.demographics import (
    Demographics,
    Kept,
    open_demographics,
    sealed,
    write_profile,
)
from bedside.documents import Unreadable
from bedside.vault import Sealed
from bedside.vault.current import keyring
from tests.damage.ways import WAYS, damage
from tests.damage.ways import Kept as Text
from tests.people import ASHA, RAVI, SYSTEM, Person

NEWBORN = date(2026, 11, 29)


def kept(*people: Person) -> list[Kept]:
    rows = Patient.objects.in_bulk([one.patient for one in people])
    found = [rows[one.patient] for one in people]
    return [Kept(row.id, row.blob_id, row.demographics, row.demographics_of) for row in found]


def opened(*people: Person) -> list[Demographics | Unreadable]:
    return open_demographics(kept(*people))


def column_of(person: Person) -> Text:
    """The column of a patient, to be harmed."""
    row = Patient.objects.filter(id=person.patient)

    def load() -> bytes:
        return bytes(row.get().demographics or b"")

    return Text("demographics", person.patient, load, lambda text: row.update(demographics=text))


def lose(*people: Person) -> None:
    """Leave the rows as an older Bedside wrote them."""
    rows = Patient.objects.filter(id__in=[one.patient for one in people])
    rows.update(demographics=None, demographics_of=None)


def test_they_are_written_with_the_profile(asha: Person, ravi: Person) -> None:
    (hers, his) = kept(asha, ravi)
    assert hers.is_current and his.is_current
    assert opened(ravi, asha) == [
        Demographics(RAVI.birth_date, "male"),
        Demographics(ASHA.birth_date, "female"),
    ]


def test_a_change_of_the_profile_changes_them_too(asha: Person) -> None:
    (before,) = kept(asha)
    clinic.change_profile(
        asha.patient, {"sex": "other", "birth_date": NEWBORN}, version=1, by=asha.actor
    )
    (after,) = kept(asha)
    assert after.is_current and after.of != before.of
    assert opened(asha) == [Demographics(NEWBORN, "other")]


def test_they_all_have_one_length(asha: Person) -> None:
    """Else the length would tell the sex, which has few possibilities."""
    sealed_ones = {
        len(sealed(asha.patient, None, replace(ASHA, sex=sex, birth_date=born)))
        for sex in ("female", "male", "other")
        for born in (date(1, 1, 1), NEWBORN)
    }
    assert len(sealed_ones) == 1


def test_they_open_in_the_row_of_their_patient_only(asha: Person, ravi: Person) -> None:
    (hers, his) = kept(asha, ravi)
    moved = Kept(hers.patient, hers.blob, his.sealed, hers.of)
    assert open_demographics([moved]) == opened(asha), "her profile knows better"
    assert [event.details["reason"] for event in damages()] == ["unknown_key"]


def test_an_earlier_column_does_not_open_beside_a_later_profile(asha: Person) -> None:
    (before,) = kept(asha)
    clinic.change_profile(asha.patient, {"sex": "other"}, version=1, by=asha.actor)
    (after,) = kept(asha)
    assert open_demographics([after._replace(sealed=before.sealed)])[0] == opened(asha)[0]
    assert [event.details["reason"] for event in damages()] == ["wrong_tag"]


def test_who_was_erased_is_not_readable_any_more(asha: Person, ravi: Person) -> None:
    vault.destroy_patient_key(asha.patient)
    (hers, his) = opened(asha, ravi)
    assert isinstance(hers, Unreadable) and not hers.is_damage
    assert his == Demographics(RAVI.birth_date, "male")
    assert not damages()


@pytest.mark.parametrize("way", WAYS)
def test_where_the_column_is_damaged_the_profile_is_asked(
    asha: Person, ravi: Person, way: str
) -> None:
    damage(column_of(asha), way, other=column_of(ravi))
    for _ in range(2):
        assert opened(asha, ravi) == [
            Demographics(ASHA.birth_date, "female"),
            Demographics(RAVI.birth_date, "male"),
        ]
    of_column = [event for event in damages() if "demographics" in event.objects_touched]
    assert len(of_column) == (way != "missing"), "a column that is not there is an old row"


@pytest.mark.parametrize("way", WAYS)
def test_where_the_profile_is_damaged_too_nobody_else_is_hidden(
    asha: Person, ravi: Person, way: str
) -> None:
    rows = Patient.objects.in_bulk([asha.patient, ravi.patient])
    damage(column_of(asha), way, other=column_of(ravi))
    damage(rows[asha.patient], way, other=rows[ravi.patient])
    (hers, his) = opened(asha, ravi)
    assert isinstance(hers, Unreadable) and hers.is_damage
    assert his == Demographics(RAVI.birth_date, "male")
    assert {"profile": str(asha.patient)} in [event.objects_touched for event in damages()]


def test_old_rows_are_read_from_their_profiles_meanwhile(asha: Person, ravi: Person) -> None:
    lose(asha)
    assert [type(one) for one in opened(asha, ravi)] == [Demographics, Demographics]
    assert not damages()


def test_an_upgrade_fills_them_in_some_at_a_time(
    asha: Person, ravi: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    lose(asha, ravi)
    monkeypatch.setattr("bedside.cli.migrate.call_command", lambda *_, **__: None)
    monkeypatch.setattr(filling_in, "BATCH", 1)
    migrate()
    assert all(one.is_current for one in kept(asha, ravi))
    assert opened(asha)[0] == Demographics(ASHA.birth_date, "female")
    (event,) = Event.objects.filter(action="patient.fill_in")
    assert (event.actor_role, event.details, event.subjects) == ("system", {"count": 2}, [])
    migrate()
    assert Event.objects.filter(action="patient.fill_in").count() == 1, "nothing was left to do"


def test_a_column_of_an_earlier_profile_is_filled_in_anew(asha: Person) -> None:
    """An older Bedside changed the profile beside the new one, and did not know the column."""
    (before,) = kept(asha)
    clinic.change_profile(asha.patient, {"sex": "other"}, version=1, by=asha.actor)
    rows = Patient.objects.filter(id=asha.patient)
    rows.update(demographics=before.sealed, demographics_of=before.of)
    assert opened(asha) == [Demographics(ASHA.birth_date, "other")]
    assert not damages()
    assert clinic.fill_in_demographics(by=SYSTEM) == 1
    assert kept(asha)[0].is_current and opened(asha)[0] == Demographics(ASHA.birth_date, "other")


def test_who_changes_their_profile_meanwhile_keeps_what_they_said(
    asha: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    lose(asha)
    making = filling_in.sealed

    def and_she_changes_it(patient: UUID, blob: UUID | None, profile: clinic.Profile) -> Sealed:
        row = Patient.objects.get(id=patient)
        write_profile(row, replace(profile, sex="male"), version=row.version + 1).attach(row)
        row.save()
        return making(patient, blob, profile)

    monkeypatch.setattr(filling_in, "sealed", and_she_changes_it)
    clinic.fill_in_demographics(by=SYSTEM)
    assert opened(asha) == [Demographics(ASHA.birth_date, "male")]
    assert kept(asha)[0].is_current and not damages()


def test_one_that_does_not_open_stops_nobody_from_being_filled_in(
    asha: Person, ravi: Person
) -> None:
    lose(asha, ravi)
    rows = Patient.objects.in_bulk([asha.patient, ravi.patient])
    damage(rows[asha.patient], "bit", other=rows[ravi.patient])
    assert clinic.fill_in_demographics(by=SYSTEM) == 1
    (hers, his) = kept(asha, ravi)
    assert hers.sealed is None and his.is_current
    assert len(damages()) == 1


def test_a_clinic_is_gone_through_without_driving_out_the_keys_in_use(
    asha: Person, ravi: Person
) -> None:
    vault.forget_keys()
    in_order = sorted((asha, ravi), key=lambda one: one.patient)
    keys = vault.InPassing(Patient.objects.values("id"))
    said = open_demographics(kept(*in_order), keys.open_each)
    assert keyring().data_keys.get(asha.patient) is None
    assert said == opened(*in_order)
    clinic.read_patient(asha.patient, by=asha.actor)
    assert keyring().data_keys.get(asha.patient) is not None


def damages() -> list[Event]:
    return list(Event.objects.filter(action="vault.damaged"))
