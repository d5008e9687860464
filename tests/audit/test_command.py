"""`bedside audit verify` and `bedside audit checkpoint`."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bedside.cli.audit import app
from tests.audit.tampering import CHAIN, edit, remove, set_head, without_triggers, write

pytestmark = pytest.mark.django_db


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments])


def test_a_whole_log_is_reported_whole() -> None:
    write(3)
    done = run("verify")
    assert (done.exit_code, "is whole" in done.output) == (0, True)


def test_a_broken_log_is_named_and_fails_the_command() -> None:
    write(3)
    with without_triggers():
        edit(2, outcome="refused")
    done = run("verify")
    assert done.exit_code == 1
    assert f"Event 2 of chain {CHAIN} was edited." in done.output


def test_a_kept_checkpoint_shows_a_cut_tail(tmp_path: Path) -> None:
    write(3)
    kept = tmp_path / "checkpoint.json"
    assert run("checkpoint", kept).exit_code == 0
    with without_triggers():
        remove(3)
        set_head(2)
    assert run("verify").exit_code == 0
    done = run("verify", "--checkpoint", kept)
    assert done.exit_code == 1
    assert f"Event 3 of chain {CHAIN} is missing" in done.output


def test_a_spoilt_checkpoint_fails_the_command(tmp_path: Path) -> None:
    spoilt = tmp_path / "checkpoint.json"
    spoilt.write_text("{}")
    done = run("verify", "--checkpoint", spoilt)
    assert done.exit_code == 1
    assert "not a Bedside audit checkpoint" in done.output


def test_a_checkpoint_is_never_overwritten(tmp_path: Path) -> None:
    kept = tmp_path / "checkpoint.json"
    kept.write_text("kept")
    assert run("checkpoint", kept).exit_code == 1
    assert kept.read_text() == "kept"
