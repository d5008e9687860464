"""`bedside sweep`: what has expired goes."""

import typer
from django.utils import timezone

from bedside import accounts, documents, intake


def sweep() -> None:
    """Erase unclaimed drafts, unreferenced documents, and sign-in proofs that open nothing."""
    now = timezone.now()
    drafts = intake.expire_drafts(now)
    blobs = documents.sweep(now)
    accounts.forget_expired(now)
    typer.echo(f"Erased {drafts} unclaimed drafts and {blobs} documents that nothing refers to.")
