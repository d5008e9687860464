"""`bedside init`: makes what is missing, once, and never puts a key where another belongs."""

import stat
from pathlib import Path

import pytest

from tests.cli.conftest import Run


def test_it_makes_the_root_key_for_its_owner_alone(bedside: Run, tmp_path: Path) -> None:
    done = bedside("init")
    assert done.returncode == 0, done.stderr
    key = tmp_path / "keys" / "root.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert key.read_text().strip() not in done.stdout + done.stderr


@pytest.mark.usefixtures("initialised")
def test_it_may_run_again(bedside: Run, tmp_path: Path) -> None:
    key = (tmp_path / "keys" / "root.key").read_bytes()
    again = bedside("init")
    assert (again.returncode, again.stdout) == (0, "All keys are there.\n")
    assert (tmp_path / "keys" / "root.key").read_bytes() == key
    assert bedside("audit", "verify").returncode == 0


@pytest.mark.usefixtures("initialised")
def test_a_lost_root_key_is_not_replaced(bedside: Run, tmp_path: Path) -> None:
    key = tmp_path / "keys" / "root.key"
    key.rename(tmp_path / "elsewhere.key")
    refused = bedside("init")
    assert refused.returncode == 73
    assert "another" in refused.stderr or "keys already" in refused.stderr
    assert not key.exists()


@pytest.mark.usefixtures("initialised")
def test_a_root_key_of_another_deployment_is_recognised(bedside: Run, tmp_path: Path) -> None:
    bedside("init", DATABASE_URL=f"sqlite:///{tmp_path}/b.sqlite3", BEDSIDE_ROOT_KEY_FILE="b.key")
    refused = bedside("init", BEDSIDE_ROOT_KEY_FILE="b.key")
    assert refused.returncode == 69
    assert "another deployment" in refused.stderr
    assert (tmp_path / "b.key").exists()


def test_a_failed_start_leaves_no_key_behind(bedside: Run, tmp_path: Path) -> None:
    refused = bedside("init", DATABASE_URL=None)
    assert refused.returncode == 78
    assert "DATABASE_URL" in refused.stderr
    assert not (tmp_path / "keys" / "root.key").exists()


@pytest.mark.usefixtures("initialised")
def test_a_key_others_can_read_stops_the_start(bedside: Run, tmp_path: Path) -> None:
    (tmp_path / "keys" / "root.key").chmod(0o644)
    refused = bedside("sweep")
    assert refused.returncode == 78
    assert "chmod 600" in refused.stderr


def test_an_unreachable_database_is_one_sentence(bedside: Run) -> None:
    refused = bedside("init", DATABASE_URL="postgresql://clinic:secretword@127.0.0.1:1/clinic")
    assert refused.returncode == 69
    assert refused.stderr.splitlines()[-1].startswith("The database cannot be reached")
    assert "secretword" not in refused.stderr
    assert "Traceback" not in refused.stderr
