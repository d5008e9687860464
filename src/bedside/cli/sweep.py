"""`bedside sweep`: what has expired goes."""

import typer
from django.utils import timezone

from bedside import accounts, clinic, documents, intake


def sweep() -> None:
    """Erase unclaimed drafts, unreferenced documents, old answers and proofs that open nothing.

    Offered times that nobody took go to the next who waits.
    """
    now = timezone.now()
    drafts = intake.expire_drafts(now)
    clinic.appointments.sweep(now)
    blobs = documents.sweep(now)
    accounts.forget_expired(now)
    typer.echo(f"Erased {drafts} unclaimed drafts and {blobs} documents that nothing refers to.")
