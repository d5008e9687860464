"""Asking for a link to set a new password, by whoever has forgotten theirs.

Whoever asks learns nothing: the answer, what is written down and how long it takes are the same
whether the address has an account or not. A worker finds that out. It also makes the link, when it
sends it: no job and no log holds a secret that opens an account.
"""

from datetime import timedelta

from django.utils import timezone

from bedside import mail, outbox
from bedside.accounts import emails, throttle
from bedside.accounts.acts import act
from bedside.accounts.models import Attempt, User
from bedside.accounts.new_passwords import never_opened, new_link
from bedside.accounts.telling import open_account, remember, write_to
from bedside.audit.actor import Actor
from bedside.ids import new_id
from bedside.outbox.tasks import Obsolete, Task

RESET = "account.reset"
LIFETIME = timedelta(hours=1)
"""Shorter than of a link that is handed over: a mail lies in a mailbox that others may open."""
ONE_IN = timedelta(minutes=10)
"""An account is sent one link in so long, however often somebody asks."""


def ask_for_reset_link(email: str, *, address: str, device: str = "") -> None:
    """Have a link sent to `email`, if it has an account that is open.

    Raises Throttled: so many tries for one address of mail, and from one place. They count whether
    there is an account or not.
    """
    index = emails.index_of_anything(email)
    throttle.begin(throttle.Tried(Attempt.Kind.RESET, address, index))
    with act("account.ask_reset", by=Actor.anonymous(address, device)):
        user = User.objects.filter(email_index=index).values_list("id", flat=True).first()
        # For nobody a job is put down as well: it comes to nothing.
        user = user or new_id()
        bucket = int(timezone.now().timestamp() // ONE_IN.total_seconds())
        outbox.put_once(RESET, key=f"{RESET}:{user}:{bucket}", subject={"user": user})


def send_reset_link(task: Task) -> None:
    """Make a link and send it. Raises Obsolete, when nobody has an open account, and mail.NotSent.

    The link is kept before it goes out: a mail must not carry one that opens nothing. When a worker
    is killed in between, another one is made and sent; both are good until one was used.
    """
    user = open_account(task.subject["user"])
    if never_opened(user):
        raise Obsolete
    with act("account.reset_link", by=Actor.system()) as doing:
        doing.on(user=user.id, job=task.job)
        token = new_link(user, lasts=LIFETIME)
    # Each try has a link of its own, and so a name of its own.
    outcome = write_to(user, "Set a new password", _text(token), occasion=new_id())
    with act("account.write_to", by=Actor.system()) as doing:
        doing.on(user=user.id, job=task.job)
        remember(user, outcome)
        doing.note(kind=RESET, outcome=outcome)


def _text(token: str) -> str:
    return (
        "Somebody, probably you, asked for a link to set a new password. It is good for an hour,"
        f" and once:\n{mail.link(f'/reset/{token}')}\n\n"
        "If it was not you, do nothing: nothing has changed, and nobody has got in."
    )
