"""What is shown of a note: its words, opened for this reader, and its amendments beside it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from bedside import documents
from bedside.clinic.encounters.standing import Standing
from bedside.clinic.encounters.views import Names, Person, person
from bedside.clinic.notes import rules
from bedside.clinic.notes.models import Note
from bedside.clinic.notes.text import NoteText


@dataclass(frozen=True)
class NoteView:
    """One note. `state` is draft or signed.

    `happened_at` is when the encounter was (for an amendment, when its writing began), `started_at`
    when the writing began and `signed_at` when it ended. `facility` is the encounter's, and `zone`
    its time zone. `updated_at` is when its words were saved last, `changed_at` when anything of it
    was changed. `text` is None when the document could not be opened (`readable` is then false).
    `may` holds the verbs that its reader may do to it now. `amends` is the id of the original;
    `amendments` are the signed ones and the reader's own draft, in the order of their writing.
    """

    id: UUID
    patient_id: UUID
    encounter_id: UUID
    facility_id: UUID
    facility: str
    zone: str
    author: Person
    amends: UUID | None
    state: str
    happened_at: datetime
    started_at: datetime
    updated_at: datetime
    signed_at: datetime | None
    cosigned_by: Person | None
    cosigned_at: datetime | None
    shared_by: Person | None
    shared_at: datetime | None
    version: int
    changed_at: datetime
    text: NoteText | None
    may: frozenset[str]
    amendments: tuple["NoteView", ...] = ()

    @property
    def readable(self) -> bool:
        """Whether the words could be opened."""
        return self.text is not None


def people_of(rows: Iterable[Note]) -> set[UUID]:
    """Return the accounts whose names the views of these notes show."""
    found: set[UUID | None] = set()
    for row in rows:
        found |= {row.author_id, row.cosigned_by_id, row.shared_by_id}
    return {user for user in found if user}


def view(
    row: Note, body: documents.Body | documents.Unreadable, *, names: Names, standing: Standing
) -> NoteView:
    """Return the view of a note, without its amendments; `encounter__facility` is loaded."""
    place = row.encounter.facility
    return NoteView(
        id=row.id,
        patient_id=row.patient_id,
        encounter_id=row.encounter_id,
        facility_id=place.id,
        facility=place.name,
        zone=place.time_zone,
        author=person(row.author_id, names),
        amends=row.amends_id,
        state=row.state,
        happened_at=row.started_at if row.amends_id else row.encounter.started_at,
        started_at=row.started_at,
        updated_at=row.updated_at,
        signed_at=row.signed_at,
        cosigned_by=_person(row.cosigned_by_id, names),
        cosigned_at=row.cosigned_at,
        shared_by=_person(row.shared_by_id, names),
        shared_at=row.shared_at,
        version=row.version,
        changed_at=row.changed_at,
        text=None if isinstance(body, documents.Unreadable) else NoteText.from_body(body),
        may=rules.allowed(row, standing),
    )


def threads(views: Sequence[NoteView]) -> list[NoteView]:
    """Return the originals in their order, each with the amendments among `views` beside it."""
    beside: dict[UUID, list[NoteView]] = {each.id: [] for each in views}
    for each in sorted(views, key=lambda one: (one.started_at, one.id)):
        if each.amends in beside:
            beside[each.amends].append(each)
    return [
        replace(each, amendments=tuple(beside[each.id])) for each in views if each.amends is None
    ]


def _person(user: UUID | None, names: Names) -> Person | None:
    return person(user, names) if user else None
