"""What is said to patients by mail: put down with the change that causes it, sent by a worker."""

from bedside.clinic.messages.choosing import (
    MailChoice,
    choose_mails,
    read_mail_choice,
    undeliverable_since,
)
from bedside.clinic.messages.kinds import MessageKind, Topic
from bedside.clinic.messages.putting import remind, remind_each, take_back, take_back_each, tell

__all__ = [
    "MailChoice",
    "MessageKind",
    "Topic",
    "choose_mails",
    "read_mail_choice",
    "remind",
    "remind_each",
    "take_back",
    "take_back_each",
    "tell",
    "undeliverable_since",
]
