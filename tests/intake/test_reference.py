"""What an administrator answers for is read from where it is true, and by administrators only."""

import zoneinfo
from importlib.metadata import version
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from bedside import codes, intake
from bedside.assessment import load
from bedside.audit import Event
from bedside.clinic.facilities.zone_data import zone_data
from bedside.codes.table import table
from bedside.errors import Forbidden, Unauthenticated
from tests import people
from tests.people import Person


def test_it_says_what_is_in_use(dana: Person) -> None:
    found = intake.read_reference_data(by=dana.actor)
    kinds = [row.kind for row in table() if not row.last]
    assert (found.codes.billable, found.codes.headers) == (
        kinds.count("billable"),
        kinds.count("header"),
    )
    assert found.codes.release == codes.coding("J45.909").release
    assert found.software == version("bedside")
    assert found.knowledge.version == load().version
    assert found.stores.database == connection.display_name
    applied = MigrationRecorder(connection).applied_migrations()
    assert sum(one.count for one in found.stores.migrations) == len(applied)
    for one in found.stores.migrations:
        assert one.last == max(name for app, name in applied if app == one.room)
    event = Event.objects.get(action="reference_data.read")
    assert (event.actor_user, event.subjects, event.details) == (dana.user, [], {})


def test_it_says_who_has_signed_the_knowledge_off(dana: Person, bello: Person) -> None:
    assert intake.read_reference_data(by=dana.actor).knowledge.sign_offs == ()
    version = load().version
    intake.sign_off(version, reviewer=bello.user, registration="GMC:7654321", by=dana.actor)
    (one,) = intake.read_reference_data(by=dana.actor).knowledge.sign_offs
    assert (one.reviewer, one.registration, one.entered_by) == (
        "Dr Amara Bello",
        "GMC:7654321",
        "Dana Whitlock",
    )


def test_nobody_else_is_told(asha: Person, bello: Person) -> None:
    for person in (asha, bello):
        with pytest.raises(Forbidden):
            intake.read_reference_data(by=person.actor)
    with pytest.raises(Unauthenticated):
        intake.read_reference_data(by=people.Actor.anonymous("192.0.2.1"))


def test_the_clocks_are_the_systems_where_it_has_any(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first folder with zones is the one that Python reads, as this does."""
    full, empty = tmp_path / "full", tmp_path / "empty"
    (full / "Europe").mkdir(parents=True)
    empty.mkdir()
    (full / "Europe" / "London").write_bytes(b"TZif2")
    monkeypatch.setattr(zoneinfo, "TZPATH", (str(empty), str(full)))
    assert (zone_data().source, zone_data().version) == ("system", "")
    (full / "tzdata.zi").write_text("# version 2031c\n# more\n")
    assert zone_data().version == "2031c"
    monkeypatch.setattr(zoneinfo, "TZPATH", (str(empty),))
    assert zone_data().source == "package"
    assert zone_data().version.startswith("20")
