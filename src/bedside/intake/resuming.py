"""Continuing a draft: after a while, and after the knowledge has changed.

What was sent is shown as it was sent, for ever. A draft from older knowledge is replayed by
question id, and one whose result is a day old asks about life threats again before it can be sent.
"""

from datetime import datetime

from bedside.intake.conversation import Conversation, Data, is_finished
from bedside.intake.engine import knowledge
from bedside.intake.lifecycle import DRAFT
from bedside.intake.models import Assessment
from bedside.intake.rules import result_is_old


def continued(row: Assessment, body: Data, now: datetime) -> Conversation:
    """Return the draft's conversation, ready for its next turn."""
    conversation = Conversation.from_body(body)
    return conversation.asked_again() if _is_old(row, body, now) else conversation


def current(row: Assessment, body: Data, now: datetime) -> Data:
    """Return the body as it stands now; a draft that needs no replay is not replayed."""
    if row.state != DRAFT:
        return body
    if row.knowledge_version == knowledge().version and not _is_old(row, body, now):
        return body
    return continued(row, body, now).to_body()


def _is_old(row: Assessment, body: Data, now: datetime) -> bool:
    return is_finished(body) and result_is_old(row, now)
