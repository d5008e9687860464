"""What is done later about accounts."""

from bedside.accounts.forgotten import RESET, send_reset_link
from bedside.accounts.telling import APPROVED, send_approved
from bedside.outbox.kinds import Kind, Kinds

JOBS: Kinds = {
    APPROVED: Kind(send_approved),
    # Two acts: the link is kept before it is sent.
    RESET: Kind(send_reset_link, one_act=False),
}
