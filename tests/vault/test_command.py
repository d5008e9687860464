"""`bedside keys`: from a rotation to the end of the former key."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone
from typer.testing import CliRunner, Result

from bedside import vault
from bedside.cli.keys import app
from bedside.errors import Conflict
from bedside.vault.models import Key

pytestmark = pytest.mark.django_db

RIVERSIDE = UUID(int=71)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments], catch_exceptions=False)


def test_a_facilitys_key_is_rotated_and_the_former_one_destroyed() -> None:
    old = vault.create_key("facility", RIVERSIDE)
    vault.create_patient_key(uuid4(), under=RIVERSIDE)
    assert "is the primary facility key now" in run("rotate", "facility", RIVERSIDE).output
    with pytest.raises(Conflict):
        run("disable", old)
    assert run("rewrap").output == "1 data keys were re-wrapped.\n"
    earlier = timezone.now() - timedelta(minutes=5)
    Key.objects.filter(owner=RIVERSIDE).update(created_at=earlier)
    run("disable", old)
    run("destroy", old)
    states = {line.split()[0]: line.split()[3] for line in run("list").output.splitlines()[1:]}
    assert states[str(old)] == "destroyed"


def test_the_list_shows_each_key_and_how_many_data_keys_it_wraps() -> None:
    key = vault.create_key("facility", RIVERSIDE)
    for _ in range(3):
        vault.create_patient_key(uuid4(), under=RIVERSIDE)
    lines = [line.split() for line in run("list").output.splitlines()]
    mine = next(line for line in lines if line[0] == str(key))
    assert (mine[1:4], mine[-1]) == (["facility", str(RIVERSIDE), "primary"], "3")
    assert {line[1] for line in lines[1:]} >= {"accounts", "intake", "index", "signing"}


@pytest.mark.parametrize("wrong", [("breakfast",), ("facility",), ("signing", RIVERSIDE)])
def test_a_key_that_cannot_be_is_refused(wrong: tuple[object, ...]) -> None:
    assert run("rotate", *wrong).exit_code == 2
