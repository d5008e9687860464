"""What has expired goes: by hand (`bedside sweep`), and every hour by itself."""

from dataclasses import dataclass
from datetime import datetime

from bedside import accounts, clinic, documents, imports, intake, outbox


@dataclass(frozen=True)
class Swept:
    """How many drafts that nobody claimed, and documents that nothing refers to, were erased."""

    drafts: int
    documents: int


def sweep(now: datetime) -> Swept:
    """Do by hand what workers do by themselves, for a house where none runs.

    What has expired goes, and offered times that nobody took go to the next who waits, which a
    worker does more often, as a job of its own (`waiting.settle`).
    """
    clinic.appointments.sweep(now)
    return forget_expired(now)


def forget_expired(now: datetime) -> Swept:
    """Erase unclaimed drafts, unreferenced documents, old answers and proofs that open nothing.

    Files that nobody may fetch any more and jobs done long ago are forgotten. Doing it twice does
    no harm.
    """
    drafts = intake.expire_drafts(now)
    documents.forget_expired(now)
    blobs = documents.sweep(now)
    accounts.forget_expired(now)
    imports.forget_expired(now)
    outbox.forget_old(now)
    return Swept(drafts, blobs)
