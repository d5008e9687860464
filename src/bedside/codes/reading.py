"""Reading the index: one connection a thread, read-only, and clear words when the file is bad."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bedside.codes import index
from bedside.codes.table import release
from bedside.codes.words import key_of
from bedside.errors import Invalid, Unavailable

_opened = threading.local()
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
    """Give this thread's connection. Raises Unavailable, saying what to run, for a bad file."""
    try:
        yield _connection()
    except sqlite3.Error as error:
        forget()
        raise Unavailable(_DAMAGED) from error


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
    """Close this thread's connection; the next reading opens the file again."""
    held = getattr(_opened, "held", None)
    if held:
        held[1].close()
    _opened.held = None


def _connection() -> sqlite3.Connection:
    place = index.path()
    held = getattr(_opened, "held", None)
    if held and held[0] == place:
        return held[1]
    forget()
    with _making:
        if not place.exists():
            index.make()
    db = sqlite3.connect(f"{place.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    # The system's page cache is shared by all threads and processes; a cache for each is not.
    db.executescript("PRAGMA mmap_size = 33554432; PRAGMA cache_size = -512;")
    _must_be_ours(db)
    _opened.held = (place, db)
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
    category = db.execute("SELECT code, display, parent FROM code WHERE key = ?", (key[:3],))
    category_code, category_display, block = category.fetchone()
    with closing(db.execute("SELECT display, parent FROM above WHERE code = ?", (block,))) as found:
        block_display, chapter = found.fetchone()
    chapter_display = db.execute("SELECT display FROM above WHERE code = ?", (chapter,)).fetchone()
    return Code(
        code=code,
        display=display,
        billable=bool(billable),
        retired_after=last,
        category=(category_code, category_display),
        block=(block, block_display),
        chapter=(chapter, chapter_display[0]),
        terms=tuple(terms.split("|")) if terms else (),
    )
