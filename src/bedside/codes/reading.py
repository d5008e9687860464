"""Reading the index: read-only, and clear words when the file is bad.

Pages run in a thread for each request, so a connection of a thread would be opened every time. A
few are kept and lent instead, each to one reader at a time.
"""

import sqlite3
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bedside.codes import index
from bedside.codes.table import release
from bedside.codes.words import key_of
from bedside.errors import Invalid, Unavailable

KEPT = 8
"""Connections kept open between readings."""
_idle: deque[tuple[Path, sqlite3.Connection]] = deque()
_making = threading.Lock()
_DAMAGED = "The index of ICD-10-CM codes is damaged. Run `bedside codes prepare`."


@dataclass(frozen=True, slots=True)
class Code:
    """One code of ICD-10-CM with its places in the classification."""

    code: str
    display: str
    """NCHS's own full description."""
    billable: bool
    """Whether a diagnosis may carry it: a header only groups the codes below it."""
    retired_after: str
    """The last release that had it; empty while it is in use."""
    category: tuple[str, str]
    """The three characters it begins with, and their description."""
    block: tuple[str, str]
    chapter: tuple[str, str]
    terms: tuple[str, ...]
    """Other names that NCHS lists under it."""

    @property
    def codable(self) -> bool:
        """Whether a new diagnosis may carry it."""
        return self.billable and not self.retired_after


@dataclass(frozen=True, slots=True)
class Coding:
    """What a record keeps of a code that it uses (FHIR's word), whatever later releases do."""

    system: str
    code: str
    display: str
    release: str
    """The day from which the release is valid that the code was taken from."""


def lookup(code: str) -> Code | None:
    """Return the code, written with or without its dot in any case; None if there is no such.

    A code that a newer release retired is found and says so. Raises Unavailable when the index
    cannot be read or made.
    """
    with reading() as db:
        found = db.execute("SELECT * FROM code WHERE key = ?", (key_of(code),)).fetchone()
        return _code(db, found) if found else None


def must_be_codable(code: str) -> Code:
    """Return the code if a new diagnosis may carry it.

    Raises Invalid, naming the field `code`, for one that is unknown, only a header, or retired.
    """
    found = lookup(code)
    if found is None:
        raise Invalid(fields={"code": "ICD-10-CM has no such code."})
    if found.retired_after:
        raise Invalid(
            fields={"code": "This code has been retired. Choose one that is in use today."}
        )
    if not found.billable:
        raise Invalid(
            fields={"code": "This code only groups others. Choose one of the codes below it."}
        )
    return found


def coding(code: str) -> Coding:
    """Return what to keep of a code that is newly used. Raises Invalid as `must_be_codable`."""
    found = must_be_codable(code)
    return Coding(release().system, found.code, found.display, release().release)


@contextmanager
def reading() -> Iterator[sqlite3.Connection]:
    """Lend a connection. Raises Unavailable, saying what to run, for a bad file."""
    place = index.path()
    db = _open(place)
    try:
        yield db
    except sqlite3.Error as error:
        db.close()
        raise Unavailable(_DAMAGED) from error
    except BaseException:
        db.close()
        raise
    if len(_idle) < KEPT:
        _idle.append((place, db))
    else:
        db.close()


def prepare() -> Path:
    """Make the index anew and remove those of other versions; return where it is."""
    place = index.make()
    index.clear_older()
    forget()
    return place


def check() -> None:
    """Read the whole index, making it if it is missing. Raises Unavailable when it is bad."""
    with reading() as db:
        if db.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise Unavailable(_DAMAGED)
        made = db.execute("SELECT codes FROM made").fetchone()
        if made != db.execute("SELECT count(*) FROM code").fetchone():
            raise Unavailable(_DAMAGED)


def forget() -> None:
    """Close what is open and not lent; the next reading opens the file again."""
    while held := _kept():
        held[1].close()


def _open(place: Path) -> sqlite3.Connection:
    while held := _kept():
        if held[0] == place:
            return held[1]
        held[1].close()
    with _making:
        if not place.exists():
            index.make()
    try:
        return _opened(place)
    except sqlite3.Error as error:
        raise Unavailable(_DAMAGED) from error


def _kept() -> tuple[Path, sqlite3.Connection] | None:
    try:
        return _idle.pop()
    except IndexError:  # another thread took the last one
        return None


def _opened(place: Path) -> sqlite3.Connection:
    address = f"{place.absolute().as_uri()}?mode=ro&immutable=1"
    db = sqlite3.connect(address, uri=True, check_same_thread=False)
    # The system's page cache is shared by all threads and processes; a cache for each is not.
    db.executescript("PRAGMA mmap_size = 33554432; PRAGMA cache_size = -512;")
    _must_be_ours(db)
    return db


def _must_be_ours(db: sqlite3.Connection) -> None:
    try:
        made = db.execute("SELECT form, sha256 FROM made").fetchall()
    except sqlite3.Error:
        db.close()
        raise
    if made != [(index.FORM, release().sha256)]:
        db.close()
        raise Unavailable(_DAMAGED)


def _code(db: sqlite3.Connection, row: tuple[Any, ...]) -> Code:
    _, key, code, billable, _, display, terms, last = row
    of_category = "SELECT code, display, parent FROM code WHERE key = ?"
    category, category_display, block = db.execute(of_category, (key[:3],)).fetchone()
    block_display, chapter = _above(db, block)
    chapter_display, _ = _above(db, chapter)
    return Code(
        code=code,
        display=display,
        billable=bool(billable),
        retired_after=last,
        category=(category, category_display),
        block=(block, block_display),
        chapter=(chapter, chapter_display),
        terms=tuple(terms.split("|")) if terms else (),
    )


def _above(db: sqlite3.Connection, code: str) -> tuple[str, str]:
    """The description of a block or chapter, and what it belongs to."""
    found = db.execute("SELECT display, parent FROM above WHERE code = ?", (code,)).fetchone()
    return found[0], found[1]
