"""An index is made anew beside live traffic, and those who were there before it can be found."""

import importlib

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured

from bedside import clinic
from bedside.audit import Event
from bedside.cli.migrate import migrate
from bedside.clinic.models import (
    Facility,
    PatientRegister,
    RecordNumber,
    SearchBlock,
    SearchIndex,
)
from bedside.clinic.search import rebuilding, terms
from bedside.clinic.search.numbers import number_in, written
from bedside.config import wiring
from bedside.errors import Conflict, NotFound
from tests.clinic.search.conftest import Enrol, Find
from tests.people import SYSTEM, Person


def forget_the_index() -> None:
    """Leave the database as it was before there was an index."""
    SearchBlock.objects.all().delete()
    SearchIndex.objects.all().delete()
    RecordNumber.objects.all().delete()
    PatientRegister.objects.all().delete()


def number_everybody() -> None:
    name = "bedside.clinic.migrations.0011_record_numbers_of_those_who_were_there"
    importlib.import_module(name).number_patients(apps, None)


def test_an_upgrade_lets_everybody_be_found(
    enrol: Enrol, found: Find, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [enrol(f"Okafor {n}") for n in range(5)]
    forget_the_index()
    number_everybody()
    assert found("okafor") == []
    with pytest.raises(ImproperlyConfigured):
        wiring.check()
    monkeypatch.setattr("bedside.cli.migrate.call_command", lambda *_, **__: None)
    monkeypatch.setattr(rebuilding, "BATCH", 2)
    migrate()
    wiring.check()
    assert sorted(found("okafor")) == names
    assert found("00002-6") == ["Okafor 1"]


def test_numbers_go_on_after_the_upgrade(enrol: Enrol, found: Find) -> None:
    enrol("Ada Okafor")
    forget_the_index()
    number_everybody()
    clinic.bring_search_up_to_date(by=SYSTEM)
    enrol("Brendan Walsh")
    assert found(written(2)) == ["Brendan Walsh"]


def test_an_index_of_an_older_version_is_made_anew(
    enrol: Enrol, found: Find, monkeypatch: pytest.MonkeyPatch
) -> None:
    enrol("Ada Okafor")
    assert clinic.bring_search_up_to_date(by=SYSTEM) == 0
    monkeypatch.setattr(rebuilding, "SCHEME", terms.SCHEME + 1)
    monkeypatch.setattr("bedside.clinic.search.indexing.SCHEME", terms.SCHEME + 1)
    assert clinic.search_is_behind()
    assert clinic.bring_search_up_to_date(by=SYSTEM) == 1
    assert not clinic.search_is_behind()
    assert found("okafor") == ["Ada Okafor"]


def test_an_index_of_an_older_version_is_left_alone_until_it_is_made_anew(
    enrol: Enrol, found: Find
) -> None:
    enrol("Ada Okafor")
    SearchIndex.objects.update(scheme=terms.SCHEME - 1)
    before = SearchBlock.objects.count()
    enrol("Ben Okafor")
    assert found("okafor") == []
    assert SearchBlock.objects.count() == before
    clinic.bring_search_up_to_date(by=SYSTEM)
    assert sorted(found("okafor")) == ["Ada Okafor", "Ben Okafor"]


def test_nothing_is_left_of_the_old_index(enrol: Enrol, found: Find, harbour: Facility) -> None:
    enrol("Ada Okafor")
    before = set(SearchBlock.objects.values_list("label", flat=True))
    row = SearchIndex.objects.get()
    clinic.rebuild_search(harbour.id, by=SYSTEM)
    assert not before & set(SearchBlock.objects.values_list("label", flat=True))
    assert SearchIndex.objects.get().id != row.id
    assert found("okafor") == ["Ada Okafor"]


def test_what_somebody_is_not_called_any_more_is_left_out(
    asha: Person, bello: Person, harbour: Facility
) -> None:
    before = SearchBlock.objects.count()
    clinic.correct_profile(asha.patient, {"name": "Asha Rao"}, version=1, by=bello.actor)
    assert SearchBlock.objects.count() > before
    clinic.rebuild_search(harbour.id, by=SYSTEM)
    assert SearchBlock.objects.count() < before


def test_who_comes_or_changes_meanwhile_is_in_the_new_index(
    asha: Person, enrol: Enrol, found: Find, bello: Person, harbour: Facility
) -> None:
    row = rebuilding._begun(harbour.id)
    batch = next(rebuilding._opened(harbour.id))
    enrol("Brendan Walsh")
    clinic.correct_profile(asha.patient, {"name": "Asha Rao"}, version=1, by=bello.actor)
    assert found("walsh") == ["Brendan Walsh"]
    rebuilding._add(row, batch, "GB")
    rebuilding._put_in_place(row)
    assert found("walsh") == ["Brendan Walsh"]
    assert found("rao") == ["Asha Rao"]


def test_of_two_who_make_it_anew_the_later_one_counts(enrol: Enrol, harbour: Facility) -> None:
    enrol("Ada Okafor")
    earlier = rebuilding._begun(harbour.id)
    rebuilding._begun(harbour.id)
    with pytest.raises(Conflict):
        rebuilding._put_in_place(earlier)


def test_making_it_anew_is_on_record(enrol: Enrol, harbour: Facility) -> None:
    enrol("Ada Okafor")
    assert clinic.rebuild_search(harbour.id, by=SYSTEM) == 1
    event = Event.objects.get(action="search.rebuild")
    assert (event.chain, event.details, event.subjects) == (harbour.id, {"count": 1}, [])
    with pytest.raises(NotFound):
        clinic.rebuild_search(event.id, by=SYSTEM)


@pytest.mark.parametrize("number", [1, 42, 99_999, 1_234_567])
def test_a_record_number_shows_a_wrong_digit(number: int) -> None:
    digits = written(number).replace("-", "")
    assert number_in(digits) == number_in(digits.lstrip("0")) == number
    for place, digit in enumerate(digits):
        for other in set("0123456789") - {digit}:
            assert number_in(digits[:place] + other + digits[place + 1 :]) is None
