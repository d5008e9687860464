"""Handing one mail for a patient to the mail server, and remembering when it comes back."""

from collections.abc import Sequence
from enum import StrEnum
from uuid import UUID

from django.utils import timezone

from bedside import documents, mail
from bedside.clinic.messages.kinds import Topic
from bedside.clinic.messages.models import Correspondence
from bedside.clinic.messages.writing import Words
from bedside.clinic.patients.models import Patient


class Outcome(StrEnum):
    """What came of a mail; the log keeps the code."""

    SENT = "sent"
    REFUSED = "refused"
    NO_ADDRESS = "no_address"
    UNWANTED = "unwanted"
    NO_ACCOUNT = "no_account"
    """There is news to read by signing in, and nobody who could."""


def deliver(
    patient: Patient,
    topic: Topic,
    said: Words,
    occasion: UUID,
    attachments: Sequence[mail.Attachment] = (),
) -> Outcome:
    """Send a mail, if the patient wants it and has an address. Raises mail.NotSent and Damaged."""
    if _is_unwanted(patient, topic):
        return Outcome.UNWANTED
    address = documents.read(patient).get("email", "")
    if not address:
        return Outcome.NO_ADDRESS
    try:
        mail.send(mail.Mail(address, said.subject, said.text, occasion, attachments))
    except mail.Refused:
        return Outcome.REFUSED
    return Outcome.SENT


def remember(patient: UUID, outcome: Outcome) -> None:
    """Note that a patient's mails come back, or that they do not (any more); in the act's commit.

    Only a mail that was taken shows that they arrive again.
    """
    rows = Correspondence.objects.filter(patient=patient)
    if outcome == Outcome.SENT:
        rows.exclude(undeliverable_since=None).update(undeliverable_since=None)
    elif outcome == Outcome.REFUSED:
        Correspondence.objects.get_or_create(patient_id=patient)
        rows.filter(undeliverable_since=None).update(undeliverable_since=timezone.now())


def _is_unwanted(patient: Patient, topic: Topic) -> bool:
    rows = Correspondence.objects.filter(patient=patient)
    return topic in (rows.values_list("unwanted", flat=True).first() or ())
