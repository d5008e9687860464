"""Telling a patient that their doctor has answered, or asks them something.

An answer can be taken back for a while (`rules.UNDO_LASTS`), so it is told after that.
"""

from uuid import UUID

from django.utils import timezone

from bedside import outbox
from bedside.clinic.messages.kinds import Topic
from bedside.clinic.messages.news import News, send_news
from bedside.intake.lifecycle import CLOSED, NEEDS_INFORMATION, REVIEWED
from bedside.intake.models import Assessment
from bedside.intake.rules import UNDO_LASTS
from bedside.outbox.tasks import Obsolete, Task

ASKED, ANSWERED = "assessment.asked", "assessment.answered"
_TRUE_WHILE = {ASKED: (NEEDS_INFORMATION,), ANSWERED: (REVIEWED, CLOSED)}
_CHANGES_IT = ("ask", "withdraw", "reply", "review", "undo_review")
_NEWS = {
    ASKED: News(
        Topic.ANSWERS,
        "Your doctor asks you something",
        "A doctor at {place} has a question for you.",
        "/home",
    ),
    ANSWERED: News(
        Topic.ANSWERS,
        "Your doctor has answered",
        "A doctor at {place} has looked at what you sent.",
        "/home",
    ),
}


def tell(event: str, assessment: UUID, *, unread: str = "") -> None:
    """Put down what the patient is told after an event, and leave unsaid what is not so any more.

    For the act of the event. An assessment that the doctor could not read was answered otherwise.
    """
    if event not in _CHANGES_IT:
        return
    outbox.take_back(*(_key(kind, assessment) for kind in _NEWS))
    subject = {"assessment": assessment}
    if event == "ask":
        outbox.put(ASKED, key=_key(ASKED, assessment), subject=subject)
    elif event == "review" and not unread:
        due_at = timezone.now() + UNDO_LASTS
        outbox.put(ANSWERED, key=_key(ANSWERED, assessment), subject=subject, due_at=due_at)


def send(task: Task) -> None:
    """Write the mail, if it is still so. Raises Obsolete."""
    rows = Assessment.objects.select_related("patient", "facility")
    found = rows.filter(id=task.subject["assessment"], state__in=_TRUE_WHILE[task.kind])
    row = found.first()
    if row is None:
        raise Obsolete
    send_news(task, _NEWS[task.kind], patient=row.patient, facility=row.facility)


def _key(kind: str, assessment: UUID) -> str:
    return f"{kind}:{assessment}"
