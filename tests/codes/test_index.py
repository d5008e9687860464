"""The index is made once, whole or not at all, and says what to run when it cannot be used."""

import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from bedside import codes
from bedside.codes import index, table
from bedside.errors import Unavailable

STARTING = """
import sys
from pathlib import Path
from bedside import codes
codes.keep_in(Path(sys.argv[1]))
print(codes.lookup("J45.909").display)
"""


def test_whoever_needs_it_first_makes_it(elsewhere: Path) -> None:
    assert codes.lookup("J45.909") is not None
    (made,) = elsewhere.iterdir()
    assert made == index.path()
    assert stat.S_IMODE(made.stat().st_mode) == 0o644
    assert made.stat().st_size < 20_000_000


def test_several_processes_make_it_at_once(tmp_path: Path) -> None:
    command = [sys.executable, "-c", STARTING, str(tmp_path)]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    said = [one.communicate(timeout=60)[0] for one in started]
    assert said == ["Unspecified asthma, uncomplicated\n"] * 3
    assert len(list(tmp_path.iterdir())) == 1


def test_an_index_that_is_there_is_used_as_it_is(small: Path) -> None:
    before = index.path().stat()
    assert codes.lookup("J45") is not None
    assert codes.lookup("A00") is None
    assert index.path().stat() == before


def test_nothing_can_be_written_through_it(small: Path) -> None:
    from bedside.codes.reading import reading

    with pytest.raises(Unavailable), reading() as db:
        db.execute("DELETE FROM code")
    assert codes.lookup("J45") is not None


def test_a_folder_that_cannot_be_written_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    codes.keep_in(tmp_path / "file" / "folder")
    try:
        with pytest.raises(Unavailable, match=r"bedside codes prepare.*BEDSIDE_CODES_FOLDER"):
            codes.search("asthma")
    finally:
        codes.keep_in(None)


@pytest.mark.parametrize("kept", [0, 100, 5_000, 20_000])
def test_a_damaged_index_says_what_to_run(small: Path, kept: int) -> None:
    content = index.path().read_bytes()
    index.path().unlink()
    index.path().write_bytes(content[:kept] + b"\xa5" * (len(content) - kept))
    with pytest.raises(Unavailable, match="Run `bedside codes prepare`"):
        codes.check()


def test_damage_is_met_while_searching_and_mended_by_preparing(elsewhere: Path) -> None:
    codes.prepare()
    size = index.path().stat().st_size
    with index.path().open("r+b") as file:
        file.seek(8192)
        file.write(b"\xa5" * (size - 8192))
    with pytest.raises(Unavailable, match="Run `bedside codes prepare`"):
        codes.search("asthma")
    codes.prepare()
    codes.check()
    assert codes.search("asthma")[0].code == "J45.909"


def test_nothing_is_left_of_an_index_that_could_not_be_made(
    elsewhere: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.path()  # what the index is made from is known
    damaged = tmp_path_factory.mktemp("damaged")
    (damaged / table.TABLE).write_bytes(b"no table")
    monkeypatch.setattr(table, "_HOME", damaged)
    with pytest.raises(Unavailable, match="Install Bedside again"):
        codes.search("asthma")
    assert not list(elsewhere.iterdir())


def test_an_index_of_another_form_is_not_trusted(small: Path) -> None:
    db = sqlite3.connect(index.path())
    db.execute("UPDATE made SET sha256 = 'of another table'")
    db.commit()
    db.close()
    with pytest.raises(Unavailable, match="Run `bedside codes prepare`"):
        codes.lookup("J45")


def test_preparing_removes_what_older_versions_left(elsewhere: Path) -> None:
    for name in ("icd10cm-0123456789ab-1.sqlite3", "somebody-elses.sqlite3"):
        (elsewhere / name).touch()
    codes.prepare()
    left = {one.name for one in elsewhere.iterdir()}
    assert left == {index.path().name, "somebody-elses.sqlite3"}
