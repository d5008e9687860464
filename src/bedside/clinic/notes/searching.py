"""Looking for words in one patient's notes: opened in memory, and indexed nowhere.

All that a reader may see of a patient's notes is opened at once, compared and forgotten. What does
not open stays as a row that says so: it may hold what is looked for.
"""

from dataclasses import dataclass
from uuid import UUID

from bedside import accounts, documents
from bedside.accounts.acts import act
from bedside.audit import Actor
from bedside.clinic.encounters.standing import Standing
from bedside.clinic.notes.models import Note
from bedside.clinic.notes.reach import notes_visible_to
from bedside.clinic.notes.text import NoteText
from bedside.clinic.notes.views import NoteView, people_of, view
from bedside.clinic.notes.wording import Piece, Wanted
from bedside.clinic.patients.reading import named_patient
from bedside.clinic.patients.records import records_of

Opened = tuple[Note, documents.Body | documents.Unreadable]

MOST = 1_000
"""Notes and amendments that are looked through: the latest."""
SHOWN = 50
EXCERPTS = 3


@dataclass(frozen=True)
class NoteHit:
    """A note or an amendment that says what was looked for, and where: heading and excerpt.

    There are no excerpts of one that could not be opened.
    """

    note: NoteView
    excerpts: tuple[tuple[str, list[Piece]], ...]


@dataclass(frozen=True)
class NotesFound:
    """The latest first, at most SHOWN; `whole` is false when older ones were not looked through."""

    hits: list[NoteHit]
    whole: bool


def search(patient: UUID, text: str, *, by: Actor) -> NotesFound:
    """Return a patient's notes that say all of `text`, as far as the reader may see them.

    Words are found by their beginning, phrases in quotation marks as they stand. Raises NotFound.
    """
    with act("note.search", by=by) as doing:
        row = named_patient(patient, doing=doing)
        wanted = Wanted.of(text)
        if not wanted.parts:
            return NotesFound([], whole=True)
        latest = (
            notes_visible_to(by)
            .filter(patient__in=records_of(row.id))
            .order_by("-started_at", "-id")
        )
        rows = list(latest[: MOST + 1])
        found = _found(rows[:MOST], wanted)
        doing.note(count=len(found), parts=len(wanted.parts))
        return NotesFound(_shown(found[:SHOWN], wanted, by), whole=len(rows) <= MOST)


def _found(rows: list[Note], wanted: Wanted) -> list[Opened]:
    opened = zip(rows, documents.open_each(rows), strict=True)
    return [
        (row, body)
        for row, body in opened
        if isinstance(body, documents.Unreadable) or wanted.all_in(_texts(NoteText.from_body(body)))
    ]


def _shown(found: list[Opened], wanted: Wanted, by: Actor) -> list[NoteHit]:
    names = accounts.names_of(people_of(row for row, _ in found))
    standing = Standing.of(by)
    views = (view(row, body, names=names, standing=standing) for row, body in found)
    return [NoteHit(each, _excerpts(each.text, wanted)) for each in views]


def _texts(text: NoteText) -> list[str]:
    sections = (part for section in text.sections for part in (section.heading, section.text))
    return [text.title, *sections]


def _excerpts(text: NoteText | None, wanted: Wanted) -> tuple[tuple[str, list[Piece]], ...]:
    if text is None:
        return ()
    said = [("", text.title)]
    for section in text.sections:
        said += [(section.heading, section.heading), (section.heading, section.text)]
    found = ((heading, wanted.excerpt(words)) for heading, words in said)
    return tuple((heading, pieces) for heading, pieces in found if pieces)[:EXCERPTS]
