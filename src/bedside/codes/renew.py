"""`make icd`: the packaged table anew from the release that `extract` printed.

    python -m bedside.codes.renew FILE

What an earlier release had and this one has not stays, marked with the last release that had it.
"""

import hashlib
import lzma
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import tomli

from bedside.codes.table import KINDS, RELEASE, TABLE, Release, Row, parse, write

SYSTEM = "http://hl7.org/fhir/sid/icd-10-cm"
PACKAGE = "simple-icd-10-cm"
_HOME = Path(__file__).parent / "icd10cm"


def main() -> None:
    renew(Path(sys.argv[1]).read_text("utf-8"), _HOME)
    sys.stdout.write((_HOME / RELEASE).read_text("utf-8"))


def renew(printed: str, home: Path) -> None:
    """Write the table and its release into `home`, where the ones before may be.

    Raises ValueError for a release that does not hold together; then nothing is written.
    """
    head, _, lines = printed.partition("\n")
    valid_from, version, items, source = head.split("\t")
    rows = read_printed(lines)
    check(rows, int(items))
    if (home / TABLE).exists():
        rows = merge(_rows_at(home), rows, last=_release_at(home))
    body = write(sorted(rows, key=_likely)).encode()
    counts = Counter("retired" if one.last else one.kind for one in rows)
    declared = Release(
        system=SYSTEM,
        release=valid_from,
        package=PACKAGE,
        package_version=version,
        package_items=int(items),
        source_sha256=source,
        chapters=counts["chapter"],
        blocks=counts["block"],
        headers=counts["header"],
        billable=counts["billable"],
        retired=counts["retired"],
        sha256=hashlib.sha256(body).hexdigest(),
    )
    (home / TABLE).write_bytes(lzma.compress(body, preset=9 | lzma.PRESET_EXTREME))
    (home / RELEASE).write_text(declared.written(), "utf-8")


def read_printed(lines: str) -> list[Row]:
    """Return the rows that `extract` printed."""
    return [Row._make((*line.split("\t"), "")) for line in lines.splitlines()]


def merge(before: Sequence[Row], after: Sequence[Row], *, last: str) -> list[Row]:
    """Return the rows of the new release, and those that it left out, marked with `last`."""
    kept = {_name(one) for one in after}
    retired = [one._replace(last=one.last or last) for one in before if _name(one) not in kept]
    return [*after, *retired]


def _name(row: Row) -> tuple[bool, str]:
    # A block of one category has that category's code.
    return row.kind == "block", row.code


def _likely(row: Row) -> tuple[bool, bool, int, str]:
    return bool(row.last), len(row.code) == 8, row.display.count(" "), row.code


def check(rows: Sequence[Row], items: int) -> None:
    """Raise ValueError unless every row is there once, with a parent that can be told by code."""
    if len(rows) != items:
        raise ValueError(f"The package lists {items} items, {len(rows)} were read.")
    if len({_name(one) for one in rows}) != items:
        raise ValueError("A code is there twice.")
    known = {one.code for one in rows}
    for one in rows:
        if one.kind not in KINDS or not one.display:
            raise ValueError(f"{one.code} has no kind or no description.")
        if len(one.code) > 3 and "-" not in one.code and parent_of(one.code, known) != one.parent:
            raise ValueError(f"The parent of {one.code} is {one.parent}, not its longest prefix.")


def parent_of(code: str, known: set[str]) -> str:
    """Return the longest beginning of `code` that is a code itself; X only fills up places."""
    while code := code[:-1].rstrip("."):
        if code in known:
            return code
    return ""


def _rows_at(home: Path) -> list[Row]:
    return parse(lzma.decompress((home / TABLE).read_bytes()).decode())


def _release_at(home: Path) -> str:
    return str(tomli.loads((home / RELEASE).read_text("utf-8"))["release"])


if __name__ == "__main__":
    main()
