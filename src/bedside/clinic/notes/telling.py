"""Telling a patient that a note was shared with them."""

from uuid import UUID

from bedside import outbox
from bedside.clinic.messages.kinds import Topic
from bedside.clinic.messages.news import News, send_news
from bedside.clinic.notes.models import Note
from bedside.outbox.tasks import Obsolete, Task

SHARED = "note.shared"
_NEWS = News(
    Topic.NOTES,
    "A note was shared with you",
    "{place} has shared a note with you.",
    "/home/notes",
)


def tell(note: UUID) -> None:
    """Put down that the patient is told; for the act that shares the note."""
    outbox.put(SHARED, key=_key(note), subject={"note": note})


def take_back(note: UUID) -> None:
    """Leave it unsaid, if it was not said yet; for the act that takes the note back."""
    outbox.take_back(_key(note))


def send(task: Task) -> None:
    """Write the mail, if the note is shared still. Raises Obsolete."""
    rows = Note.objects.select_related("patient", "encounter__facility")
    row = rows.filter(id=task.subject["note"]).exclude(shared_at=None).first()
    if row is None:
        raise Obsolete
    send_news(task, _NEWS, patient=row.patient, facility=row.encounter.facility)


def _key(note: UUID) -> str:
    return f"{SHARED}:{note}"
