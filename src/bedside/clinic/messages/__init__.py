"""What is said to patients by mail: put down with the change that causes it, sent by a worker."""

from bedside.clinic.messages.choosing import (
    MailChoice,
    choose_mails,
    read_mail_choice,
    undeliverable_since,
)
from bedside.clinic.messages.kinds import MessageKind, Topic
from bedside.clinic.messages.putting import remind, take_back, tell

__all__ = [
    "MailChoice",
    "MessageKind",
    "Topic",
    "choose_mails",
    "read_mail_choice",
    "remind",
    "take_back",
    "tell",
    "undeliverable_since",
]
