"""What has expired goes: the same by hand (`bedside sweep`) and every hour by itself."""

from dataclasses import dataclass
from datetime import datetime

from bedside import accounts, clinic, documents, imports, intake, outbox


@dataclass(frozen=True)
class Swept:
    """How many drafts that nobody claimed, and documents that nothing refers to, were erased."""

    drafts: int
    documents: int


def sweep(now: datetime) -> Swept:
    """Erase unclaimed drafts, unreferenced documents, old answers and proofs that open nothing.

    Offered times that nobody took go to the next who waits, files that nobody may fetch any more
    and jobs done long ago are forgotten.
    Doing it twice does no harm.
    """
    drafts = intake.expire_drafts(now)
    # A worker does this more often (`waiting.settle`); by hand it is done where no worker runs.
    clinic.appointments.sweep(now)
    documents.forget_expired(now)
    blobs = documents.sweep(now)
    accounts.forget_expired(now)
    imports.forget_expired(now)
    outbox.forget_old(now)
    return Swept(drafts, blobs)
