"""The packaged table is what its release declares, and a new release loses no code."""

import hashlib
import lzma
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest
import tomli

from bedside.codes import renew, table
from bedside.codes.table import Row
from bedside.errors import Unavailable

ROOT = Path(__file__).parents[2]
PRINTED = """\
2026-04-01\tsimple\t4\tabc
chapter\t1\t\tCertain infections (A00-B99)\t
block\tA00-A09\t1\tIntestinal infectious diseases (A00-A09)\t
header\tA00\tA00-A09\tCholera\t
billable\tA00.9\tA00\tCholera, unspecified\tCholera NOS|The blue death
"""
LATER = """\
2026-10-01\tsimpler\t4\tdef
chapter\t1\t\tCertain infections (A00-B99)\t
block\tA00-A09\t1\tIntestinal infectious diseases (A00-A09)\t
header\tA00\tA00-A09\tCholera\t
billable\tA00.8\tA00\tCholera of another kind\t
"""


def rows_at(home: Path) -> dict[str, Row]:
    text = lzma.decompress((home / table.TABLE).read_bytes()).decode()
    return {one.code: one for one in table.parse(text)}


def test_the_table_holds_what_its_release_declares() -> None:
    held = table.release()
    body = lzma.decompress((files("bedside.codes") / "icd10cm" / table.TABLE).read_bytes())
    assert hashlib.sha256(body).hexdigest() == held.sha256
    counts = Counter("retired" if one.last else one.kind for one in table.table())
    assert counts == {
        "chapter": held.chapters,
        "block": held.blocks,
        "header": held.headers,
        "billable": held.billable,
        **({"retired": held.retired} if held.retired else {}),
    }
    assert held.chapters + held.blocks + held.headers + held.billable == held.package_items


def test_the_release_was_read_from_the_package_that_is_pinned() -> None:
    held = table.release()
    assert held.release == "2026-04-01"
    assert held.package_items == 98_505
    pinned = f"{held.package}=={held.package_version}"
    groups = tomli.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]
    assert groups["icd"] == [pinned]
    assert (ROOT / "requirements/icd.lock").read_text().startswith(pinned + " \\\n")
    for other in ("run.lock", "dev.lock"):
        assert held.package + "==" not in (ROOT / "requirements" / other).read_text()


def test_every_row_is_there_once_and_hangs_from_another() -> None:
    present = [one for one in table.table() if not one.last]
    renew.check(present, table.release().package_items)
    above = {one.code for one in present if one.kind in ("chapter", "block")}
    for one in present:
        if one.kind == "block" or (one.kind == "header" and len(one.code) == 3):
            assert one.parent in above, one


def test_a_first_release_is_written_down(tmp_path: Path) -> None:
    renew.renew(PRINTED, tmp_path)
    assert rows_at(tmp_path)["A00.9"].terms == "Cholera NOS|The blue death"
    held = table.Release(**tomli.loads((tmp_path / table.RELEASE).read_text()))
    assert (held.release, held.headers, held.billable, held.retired) == ("2026-04-01", 1, 1, 0)


def test_what_a_new_release_leaves_out_is_kept_as_retired(tmp_path: Path) -> None:
    renew.renew(PRINTED, tmp_path)
    renew.renew(LATER, tmp_path)
    rows = rows_at(tmp_path)
    assert rows["A00.9"].last == "2026-04-01"
    assert rows["A00.9"].display == "Cholera, unspecified"
    assert rows["A00.8"].last == ""
    assert list(rows)[-1] == "A00.9"
    held = table.Release(**tomli.loads((tmp_path / table.RELEASE).read_text()))
    assert (held.release, held.billable, held.retired) == ("2026-10-01", 1, 1)


def test_a_retired_code_keeps_its_last_release_and_may_come_back(tmp_path: Path) -> None:
    for printed in (PRINTED, LATER, LATER.replace("2026-10-01", "2027-10-01")):
        renew.renew(printed, tmp_path)
    assert rows_at(tmp_path)["A00.9"].last == "2026-04-01"
    renew.renew(PRINTED.replace("2026-04-01", "2028-10-01"), tmp_path)
    assert rows_at(tmp_path)["A00.9"].last == ""
    assert rows_at(tmp_path)["A00.8"].last == "2027-10-01"


@pytest.mark.parametrize(
    "wrong",
    [
        PRINTED.replace("\t4\t", "\t5\t"),
        PRINTED.replace("A00.9\tA00", "A00.9\tA01"),
        PRINTED.replace("header\tA00\t", "header\tA00.9\t"),
        PRINTED.replace("Cholera, unspecified", ""),
        PRINTED.replace("billable", "payable"),
    ],
)
def test_a_release_that_does_not_hold_together_is_not_written(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        renew.renew(wrong, tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("damage", [b"", b"no xz", lzma.compress(b"chapter\t1\t\tOther\t\t\n")])
def test_a_table_that_was_changed_is_not_used(
    tmp_path: Path, damage: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / table.TABLE).write_bytes(damage)
    monkeypatch.setattr(table, "_HOME", tmp_path)
    table.release()  # what was declared is known
    with pytest.raises(Unavailable, match="Install Bedside again"):
        table.table()
