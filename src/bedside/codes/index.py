"""The file that is searched: SQLite with a full-text index, made from the packaged table.

It takes a second to make and 16 MB on disk, and is read through the system's page cache: no
worker holds the 98,000 codes. Whoever needs it first makes it, unless `bedside codes prepare` has
done so before. It is written under a passing name and moved into place, so several processes may do
that at once; its name carries a hash over all it is made from, so a newer Bedside makes its own.

Rows are numbered in the table's order, the likelier before the less likely. The index gives matches
in that order without sorting them, so "fracture of" costs no more than "gout".
"""

import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import cast

from bedside.codes.table import Row, fingerprint, lay, release, table
from bedside.codes.words import fold, folded
from bedside.errors import Unavailable

FORM = 1
"""Raised by hand when the tables below change."""
_INSIDE = Path(__file__).parent / "icd10cm"
_folder: list[Path] = []

# Nobody reads the file before it is whole, so it needs no journal and no waiting for the disk.
_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
BEGIN;
CREATE TABLE made (form INTEGER, release TEXT, sha256 TEXT, codes INTEGER);
CREATE TABLE above (code TEXT PRIMARY KEY, parent TEXT, display TEXT) WITHOUT ROWID;
CREATE TABLE code (
  id INTEGER PRIMARY KEY, key TEXT, code TEXT, billable INTEGER, parent TEXT, display TEXT,
  terms TEXT, last TEXT
);
CREATE TABLE phrase (id INTEGER PRIMARY KEY, said TEXT);
CREATE TABLE meaning (phrase INTEGER, place INTEGER, code INTEGER, PRIMARY KEY (phrase, place))
  WITHOUT ROWID;
CREATE TABLE synonym (word TEXT, other TEXT, PRIMARY KEY (word, other)) WITHOUT ROWID;
CREATE VIRTUAL TABLE entry USING fts5(
  said, content='', detail=none, columnsize=0, prefix='1 2', tokenize='unicode61'
);
CREATE VIRTUAL TABLE lay USING fts5(
  said, content='', detail=none, columnsize=0, prefix='1 2', tokenize='unicode61'
);
"""
_VOCABULARY = """
BEGIN;
CREATE UNIQUE INDEX code_by_key ON code (key);
CREATE VIRTUAL TABLE entry_words USING fts5vocab(entry, row);
CREATE VIRTUAL TABLE lay_words USING fts5vocab(lay, row);
CREATE TABLE word (word TEXT PRIMARY KEY, length INTEGER) WITHOUT ROWID;
INSERT OR IGNORE INTO word SELECT term, length(term) FROM entry_words;
INSERT OR IGNORE INTO word SELECT term, length(term) FROM lay_words;
INSERT OR IGNORE INTO word SELECT word, length(word) FROM synonym;
COMMIT;
"""


def keep_in(folder: Path | None) -> None:
    """Say where the index lies; inside the package without a folder."""
    _folder[:] = [folder] if folder else []


def path() -> Path:
    """Return where the index of this Bedside lies, or will."""
    return (_folder[0] if _folder else _INSIDE) / f"icd10cm-{fingerprint()}-{FORM}.sqlite3"


def make() -> Path:
    """Make the index anew, whatever is there; return its path.

    Raises Unavailable when its folder cannot be written or SQLite has no full-text search.
    """
    place = path()
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".icd10cm-", dir=place.parent)
    except OSError as error:
        raise Unavailable(
            f"The index of ICD-10-CM codes cannot be written to {place.parent}. Run `bedside codes "
            "prepare` as the user who installed Bedside, or set BEDSIDE_CODES_FOLDER."
        ) from error
    os.close(handle)
    passing = Path(name)
    try:
        write(passing, table())
        passing.chmod(0o644)  # public knowledge, read by every user that runs Bedside
        passing.replace(place)
    except (OSError, sqlite3.Error) as error:
        raise Unavailable(f"The index of ICD-10-CM codes cannot be made: {error}.") from error
    finally:
        passing.unlink(missing_ok=True)
    return place


def clear_older() -> None:
    """Remove indexes that other versions of Bedside made in the same folder."""
    for one in path().parent.glob("icd10cm-*.sqlite3"):
        if one != path():
            one.unlink(missing_ok=True)


def write(place: Path, rows: Sequence[Row]) -> None:
    """Write the index of these rows, with what people say, to an empty file."""
    with closing(sqlite3.connect(place, isolation_level=None)) as db:
        db.executescript(_TABLES)
        codes = [one for one in rows if one.kind in ("billable", "header")]
        db.executemany("INSERT INTO code VALUES (?, ?, ?, ?, ?, ?, ?, ?)", _codes(codes))
        db.executemany("INSERT INTO entry (rowid, said) VALUES (?, ?)", _said(codes))
        db.executemany("INSERT OR REPLACE INTO above VALUES (?, ?, ?)", _above(rows))
        _write_lay(db, {one.code: number for number, one in enumerate(codes)})
        declared = release()
        made = (FORM, declared.release, declared.sha256, len(codes))
        db.execute("INSERT INTO made VALUES (?, ?, ?, ?)", made)
        db.executescript(_VOCABULARY)


def _codes(codes: Iterable[Row]) -> Iterator[tuple[object, ...]]:
    for number, (kind, code, parent, display, terms, last) in enumerate(codes):
        key, billable = code.replace(".", ""), kind == "billable"
        yield number, key, code, billable, parent, display, terms, last


def _said(codes: Iterable[Row]) -> Iterator[tuple[int, str]]:
    for number, one in enumerate(codes):
        said = f"{one.display} {one.terms}"
        # The index itself folds plain text as `folded` does, and much faster.
        yield number, said.replace("'", "") if said.isascii() else folded(said)


def _above(rows: Iterable[Row]) -> Iterator[tuple[str, str, str]]:
    """Chapters and blocks; a block of one category has that category's code."""
    for one in rows:
        if one.kind in ("chapter", "block"):
            yield one.code, one.parent, one.display


def _write_lay(db: sqlite3.Connection, numbers: dict[str, int]) -> None:
    known = lay()
    pairs = [
        (fold(word), fold(other))
        for word, others in cast(dict[str, list[str]], known["words"]).items()
        for other in others
    ]
    db.executemany("INSERT INTO synonym VALUES (?, ?)", pairs)
    phrase = 0
    for meaning in cast(list[dict[str, list[str]]], known["meaning"]):
        codes = [numbers[code] for code in meaning["codes"] if code in numbers]
        for said in meaning["said"]:
            phrase += 1
            db.execute("INSERT INTO phrase VALUES (?, ?)", (phrase, said))
            db.execute("INSERT INTO lay (rowid, said) VALUES (?, ?)", (phrase, folded(said)))
            db.executemany(
                "INSERT INTO meaning VALUES (?, ?, ?)",
                ((phrase, place, code) for place, code in enumerate(codes)),
            )
