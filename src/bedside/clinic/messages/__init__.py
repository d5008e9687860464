"""What is said to patients about their appointments: put down with the change, sent by a worker."""

from bedside.clinic.messages.kinds import MessageKind
from bedside.clinic.messages.putting import remind, take_back, tell

__all__ = ["MessageKind", "remind", "take_back", "tell"]
