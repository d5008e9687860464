"""Writing to a patient that there is something to read: that there is, and never what it is.

Whoever cannot sign in could not read it, and is not written to.
"""

from dataclasses import dataclass

from bedside import accounts, mail
from bedside.accounts.acts import prepared_act
from bedside.audit import Actor
from bedside.clinic.facilities.models import Facility
from bedside.clinic.messages.delivering import Outcome, deliver, remember
from bedside.clinic.messages.kinds import Topic
from bedside.clinic.messages.writing import Words, written
from bedside.clinic.patients.models import Patient
from bedside.outbox.tasks import Task


@dataclass(frozen=True)
class News:
    """What a mail says: `sentence` has the clinic as {place}, `path` is where it is read."""

    topic: Topic
    subject: str
    sentence: str
    path: str


def send_news(task: Task, news: News, *, patient: Patient, facility: Facility | None) -> None:
    """Write to a patient that there is news. Raises mail.NotSent, and Damaged.

    Whose record was replaced is written to as the one that is kept: there they sign in. As every
    mail, it goes out before it is on record, under one Message-ID.
    """
    chain = {"chain": facility.id} if facility else {}
    with prepared_act("message.send", by=Actor.system(), **chain) as doing:
        # Mentioned, not held: see ADR 13.
        doing.mention(patient.id)
        doing.on(job=task.job, **task.subject)
        reader = patient.replaced_by or patient
        outcome = _told(task, news, reader, facility)
        with doing.commit():
            remember(reader.id, outcome)
            doing.note(kind=task.kind, outcome=outcome)


def _told(task: Task, news: News, patient: Patient, facility: Facility | None) -> Outcome:
    if not accounts.has_account(patient.id):
        return Outcome.NO_ACCOUNT
    return deliver(patient, news.topic, _words(news, facility), task.occasion)


def _words(news: News, facility: Facility | None) -> Words:
    place = facility.name if facility else "Your clinic"
    call = f"Or call the clinic: {facility.phone}" if facility and facility.phone else ""
    read = f"To read it, sign in:\n{mail.link(news.path)}"
    return written(news.subject, news.sentence.format(place=place), read, call)
