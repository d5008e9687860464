"""`bedside sweep`: what has expired goes.

The API's remembered answers are named as text: one door does not import another.
"""

import typer
from django.utils import timezone
from django.utils.module_loading import import_string

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
    import_string("bedside.api.repeats.forget_old")()
    typer.echo(f"Erased {drafts} unclaimed drafts and {blobs} documents that nothing refers to.")
