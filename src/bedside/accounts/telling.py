"""Writing to whoever has an account: that it is open, and how to choose a new password.

Nobody can choose not to get these.
"""

from uuid import UUID

from django.utils import timezone

from bedside import mail
from bedside.accounts.acts import prepared_act
from bedside.accounts.models import State, User
from bedside.accounts.naming import open_email
from bedside.audit.actor import Actor
from bedside.outbox.tasks import Obsolete, Task

APPROVED = "account.approved"
_FOOT = "Nobody reads answers to this address."


def send_approved(task: Task) -> None:
    """Write to somebody that their account is open, if it is. Raises Obsolete and mail.NotSent."""
    user = open_account(task.subject["user"])
    text = f"Your account was approved. You can sign in now:\n{mail.link('/sign-in')}"
    with prepared_act("account.write_to", by=Actor.system()) as doing:
        doing.on(user=user.id, job=task.job)
        outcome = write_to(user, "Your account is open", text, occasion=task.occasion)
        with doing.commit():
            remember(user, outcome)
            doing.note(kind=task.kind, outcome=outcome)


def open_account(user: UUID) -> User:
    """Return an account that can sign in. Raises Obsolete for any other one, or none."""
    row = User.objects.filter(id=user, state=State.ACTIVE).first()
    if row is None:
        raise Obsolete
    return row


def write_to(user: User, subject: str, text: str, *, occasion: UUID) -> str:
    """Send a mail to an account's address; return `sent`, `refused` or `no_address`.

    Raises mail.NotSent.
    """
    address = open_email(user)
    if not address:
        return "no_address"
    try:
        mail.send(mail.Mail(address, subject, f"{text}\n\n{_FOOT}\n", occasion))
    except mail.Refused:
        return "refused"
    return "sent"


def remember(user: User, outcome: str) -> None:
    """Note that mails to an account come back, or that one was taken; in an act's transaction."""
    rows = User.objects.filter(id=user.id)
    if outcome == "sent":
        rows.exclude(undeliverable_since=None).update(undeliverable_since=None)
    elif outcome == "refused":
        rows.filter(undeliverable_since=None).update(undeliverable_since=timezone.now())
